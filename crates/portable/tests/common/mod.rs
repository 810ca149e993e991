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
