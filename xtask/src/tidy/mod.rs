//! `cargo xtask tidy`: the rules of CONTRIBUTING.md that a machine can check.
//!
//! Every finding is reported before it fails.

mod arrows;
mod documents;
mod locales;
mod pins;
mod problems;
mod sources;
mod xeps;

use std::path::Path;
use std::{fs, io};

use crate::Result;
use crate::project::Project;

/// Folders that hold nothing we wrote.
const SKIPPED: [&str; 6] = ["target", "dist", "node_modules", ".git", "artifacts", "corpus"];
/// What is read as text.
const TEXT: [&str; 12] = ["rs", "md", "toml", "css", "html", "js", "json", "ftl", "sh", "lua", "yml", "xml"];

/// Something that breaks a rule, or comes close.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The path below the repository, with a line where there is one.
    place: String,
    what: String,
    fatal: bool,
}

/// A file of ours, as text.
#[derive(Debug)]
pub struct File {
    /// The path below the repository, with `/` everywhere.
    path: String,
    text: String,
}

pub fn run(project: &Project) -> Result {
    let files = read_all(project.root()).map_err(|error| format!("cannot read the sources: {error}"))?;
    let mut findings = arrows::check(&arrows::packages(project)?);
    for file in &files {
        findings.extend(sources::check(file));
        findings.extend(documents::check(file, project.root()));
    }
    findings.extend(documents::check_policy(&files));
    findings.extend(locales::check(&files));
    findings.extend(problems::check(&files));
    findings.extend(pins::check(&files));
    findings.extend(xeps::check(&files));
    findings.sort();
    report(&findings, files.len())
}

fn report(findings: &[Finding], files: usize) -> Result {
    for finding in findings {
        let mark = if finding.fatal { "" } else { "note: " };
        println!("{}: {mark}{}", finding.place, finding.what);
    }
    match findings.iter().filter(|finding| finding.fatal).count() {
        0 => {
            println!("{files} files are tidy");
            Ok(())
        }
        1 => Err("tidy found one thing".to_owned()),
        count => Err(format!("tidy found {count} things")),
    }
}

impl Finding {
    fn fatal(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), fatal: true }
    }

    fn note(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), fatal: false }
    }
}

impl File {
    fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Its lines with their places, counted from 1.
    fn lines(&self) -> impl Iterator<Item = (String, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (format!("{}:{}", self.path, index + 1), line))
    }
}

fn read_all(root: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_text = |name: &str| TEXT.iter().any(|extension| name.ends_with(&format!(".{extension}")));
            if path.is_dir() {
                if !SKIPPED.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if is_text(&name) && !name.ends_with("-lock.json") {
                let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push(File { path: below, text: fs::read_to_string(&path)? });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

/// What is found, as `place: what` with the first words of each.
#[cfg(test)]
#[track_caller]
fn assert_found(findings: &[Finding], expected: &[&str]) {
    let found: Vec<String> =
        findings.iter().map(|finding| format!("{}: {}", finding.place, finding.what)).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "expected {expected}\ngot {found}");
    }
}
