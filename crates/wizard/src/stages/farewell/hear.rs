//! What comes of it: answers of contacts, servers and group chats.

use std::time::Duration;

use farewell::{Audience, Event, Part, Statement};

use super::{Farewell, Rate, Telling};
use crate::{Effect, Wizard};

impl Wizard {
    /// Takes in what came about together, and what time it is: seconds since 1970.
    #[inline(never)]
    pub(crate) fn hear(&mut self, events: &[Event], now: u64) -> Vec<Effect> {
        if self.farewell.is_none() {
            return Vec::new();
        }
        self.farewell_mut().now = now;
        events.iter().cloned().flat_map(|event| self.hear_one(event)).collect()
    }

    fn hear_one(&mut self, event: Event) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        match event {
            Event::Statement(statement) => farewell.learn_statement(statement),
            Event::Contacts(contacts) => {
                farewell.contacts = contacts.into_iter().map(|it| (it.jid.clone(), it)).collect();
                farewell.waiting = farewell.unasked();
            }
            Event::Contact(contact) => {
                farewell.nudged.remove(&contact.jid);
                farewell.contacts.insert(contact.jid.clone(), contact);
            }
            Event::Stranger(jid) => drop(farewell.strangers.insert(jid)),
            Event::Pace { next, waiting } => farewell.keep_pace(next, waiting),
            Event::AllAsked => farewell.everybody_asked(),
            Event::Suggested(jids) => farewell.messages.suggested = jids,
            Event::Written(jid, result) => drop(farewell.messages.written.insert(jid, Some(result))),
            Event::Noted => farewell.has_noted = true,
            Event::Rooms(rooms) => {
                farewell.rooms = rooms.into_iter().map(|room| (room.jid.clone(), room)).collect();
            }
            Event::Room(room) => drop(farewell.rooms.insert(room.jid.clone(), room)),
            Event::LedgerSaved(is_saved) => farewell.is_saved = is_saved,
            Event::Deleted(deletion) => farewell.leaving.result = Some(deletion),
            Event::Failed(part, problem) => drop(farewell.problems.insert(part, problem)),
            Event::Done(part) => return self.done(part),
        }
        Vec::new()
    }

    fn done(&mut self, part: Part) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        farewell.running.remove(&part);
        match part {
            Part::Look => farewell.has_looked = true,
            Part::Statement => return self.statement_done(),
            // Telling goes on until it is stopped, unless it cannot.
            Part::Contacts if farewell.problems.contains_key(&part) => farewell.telling = Telling::NotBegun,
            Part::Messages => farewell.messages.forget_unsent(),
            Part::Rooms => return self.rooms_done(),
            Part::Contacts | Part::Ledger | Part::Note | Part::Deletion => {}
        }
        Vec::new()
    }
}

impl Farewell {
    fn learn_statement(&mut self, statement: Statement) {
        // Whoever let only contacts read it is not moved to tell everybody by coming back.
        if matches!(statement, Statement::Unreadable(_)) && !self.wants.is_audience_chosen && !self.has_looked
        {
            self.wants.audience = Audience::Contacts;
        }
        self.statement = statement;
    }

    fn keep_pace(&mut self, next: Option<Duration>, waiting: usize) {
        (self.next, self.waiting) = (next, waiting);
        if waiting > 0 && self.telling == Telling::Listening {
            self.telling = Telling::Asking;
        }
        let at = Duration::from_secs(self.now);
        let done = self.contacts.len().saturating_sub(waiting) as u64;
        self.rate.get_or_insert(Rate::begin(at, done)).reach(at, done);
    }

    fn everybody_asked(&mut self) {
        if matches!(self.telling, Telling::Asking | Telling::Held) {
            self.telling = Telling::Listening;
        }
        (self.waiting, self.next) = (0, None);
    }
}
