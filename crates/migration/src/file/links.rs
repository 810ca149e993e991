//! The files a message links to: XEP-0066, XEP-0385, XEP-0447, or a body that is nothing but a link.

use ordered::{Map, Set};
use xml::{Element, ns};

use super::tally::Tally;
use crate::report::Outcome;
use crate::{Problem, Reason};

/// So many files are looked after.
const MOST_LINKS: usize = 10_000;

/// A file that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub url: String,
    /// As the sender called it, or as the link ends.
    pub name: String,
    /// In bytes, as the sender or whoever has the file says.
    pub size: Option<u64>,
    /// Why it can most likely not be fetched, as far as anybody asked.
    pub problem: Option<Problem>,
}

/// What a message says of the file it links to.
#[derive(Clone, Copy, Debug, Default)]
struct Said<'a> {
    name: Option<&'a str>,
    size: Option<u64>,
}

/// The links found so far, each once.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Whose files are looked after; nobody's where there is none.
    hosts: Vec<String>,
    /// Where each stands among those found.
    known: Map<String, usize>,
    /// Those nobody fetches, as far as they are kept apart; so many others of them take no room of ours.
    others: Set<String>,
    pub(super) found: Vec<Link>,
    /// What becomes of those that are not fetched.
    pub(super) tally: Tally,
}

impl Links {
    /// Looks for files at these hosts and below them. Others are never asked:
    /// they would learn who asks.
    pub(super) fn at(hosts: Vec<String>) -> Self {
        Self { hosts, ..Self::default() }
    }

    /// What was found before.
    pub(super) fn of(found: Vec<Link>, tally: Tally) -> Self {
        Self { found, tally, ..Self::default() }
    }

    /// Takes the links of a message.
    pub(super) fn find(&mut self, message: &Element) {
        if self.hosts.is_empty() {
            return;
        }
        self.walk(message, Said::default());
        let body = message.child_text("body", ns::CLIENT).unwrap_or_default();
        let body = body.trim();
        let is_link = body.starts_with("https://") || body.starts_with("aesgcm://");
        // A link to anywhere else is just something that was said.
        let is_file = body.starts_with("aesgcm:") || self.is_ours(body);
        if is_link && is_file && !body.contains(char::is_whitespace) {
            self.add(body, Said::default());
        }
    }

    fn walk(&mut self, element: &Element, said: Said<'_>) {
        for child in element.children() {
            let link = match (child.name(), child.ns()) {
                ("x", ns::OOB) => child.child_text("url", ns::OOB),
                ("url-data", ns::URL_DATA) => child.attr("target").map(str::to_owned),
                ("reference", ns::REFERENCE) => child.attr("uri").map(str::to_owned),
                _ => None,
            };
            if let Some(link) = link {
                self.add(link.trim(), said);
            }
            let file = match (child.name(), child.ns()) {
                ("file-sharing", ns::SFS) | ("media-sharing", ns::SIMS) => {
                    child.children().find(|file| file.name() == "file")
                }
                _ => None,
            };
            let text = |name| file.and_then(|file| file.child_text(name, file.ns()));
            let own = text("name");
            let size = text("size").and_then(|size| size.trim().parse().ok());
            self.walk(child, Said { name: own.as_deref().or(said.name), size: size.or(said.size) });
        }
    }

    fn add(&mut self, link: &str, said: Said<'_>) {
        // What follows stays with the client, as the key of an encrypted file does.
        let url = link.split('#').next().unwrap_or(link);
        let is_encrypted = url.starts_with("aesgcm://");
        if !is_encrypted && !url.starts_with("https://") {
            return;
        }
        if let Some(known) = self.known.get(url).and_then(|at| self.found.get_mut(*at)) {
            known.size = known.size.or(said.size);
            return;
        }
        if is_encrypted || !self.is_ours(url) {
            if self.others.contains(url) {
                return;
            }
            if self.others.len() < MOST_LINKS {
                self.others.insert(url.to_owned());
            }
            if is_encrypted {
                self.leave_out(url, Reason::EncryptedLink);
            } else {
                self.tally.count(Outcome::LeftOut(Reason::Elsewhere), 1);
            }
        } else if self.known.len() == MOST_LINKS {
            self.leave_out(url, Reason::TooMany);
        } else {
            self.known.insert(url.to_owned(), self.found.len());
            let name = said.name.filter(|name| !name.trim().is_empty());
            let name = name.map_or_else(|| last_segment(url), str::to_owned);
            self.found.push(Link { url: url.to_owned(), name, size: said.size, problem: None });
        }
    }

    fn leave_out(&mut self, url: &str, reason: Reason) {
        self.tally.name(url.to_owned(), url.to_owned(), Outcome::LeftOut(reason));
    }

    fn is_ours(&self, url: &str) -> bool {
        let Some(host) = host(url) else { return false };
        self.hosts.iter().any(|ours| match host.strip_suffix(ours.as_str()) {
            Some(before) => before.is_empty() || before.ends_with('.'),
            None => false,
        })
    }
}

