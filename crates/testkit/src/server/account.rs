//! What an account holds, and which part of it answers a request.

use std::collections::{BTreeMap, BTreeSet};

use xml::{Element, ns};

use super::refusal::{BAD_REQUEST, ITEM_NOT_FOUND, Refusal, SERVICE_UNAVAILABLE};
use super::{Knobs, blocking, disco, private, pubsub, roster};

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
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterItem {
    pub name: Option<String>,
    pub groups: BTreeSet<String>,
    /// `none` where empty.
    pub subscription: String,
    /// Made by the administrator: nobody else can change it.
    pub is_shared: bool,
}

/// A PEP node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    pub configuration: BTreeMap<String, String>,
    /// Id and payload, the oldest first.
    pub items: Vec<(String, Element)>,
}

/// What a request brings: its result's payload, and what the account's other connections hear.
#[derive(Debug, Default)]
pub(crate) struct Effect {
    pub(crate) result: Option<Element>,
    pub(crate) push: Option<Element>,
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
            Some(_) => return Err(SERVICE_UNAVAILABLE),
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
            ("query", ns::DISCO_INFO, false) => Ok(disco::account(knobs).into()),
            ("query", ns::DISCO_ITEMS, false) => Ok(disco::nodes(self).into()),
            ("pubsub", ns::PUBSUB | ns::PUBSUB_OWNER, is_set) => {
                let command = payload.first_child().ok_or(BAD_REQUEST)?;
                pubsub::handle(self, payload, command, is_set)
            }
            _ => Err(SERVICE_UNAVAILABLE),
        }
    }
}

impl From<Element> for Effect {
    fn from(result: Element) -> Self {
        Self { result: Some(result), push: None }
    }
}

impl Node {
    /// A node whose configuration is the default with these fields changed.
    pub fn with(fields: &[(&str, &str)]) -> Self {
        let mut node = Self { configuration: pubsub::default_configuration(), items: Vec::new() };
        for (field, value) in fields {
            node.configuration.insert((*field).to_owned(), (*value).to_owned());
        }
        node
    }
}
