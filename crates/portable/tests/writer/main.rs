//! Every rule for a file that all importers take.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "../common/mod.rs"]
mod common;

mod archive;
mod file;
mod nodes;
mod roster;

use common::{account, element};
use portable::{Fragment, Note, Reason, write_all};
use xml::{Element, Rules, parse};

fn roster(item: &str) -> Fragment {
    Fragment::RosterItem(element(&item.replacen("<item", "<item xmlns='jabber:iq:roster'", 1)))
}

fn write(fragments: impl IntoIterator<Item = Fragment>) -> (String, Vec<Note>) {
    write_all(&account(), fragments)
}

/// The user of the written file, and for which reasons there are notes.
#[track_caller]
fn user(fragments: impl IntoIterator<Item = Fragment>) -> (Element, Vec<Reason>) {
    let (text, notes) = write(fragments);
    let root = parse(&text, &Rules::file()).unwrap();
    let user = root.first_child().and_then(Element::first_child).unwrap().clone();
    (user, notes.into_iter().map(|note| note.reason).collect())
}
