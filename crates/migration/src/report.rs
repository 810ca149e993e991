//! How a run ended, item by item, and its JSON form.

mod json;

use crate::kind::KindId;
use crate::{Problem, Reason};

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written as it was.
    Copied,
    /// Not written, because it stood there.
    AlreadyThere,
    /// Written other than it was, by this rule.
    Changed(Reason),
    /// Not written, by this rule.
    LeftOut(Reason),
    /// Not there, or not known to be.
    Failed(Problem),
}

/// One item of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub label: String,
    pub outcome: Outcome,
    /// Whether it was read back at the destination, after any writing.
    pub verified: bool,
}

/// What became of one kind. Every item read is in `entries` exactly once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindReport {
    pub id: KindId,
    pub entries: Vec<Entry>,
    /// Why the kind as a whole could not be read or written.
    pub problem: Option<Problem>,
}

/// How a run ended as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing failed, and everything that should be there was read back.
    Complete,
    /// Something arrived.
    Partial,
    /// Nothing arrived.
    Failed,
}

/// How many entries there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub read: usize,
    pub copied: usize,
    pub already_there: usize,
    pub changed: usize,
    pub left_out: usize,
    pub failed: usize,
    pub verified: usize,
}

/// Where data came from or went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The address of an account.
    Jid(String),
    /// The name of a file.
    File(String),
}

/// The whole report. `started` and `finished` are RFC 3339 times in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub origin: End,
    pub destination: End,
    pub started: String,
    pub finished: String,
    pub kinds: Vec<KindReport>,
}

impl Entry {
    /// An entry that was not read back.
    pub fn new(key: impl Into<String>, label: impl Into<String>, outcome: Outcome) -> Self {
        Self { key: key.into(), label: label.into(), outcome, verified: false }
    }

    fn was_written(&self) -> bool {
        matches!(self.outcome, Outcome::Copied | Outcome::Changed(_))
    }

    fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

impl KindReport {
    /// How many entries there are of each outcome.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { read: self.entries.len(), ..Tally::default() };
        for entry in &self.entries {
            *match entry.outcome {
                Outcome::Copied => &mut tally.copied,
                Outcome::AlreadyThere => &mut tally.already_there,
                Outcome::Changed(_) => &mut tally.changed,
                Outcome::LeftOut(_) => &mut tally.left_out,
                Outcome::Failed(_) => &mut tally.failed,
            } += 1;
            tally.verified += usize::from(entry.verified);
        }
        tally
    }

    /// Takes over what a later run says of the same items. What it does not
    /// name stays, and what was written before stays written.
    #[must_use]
    pub fn updated(mut self, later: Self) -> Self {
        for entry in later.entries {
            match self.entries.iter_mut().find(|known| known.key == entry.key) {
                Some(known) if known.was_written() && !entry.was_written() && !entry.has_failed() => {
                    known.verified |= entry.verified;
                }
                Some(known) => *known = entry,
                None => self.entries.push(entry),
            }
        }
        self.problem = later.problem;
        self
    }

    /// Whether nothing failed and everything that arrived was read back.
    pub fn is_complete(&self) -> bool {
        let settled = |entry: &Entry| match entry.outcome {
            Outcome::Copied | Outcome::AlreadyThere | Outcome::Changed(_) => entry.verified,
            Outcome::LeftOut(_) => true,
            Outcome::Failed(_) => false,
        };
        self.problem.is_none() && self.entries.iter().all(settled)
    }
}

impl Report {
    /// How the run ended as a whole.
    pub fn verdict(&self) -> Verdict {
        if self.kinds.iter().all(KindReport::is_complete) {
            return Verdict::Complete;
        }
        let arrived = |entry: &Entry| {
            matches!(entry.outcome, Outcome::Copied | Outcome::AlreadyThere | Outcome::Changed(_))
        };
        if self.kinds.iter().flat_map(|kind| &kind.entries).any(arrived) {
            Verdict::Partial
        } else {
            Verdict::Failed
        }
    }

    /// The items that failed, by kind.
    pub fn failures(&self) -> impl Iterator<Item = (KindId, &Entry)> {
        let failed = |entry: &&Entry| matches!(entry.outcome, Outcome::Failed(_));
        self.kinds.iter().flat_map(move |kind| kind.entries.iter().filter(failed).map(|e| (kind.id, e)))
    }
}
