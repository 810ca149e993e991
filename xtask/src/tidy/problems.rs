//! Every problem a person can meet is listed, described and put into words.

use super::{File, Finding};

/// Where the list of all codes stands, as a constant of this name.
const LIST: &str = "crates/wizard/src/explain";
const LIST_NAME: &str = "const CODES:";
/// Where codes are given to problems, one `=> "code"` a line in functions with this in their name.
const GIVEN: [&str; 2] = [LIST, "crates/migration/src/problem"];
const GIVEN_BY: &str = "code(";
/// Where each is described, and where each has its words; the other languages follow the first.
const DESCRIBED: &str = "docs/problems.md";
const WORDS: &str = "web/i18n/en/";

pub fn check(files: &[File]) -> Vec<Finding> {
    let of = |start: &'static str| files.iter().filter(move |file| file.path.starts_with(start));
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    let listed: Vec<(String, &str)> = of(LIST).flat_map(listed).collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (place, code) in GIVEN.into_iter().flat_map(of).flat_map(given) {
        if listed.iter().all(|(_, other)| *other != code) {
            findings.push(Finding::fatal(place, format!("{code} is not listed in CODES")));
        }
    }
    for (place, code) in &listed {
        if !text(DESCRIBED).contains(&format!("`{code}`")) {
            findings.push(Finding::fatal(place, format!("{code} is not described in {DESCRIBED}")));
        }
        for message in [format!("problem-{code}-what"), format!("problem-{code}-advice")] {
            if !of(WORDS).any(|file| file.text.lines().any(|line| line.split(" =").next() == Some(&message)))
            {
                findings.push(Finding::fatal(place, format!("{message} is missing in {WORDS}")));
            }
        }
    }
    findings
}

fn listed(file: &File) -> Vec<(String, &str)> {
    let start = file.lines().skip_while(|(_, line)| !line.contains(LIST_NAME));
    let body = start.take_while(|(_, line)| *line != "];");
    body.filter_map(|(place, line)| Some((place, quoted(line)?))).collect()
}

fn given(file: &File) -> Vec<(String, &str)> {
    let mut inside = false;
    let mut codes = Vec::new();
    for (place, line) in file.lines() {
        let text = line.trim_start();
        let text = text.strip_prefix("pub(crate) ").unwrap_or(text);
        if text.starts_with("fn ") || text.starts_with("pub fn ") {
            inside = text.contains(GIVEN_BY);
        }
        let code = line.split_once("=> ").filter(|_| inside).and_then(|(_, value)| quoted(value));
        codes.extend(code.map(|code| (place, code)));
    }
    codes
}

fn quoted(text: &str) -> Option<&str> {
    text.split('"').nth(1)
}

#[cfg(test)]
mod tests {
    use super::super::{assert_found, file};
    use super::*;

    #[test]
    fn codes_are_listed_described_and_worded() {
        let code = "\
fn sign_in_code(x: X) -> &'static str {
    match x {
        X::A => \"bad-address\",
        X::B { .. } => return \"new-one\",
    }
}
fn other(x: X) -> &'static str {
    match x {
        X::A => \"no code\",
    }
}
pub const CODES: &[&str] = &[
    \"bad-address\",
    \"slow-server\",
];
";
        let explain = file("crates/wizard/src/explain.rs", code);
        let problems = file(DESCRIBED, "| `bad-address` | ... |");
        let words = file(
            "web/i18n/en/words.ftl",
            "problem-bad-address-what = a\nproblem-bad-address-advice = b\nproblem-slow-server-what =\n    c",
        );
        let expected = [
            "crates/wizard/src/explain.rs:4: new-one is not listed",
            "crates/wizard/src/explain.rs:14: slow-server is not described",
            "crates/wizard/src/explain.rs:14: problem-slow-server-advice is missing",
        ];
        assert_found(&check(&[problems, explain, words]), &expected);
    }
}
