//! What the stage shows of what is known.

use std::rc::Rc;

use migration::{Item, KindId, Problem, Reading, Reason};

use super::super::archive::RangeView;
use super::super::copies::CopiesView;
use super::super::private::PrivateView;
use super::super::review::reason_text;
use super::super::saving::SaveView;
use super::super::sealing::SealView;
use super::super::uploads::{Look, LookView};
use super::{Choose, all, reading};
use crate::known::{HISTORY, REQUESTS, ROOMS, UPLOADS};
use crate::listing::Listing;
use crate::{Explanation, Flow, Side, Stage, Text, Trouble, Wizard};

/// What the stage shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ChooseView {
    pub rows: Vec<KindRow>,
    pub save: SaveView,
    pub copies: CopiesView,
    pub seal: SealView,
    /// The browser can write straight to a place on the disk.
    pub can_save_to_disk: bool,
    /// How long it takes to read for a file what is chosen, at the server's pace.
    pub time_to_save: Option<Text>,
    /// Still looking: how many kinds of how many are done.
    pub progress: Option<(usize, usize)>,
    /// All of so many kinds were looked at.
    pub looked_at: Option<usize>,
    pub can_continue: bool,
    pub flow: Flow,
    /// Which part of the history is saved, where there is one to save.
    pub range: Option<RangeView>,
    pub private: Option<PrivateView>,
    /// How many group chats there are; their history is not in the account.
    pub rooms: usize,
    /// What the file holds that this version cannot put anywhere: by kind, how many.
    pub left: Vec<(KindId, usize)>,
    pub full_name: Option<String>,
    /// The provider's way for browsers is a slow one.
    pub roundabout: bool,
    pub slow: bool,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct KindRow {
    pub id: KindId,
    pub state: RowState,
    /// How many items, if that is known.
    pub count: Option<u64>,
    pub is_estimate: bool,
    /// How much that is, if it is known.
    pub bytes: Option<u64>,
    pub selected: bool,
    pub can_select: bool,
    /// What it says about itself.
    pub summary: Text,
    /// What is worth knowing before ticking it.
    pub remark: Option<Text>,
    /// What was read, by what a person recognises it by.
    pub items: Rc<Vec<Item>>,
    /// Uploaded files are looked for and listed in a way of their own.
    pub look: Option<LookView>,
    pub listing: Listing,
    pub problem: Option<Explanation>,
}

/// `data-state` of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    Pending,
    Counting,
    Ready,
    Empty,
    Unsupported,
    Failed,
}

impl RowState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Counting => "counting",
            Self::Ready => "ready",
            Self::Empty => "empty",
            Self::Unsupported => "unsupported",
            Self::Failed => "failed",
        }
    }
}

impl Choose {
    fn problem(&self, id: KindId) -> Option<Problem> {
        match (self.holdings.get(id), &self.look) {
            (_, Look::Failed(problem)) if id == UPLOADS => Some(problem.clone()),
            (Some(holding), _) => {
                let unread = || holding.unread.first().map(|unread| unread.problem.clone());
                holding.problem.clone().or_else(unread)
            }
            (None, _) => self.surveys.get(&id)?.as_ref().err().cloned(),
        }
    }

    fn summary(&self, id: KindId, state: RowState) -> Text {
        let count = self.count(id).unwrap_or(0);
        let holding = self.holdings.get(id);
        match (state, holding.and_then(|holding| holding.unsupported.as_ref())) {
            (RowState::Pending, _) if reading(id) == Reading::WhenAsked => Text::new("kind-when-asked"),
            (RowState::Pending | RowState::Counting, _) => Text::new("kind-counting"),
            (RowState::Empty, _) => Text::new("kind-empty"),
            // That a provider does not have it has a sentence of its own for the origin.
            (RowState::Unsupported, None | Some(Reason::Unsupported)) => Text::new("kind-unsupported"),
            (RowState::Unsupported, Some(reason)) => reason_text(reason),
            (RowState::Failed, _) if count == 0 => Text::new("kind-failed"),
            (RowState::Failed, _) => {
                let unread = holding.map_or(0, |holding| holding.unread.len());
                Text::new("kind-partly").with("count", count).with("unread", unread)
            }
            (RowState::Ready, _) if id == UPLOADS && self.count(id).is_none() => Text::new("uploads-unseen"),
            (RowState::Ready, _) if self.count(id).is_none() => Text::new("kind-uncounted"),
            (RowState::Ready, _) => Text::new(format!("kind-{id}-count")).with("count", count),
        }
    }
}

