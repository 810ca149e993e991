//! The whole stage at one moment.

use std::rc::Rc;
use std::time::Duration;

use farewell::Part;

use super::deletion::DeletionView;
use super::messages::MessageView;
use super::people::PeopleView;
use super::rooms::RoomsView;
use super::statement::StatementView;
use super::{Farewell, Telling};
use crate::explain_farewell::explain;
use crate::stages::pace::in_words;
use crate::{Explanation, Flow, Side, Text, Wizard};

/// How long one request takes at the pace that no provider minds: each counts twice or more of the five
/// that some let through a minute.
const EACH: Duration = Duration::from_secs(30);

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct FarewellView {
    /// How things stand is still being read.
    pub is_looking: bool,
    /// Requests go out, or answers to them are awaited.
    pub is_telling: bool,
    pub old: String,
    pub new: String,
    /// What the person is called in the request; empty where nobody knows.
    pub name: String,
    /// A `data:` URL.
    pub picture: Option<Rc<str>>,
    /// None where only a file is left of the old account; so with all that is written there.
    pub statement: Option<StatementView>,
    pub notify: NotifyView,
    pub message: Option<MessageView>,
    pub note: Option<NoteView>,
    pub rooms: Option<RoomsView>,
    pub people: PeopleView,
    pub deletion: Option<DeletionView>,
    /// The ledger is kept at the new account.
    pub is_saved: bool,
    pub is_forgetting: bool,
    /// There is something ticked that is not done.
    pub can_start: bool,
    /// The statement is being published and read from outside.
    pub is_proving: bool,
    pub problems: Vec<Explanation>,
    /// There is a report of what was moved before.
    pub has_report: bool,
}

/// Asking contacts, and how that goes.
#[derive(Clone, Debug, PartialEq)]
pub struct NotifyView {
    pub wanted: bool,
    pub telling: TellingView,
    /// How many of those who wait get a request; the others are let in when they ask.
    pub to_ask: usize,
    /// How many have not had their turn, and how many have.
    pub waiting: usize,
    pub done: usize,
    /// How long it takes to ask those who wait.
    pub time: Text,
    /// How long it is until the next, where that is worth telling.
    pub next: Option<Text>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TellingView {
    NotBegun,
    Asking,
    Held,
    /// Everybody was asked.
    Listening,
}

/// What the old account says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteView {
    pub in_status: bool,
    pub in_profile: bool,
    pub is_done: bool,
    pub is_busy: bool,
}

impl Farewell {
    fn notify_view(&self) -> NotifyView {
        let waiting = if self.is_telling() { self.waiting } else { self.unasked() };
        let measured = self.rate.and_then(|rate| rate.time_for(waiting as u64));
        let expected = EACH.saturating_mul(u32::try_from(waiting).unwrap_or(u32::MAX));
        NotifyView {
            wanted: self.wants.notify,
            telling: match self.telling {
                Telling::NotBegun | Telling::Proving | Telling::Doubting => TellingView::NotBegun,
                Telling::Asking => TellingView::Asking,
                Telling::Held => TellingView::Held,
                Telling::Listening => TellingView::Listening,
            },
            to_ask: self.unasked_for(),
            waiting,
            done: self.able().saturating_sub(waiting),
            time: in_words(measured.unwrap_or(expected)),
            next: self.next.filter(|next| *next >= Duration::from_secs(60)).map(in_words),
        }
    }

    fn note_view(&self) -> NoteView {
        NoteView {
            in_status: self.wants.in_status,
            in_profile: self.wants.in_profile,
            is_done: self.has_noted,
            is_busy: self.is_running(Part::Note),
        }
    }

    /// What the statement's own card asks about is not told twice.
    fn explained(&self) -> Vec<Explanation> {
        let is_asked = |part: Part| part == Part::Statement && self.telling == Telling::Doubting;
        let told = self.problems.iter().filter(|(part, _)| !is_asked(**part));
        told.map(|(part, problem)| explain(*part, problem)).collect()
    }
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn farewell_view(&self) -> Option<FarewellView> {
        let farewell = self.farewell.as_ref()?;
        let old = self.origin_jid()?.to_string();
        let new = self.side(Side::Destination).jid()?.to_string();
        let has_account = self.flow != Flow::Restore;
        Some(FarewellView {
            is_looking: !farewell.has_looked,
            is_telling: farewell.is_telling(),
            name: self.choose.full_name.clone().unwrap_or_default(),
            picture: self.choose.picture.clone(),
            statement: has_account.then(|| farewell.statement_view(&new)),
            notify: farewell.notify_view(),
            message: has_account.then(|| self.message_view(farewell)),
            note: has_account.then(|| farewell.note_view()),
            rooms: has_account.then(|| farewell.rooms_view()).filter(|rooms| !rooms.rows.is_empty()),
            people: self.people_view(farewell),
            deletion: self.deletion_view(),
            is_saved: farewell.is_saved,
            is_forgetting: farewell.is_running(Part::Ledger),
            can_start: farewell.has_looked
                && farewell.telling != Telling::Proving
                && farewell.has_work(self.flow),
            is_proving: farewell.telling == Telling::Proving,
            problems: farewell.explained(),
            has_report: self.finished.is_some(),
            old,
            new,
        })
    }
}
