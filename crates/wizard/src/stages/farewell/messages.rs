//! Messages from the old account, to those whom a request does not reach.

use farewell::{Contact, Order, Part, State, Subscription, Why};
use jid::BareJid;
use migration::Problem;
use ordered::{Map, Set};

use super::Farewell;
use crate::explain_farewell::of_one;
use crate::listing::Listing;
use crate::{Effect, Explanation, Stage, Text, Wizard, known};

/// What is written to whom.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// As the person wrote it, if they did.
    pub(super) text: Option<String>,
    /// Ticked and unticked by hand.
    pub(super) chosen: Map<BareJid, bool>,
    /// Written with lately.
    pub(super) suggested: Set<BareJid>,
    /// None while it is on its way.
    pub(super) written: Map<BareJid, Option<Result<(), Problem>>>,
}

/// What the section shows.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageView {
    pub wanted: bool,
    /// None as long as the person has not changed it.
    pub text: Option<String>,
    /// To whom, and how far that is.
    pub chosen: usize,
    pub sent: usize,
    pub failed: usize,
    pub is_sending: bool,
    pub rows: Vec<RecipientRow>,
    pub all: usize,
    pub listing: Listing,
}

/// One contact who can be written to.
#[derive(Clone, Debug, PartialEq)]
pub struct RecipientRow {
    pub jid: BareJid,
    pub name: String,
    pub chosen: bool,
    /// Why they are suggested, or what became of the message.
    pub words: Option<Text>,
    pub problem: Option<Explanation>,
    /// `data-state`: `waiting`, `sending`, `sent`, `failed`.
    pub state: &'static str,
}

impl Messages {
    /// What was not sent before it was given up can be sent again.
    pub(super) fn forget_unsent(&mut self) {
        self.written.retain(|_, result| result.is_some());
    }

    pub(super) fn is_writing(&self) -> bool {
        self.written.values().any(Option::is_none)
    }

    fn is_sent(&self, jid: &BareJid) -> bool {
        matches!(self.written.get(jid), Some(Some(Ok(()))))
    }
}

impl Farewell {
    /// Whom a message would reach that is wanted and not sent.
    pub(super) fn unwritten(&self) -> Set<BareJid> {
        let wanted = self.recipients().into_iter().filter(|contact| self.is_chosen(contact));
        let unsent = wanted.filter(|contact| !self.messages.is_sent(&contact.jid));
        unsent.map(|contact| contact.jid.clone()).collect()
    }

    /// First those whom no request can be sent to, then those written with lately, then everybody.
    fn recipients(&self) -> Vec<&Contact> {
        let is_somebody = |contact: &&Contact| {
            !matches!(contact.state, State::NotAsked(Why::ThisIsYou | Why::Blocked | Why::Gateway))
        };
        let mut all: Vec<&Contact> = self.contacts.values().filter(is_somebody).collect();
        all.sort_by_key(|contact| match contact.was {
            Subscription::From => 0,
            _ if self.messages.suggested.contains(&contact.jid) => 1,
            _ => 2,
        });
        all
    }

    fn is_chosen(&self, contact: &Contact) -> bool {
        let suggested = contact.was == Subscription::From || self.messages.suggested.contains(&contact.jid);
        self.messages.chosen.get(&contact.jid).copied().unwrap_or(suggested)
    }

    fn recipient_row(&self, contact: &Contact) -> RecipientRow {
        let lately = self.messages.suggested.contains(&contact.jid);
        let (state, words, problem) = match self.messages.written.get(&contact.jid) {
            Some(None) => ("sending", Some("message-sending"), None),
            Some(Some(Ok(()))) => ("sent", Some("message-sent"), None),
            Some(Some(Err(problem))) => ("failed", Some("message-failed"), Some(of_one(problem))),
            None if contact.was == Subscription::From => ("waiting", Some("message-only-they-saw"), None),
            None if lately => ("waiting", Some("message-lately"), None),
            None => ("waiting", None, None),
        };
        let name = if contact.name.is_empty() { contact.jid.to_string() } else { contact.name.clone() };
        let chosen = self.is_chosen(contact);
        RecipientRow { jid: contact.jid.clone(), name, chosen, words: words.map(Text::new), problem, state }
    }
}

impl Wizard {
    pub(super) fn want_message(&mut self, wanted: bool) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        farewell.wants.message = wanted;
        if !wanted || !farewell.messages.suggested.is_empty() {
            return Vec::new();
        }
        vec![Effect::Farewell(Box::new(Order::Suggest))]
    }

    pub(super) fn write_messages(&mut self) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        let to = farewell.unwritten();
        let messages = &mut farewell.messages;
        for jid in to.iter() {
            messages.written.insert(jid.clone(), None);
        }
        let text = messages.text.clone().unwrap_or_else(|| farewell.said.message.clone());
        self.order_farewell(Part::Messages, Order::Write { to, text })
    }

    pub(super) fn message_view(&self, farewell: &Farewell) -> MessageView {
        let listing = self.listing(Stage::Farewell, known::RECIPIENTS).unwrap_or(Listing::CLOSED);
        let all = farewell.recipients();
        let drawn = listing.drawn(all.len());
        let written = |wanted: bool| {
            let is = move |result: &&Option<Result<(), Problem>>| {
                result.as_ref().is_some_and(|result| result.is_ok() == wanted)
            };
            farewell.messages.written.values().filter(is).count()
        };
        MessageView {
            wanted: farewell.wants.message,
            text: farewell.messages.text.clone(),
            chosen: all.iter().filter(|contact| farewell.is_chosen(contact)).count(),
            sent: written(true),
            failed: written(false),
            is_sending: farewell.is_running(Part::Messages),
            rows: all.iter().take(drawn).map(|contact| farewell.recipient_row(contact)).collect(),
            all: all.len(),
            listing,
        }
    }
}
