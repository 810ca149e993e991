//! A report on more items than can be listed.

use crate::kind::KindId;
use crate::report::{Entry, KindReport, Outcome, Unlisted};

/// So many items are named; of further ones it is only counted what became of them.
const MOST_NAMED: usize = 1_000;

/// What became of the items so far. What arrived is taken for proven until it is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    entries: Vec<Entry>,
    unlisted: Vec<Unlisted>,
}

impl Tally {
    pub(super) fn name(&mut self, key: String, label: String, outcome: Outcome) {
        if self.entries.len() < MOST_NAMED {
            let verified = is_there(&outcome);
            self.entries.push(Entry { verified, ..Entry::new(key, label, outcome) });
        } else {
            self.count(outcome, 1);
        }
    }

    pub(super) fn count(&mut self, outcome: Outcome, count: u64) {
        if count == 0 {
            return;
        }
        match self.unlisted.iter_mut().find(|many| many.outcome == outcome) {
            Some(many) => many.count += count,
            None => self.unlisted.push(Unlisted { count, verified: is_there(&outcome), outcome }),
        }
    }

    /// How many came to this.
    pub(super) fn number(&self, outcome: &Outcome) -> u64 {
        let named = self.entries.iter().filter(|entry| entry.outcome == *outcome).count() as u64;
        named
            + self.unlisted.iter().filter(|many| many.outcome == *outcome).map(|many| many.count).sum::<u64>()
    }

    /// Whether anything came to this.
    pub(super) fn has(&self, outcome: &Outcome) -> bool {
        self.entries.iter().any(|entry| entry.outcome == *outcome)
            || self.unlisted.iter().any(|many| many.outcome == *outcome)
    }

    /// Nothing of what should be there was found.
    pub(super) fn disprove(&mut self, failed: &Outcome) {
        for entry in self.entries.iter_mut().filter(|entry| entry.verified) {
            (entry.outcome, entry.verified) = (failed.clone(), false);
        }
        for many in self.unlisted.iter_mut().filter(|many| many.verified) {
            (many.outcome, many.verified) = (failed.clone(), false);
        }
    }

    pub(super) fn into_report(self, id: KindId) -> KindReport {
        KindReport { unlisted: self.unlisted, ..KindReport::new(id, self.entries) }
    }
}

fn is_there(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Copied | Outcome::Changed(_))
}
