//! The order that serves contacts best: the statement is published and proven readable; then they are asked,
//! written to, and group chats are opened.

use farewell::{Audience, Order, Part, Statement, Words};

use super::rooms::Opening;
use super::wish::Said;
use super::{Farewell, Telling};
use crate::{Effect, Flow, Wizard};

impl Farewell {
    /// There is something ticked that is not done.
    pub(super) fn has_work(&self, flow: Flow) -> bool {
        self.needs_statement(flow) || self.has_work_after_statement(flow)
    }

    pub(super) fn has_work_after_statement(&self, flow: Flow) -> bool {
        self.needs_telling()
            || flow != Flow::Restore && (self.needs_messages() || self.needs_rooms() || self.needs_note())
    }

    fn needs_statement(&self, flow: Flow) -> bool {
        let is_there = match (&self.statement, self.wants.audience) {
            (Statement::Readable, Audience::Open) => true,
            (Statement::Published | Statement::Unreadable(_), wanted) => self.published == Some(wanted),
            _ => false,
        };
        flow != Flow::Restore && self.wants.statement && !is_there && !self.is_running(Part::Statement)
    }

    /// Even with nobody left to ask, those who ask back are answered only by a page that listens.
    fn needs_telling(&self) -> bool {
        self.wants.notify && !self.is_telling() && !self.contacts.is_empty()
    }

    fn needs_messages(&self) -> bool {
        self.wants.message && !self.is_running(Part::Messages) && !self.unwritten().is_empty()
    }

    fn needs_rooms(&self) -> bool {
        self.wants.rooms && self.opening == Opening::NotTried && !self.rooms_to_open().is_empty()
    }

    fn needs_note(&self) -> bool {
        let wanted = self.wants.in_status || self.wants.in_profile;
        wanted && !self.has_noted && !self.is_running(Part::Note)
    }

    /// Whether what is known of the statement is as it should be.
    pub(super) fn is_proven(&self) -> bool {
        match &self.statement {
            Statement::Readable => true,
            // Strangers are not meant to read it.
            Statement::Published | Statement::Unreadable(_) => self.wants.audience == Audience::Contacts,
            Statement::Unpublished | Statement::Elsewhere(_) | Statement::Withdrawn => false,
        }
    }
}

impl Wizard {
    pub(super) fn start_telling(&mut self, said: Said) -> Vec<Effect> {
        let flow = self.flow;
        let farewell = self.farewell_mut();
        if !farewell.has_looked || farewell.telling == Telling::Proving {
            return Vec::new();
        }
        farewell.said = said;
        if !farewell.needs_statement(flow) {
            return self.tell_everybody();
        }
        let audience = farewell.wants.audience;
        farewell.published = Some(audience);
        if !farewell.is_telling() {
            farewell.telling = Telling::Proving;
        }
        self.order_farewell(Part::Statement, Order::Publish(audience))
    }

    /// The statement is there or not; either way nothing more comes of it.
    pub(super) fn statement_done(&mut self) -> Vec<Effect> {
        let flow = self.flow;
        let farewell = self.farewell_mut();
        if farewell.telling != Telling::Proving {
            return Vec::new();
        }
        farewell.telling = Telling::NotBegun;
        if farewell.is_proven() {
            return self.tell_everybody();
        }
        if farewell.has_work_after_statement(flow) {
            farewell.telling = Telling::Doubting;
        }
        Vec::new()
    }

    pub(super) fn tell_all_the_same(&mut self) -> Vec<Effect> {
        let farewell = self.farewell_mut();
        if farewell.telling != Telling::Doubting {
            return Vec::new();
        }
        farewell.telling = Telling::NotBegun;
        farewell.problems.remove(&Part::Statement);
        self.tell_everybody()
    }

    fn tell_everybody(&mut self) -> Vec<Effect> {
        let nick = self.choose.full_name.clone().unwrap_or_default();
        let has_account = self.flow != Flow::Restore;
        let farewell = self.farewell_mut();
        let mut effects = Vec::new();
        if farewell.telling == Telling::Doubting {
            farewell.telling = Telling::NotBegun;
        }
        if farewell.needs_telling() {
            farewell.telling = Telling::Asking;
            farewell.rate = None;
            farewell.waiting = farewell.unasked();
            let words = Words { status: farewell.said.request.clone(), nick };
            effects.extend(self.order_farewell(Part::Contacts, Order::Tell(words)));
        }
        if !has_account {
            return effects;
        }
        if self.farewell_mut().needs_messages() {
            effects.extend(self.write_messages());
        }
        if self.farewell_mut().needs_rooms() {
            effects.extend(self.open_rooms());
        }
        let farewell = self.farewell_mut();
        if farewell.needs_note() {
            let wants = &farewell.wants;
            let order = Order::Note {
                text: farewell.said.note.clone(),
                in_status: wants.in_status,
                in_profile: wants.in_profile,
            };
            effects.extend(self.order_farewell(Part::Note, order));
        }
        effects
    }
}
