//! What an account holds, and which part of it answers a request.

use std::collections::{BTreeMap, BTreeSet};

use xml::{Element, ns};

use super::refusal::{ITEM_NOT_FOUND, Refusal, SERVICE_UNAVAILABLE};
use super::{Archived, Knobs, Node, Privacy, Waiting};
use super::{archive, blocking, disco, offline, privacy, private, pubsub, roster};

/// One account's data; tests read and write it directly.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    pub bare: String,
    /// By prepared address.
    pub roster: BTreeMap<String, RosterItem>,
    /// By name and namespace.
    pub private: BTreeMap<(String, String), Element>,
    pub vcard: Option<Element>,
    pub blocked: BTreeSet<String>,
    pub nodes: BTreeMap<String, Node>,
    pub privacy: Privacy,
    /// The oldest first.
    pub archive: Vec<Archived>,
    /// The `<prefs/>`; none as long as nobody touched them.
    pub archive_preferences: Option<Element>,
    /// Messages that wait for a client, the oldest first.
    pub offline: Vec<Waiting>,
    /// `<presence type='subscribe'/>` that nobody has answered.
    pub subscription_requests: Vec<Element>,
    /// Who may see the account as soon as they ask.
    pub pre_approved: BTreeSet<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterItem {
    pub name: Option<String>,
    pub groups: BTreeSet<String>,
    /// `none` where empty.
    pub subscription: String,
    /// A request to them is open.
    pub ask: bool,
    /// Made by the administrator: nobody else can change it.
    pub is_shared: bool,
}

/// What a request brings.
#[derive(Debug, Default)]
pub(crate) struct Effect {
    /// The payload of the result.
    pub(crate) result: Option<Element>,
    /// What all of the account's connections hear.
    pub(crate) push: Option<Element>,
    /// Messages ahead of the result.
    pub(crate) ahead: Vec<Element>,
}

pub(crate) struct Request<'a> {
    pub(crate) is_set: bool,
    /// None for the own account.
    pub(crate) to: Option<&'a str>,
    pub(crate) payload: &'a Element,
}

impl Account {
    pub(crate) fn new(local: &str, domain: &str) -> Self {
        Self { bare: format!("{local}@{domain}"), ..Self::default() }
    }

    pub(crate) fn handle(&mut self, request: &Request<'_>, knobs: &Knobs) -> Result<Effect, Refusal> {
        let payload = request.payload;
        let domain = self.bare.split_once('@').map_or("", |(_, domain)| domain);
        match request.to {
            None => {}
            Some(to) if to == self.bare => {}
            Some(to) if to == domain => return disco::server(request, knobs),
            Some(to) => match knobs.people.servers.get(to) {
                Some(server) if payload.is("query", ns::DISCO_INFO) => {
                    return server.info().map(Effect::from);
                }
                _ => return Err(SERVICE_UNAVAILABLE),
            },
        }
        match (payload.name(), payload.ns(), request.is_set) {
            ("query", ns::ROSTER, false) => Ok(roster::query(self).into()),
            ("query", ns::ROSTER, true) => roster::change(self, payload, knobs),
            ("query", ns::PRIVATE, is_set) => private::handle(self, payload, is_set).map(Effect::from),
            ("vCard", ns::VCARD_TEMP, false) => self.vcard.clone().ok_or(ITEM_NOT_FOUND).map(Effect::from),
            ("vCard", ns::VCARD_TEMP, true) => {
                self.vcard = Some(payload.clone());
                Ok(Effect::default())
            }
            ("blocklist", ns::BLOCKING, false) => Ok(blocking::list(self).into()),
            ("block" | "unblock", ns::BLOCKING, true) => blocking::change(self, payload),
            ("query", ns::DISCO_INFO, false) => disco::account(self, payload, knobs),
            ("query", ns::DISCO_ITEMS, false) => disco::items(self, payload, knobs),
            ("pubsub", ns::PUBSUB | ns::PUBSUB_OWNER, is_set) => pubsub::handle(self, payload, is_set, knobs),
            ("query", ns::MAM, true) if knobs.serves(ns::MAM) => archive::query(self, payload, knobs),
            ("prefs", ns::MAM, false) if knobs.serves(ns::MAM) => Ok(archive::preferences(self)),
            ("prefs", ns::MAM, true) if knobs.serves(ns::MAM) => archive::set_preferences(self, payload),
            ("query", ns::PRIVACY, is_set) if knobs.serves(ns::PRIVACY) => {
                privacy::handle(self, payload, is_set)
            }
            ("offline", ns::OFFLINE, is_set) if knobs.serves(ns::OFFLINE) => {
                offline::handle(self, payload, is_set)
            }
            _ => Err(SERVICE_UNAVAILABLE),
        }
    }
}

impl From<Element> for Effect {
    fn from(result: Element) -> Self {
        Self { result: Some(result), ..Self::default() }
    }
}
