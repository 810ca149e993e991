//! Turns the Fluent files of `i18n/` into the tables `src/i18n/catalogue.rs`
//! reads. The build fails when a language lacks a text or names other
//! variables than English does, so no text can be missing in the page.

#[path = "build/encode.rs"]
mod encode;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use encode::{Encoded, encode};
use fluent_syntax::ast::Entry;

/// The language every other is held against.
const REFERENCE: &str = "en";

/// The file of a language that is part of the first visit; what stands in the others comes later.
const OPENING: &str = "opening.ftl";

/// The texts of one language.
#[derive(Default)]
struct Catalogue {
    opening: BTreeMap<String, Encoded>,
    later: BTreeMap<String, Encoded>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=i18n");
    println!("cargo::rerun-if-changed=build");
    if env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32" {
        // `cargo xtask dist` moves data by what the linker knows of it (`xtask/src/split/linked.rs`).
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let mut languages = BTreeMap::new();
    for entry in fs::read_dir("i18n")? {
        let folder = entry?.path();
        let tag = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        languages.insert(tag, read_all(&folder)?);
    }
    let reference = languages.get(REFERENCE).ok_or("i18n/en is missing")?;
    let mut complaints = Vec::new();
    for (tag, catalogue) in &languages {
        compare(tag, &catalogue.opening, &reference.opening, &mut complaints);
        compare(tag, &catalogue.later, &reference.later, &mut complaints);
    }
    if !complaints.is_empty() {
        return Err(complaints.join("\n").into());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("catalogue.rs");
    fs::write(out, table(&languages, reference)?)?;
    Ok(())
}

fn read_all(folder: &Path) -> Result<Catalogue, Box<dyn Error>> {
    let mut catalogue = Catalogue::default();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_opening = path.file_name().is_some_and(|name| name == OPENING);
        read(&path, if is_opening { &mut catalogue.opening } else { &mut catalogue.later })?;
    }
    match catalogue.opening.keys().find(|id| catalogue.later.contains_key(*id)) {
        Some(id) => Err(format!("{}: {id} stands there twice", folder.display()).into()),
        None => Ok(catalogue),
    }
}

fn read(path: &Path, catalogue: &mut BTreeMap<String, Encoded>) -> Result<(), Box<dyn Error>> {
    let source = fs::read_to_string(path)?;
    let shown = path.display();
    let resource = fluent_syntax::parser::parse(source.as_str())
        .map_err(|(_, errors)| format!("{shown}: {}", describe(&source, &errors)))?;
    for entry in resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Term(term) => return Err(format!("{shown}: -{}: no terms, please", term.id.name).into()),
            _ => continue,
        };
        let id = message.id.name;
        let pattern = message.value.ok_or_else(|| format!("{shown}: {id} has no text"))?;
        if !message.attributes.is_empty() {
            return Err(format!("{shown}: {id}: attributes are not read").into());
        }
        let encoded = encode(&pattern).map_err(|problem| format!("{shown}: {id}: {problem}"))?;
        if catalogue.insert(id.to_owned(), encoded).is_some() {
            return Err(format!("{shown}: {id} stands there twice").into());
        }
    }
    Ok(())
}

fn describe(source: &str, errors: &[fluent_syntax::parser::ParserError]) -> String {
    let line = |position: usize| source[..position.min(source.len())].lines().count().max(1);
    errors
        .iter()
        .map(|error| format!("line {}: {error}", line(error.pos.start)))
        .collect::<Vec<_>>()
        .join("; ")
}

fn compare(
    tag: &str,
    catalogue: &BTreeMap<String, Encoded>,
    reference: &BTreeMap<String, Encoded>,
    complaints: &mut Vec<String>,
) {
    for (id, wanted) in reference {
        match catalogue.get(id) {
            None => complaints.push(format!("i18n/{tag} lacks {id}")),
            Some(found) if found.variables != wanted.variables => complaints.push(format!(
                "i18n/{tag}: {id} uses the variables {:?}, expected {:?}",
                found.variables, wanted.variables
            )),
            Some(_) => {}
        }
    }
    for id in catalogue.keys().filter(|id| !reference.contains_key(*id)) {
        complaints.push(format!("i18n/{tag} has {id}, which i18n/{REFERENCE} has not there"));
    }
}

/// One string of ids and one string of texts per language, in the same order,
/// parted by NUL: smaller, and better to compress, than thousands of pointers.
/// The same again for what comes later, on its own: only what reads that may refer to it.
fn table(languages: &BTreeMap<String, Catalogue>, reference: &Catalogue) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    let ids = |of: &BTreeMap<String, Encoded>| joined(of.keys().map(String::as_str));
    let texts = |of: &BTreeMap<String, Encoded>| joined(of.values().map(|encoded| encoded.text.as_str()));
    // All of what comes later stands before: the end of `LANGUAGES` is also the address of what follows it.
    writeln!(code, "static LATER: [&str; {}] = [", languages.len() + 1)?;
    writeln!(code, "    {:?},", ids(&reference.later))?;
    for catalogue in languages.values() {
        writeln!(code, "    {:?},", texts(&catalogue.later))?;
    }
    writeln!(code, "];")?;
    writeln!(code, "static IDS: &str = {:?};", ids(&reference.opening))?;
    writeln!(code, "pub static LANGUAGES: [Language; {}] = [", languages.len())?;
    for (tag, catalogue) in languages {
        writeln!(code, "    Language {{ tag: {tag:?}, texts: {:?} }},", texts(&catalogue.opening))?;
    }
    writeln!(code, "];")?;
    Ok(code)
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join("\0")
}
