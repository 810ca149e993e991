//! Which crate may use which: arrows point down only, and only the page knows the browser.

use serde_json::Value;

use super::Finding;
use crate::Result;
use crate::project::Project;

/// Each crate and those of ours it may use. What stands below may be used directly, too.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("ordered", &[]),
    ("xml", &["ordered"]),
    ("jid", &[]),
    ("portable", &["xml", "jid", "ordered"]),
    ("sealing", &[]),
    ("sealer", &["sealing"]),
    ("reading", &["portable", "xml", "ordered"]),
    ("stream", &["xml", "jid", "ordered"]),
    ("session", &["stream", "xml", "jid", "ordered"]),
    ("migration", &["session", "stream", "portable", "xml", "jid", "ordered"]),
    ("farewell", &["migration", "session", "stream", "portable", "xml", "jid", "ordered"]),
    (
        "wizard",
        &[
            "farewell",
            "migration",
            "reading",
            "session",
            "stream",
            "portable",
            "sealing",
            "xml",
            "jid",
            "ordered",
        ],
    ),
    (
        "web",
        &[
            "wizard",
            "farewell",
            "migration",
            "reading",
            "session",
            "stream",
            "portable",
            "sealing",
            "xml",
            "jid",
            "ordered",
        ],
    ),
    ("fuzz", &["portable", "sealing", "xml", "jid"]),
    ("xtask", &[]),
];

/// A scripted peer for tests: anybody's dev-dependency, and itself on top of everything but the page.
const TESTKIT: &str = "testkit";

/// The page's worker, whose script is in `web`: it is called from there, and calls nothing of the browser.
const WORKER: &str = "sealer";

/// The crates that are the browser to us.
const BROWSER: [&str; 5] = ["yew", "web-sys", "js-sys", "wasm-bindgen", "wasm-bindgen-futures"];

/// A crate of ours, as its manifest describes it.
#[derive(Debug)]
pub struct Package {
    name: String,
    /// The manifest's path, which tells a test crate from others.
    manifest: String,
    uses: Vec<Use>,
}

#[derive(Debug)]
struct Use {
    name: String,
    only_for_tests: bool,
}

pub fn packages(project: &Project) -> Result<Vec<Package>> {
    let json = project.cargo().args(["metadata", "--no-deps", "--format-version", "1"]).read()?;
    let metadata: Value = serde_json::from_str(&json).map_err(|error| format!("cargo metadata: {error}"))?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let root = text(&metadata["workspace_root"]);
    let package = |package: &Value| Package {
        name: text(&package["name"]),
        manifest: text(&package["manifest_path"]).replacen(&format!("{root}/"), "", 1),
        uses: list(&package["dependencies"])
            .iter()
            .map(|used| Use { name: text(&used["name"]), only_for_tests: used["kind"] == "dev" })
            .collect(),
    };
    Ok(list(&metadata["packages"]).iter().map(package).collect())
}

pub fn check(packages: &[Package]) -> Vec<Finding> {
    packages.iter().flat_map(|package| check_package(package, packages)).collect()
}

fn check_package(package: &Package, all: &[Package]) -> Vec<Finding> {
    let is_test = package.manifest.starts_with("tests/");
    let allowed = ALLOWED.iter().find(|(name, _)| *name == package.name).map(|(_, allowed)| *allowed);
    let mut findings = Vec::new();
    if allowed.is_none() && !is_test && package.name != TESTKIT {
        findings.push(Finding::fatal(
            &package.manifest,
            format!("the crate {} has no place among the arrows", package.name),
        ));
    }
    for used in &package.uses {
        let name = used.name.as_str();
        if all.iter().any(|other| other.name == name) {
            let fine = match allowed {
                // The page is at the top: nobody uses it but tests that have no other way.
                None => name != "web",
                Some(_) if name == TESTKIT => used.only_for_tests,
                Some(allowed) => allowed.contains(&name),
            };
            if !fine {
                findings
                    .push(Finding::fatal(&package.manifest, format!("{} must not use {name}", package.name)));
            }
        }
        let is_browser = BROWSER.contains(&name) || name.starts_with("gloo");
        let is_page = package.name == "web" || (package.name == WORKER && name == "wasm-bindgen");
        if is_browser && !is_test && !is_page {
            findings.push(Finding::fatal(&package.manifest, format!("only web may name {name}")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::assert_found;
    use super::*;

    fn package(manifest: &str, name: &str, uses: &[(&str, bool)]) -> Package {
        let uses = uses.iter().map(|(name, tests)| Use { name: (*name).to_owned(), only_for_tests: *tests });
        Package { name: name.to_owned(), manifest: manifest.to_owned(), uses: uses.collect() }
    }

    #[test]
    fn arrows_point_down() {
        let packages = [
            package("crates/xml/Cargo.toml", "xml", &[("jid", false), ("testkit", true)]),
            package("crates/jid/Cargo.toml", "jid", &[("testkit", false)]),
            package("crates/stream/Cargo.toml", "stream", &[("xml", false), ("web-sys", false)]),
            package("crates/testkit/Cargo.toml", "testkit", &[("stream", false)]),
            package("crates/other/Cargo.toml", "other", &[]),
            package("web/Cargo.toml", "web", &[("xml", false), ("yew", false), ("gloo-net", false)]),
            package("tests/browser/Cargo.toml", "browser", &[("testkit", false), ("web", false)]),
        ];
        let expected = [
            "crates/xml/Cargo.toml: xml must not use jid",
            "crates/jid/Cargo.toml: jid must not use testkit",
            "crates/stream/Cargo.toml: only web may name web-sys",
            "crates/other/Cargo.toml: the crate other has no place",
            "tests/browser/Cargo.toml: browser must not use web",
        ];
        assert_found(&check(&packages), &expected);
    }
}