/// The host of an https URL, without its port; none where it tells a user name, too.
fn host(url: &str) -> Option<String> {
    let authority = url.strip_prefix("https://")?.split(['/', '?', '\\']).next()?;
    let host = authority.split(':').next()?;
    (!host.is_empty() && !authority.contains('@')).then(|| host.to_ascii_lowercase())
}

/// What the path ends with, decoded where it can be.
fn last_segment(url: &str) -> String {
    let path = url.split('?').next().unwrap_or(url);
    let segment = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    jid::percent_decoded(segment).unwrap_or_else(|| segment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(inside: &str, expected: &[(&str, &str)], left_out: &[&str]) {
        let message = format!("<message xmlns='jabber:client'>{inside}</message>");
        let mut links = Links::at(vec!["example.org".to_owned()]);
        links.find(&Element::parse(&message).unwrap());
        let found: Vec<(&str, &str)> =
            links.found.iter().map(|link| (link.url.as_str(), link.name.as_str())).collect();
        assert_eq!(found, expected);
        let report = links.tally.into_report(crate::KindId("uploaded_files"));
        let left: Vec<&str> = report.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(left, left_out);
    }

    #[test]
    fn finds_what_was_shared() {
        const URL: &str = "https://upload.example.org/a/p%C3%A4th%2f.jpg";
        check(
            &format!("<body>{URL}</body><x xmlns='jabber:x:oob'><url>{URL}</url></x>"),
            &[(URL, "päth/.jpg")],
            &[],
        );
        check(
            "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>cat.png</name>\
             </file><sources><url-data xmlns='http://jabber.org/protocol/url-data' \
             target='https://example.org/x'/></sources></file-sharing>",
            &[("https://example.org/x", "cat.png")],
            &[],
        );
        check(
            "<reference xmlns='urn:xmpp:reference:0' type='data'><media-sharing xmlns='urn:xmpp:sims:1'>\
             <file xmlns='urn:xmpp:jingle:apps:file-transfer:5'><name>dog.png</name></file><sources>\
             <reference xmlns='urn:xmpp:reference:0' type='data' uri='https://share.example.org/y'/></sources>\
             </media-sharing></reference>",
            &[("https://share.example.org/y", "dog.png")],
            &[],
        );
    }

    #[test]
    fn knows_how_large_they_are_where_it_is_said() {
        let sizes = |inside: &str| {
            let message = format!("<message xmlns='jabber:client'>{inside}</message>");
            let mut links = Links::at(vec!["example.org".to_owned()]);
            links.find(&Element::parse(&message).unwrap());
            links.found.iter().map(|link| link.size).collect::<Vec<_>>()
        };
        let shared = |size: &str| {
            format!(
                "<x xmlns='jabber:x:oob'><url>https://example.org/x</url></x>\
                 <file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>{size}</file>\
                 <sources><url-data xmlns='http://jabber.org/protocol/url-data' \
                 target='https://example.org/x'/></sources></file-sharing>"
            )
        };
        assert_eq!(sizes(&shared("<size>1234</size>")), [Some(1_234)]);
        assert_eq!(sizes(&shared("<size>-1</size>")), [None]);
        assert_eq!(sizes(&shared("")), [None]);
    }

    #[test]
    fn leaves_others_alone() {
        for body in [
            "https://news.test/article",
            "look: https://example.org/x",
            "https://badexample.org/x",
            "https://example.org@evil.test/x",
            "https://evil.test\\.example.org/x",
            "http://example.org/x",
        ] {
            check(&format!("<body>{body}</body>"), &[], &[]);
        }
        check("<x xmlns='jabber:x:oob'><url>https://else.test/x</url></x>", &[], &[]);
    }

    #[test]
    fn keeps_keys_to_itself() {
        check("<body>aesgcm://example.org/x#0123456789abcdef</body>", &[], &["aesgcm://example.org/x"]);
    }

    #[test]
    fn what_is_elsewhere_takes_no_room() {
        let mut links = Links::at(vec!["example.org".to_owned()]);
        for n in (0..MOST_LINKS + 5).chain(0..MOST_LINKS) {
            links.add(&format!("https://else.test/{n}"), Said::default());
        }
        links.add("https://example.org/x", Said::default());
        assert_eq!(links.found.len(), 1);
        let report = links.tally.into_report(crate::KindId("uploaded_files"));
        assert_eq!(report.tally().left_out, MOST_LINKS + 5);
    }

    #[test]
    fn ends_somewhere() {
        let mut links = Links::at(vec!["example.org".to_owned()]);
        for n in 0..MOST_LINKS + 2_000 {
            links.add(&format!("https://example.org/{n}"), Said::default());
        }
        assert_eq!(links.found.len(), MOST_LINKS);
        let report = links.tally.into_report(crate::KindId("uploaded_files"));
        assert_eq!((report.entries.len(), report.tally().left_out), (1_000, 2_000));
    }
}
