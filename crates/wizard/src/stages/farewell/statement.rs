//! The statement at the old account: for whom, and whether it can be read.

use farewell::{Audience, Part, Statement};

use super::{Farewell, Telling};
use crate::explain_farewell::{explain, unreadable};
use crate::{Explanation, Text};

/// What the card shows.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementView {
    pub wanted: bool,
    pub audience: Audience,
    /// `data-state`.
    pub state: &'static str,
    /// How it stands, in a sentence.
    pub words: Text,
    /// It is as it should be.
    pub is_good: bool,
    /// Where it points to instead; starting replaces it.
    pub elsewhere: Option<String>,
    pub can_withdraw: bool,
    pub is_busy: bool,
    /// Whether to go on is for the person to say.
    pub doubt: Option<Explanation>,
}

impl Farewell {
    pub(super) fn statement_view(&self, new: &str) -> StatementView {
        let is_busy = self.is_running(Part::Statement);
        let is_known = self.has_looked || self.statement != Statement::Unpublished;
        let words = match &self.statement {
            _ if is_busy => Text::new("statement-busy"),
            _ if !is_known => Text::new("statement-looking"),
            Statement::Unpublished => Text::new("statement-unpublished"),
            Statement::Published => Text::new("statement-published"),
            Statement::Readable => Text::new("statement-readable"),
            Statement::Unreadable(_) if self.wants.audience == Audience::Contacts => {
                Text::new("statement-for-contacts")
            }
            Statement::Unreadable(_) => Text::new("statement-unreadable"),
            Statement::Elsewhere(jid) => Text::new("statement-elsewhere").with("address", jid.to_string()),
            Statement::Withdrawn => Text::new("statement-withdrawn"),
        };
        let elsewhere = match &self.statement {
            Statement::Elsewhere(jid) if jid.to_string() != new => Some(jid.to_string()),
            _ => None,
        };
        StatementView {
            wanted: self.wants.statement,
            audience: self.wants.audience,
            state: self.statement.name(),
            words,
            is_good: !is_busy && self.is_proven(),
            elsewhere,
            can_withdraw: !is_busy && self.is_stated(),
            is_busy,
            doubt: self.doubt(),
        }
    }

    /// There is a statement at the old account, ours or one to elsewhere.
    pub(super) fn is_stated(&self) -> bool {
        match self.statement {
            Statement::Published
            | Statement::Readable
            | Statement::Unreadable(_)
            | Statement::Elsewhere(_) => true,
            Statement::Unpublished | Statement::Withdrawn => false,
        }
    }

    fn doubt(&self) -> Option<Explanation> {
        if self.telling != Telling::Doubting {
            return None;
        }
        match (self.problems.get(&Part::Statement), &self.statement) {
            (Some(problem), _) => Some(explain(Part::Statement, problem)),
            (None, Statement::Unreadable(problem)) => Some(unreadable(problem)),
            (None, _) => Some(explain(Part::Statement, &migration::Problem::NotKept)),
        }
    }
}
