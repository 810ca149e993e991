//! Short ways to files and fragments.
#![allow(dead_code, clippy::unwrap_used, reason = "each test binary takes what it needs")]

use jid::BareJid;
use portable::{Document, Event, Fragment, Limits, Note, ReadError, Reader, User, read_all};
use xml::Element;

pub const EJABBERD: &str = include_str!("../fixtures/ejabberd-23.01-small.xml");
pub const PROSODY_12: &str = include_str!("../fixtures/prosody-0.12.3-http_xep227-small.xml");
pub const PROSODY_13: &str = include_str!("../fixtures/prosody-13.0.1-http_xep227-small.xml");

/// A file whose only user holds `inside`.
pub fn file(inside: &str) -> String {
    format!(
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>{inside}</user></host></server-data>"
    )
}

pub fn account() -> BareJid {
    "anna@old.test".parse().unwrap()
}

pub fn element(xml: &str) -> Element {
    Element::parse(xml).unwrap()
}

#[track_caller]
pub fn read(text: &str) -> (Vec<Fragment>, Vec<Note>) {
    let Document { users, notes } = read_all(text.as_bytes()).unwrap();
    let [User { fragments, .. }] = users.try_into().unwrap();
    (fragments, notes)
}

/// Everything read from `input` cut at `cuts`, and how it ended.
pub fn events(input: &[u8], cuts: &[usize], limits: Limits) -> (Vec<Event>, Result<(), ReadError>) {
    let mut reader = Reader::new(limits);
    let mut events = Vec::new();
    let mut run = || {
        let mut from = 0;
        for to in cuts.iter().copied().chain([input.len()]) {
            reader.feed(&input[from..to])?;
            from = to;
            while let Some(event) = reader.next()? {
                events.push(event);
            }
        }
        reader.finish()
    };
    let end = run();
    (events, end)
}

/// One line that says what was found.
pub fn summary(event: &Event) -> String {
    let (what, element) = match event {
        Event::User { host, name, is_room } => {
            return format!("{} {name}@{host}", if *is_room { "room" } else { "user" });
        }
        Event::EndUser => return "end".into(),
        Event::Include { href } => return format!("include {href}"),
        Event::Note(note) => return format!("note {note}"),
        Event::Fragment(Fragment::PepNode(node)) => {
            let owner = [&node.configure, &node.affiliations, &node.subscriptions].into_iter().flatten();
            let parts: Vec<String> = owner.chain(&node.items).map(Element::to_xml).collect();
            return format!("node {} {}", node.name, parts.join(" "));
        }
        Event::Fragment(Fragment::RosterItem(element)) => ("roster", element),
        Event::Fragment(Fragment::Vcard(element)) => ("vcard", element),
        Event::Fragment(Fragment::Private(element)) => ("private", element),
        Event::Fragment(Fragment::PrivacyList(element)) => ("privacy", element),
        Event::Fragment(Fragment::Blocked(element)) => ("blocked", element),
        Event::Fragment(Fragment::OfflineMessage(element)) => ("offline", element),
        Event::Fragment(Fragment::SubscriptionRequest(element)) => ("request", element),
        Event::Fragment(Fragment::ArchivePreferences(element)) => ("prefs", element),
        Event::Fragment(Fragment::ArchiveResult(element)) => ("archived", element),
        Event::Fragment(Fragment::Foreign(element)) => ("foreign", element),
    };
    format!("{what} {}", element.to_xml())
}
