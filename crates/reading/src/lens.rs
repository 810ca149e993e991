//! What stands inside a message: its text, files, reactions.

use xml::{Element, ns};

use crate::stanza::SharedFile;

/// More than anybody sends with one message; a hostile one may name thousands.
const MOST_FILES: usize = 20;
const MOST_REACTIONS: usize = 20;

/// What was written, without what is there for older apps only (XEP-0428), and without a link that stands
/// for one of `files`.
pub(crate) fn text(message: &Element, files: &[SharedFile]) -> String {
    let Some(body) = said(message, "body") else { return String::new() };
    let mut body = body;
    for fallback in message.children().filter(|child| child.is("fallback", ns::FALLBACK)) {
        // Only what a reply quotes is shown by other means.
        if fallback.attr("for") == Some(ns::REPLY) {
            body = without(&body, fallback);
        }
    }
    let is_link = files.iter().any(|file| file.url == body.trim());
    if is_link { String::new() } else { body.trim().to_owned() }
}

/// The text of the first child `name`, whatever namespace an archive has left the stanza in.
pub(crate) fn said(message: &Element, name: &str) -> Option<String> {
    message.children().find(|child| child.name() == name && child.ns() == message.ns()).map(Element::text)
}

/// XEP-0428 §4: the marked characters, counted as code points.
fn without(body: &str, fallback: &Element) -> String {
    let Some(marked) = fallback.child("body", ns::FALLBACK) else { return body.to_owned() };
    let number = |name| marked.attr(name).and_then(|text| text.parse::<usize>().ok());
    let start = number("start").unwrap_or(0);
    let end = number("end").unwrap_or(usize::MAX);
    body.chars().enumerate().filter(|(at, _)| *at < start || *at >= end).map(|(_, c)| c).collect()
}

/// Whether what was written can be read only by the devices it was written for.
pub(crate) fn is_encrypted(message: &Element) -> bool {
    message.children().any(|child| {
        matches!(
            (child.name(), child.ns()),
            ("encryption", ns::ENCRYPTION)
                | ("encrypted", ns::OMEMO_OLD | ns::OMEMO)
                | ("openpgp", ns::OPENPGP)
                | ("x", ns::PGP_OLD)
        )
    })
}

/// XEP-0444: each once.
pub(crate) fn reactions(message: &Element) -> Vec<String> {
    let all = message.child("reactions", ns::REACTIONS);
    let mut found: Vec<String> = Vec::new();
    for reaction in all.into_iter().flat_map(Element::children).filter(|child| child.name() == "reaction") {
        let text = reaction.text().trim().to_owned();
        if !text.is_empty() && found.len() < MOST_REACTIONS && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// Files as XEP-0066, XEP-0385 and XEP-0447 tell of them, or a body that is nothing but the link to an
/// encrypted one.
pub(crate) fn files(message: &Element) -> Vec<SharedFile> {
    let mut files = Vec::new();
    walk(message, &SharedFile::default(), &mut files);
    let body = said(message, "body").unwrap_or_default();
    if body.starts_with("aesgcm://") && !body.trim().contains(char::is_whitespace) {
        add(SharedFile { url: body.trim().to_owned(), ..SharedFile::default() }, &mut files);
    }
    files
}

fn walk(element: &Element, around: &SharedFile, files: &mut Vec<SharedFile>) {
    for child in element.children() {
        let url = match (child.name(), child.ns()) {
            ("x", ns::OOB) => child.child_text("url", ns::OOB),
            ("url-data", ns::URL_DATA) => child.attr("target").map(str::to_owned),
            ("reference", ns::REFERENCE) if around.name.is_some() => child.attr("uri").map(str::to_owned),
            _ => None,
        };
        if let Some(url) = url {
            add(SharedFile { url: url.trim().to_owned(), ..around.clone() }, files);
        }
        let described = match (child.name(), child.ns()) {
            ("file-sharing", ns::SFS) | ("media-sharing", ns::SIMS) => {
                child.children().find(|file| file.name() == "file")
            }
            ("reference", ns::REFERENCE) | ("sources", _) => None,
            _ => continue,
        };
        let text = |name| described.and_then(|file| file.child_text(name, file.ns()));
        let name = text("name").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let size = text("size").and_then(|size| size.trim().parse().ok());
        let inside = SharedFile {
            url: String::new(),
            name: name.or_else(|| around.name.clone()),
            size: size.or(around.size),
        };
        walk(child, &inside, files);
    }
}

fn add(file: SharedFile, files: &mut Vec<SharedFile>) {
    if let Some(known) = files.iter_mut().find(|known| known.url == file.url) {
        known.name = known.name.take().or(file.name);
        known.size = known.size.or(file.size);
    } else if files.len() < MOST_FILES && !file.url.is_empty() {
        files.push(file);
    }
}
