//! What a person tells of themselves, from whichever profile the file has.

use migration::Holdings;
use portable::Fragment;
use xml::{Element, ns};

use crate::known::PROFILE;

/// A field by its name in vcard-temp (XEP-0054), in small letters, and what it says.
pub(crate) type Line = (&'static str, String);

/// More are somebody's joke.
const MOST: usize = 60;

/// What people look for, by its name in vcard-temp and in vCard4 (RFC 6350).
const FIELDS: [(&str, &str); 13] = [
    ("FN", "fn"),
    ("NICKNAME", "nickname"),
    ("BDAY", "bday"),
    ("EMAIL", "email"),
    ("TEL", "tel"),
    ("ADR", "adr"),
    ("ORG", "org"),
    ("TITLE", "title"),
    ("ROLE", "role"),
    ("URL", "url"),
    ("DESC", "note"),
    ("NOTE", "note"),
    ("JABBERID", "impp"),
];

/// Each once, in the order people look for them.
pub(crate) fn lines(holdings: &Holdings) -> Vec<Line> {
    let fragments = holdings.fragments(PROFILE);
    let mut lines: Vec<Line> = Vec::new();
    for (temp, new) in FIELDS {
        for element in cards(fragments).flat_map(Element::children) {
            if (element.name() != temp && element.name() != new) || lines.len() >= MOST {
                continue;
            }
            let mut said = String::new();
            gather(element, &mut said);
            let line = (new, said.trim().to_owned());
            if !line.1.is_empty() && !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn cards(fragments: &[Fragment]) -> impl Iterator<Item = &Element> {
    fragments.iter().flat_map(|fragment| match fragment {
        Fragment::Vcard(card) => vec![card],
        Fragment::PepNode(node) => {
            let payloads = node.items.iter().flat_map(Element::children);
            payloads.filter(|payload| payload.is("vcard", ns::VCARD4)).collect()
        }
        _ => Vec::new(),
    })
}

/// All text in it, with spaces between; the kinds of a field, such as HOME, are empty elements.
fn gather(element: &Element, said: &mut String) {
    let text = element.text();
    if !text.trim().is_empty() {
        said.push_str(text.trim());
        said.push(' ');
    }
    for child in element.children().filter(|child| child.name() != "parameters") {
        gather(child, said);
    }
}
