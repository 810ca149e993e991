//! The writer: fragments of one account merged in the order of the file.

mod archive;
mod form;
mod pep;
mod roster;
mod stanza;
mod vcard;

use ordered::Set;
use std::fmt;

use jid::{BareJid, Jid};
use xml::{Element, ns};

use crate::fragment::Fragment;
use crate::note::{Notes, Part, Reason};
use crate::{address, credentials};
pub use archive::ArchiveWriter;
use pep::Nodes;
use roster::Roster;

/// The name under which ejabberd shows the blocklist as a privacy list too.
pub const BLOCKLIST_AS_LIST: &str = "Blocked contacts";

/// Gathers what one account holds, then writes it.
///
/// Everything is gathered except the archive: push the rest, [`Writer::begin`],
/// give the results to the [`ArchiveWriter`] one after another, and finish it.
/// What importers would refuse is repaired or left out, and noted.
#[derive(Debug)]
pub struct Writer {
    account: BareJid,
    notes: Notes,
    credentials: Vec<Element>,
    offline: Vec<Element>,
    roster: Roster,
    requests: Vec<Element>,
    vcard: Option<Element>,
    private: Vec<Element>,
    privacy: Vec<Element>,
    nodes: Nodes,
    blocked: Vec<Element>,
    blocked_jids: Set<Jid>,
    archive: Vec<Element>,
    preferences: Option<Element>,
    foreign: Vec<Element>,
}

impl Writer {
    /// A writer for the file of `account`.
    pub fn new(account: &BareJid) -> Self {
        Self::with_notes(account, Notes::default())
    }

    /// A writer that begins with what was noted before.
    pub(crate) fn with_notes(account: &BareJid, notes: Notes) -> Self {
        Self {
            account: account.clone(),
            notes,
            credentials: Vec::new(),
            offline: Vec::new(),
            roster: Roster::default(),
            requests: Vec::new(),
            vcard: None,
            private: Vec::new(),
            privacy: Vec::new(),
            nodes: Nodes::default(),
            blocked: Vec::new(),
            blocked_jids: Set::new(),
            archive: Vec::new(),
            preferences: None,
            foreign: Vec::new(),
        }
    }

    /// Lets the account be signed in to where the file is imported; without, no secret is written.
    pub(crate) fn set_credentials(&mut self, credentials: Vec<Element>) {
        self.credentials = credentials;
    }

    /// Adds a fragment. An archived result is gathered here too, for archives known to be small.
    pub fn push(&mut self, fragment: Fragment) {
        let notes = &mut self.notes;
        match fragment {
            Fragment::RosterItem(item) => self.roster.push(item, &self.account, notes),
            Fragment::Vcard(vcard) if self.vcard.is_none() => self.vcard = Some(vcard::checked(vcard, notes)),
            Fragment::Vcard(_) => notes.left_out(Part::Vcard, "vCard", Reason::Repeated),
            Fragment::Private(element) => self.push_private(element),
            Fragment::PrivacyList(query) => self.privacy.push(query),
            Fragment::Blocked(item) => self.push_blocked(item),
            Fragment::PepNode(node) => self.nodes.push(node, notes),
            Fragment::OfflineMessage(message) => {
                self.offline.push(stanza::offline_message(message, &self.account, notes));
            }
            Fragment::SubscriptionRequest(presence) => {
                self.requests.extend(stanza::subscription_request(presence, notes));
            }
            Fragment::ArchivePreferences(prefs) if self.preferences.is_none() => {
                self.preferences = Some(prefs);
            }
            Fragment::ArchivePreferences(_) => {
                notes.left_out(Part::ArchivePreferences, "prefs", Reason::Repeated);
            }
            Fragment::ArchiveResult(result) => self.archive.push(result),
            Fragment::Foreign(element) => self.push_foreign(element),
        }
    }

