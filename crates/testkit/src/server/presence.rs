//! What becoming available brings, wanted or not (RFC 6121 §4.2).

use std::cell::{Cell, RefCell};

use xml::{Element, ns};

use super::counter::Counter;
use super::{Account, Knobs};
use crate::socket::Wire;

/// One client, as those know it who have something to tell it.
pub(crate) struct Presence {
    pub(crate) jid: String,
    pub(crate) wire: Wire,
    pub(crate) availability: Cell<Availability>,
    /// It has asked for the roster, so it hears of its changes and of requests (RFC 6121 §2.2, §3.1.3).
    pub(crate) is_interested: Cell<bool>,
    /// What it has sent lately.
    pub(crate) sent: RefCell<Option<Counter>>,
}

/// What the server knows of a client's presence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Availability {
    /// None where it is not available.
    pub(crate) priority: Option<i8>,
    /// It has asked for the messages that wait, so they are not forced upon it (XEP-0013 §2.1).
    pub(crate) knows_offline: bool,
}

impl Presence {
    pub(crate) fn is_of(&self, local: &str) -> bool {
        !self.wire.is_closed() && self.jid.split('@').next() == Some(local)
    }

    /// Tells it what has changed and what has come.
    pub(crate) fn hear(&self, push: Option<&Element>, came: &[Element]) {
        if !self.is_interested.get() {
            return;
        }
        if let Some(push) = push {
            let push = Element::new("iq", ns::CLIENT)
                .with_attr("type", "set")
                .with_attr("id", "push")
                .with_attr("to", self.jid.as_str())
                .with_child(push.clone());
            self.wire.send(push.to_xml());
        }
        if self.availability.get().priority.is_some() {
            came.iter().for_each(|stanza| self.wire.send(stanza.to_xml()));
        }
    }
}

impl Availability {
    /// The client `jid` says `presence` to everybody: what the server sends it then.
    ///
    /// Contact requests come with the first presence only. Messages that waited
    /// are handed out, and so are gone, when the priority stops being negative.
    pub(crate) fn change(
        &mut self,
        presence: &Element,
        jid: &str,
        account: &mut Account,
        knobs: &Knobs,
    ) -> Vec<Element> {
        if presence.attr("to").is_some() {
            return Vec::new();
        }
        let before = self.priority;
        if presence.attr("type").is_some() {
            self.priority = None;
            return Vec::new();
        }
        let priority = presence.child_text("priority", ns::CLIENT);
        let priority = priority.and_then(|priority| priority.trim().parse().ok()).unwrap_or(0);
        self.priority = Some(priority);
        let mut brought = vec![presence.clone().with_attr("from", jid)];
        if before.is_none() && priority >= knobs.requests_from_priority {
            brought.extend(account.subscription_requests.iter().cloned());
        }
        if before.unwrap_or(-1) < 0 && priority >= 0 && !self.knows_offline {
            brought.extend(account.flush_offline());
        }
        brought
    }
}