impl Wizard {
    #[inline(never)]
    pub(crate) fn choose_view(&self) -> ChooseView {
        let choose = &self.choose;
        let rows: Vec<KindRow> = all().map(|id| self.kind_row(id)).collect();
        // Looking for uploaded files shows how far it is by itself.
        let is = |state: RowState| rows.iter().filter(|row| row.state == state && row.id != UPLOADS).count();
        let (counting, total) = (is(RowState::Counting), rows.len() - 1 - is(RowState::Pending));
        let is_ready = |row: &KindRow| row.id == HISTORY && row.state == RowState::Ready;
        // Files are looked for in the same part.
        let has_history = |row: &KindRow| is_ready(row) && (row.selected || choose.is_ticked(UPLOADS));
        ChooseView {
            progress: (counting > 0).then(|| (total - counting, total)),
            looked_at: (counting + is(RowState::Failed) == 0 && self.flow != Flow::Restore).then_some(total),
            range: rows
                .iter()
                .any(|row| has_history(row) && self.flow != Flow::Restore)
                .then(|| choose.range.clone()),
            rows,
            save: self.save_view(),
            copies: self.copies_view(),
            seal: self.choose.seal,
            can_save_to_disk: self.has_picker && self.flow != Flow::Restore,
            time_to_save: self.time_to_save(),
            can_continue: self.can_continue(),
            flow: self.flow,
            private: self.private_view(),
            rooms: choose.items(ROOMS).len(),
            left: choose.left.clone(),
            full_name: choose.full_name.clone(),
            roundabout: self.side(Side::Origin).roundabout,
            slow: self.side(Side::Origin).slow,
        }
    }

    fn kind_row(&self, id: KindId) -> KindRow {
        let choose = &self.choose;
        let state = choose.state(id);
        let survey = choose.survey(id);
        let can_select = match state {
            RowState::Pending | RowState::Counting | RowState::Ready => true,
            RowState::Failed => choose.count(id) != Some(0),
            RowState::Empty | RowState::Unsupported => false,
        };
        // What may be shown nowhere else is in sight at once.
        let is_urgent = id == REQUESTS && self.received() > 0;
        let unless_touched = if is_urgent { Listing::OPEN } else { Listing::CLOSED };
        KindRow {
            id,
            state,
            count: choose.count(id),
            is_estimate: survey.is_some_and(|survey| survey.is_estimate) && choose.items(id).is_empty(),
            bytes: survey.and_then(|survey| survey.bytes),
            selected: choose.is_ticked(id) && can_select,
            can_select,
            summary: choose.summary(id, state),
            remark: self.remark(id, state),
            look: if id == UPLOADS { self.look_view() } else { None },
            items: choose.items.get(&id).cloned().unwrap_or_default(),
            listing: self.listing(Stage::Choose, id).unwrap_or(unless_touched),
            problem: choose.problem(id).map(|problem| Trouble::Kind(problem).explain()),
        }
    }

    /// How many messages came to this page while it looked for requests, and may come nowhere else.
    fn received(&self) -> usize {
        self.choose.items(REQUESTS).iter().filter(|item| item.payload.name() == "message").count()
    }

    fn remark(&self, id: KindId, state: RowState) -> Option<Text> {
        if id == REQUESTS && self.received() > 0 {
            return Some(Text::new("requests-messages").with("count", self.received()));
        }
        let remark = match (id, self.flow) {
            (HISTORY, Flow::Move) => "history-into-copy",
            (HISTORY | UPLOADS, Flow::Restore) => "history-stays-in-file",
            (UPLOADS, Flow::Move | Flow::Backup) => "uploads-remark",
            _ => return None,
        };
        let is_known = id != UPLOADS || self.choose.count(id).is_some();
        (state == RowState::Ready && is_known).then(|| Text::new(remark))
    }
}
