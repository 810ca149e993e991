//! The ledger as it is kept in the new account's private XML (XEP-0049), under a name of our own:
//!
//! ```xml
//! <ledger xmlns='urn:xmpp-account-migrator:ledger:0'>
//!   <account jid='old@example.org'>
//!     <contact jid='romeo@example.net' was='both' state='asked' since='1764232000' asked='1764232000'/>
//!   </account>
//! </ledger>
//! ```
//!
//! Only contacts to whom something happened are in it: of the others both rosters say all there is.
//! Whoever moves several accounts into one has an `account` for each; those of others are kept as they are.

use jid::{BareJid, Jid};
use ordered::Map;
use session::{ErrorKind, StanzaError};
use xml::{Element, ns};

use super::entry::{Entry, Request};
use crate::{State, Subscription};

/// What is kept of every account that moved here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Saved {
    contacts: Map<BareJid, Line>,
    /// What is not about this old account.
    others: Vec<Element>,
}

/// What is kept of one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    was: Subscription,
    state: String,
    /// Of what cannot be reached, why.
    condition: Option<String>,
    since: Option<u64>,
    asked: Option<u64>,
}

impl Saved {
    /// The element to ask for; set like this, it removes what is kept.
    pub(crate) fn empty() -> Element {
        Element::new("ledger", ns::LEDGER)
    }

    /// Reads what is kept, as far as it makes sense.
    pub(crate) fn read(ledger: &Element, old: &BareJid) -> Self {
        let mut saved = Self::default();
        for account in ledger.children() {
            if !account.is("account", ns::LEDGER) || address(account).as_ref() != Some(old) {
                saved.others.push(account.clone());
                continue;
            }
            let contacts = account.children().filter(|contact| contact.is("contact", ns::LEDGER));
            saved.contacts.extend(contacts.filter_map(read));
        }
        saved
    }

    pub(super) fn of_entries<'a>(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let lines = entries.filter(|entry| entry.is_worth_keeping()).map(|entry| {
            let contact = &entry.contact;
            let condition = match &contact.state {
                State::Unreachable(error) => Some(error.condition.clone()),
                _ => None,
            };
            let state = contact.state.name().to_owned();
            let line =
                Line { was: contact.was, state, condition, since: contact.since, asked: contact.asked };
            (contact.jid.clone(), line)
        });
        Self { contacts: lines.collect(), others: Vec::new() }
    }

    /// The same with what another says of other accounts.
    pub(crate) fn beside(mut self, kept: &Self) -> Self {
        self.others.clone_from(&kept.others);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.contacts.is_empty()
    }

    /// Whether this contact is kept as asked.
    pub(crate) fn says_asked(&self, jid: &BareJid) -> bool {
        self.contacts.get(jid).is_some_and(|line| line.state == State::Asked.name())
    }

    pub(super) fn of(&self, jid: &BareJid) -> Option<&Line> {
        self.contacts.get(jid)
    }

    /// What is kept, with this account's part or without it; without anything it is removed.
    pub(crate) fn to_element(&self, old: &BareJid) -> Element {
        let contacts = self.contacts.iter().map(|(jid, line)| {
            Element::new("contact", ns::LEDGER)
                .with_attr("jid", jid.to_string())
                .with_attr("was", line.was.name())
                .with_attr("state", line.state.as_str())
                .with_attr_opt("condition", line.condition.as_deref())
                .with_attr_opt("since", line.since.map(|since| since.to_string()))
                .with_attr_opt("asked", line.asked.map(|asked| asked.to_string()))
        });
        let account = Element::new("account", ns::LEDGER).with_attr("jid", old.to_string());
        let account = (!self.contacts.is_empty()).then(|| account.with_children(contacts));
        Self::empty().with_children(self.others.iter().cloned()).with_children(account)
    }

    /// Only what is kept of others.
    pub(crate) fn forgotten(&self) -> Self {
        Self { contacts: Map::new(), others: self.others.clone() }
    }
}

fn address(element: &Element) -> Option<BareJid> {
    Some(element.attr("jid")?.parse::<Jid>().ok()?.into_bare())
}

fn read(contact: &Element) -> Option<(BareJid, Line)> {
    let jid = address(contact)?;
    let number = |name| contact.attr(name).and_then(|text| text.parse().ok());
    let line = Line {
        was: Subscription::parse(contact.attr("was").unwrap_or_default()),
        state: contact.attr("state")?.to_owned(),
        condition: contact.attr("condition").map(str::to_owned),
        since: number("since"),
        asked: number("asked"),
    };
    Some((jid, line))
}

impl Entry {
    /// Takes up where the page was left: what was saved, held against what the server says now.
    /// Where nothing was saved, an open request may or may not have arrived.
    pub(super) fn recall(&mut self, line: Option<&Line>) {
        if let Some(line) = line {
            self.contact.was = self.contact.was.united(line.was);
            (self.contact.since, self.contact.asked) = (line.since, line.asked);
        }
        let here = self.here.clone();
        let ask = here.as_ref().is_some_and(|here| here.ask);
        self.approved = here.as_ref().is_some_and(|here| here.approved)
            || line.is_some_and(|line| line.state == "pre-approved");
        if !self.contact.was.is_to() || here.is_some_and(|here| here.subscription.is_to()) {
            return self.request = Request::None;
        }
        self.request = match (line.map_or("", |line| &line.state), ask) {
            ("asked", true) => Request::Delivered,
            ("unreachable", _) => {
                let condition = line.and_then(|line| line.condition.clone()).unwrap_or_default();
                Request::Unreachable(StanzaError {
                    kind: ErrorKind::Wait,
                    condition,
                    application: None,
                    text: None,
                })
            }
            (_, true) => Request::Unknown { repair: false },
            // It was open, or granted, and is not any more: that was their answer.
            ("asked" | "unknown" | "declined" | "mutual", false) => Request::Declined,
            _ => Request::Due,
        };
    }

    fn is_worth_keeping(&self) -> bool {
        self.contact.asked.is_some()
            || self.approved
            || matches!(self.contact.state, State::Approved | State::Mutual | State::Unreachable(_))
    }
}
