//! What somebody wrote, as text. Links are made of what begins with `https:` or `xmpp:`, and of nothing else.

use yew::prelude::*;

use crate::parts::{el, group, words};

/// Longer ones are no links a person could use.
const LONGEST: usize = 2_000;

/// A paragraph with its own direction.
pub fn paragraph(class: &'static str, text: &str) -> Html {
    el("p").class(class).attr("dir", "auto").child(linked(text)).into()
}

/// Text with its links.
pub fn linked(text: &str) -> Html {
    let mut parts = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at + word.len() - word.trim_start_matches(['(', '<', '[', '"', '\'', '„', '“']).len();
        let link = trimmed(&text[start..at + word.len()]);
        at += word.len();
        if is_link(link) {
            parts.push(words(text[plain..start].to_owned()));
            parts.push(anchor(link, link));
            plain = start + link.len();
        }
    }
    parts.push(words(text[plain..].to_owned()));
    group(parts)
}

/// A link that tells nobody where it was pressed.
pub fn anchor(url: &str, shown: &str) -> Html {
    let link = el("a").attr("href", url.to_owned()).attr("rel", "noreferrer");
    let link = if url.starts_with("https:") { link.attr("target", "_blank") } else { link };
    link.words(shown.to_owned()).into()
}

pub fn is_link(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("xmpp:"));
    rest.is_some_and(|rest| !rest.is_empty()) && url.len() <= LONGEST && !url.contains(is_odd)
}

/// What could make a link look like another, or ends it.
fn is_odd(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '\\' | '`' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without what belongs to the sentence around it.
fn trimmed(word: &str) -> &str {
    let word = word.trim_end();
    let mut link = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '>', ']', '”', '“', '…']);
    // A closing bracket belongs to a link that has the opening one.
    while link.ends_with(')') && link.matches(')').count() > link.matches('(').count() {
        link = link[..link.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    }
    link
}

/// The link to an address (RFC 5122 §2.2).
pub fn xmpp(address: &str) -> String {
    let mut link = String::from("xmpp:");
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' | b'/' => {
                link.push(char::from(byte));
            }
            _ => link.push_str(&format!("%{byte:02X}")),
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let words = text.split_inclusive(char::is_whitespace);
        let trim = |word: &'_ str| trimmed(word.trim_start_matches(['(', '<'])).to_owned();
        let links: Vec<String> = words.map(trim).filter(|link| is_link(link)).collect();
        assert_eq!(links, expected, "{text}");
    }

    #[test]
    fn only_https_and_xmpp_are_links() {
        check("see https://a.test/b, and (https://c.test).", &["https://a.test/b", "https://c.test"]);
        check("https://a.test/b_(c) xmpp:bea@b.test?join", &["https://a.test/b_(c)", "xmpp:bea@b.test?join"]);
        check("javascript:alert(1) http://a.test data:text/html,x file:///etc https:// xmpp:", &[]);
        check("https://a.test/\u{202e}gnp.exe https://a\"onclick=\"x", &[]);
    }

    #[test]
    fn addresses_become_links() {
        assert_eq!(xmpp("bea@b.test"), "xmpp:bea@b.test");
        assert_eq!(xmpp("b?a&ä@b.test/x y"), "xmpp:b%3Fa%26%C3%A4@b.test/x%20y");
    }
}
