//! What servers and contacts say, of their own accord.

use jid::{BareJid, Jid};
use session::StanzaError;
use xml::{Element, ns};

use super::{ID, Telling};
use crate::Event;
use crate::blocked::Blocked;
use crate::ledger::Asker;
use crate::roster::Item;

/// The most strangers that are told apart; a flood of them is one line each, and then none.
const MOST_STRANGERS: usize = 200;

impl Telling<'_> {
    pub(super) fn heard_here(&mut self, stanza: &Element) {
        if stanza.is("query", ns::ROSTER) {
            for item in Item::of_query(stanza) {
                let jid = item.jid.clone();
                if self.book.with(|ledger| ledger.now_here(item)) == Some(true) {
                    self.passed(&jid, false);
                }
            }
        } else if stanza.is("block", ns::BLOCKING) {
            self.book.with(|ledger| ledger.blocked(&Blocked::pushed(stanza)));
        } else if stanza.is("presence", ns::CLIENT) {
            self.presence_from(stanza);
        }
    }

    pub(super) fn heard_there(&mut self, stanza: &Element) {
        if stanza.is("query", ns::ROSTER) {
            let items = Item::of_query(stanza);
            self.book.with(|ledger| items.iter().for_each(|item| ledger.now_there(item)));
        } else if stanza.is("block", ns::BLOCKING) {
            self.book.with(|ledger| ledger.blocked(&Blocked::pushed(stanza)));
        }
    }

    /// The server vouches for the sender's address, and for nothing else of it.
    fn presence_from(&mut self, presence: &Element) {
        let Some(from) = presence.attr("from").and_then(|from| from.parse::<Jid>().ok()) else { return };
        let from = from.into_bare();
        if let Some("subscribe" | "subscribed" | "unsubscribe" | "unsubscribed") = presence.attr("type") {
            self.passed(&from, true);
        }
        match presence.attr("type") {
            Some("subscribe") => {
                let asker = self.book.with(|ledger| ledger.asks(&from));
                let is_new = asker == Some(Asker::Stranger)
                    && from != self.connection.bare().clone()
                    && self.strangers.len() < MOST_STRANGERS
                    && self.strangers.insert(from.clone());
                if is_new {
                    self.world.heard(Event::Stranger(from));
                }
            }
            Some("unsubscribe") => drop(self.book.with(|ledger| ledger.asks_no_more(&from))),
            Some("unsubscribed") => drop(self.book.with(|ledger| ledger.refuses(&from))),
            Some("error") => {
                let Some(error) = StanzaError::of(presence) else { return };
                self.failed(&from, error, presence.attr("id"));
            }
            _ => {}
        }
    }

    /// Something that servers count has passed, and we did not send it.
    fn passed(&mut self, jid: &BareJid, is_incoming: bool) {
        let now = self.now();
        let own = self.connection.bare().domain();
        self.meter.passed(Some(jid.domain()).filter(|domain| *domain != own), is_incoming, now);
    }

    fn failed(&mut self, jid: &BareJid, error: StanzaError, id: Option<&str>) {
        let number = match id.map(|id| id.strip_prefix(ID).and_then(|number| number.parse().ok())) {
            None => None,
            Some(Some(number)) => Some(number),
            // About something else that was sent to them.
            Some(None) => return,
        };
        let now = self.now();
        let is_counter = error.condition == "not-acceptable";
        let is_gone = error.condition.starts_with("remote-server-");
        let counts = self.book.with(|ledger| ledger.failed(jid, error, number, now)).unwrap_or_default();
        if counts && is_counter {
            self.meter.turned_away(now);
        }
        if counts && is_gone {
            self.servers.failed(jid.domain(), now);
        }
    }
}
