//! `docs/xeps.md`, `doap.xml` (XEP-0453) and the namespaces in the code say the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Finding};

/// Where each namespace stands once, under a comment that begins with its XEP.
const NAMESPACES: &str = "crates/xml/src/ns.rs";
/// A table: `[NNNN](…) title | version | status | namespaces | note`.
const TABLE: &str = "docs/xeps.md";
const DOAP: &str = "doap.xml";

/// One row of the table.
#[derive(Debug)]
struct Row<'a> {
    place: String,
    xep: &'a str,
    version: &'a str,
    status: &'a str,
    namespaces: BTreeSet<&'a str>,
}

pub fn check(files: &[File]) -> Vec<Finding> {
    let of = |path: &str| files.iter().find(|file| file.path == path);
    let (Some(namespaces), Some(table), Some(doap)) = (of(NAMESPACES), of(TABLE), of(DOAP)) else {
        return Vec::new();
    };
    let rows: Vec<Row<'_>> = table.lines().filter_map(row).collect();
    let mut findings = Vec::new();
    for (place, xeps, namespace) in constants(namespaces) {
        for xep in xeps {
            if !rows.iter().any(|row| row.xep == xep && row.namespaces.contains(namespace)) {
                findings.push(Finding::fatal(
                    &place,
                    format!("{namespace} is not listed for XEP-{xep} in {TABLE}"),
                ));
            }
        }
    }
    let code: Vec<&File> =
        files.iter().filter(|file| file.extension() == "rs" && !file.path.starts_with("xtask")).collect();
    let in_code = |text: &str| code.iter().any(|file| file.text.contains(text));
    for row in &rows {
        if !in_code(&format!("XEP-{}", row.xep)) {
            findings.push(Finding::fatal(&row.place, format!("no code names XEP-{}", row.xep)));
        }
        for namespace in row.namespaces.iter().filter(|namespace| !in_code(&format!("\"{namespace}\""))) {
            findings.push(Finding::fatal(&row.place, format!("no code names {namespace}")));
        }
    }
    findings.extend(compare(&rows, &described(doap)));
    findings
}

/// What the table says and what programs are told.
fn compare(rows: &[Row<'_>], doap: &BTreeMap<&str, (&str, &str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in rows {
        match doap.get(row.xep) {
            None => findings.push(Finding::fatal(DOAP, format!("XEP-{} is missing", row.xep))),
            Some(said) if *said != (row.status, row.version) => {
                findings.push(Finding::fatal(DOAP, format!("XEP-{} differs from {TABLE}", row.xep)));
            }
            Some(_) => {}
        }
    }
    for xep in doap.keys().filter(|xep| rows.iter().all(|row| row.xep != **xep)) {
        findings.push(Finding::fatal(DOAP, format!("XEP-{xep} is not in {TABLE}")));
    }
    findings
}

/// Each namespace with the XEPs its comment begins with; one without a comment goes with the one before.
fn constants(file: &File) -> Vec<(String, Vec<&str>, &str)> {
    let mut xeps = Vec::new();
    let mut constants = Vec::new();
    for (place, line) in file.lines() {
        if let Some(comment) = line.strip_prefix("/// ") {
            xeps = named(comment);
        } else if let Some(namespace) =
            line.strip_prefix("pub const ").and_then(|line| line.split('"').nth(1))
        {
            constants.push((place, xeps.clone(), namespace));
        }
    }
    constants
}

/// `XEP-0313: …; XEP-0441: …` names two.
fn named(comment: &str) -> Vec<&str> {
    comment.split("; ").filter_map(|part| part.strip_prefix("XEP-")?.get(..4)).collect()
}

fn row((place, line): (String, &str)) -> Option<Row<'_>> {
    let xep = line.strip_prefix("| [")?.get(..4)?;
    let mut cells = line.split('|').map(str::trim).skip(2);
    let (version, status, namespaces) = (cells.next()?, cells.next()?, cells.next()?);
    let namespaces = namespaces.split('`').skip(1).step_by(2).collect();
    Some(Row { place, xep, version, status, namespaces })
}

/// Status and version by XEP.
fn described(doap: &File) -> BTreeMap<&str, (&str, &str)> {
    let value = |text: &'static str, part| {
        let part: &str = part;
        part.split_once(text).and_then(|(_, rest)| rest.split(['<', '.'].as_slice()).next())
    };
    let entries = doap.text.split("<xmpp:SupportedXep>").skip(1);
    let entry = |part| {
        let part: &str = part;
        let xep = value("extensions/xep-", part)?;
        let status = value("<xmpp:status>", part)?;
        let (_, version) = part.split_once("<xmpp:version>")?;
        Some((xep, (status, version.split('<').next()?)))
    };
    entries.filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{assert_found, file};
    use super::*;

    #[test]
    fn table_doap_and_code_agree() {
        let namespaces = "\
/// RFC 6121: the roster.
pub const ROSTER: &str = \"jabber:iq:roster\";
/// XEP-0313: archive; XEP-0441: preferences.
pub const MAM: &str = \"urn:xmpp:mam:2\";
/// XEP-0199: ping.
pub const PING: &str = \"urn:xmpp:ping\";
";
        let table = "\
| [0313](x) MAM | 1.1 | partial | `urn:xmpp:mam:2` | |
| [0441](x) Preferences | 0.2.0 | complete | | |
| [0199](x) Ping | 2.0 | complete | `urn:xmpp:ping`, `urn:xmpp:pong` | |
| [0999](x) Nothing | 1.0 | complete | | |
";
        let entry = |xep: &str, status: &str, version: &str| {
            format!(
                "<xmpp:SupportedXep><xmpp:xep rdf:resource='https://xmpp.org/extensions/xep-{xep}.html'/>\
                 <xmpp:status>{status}</xmpp:status><xmpp:version>{version}</xmpp:version>"
            )
        };
        let doap = [
            entry("0313", "partial", "1.1"),
            entry("0441", "complete", "0.1.0"),
            entry("0199", "complete", "2.0"),
            entry("0001", "complete", "1.0"),
        ];
        let files = [file(NAMESPACES, namespaces), file(TABLE, table), file(DOAP, &doap.concat())];
        let expected = [
            "crates/xml/src/ns.rs:4: urn:xmpp:mam:2 is not listed for XEP-0441",
            "docs/xeps.md:3: no code names urn:xmpp:pong",
            "docs/xeps.md:4: no code names XEP-0999",
            "doap.xml: XEP-0441 differs",
            "doap.xml: XEP-0999 is missing",
            "doap.xml: XEP-0001 is not in",
        ];
        assert_found(&check(&files), &expected);
    }
}
