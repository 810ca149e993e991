//! Documents stay true: links lead somewhere, decision records stay short, every problem is described.

use std::path::Path;

use super::{File, Finding};

/// The longest a decision record may be, in lines.
const DECISION: usize = 60;
/// Where every code a problem may show is described.
const PROBLEMS: &str = "docs/problems.md";
/// Where codes are given to problems, one `=> "code"` a line inside a function of that name.
const EXPLAIN: &str = "crates/wizard/src/explain";
const CODE: &str = "fn code(";
/// Where the content security policy stands, and where hosts read about it.
const PAGE: &str = "index.html";
const HOSTING: &str = "docs/self-hosting.md";

pub fn check(file: &File, root: &Path) -> Vec<Finding> {
    if file.extension() != "md" {
        return Vec::new();
    }
    let mut findings = dead_links(file, root);
    let lines = file.text.lines().count();
    if file.path.starts_with("docs/decisions/") && lines > DECISION {
        findings.push(Finding::fatal(
            &file.path,
            format!("{lines} lines, more than {DECISION}: keep to the decision"),
        ));
    }
    findings
}

/// Every code the wizard can give is described, and nothing else is.
pub fn check_problems(files: &[File]) -> Vec<Finding> {
    let explained = files.iter().filter(|file| file.path.starts_with(EXPLAIN));
    let codes: Vec<(String, &str)> = explained.flat_map(codes).collect();
    let Some(described) = files.iter().find(|file| file.path == PROBLEMS) else {
        return codes.first().map(|_| Finding::fatal(PROBLEMS, "is missing")).into_iter().collect();
    };
    codes
        .into_iter()
        .filter(|(_, code)| !described.text.contains(&format!("`{code}`")))
        .map(|(place, code)| Finding::fatal(place, format!("{code} is not described in {PROBLEMS}")))
        .collect()
}

/// The header a host is told to send is the policy the page carries.
pub fn check_policy(files: &[File]) -> Vec<Finding> {
    let find = |path: &str| files.iter().find(|file| file.path == path);
    let (Some(page), Some(hosting)) = (find(PAGE), find(HOSTING)) else { return Vec::new() };
    let policy = page
        .text
        .split_once("Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(policy, _)| policy);
    match policy {
        None => vec![Finding::fatal(PAGE, "has no content security policy")],
        Some(policy) if !hosting.text.contains(policy) => {
            vec![Finding::fatal(HOSTING, format!("names another content security policy than {PAGE}"))]
        }
        Some(_) => Vec::new(),
    }
}

fn codes(file: &File) -> Vec<(String, &str)> {
    let start = file.lines().skip_while(|(_, line)| !line.contains(CODE));
    // rustfmt closes a function at the indentation it opened at.
    let body = start.skip(1).take_while(|(_, line)| !matches!(*line, "}" | "    }"));
    let code = |(place, line)| {
        let (_, rest): (&str, &str) = str::split_once(line, "=> \"")?;
        Some((place, rest.split_once('"')?.0))
    };
    body.filter_map(code).collect()
}

fn dead_links(file: &File, root: &Path) -> Vec<Finding> {
    let folder = root.join(&file.path);
    let folder = folder.parent().unwrap_or(root);
    let mut findings = Vec::new();
    for (place, line) in file.lines() {
        for rest in line.split("](").skip(1) {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            let elsewhere = target.is_empty() || target.contains(':');
            if !elsewhere && !folder.join(target).exists() {
                findings.push(Finding::fatal(&place, format!("{target} is not there")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::{assert_found, file};
    use super::*;

    #[test]
    fn links_and_length() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = "[a](src/main.rs) [b](https://example.org/x) [c](#here) [d](src/gone.rs#top)";
        assert_found(&check(&file("README.md", text), root), &["README.md:1: src/gone.rs is not there"]);
        let long = check(&file("docs/decisions/0001-x.md", &"x\n".repeat(61)), root);
        assert_found(&long, &["docs/decisions/0001-x.md: 61 lines"]);
    }

    #[test]
    fn hosts_send_the_policy_of_the_page() {
        let page = |policy| {
            file(PAGE, &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"))
        };
        let hosting = || file(HOSTING, "add_header \"default-src 'none'; frame-ancestors 'none'\"");
        assert_found(&check_policy(&[page("default-src 'none'"), hosting()]), &[]);
        let expected = ["docs/self-hosting.md: names another"];
        assert_found(&check_policy(&[page("default-src 'self'"), hosting()]), &expected);
        assert_found(&check_policy(&[file(PAGE, "<html>"), hosting()]), &["index.html: has no"]);
    }

    #[test]
    fn every_code_is_described() {
        let code = "    pub fn code(self) -> &'static str {\n        match self {\n            Self::A => \"bad-address\",\n            Self::B { .. } => \"new-one\",\n        }\n    }\n    x => \"other\"";
        let explain = file("crates/wizard/src/explain.rs", code);
        let problems = file("docs/problems.md", "| `bad-address` | ... |");
        assert_found(
            &check_problems(&[problems, explain]),
            &["crates/wizard/src/explain.rs:4: new-one is not"],
        );
    }
}