    /// Writes the file up to where the archive begins.
    pub fn begin(mut self, out: &mut impl fmt::Write) -> Result<ArchiveWriter, fmt::Error> {
        self.leave_out_blocklist_as_list();
        self.write_head(out)?;
        for credentials in &self.credentials {
            credentials.write_to(out, ns::PIE)?;
        }
        write_query(out, &Element::new("offline-messages", ns::PIE), &self.offline)?;
        write_query(out, &Element::new("query", ns::ROSTER), self.roster.items())?;
        for presence in &self.requests {
            presence.write_to(out, ns::PIE)?;
        }
        if let Some(vcard) = &self.vcard {
            vcard.write_to(out, ns::PIE)?;
        }
        write_query(out, &Element::new("query", ns::PRIVATE), &self.private)?;
        // One query per list: ejabberd loses two lists in one. It makes none the default that is not there yet.
        let is_list = |query: &&Element| query.children().any(|child| child.name() == "list");
        let (lists, marks): (Vec<_>, Vec<_>) = self.privacy.iter().partition(is_list);
        for query in lists.into_iter().chain(marks) {
            query.write_to(out, ns::PIE)?;
        }
        self.nodes.write(out, &mut self.notes)?;

        let mut tail = Vec::new();
        if !self.blocked.is_empty() {
            tail.push(Element::new("blocklist", ns::BLOCKING).with_children(self.blocked));
        }
        tail.extend(self.preferences);
        tail.extend(self.foreign);
        let mut archive = ArchiveWriter::new(self.account, tail, self.notes);
        for result in self.archive {
            // What is left out is noted.
            drop(archive.result(result, out)?);
        }
        Ok(archive)
    }

    /// The notes taken so far; all of them come from [`ArchiveWriter::finish`].
    pub fn notes(&self) -> &[crate::Note] {
        &self.notes.0
    }

    fn push_private(&mut self, element: Element) {
        if self.private.iter().any(|known| known.is(element.name(), element.ns())) {
            let item = format!("{} {}", element.name(), element.ns());
            self.notes.left_out(Part::Private, item, Reason::Repeated);
        } else {
            self.private.push(element);
        }
    }

    fn push_blocked(&mut self, mut item: Element) {
        let Some(text) = item.attr("jid").map(str::to_owned) else {
            self.notes.left_out(Part::Blocklist, "item", Reason::Missing("jid"));
            return;
        };
        let Ok(jid) = address::parse(&text) else {
            self.notes.left_out(Part::Blocklist, text.clone(), Reason::BadAddress(text));
            return;
        };
        let prepared = jid.to_string();
        if !self.blocked_jids.insert(jid) {
            self.notes.left_out(Part::Blocklist, text, Reason::Repeated);
            return;
        }
        if prepared != text {
            self.notes.changed(Part::Blocklist, prepared.clone(), Reason::AddressPrepared(text));
            item.set_attr("jid", prepared);
        }
        self.blocked.push(item);
    }

    fn push_foreign(&mut self, mut element: Element) {
        if credentials::is_credentials(element.name(), element.ns()) {
            self.notes.left_out(Part::Credentials, element.name(), Reason::Credentials);
        } else {
            credentials::strip(&mut element, &mut self.notes);
            self.foreign.push(element);
        }
    }

    /// Both would be imported, and then each would answer for the other.
    fn leave_out_blocklist_as_list(&mut self) {
        if self.blocked.is_empty() {
            return;
        }
        let (notes, blocked) = (&mut self.notes, &self.blocked_jids);
        let is_known = |item: &Element| {
            let jid = item.attr("value").and_then(|jid| jid.parse::<Jid>().ok());
            jid.is_some_and(|jid| blocked.contains(&jid))
        };
        for query in &mut self.privacy {
            query.retain_children(|child| {
                let is_blocklist =
                    child.attr("name") == Some(BLOCKLIST_AS_LIST) && child.children().all(is_known);
                if is_blocklist {
                    let item = format!("{} {BLOCKLIST_AS_LIST}", child.name());
                    notes.left_out(Part::Privacy, item, Reason::IsBlocklist);
                }
                !is_blocklist
            });
        }
        self.privacy.retain(|query| query.first_child().is_some());
    }

    fn write_head(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str("<?xml version='1.0' encoding='UTF-8'?>\n")?;
        Element::new("server-data", ns::PIE).write_start_to(out, "")?;
        let host = Element::new("host", ns::PIE).with_attr("jid", self.account.domain());
        host.write_start_to(out, ns::PIE)?;
        let name = self.account.local().unwrap_or_default();
        Element::new("user", ns::PIE).with_attr("name", name).write_start_to(out, ns::PIE)
    }
}

/// A container around what it holds; nothing if it would be empty.
fn write_query(out: &mut impl fmt::Write, container: &Element, children: &[Element]) -> fmt::Result {
    if children.is_empty() {
        return Ok(());
    }
    write_around(out, container, children)
}

/// A container around what it holds, even nothing.
fn write_around(out: &mut impl fmt::Write, container: &Element, children: &[Element]) -> fmt::Result {
    container.write_start_to(out, ns::PIE)?;
    for child in children {
        child.write_to(out, container.ns())?;
    }
    write!(out, "</{}>", container.name())
}
