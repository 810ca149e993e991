//! Every text that the sources name stands in the locale files. That the
//! languages have the same texts, the build itself sees to.

use std::fs;
use std::path::Path;

use web::i18n::{LANGUAGES, Locale};
use wizard::Side;

/// What comes right before an id in the sources.
const CALLS: [&str; 5] = [".plain(\"", ".text(\"", ".counted(\"", "Text::new(\"", "Text::from(\""];

#[test]
fn every_text_in_the_sources_is_known() {
    let locale = Locale::new(&LANGUAGES[0]);
    let mut unknown = Vec::new();
    let mut found = 0;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [root.join("src"), root.join("../crates/wizard/src")] {
        each_source(&folder, &mut |path, source| {
            for id in ids(source) {
                found += 1;
                if !locale.knows(id) {
                    unknown.push(format!("{}: {id}", path.display()));
                }
            }
        });
    }
    assert!(unknown.is_empty(), "not in i18n/en:\n{}", unknown.join("\n"));
    assert!(found > 5, "only {found} ids found: are the calls in CALLS still the right ones?");
}

#[test]
fn every_text_made_of_a_name_is_known() {
    let locale = Locale::new(&LANGUAGES[0]);
    let problems =
        wizard::CODES.iter().flat_map(|code| ["what", "advice"].map(|end| format!("problem-{code}-{end}")));
    let reasons = migration::REASON_CODES.iter().map(|code| format!("reason-{code}"));
    let kinds = migration::kinds::ALL.into_iter().map(|kind| format!("kind-{}", kind.id()));
    let counts = migration::kinds::ALL.into_iter().map(|kind| format!("kind-{}-count", kind.id()));
    let fields = migration::file::FIELDS.iter().map(|field| format!("profile-{field}"));
    let sides = [Side::Origin, Side::Destination].map(|side| format!("{}-title", side.name()));
    let unknown: Vec<String> = problems
        .chain(reasons)
        .chain(kinds)
        .chain(counts)
        .chain(fields)
        .chain(sides)
        .filter(|id| !locale.knows(id))
        .collect();
    assert!(unknown.is_empty(), "not in i18n/en:\n{}", unknown.join("\n"));
}

fn each_source(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            each_source(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).expect("a source in UTF-8");
            visit(&path, source.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
}

fn ids(source: &str) -> impl Iterator<Item = &str> {
    let after = |call: &'static str| source.split(call).skip(1);
    CALLS.into_iter().flat_map(after).filter_map(|rest| rest.split('"').next())
}
