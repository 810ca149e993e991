//! Documents stay true: links lead somewhere, decision records stay short, hosts send the page's policy.

use std::path::Path;

use super::{File, Finding};

/// The longest a decision record may be, in lines.
const DECISION: usize = 60;
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
}
