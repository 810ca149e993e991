//! Every language says everything: the same messages, with the same variables.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Finding};

const FOLDER: &str = "web/i18n/";
/// The language the others are held against.
const REFERENCE: &str = "en";

/// The messages of one language: each name with the variables it uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

pub fn check(files: &[File]) -> Vec<Finding> {
    let mut languages: BTreeMap<&str, Messages> = BTreeMap::new();
    let mut findings = Vec::new();
    for file in files {
        // A language is one file, or one folder of files.
        let Some(below) = file.path.strip_prefix(FOLDER).filter(|_| file.extension() == "ftl") else {
            continue;
        };
        let language = below.split(['/', '.']).next().unwrap_or_default();
        read(file, languages.entry(language).or_default(), &mut findings);
    }
    let Some(reference) = languages.get(REFERENCE).cloned() else { return findings };
    for (language, messages) in &languages {
        findings.extend(compare(language, messages, &reference));
    }
    findings
}

fn compare(language: &str, messages: &Messages, reference: &Messages) -> Vec<Finding> {
    let place = || format!("{FOLDER}{language}");
    let mut findings = Vec::new();
    for (name, variables) in reference {
        match messages.get(name) {
            None => findings.push(Finding::fatal(place(), format!("{name} is missing"))),
            Some(own) if own != variables => {
                let what = format!("{name} uses {own:?}, and {variables:?} in {REFERENCE}");
                findings.push(Finding::fatal(place(), what));
            }
            Some(_) => {}
        }
    }
    let unknown = messages.keys().filter(|name| !reference.contains_key(*name));
    findings.extend(unknown.map(|name| Finding::fatal(place(), format!("{name} is not in {REFERENCE}"))));
    findings
}

/// Reads as much of the Fluent syntax as tells messages, attributes and variables apart.
fn read(file: &File, messages: &mut Messages, findings: &mut Vec<Finding>) {
    let mut message = String::new();
    let mut current = String::new();
    for (place, line) in file.lines() {
        if line.starts_with('#') {
            continue;
        }
        let name = line.split_once('=').map(|(name, _)| name.trim_end()).filter(|name| is_name(name));
        let attribute = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once('='));
        if let Some(name) = name {
            message = name.to_owned();
            current.clone_from(&message);
            if messages.insert(current.clone(), BTreeSet::new()).is_some() {
                findings.push(Finding::fatal(place, format!("{name} is there twice")));
            }
        } else if let Some((name, _)) = attribute.filter(|(name, _)| is_name(name.trim_end())) {
            current = format!("{message}.{}", name.trim_end());
            messages.insert(current.clone(), BTreeSet::new());
        }
        if let Some(variables) = messages.get_mut(&current) {
            variables.extend(line.split('$').skip(1).map(|rest| {
                let end = rest.find(|c: char| !is_name_part(c)).unwrap_or(rest.len());
                rest[..end].to_owned()
            }));
        }
    }
}

fn is_name(text: &str) -> bool {
    let name = text.strip_prefix('-').unwrap_or(text);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_name_part)
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

#[cfg(test)]
mod tests {
    use super::super::{assert_found, file};
    use super::*;

    #[test]
    fn complete_languages_pass() {
        let en = "# Says hello\nhello = Hello, { $name }\nitems = { $count ->\n    [one] one item\n   *[other] { $count } items\n}\n";
        let de = "items =\n    { $count ->\n        [one] ein Teil\n       *[other] { $count } Teile\n    }\nhello = Hallo { $name }\n";
        assert_found(&check(&[file("web/i18n/de.ftl", de), file("web/i18n/en.ftl", en)]), &[]);
    }

    #[test]
    fn differences_are_named() {
        let en = "a = A { $x }\nb = B\n    .title = { $y }\nc = C\n";
        let de = "a = A\nb = B\n    .title = { $y }\nd = D\nd = D\n";
        let expected = [
            "web/i18n/de.ftl:5: d is there twice",
            "web/i18n/de: a uses {}",
            "web/i18n/de: c is missing",
            "web/i18n/de: d is not in en",
        ];
        assert_found(&check(&[file("web/i18n/de.ftl", de), file("web/i18n/en.ftl", en)]), &expected);
    }
}
