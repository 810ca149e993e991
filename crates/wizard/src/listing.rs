//! Long lists: folded away until opened, and then drawn a piece at a time.

use migration::KindId;

use crate::{Effect, Stage, Wizard};

/// How many items more are drawn with every press.
const PIECE: usize = 200;

/// A list so short is drawn even while it is folded away.
const SHORT: usize = 40;

/// How many items of a kind are printed.
const ON_PAPER: usize = 1_000;

/// How much of a list is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    pub is_open: bool,
    /// How many items at most.
    pub most: usize,
}

impl Listing {
    pub(crate) const CLOSED: Self = Self { is_open: false, most: PIECE };
    pub(crate) const OPEN: Self = Self { is_open: true, most: PIECE };

    /// How many of so many items are drawn.
    pub fn drawn(self, all: usize) -> usize {
        match self.is_open {
            true => self.most,
            false if all <= SHORT => all,
            false => 0,
        }
    }
}

impl Wizard {
    /// The list of this kind on the screen of this stage.
    pub(crate) fn listing(&self, stage: Stage, kind: KindId) -> Option<Listing> {
        self.lists.get(&(stage, kind)).copied()
    }

    pub(crate) fn open_list(&mut self, kind: KindId, is_open: bool) -> Vec<Effect> {
        self.list_mut(kind).is_open = is_open;
        Vec::new()
    }

    /// `most` is given, so that a press counts once however often it is told.
    pub(crate) fn show_more(&mut self, kind: KindId, most: usize) -> Vec<Effect> {
        let listing = self.list_mut(kind);
        // Only what is in sight can be continued.
        listing.is_open = true;
        listing.most = listing.most.max(most + PIECE);
        Vec::new()
    }

    /// Opens everything there is to say on this screen; on paper nothing can be unfolded.
    pub(crate) fn print(&mut self) -> Vec<Effect> {
        let kinds = self.report().map(|report| report.kinds.iter().map(|kind| kind.id).collect::<Vec<_>>());
        for kind in kinds.unwrap_or_default() {
            let listing = self.list_mut(kind);
            *listing = Listing { is_open: true, most: listing.most.max(ON_PAPER) };
        }
        vec![Effect::Print]
    }

    fn list_mut(&mut self, kind: KindId) -> &mut Listing {
        self.lists.entry((self.stage, kind)).or_insert(Listing::CLOSED)
    }
}
