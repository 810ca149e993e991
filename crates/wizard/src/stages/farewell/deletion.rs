//! Deleting the old account: last, apart, and never by accident.

use farewell::{Deletion, Order, Part};
use jid::BareJid;

use super::{Farewell, Telling};
use crate::explain_farewell::explain;
use crate::known::{HISTORY, UPLOADS};
use crate::{Effect, Explanation, Flow, Text, Wizard};

/// How far the person is with it.
#[derive(Debug, Default)]
pub(crate) struct Leaving {
    pub(super) typed: String,
    pub(super) insists: bool,
    pub(super) result: Option<Deletion>,
}

/// What the section shows.
#[derive(Clone, Debug, PartialEq)]
pub struct DeletionView {
    /// How many have not come along, of how many who could.
    pub behind: usize,
    pub of: usize,
    pub typed: String,
    /// What is not finished and would be lost or left undone.
    pub unfinished: Vec<Text>,
    pub insists: bool,
    pub can_delete: bool,
    pub is_busy: bool,
    pub outcome: Option<Outcome>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Deleted,
    /// The account is as it was.
    Refused(Explanation),
    /// Nothing says whether it is still there.
    Unknown,
}

impl Farewell {
    fn is_confirmed(&self, old: &BareJid) -> bool {
        let typed: Result<BareJid, _> = self.leaving.typed.trim().parse();
        typed.is_ok_and(|typed| typed == *old)
    }

    /// What of the farewell itself is not done.
    fn unfinished(&self) -> Vec<Text> {
        let waiting = self.unasked();
        let writing = self.messages.is_writing();
        let closed = self.closed_rooms();
        let mut unfinished = Vec::new();
        if waiting > 0 && self.telling != Telling::NotBegun {
            unfinished.push(Text::new("unfinished-contacts").with("count", waiting));
        }
        if writing {
            unfinished.push(Text::new("unfinished-messages"));
        }
        if closed > 0 {
            unfinished.push(Text::new("unfinished-rooms").with("count", closed));
        }
        unfinished
    }
}

impl Wizard {
    /// What deleting the old account would lose or leave undone.
    fn unfinished(&self, farewell: &Farewell) -> Vec<Text> {
        let save = &self.choose.save;
        let mut unfinished = Vec::new();
        if save.is_running() || save.is_pending() {
            unfinished.push(Text::new("unfinished-copy"));
        } else if !save.is_saved() {
            let known = [(HISTORY, "unfinished-history"), (UPLOADS, "unfinished-uploads")];
            unfinished.extend(known.into_iter().filter_map(|(id, text)| {
                let count = self.choose.holdings.get(id).map_or(0, |holding| holding.unlisted);
                (count > 0).then(|| Text::new(text).with("count", count))
            }));
        }
        unfinished.extend(farewell.unfinished());
        unfinished
    }

    /// Nobody is to sign in there again.
    #[inline(never)]
    pub(crate) fn is_old_gone(&self) -> bool {
        let result = self.farewell.as_ref().and_then(|farewell| farewell.leaving.result.as_ref());
        result == Some(&Deletion::Deleted)
    }

    pub(super) fn delete_account(&mut self) -> Vec<Effect> {
        if !self.deletion_view().is_some_and(|view| view.can_delete) {
            return Vec::new();
        }
        let farewell = self.farewell_mut();
        farewell.leaving.result = None;
        farewell.leaving.typed.clear();
        self.order_farewell(Part::Deletion, Order::Delete)
    }

    /// With a file as origin there is no account to delete.
    pub(super) fn deletion_view(&self) -> Option<DeletionView> {
        let farewell = self.farewell.as_ref()?;
        let old = self.origin_jid().filter(|_| self.flow != Flow::Restore)?;
        let (following, of) = farewell.following();
        let unfinished = self.unfinished(farewell);
        let leaving = &farewell.leaving;
        let is_busy = farewell.is_running(Part::Deletion);
        let outcome = leaving.result.as_ref().map(|result| match result {
            Deletion::Deleted => Outcome::Deleted,
            Deletion::Refused(problem) => Outcome::Refused(explain(Part::Deletion, problem)),
            Deletion::Unknown => Outcome::Unknown,
        });
        let may = unfinished.is_empty() || leaving.insists;
        Some(DeletionView {
            behind: of - following,
            of,
            typed: leaving.typed.clone(),
            can_delete: may
                && !is_busy
                && outcome != Some(Outcome::Deleted)
                && farewell.has_looked
                && farewell.is_confirmed(&old),
            unfinished,
            insists: leaving.insists,
            is_busy,
            outcome,
        })
    }
}
