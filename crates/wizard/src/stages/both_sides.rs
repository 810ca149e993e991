//! What either account can do with each kind of data, before anything is written: known from what the
//! servers said when they were signed in to, without another question.

use migration::{Features, KindId, Reason, Support, kinds};

use crate::{Flow, Side, Text, Wizard};

/// One table for both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct BothSidesView {
    /// The old side is a file.
    pub from_file: bool,
    pub rows: Vec<SideRow>,
    /// What the old side has or may have, and the new one does not take.
    pub staying: Vec<KindId>,
    /// The most bytes the new server takes at a time, where it says so.
    pub limit: Option<u64>,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq)]
pub struct SideRow {
    pub id: KindId,
    pub reads: bool,
    pub old: Text,
    pub writes: bool,
    pub new: Text,
}

impl SideRow {
    pub fn moves(&self) -> bool {
        self.reads && self.writes
    }
}

impl Wizard {
    // Where the page is cut off: see `later.rs`.
    #[inline(never)]
    pub(crate) fn both_sides_view(&self) -> BothSidesView {
        let from_file = self.flow == Flow::Restore;
        let origin = self.side(Side::Origin).account().map(|(_, features)| features.as_ref());
        let destination = self.side(Side::Destination).account().map(|(_, features)| features.as_ref());
        let row = |kind: &dyn migration::Kind| {
            let id = kind.id();
            let (reads, old) = match origin.filter(|_| !from_file) {
                Some(features) => reading(&kind.support(features)),
                // A file has what is in it.
                None => (self.choose.holdings.get(id).is_some(), Text::new("sides-in-file")),
            };
            let (writes, new) = writing(&kind.support(destination.unwrap_or(&Features::default())));
            SideRow { id, reads, old, writes, new }
        };
        let rows = kinds::ALL.into_iter().map(row).filter(|row| row.reads || !from_file);
        let rows: Vec<SideRow> = rows.map(without_end).collect();
        let staying = rows.iter().filter(|row| row.reads && !row.writes).map(|row| row.id).collect();
        let limit = destination.and_then(|features| features.limit);
        BothSidesView { from_file, rows, staying, limit: limit.map(|bytes| bytes as u64) }
    }
}

/// Where there is nothing to bring, it does not matter what the new side would do with it.
fn without_end(row: SideRow) -> SideRow {
    if row.reads { row } else { SideRow { writes: false, new: Text::new("sides-nothing"), ..row } }
}

fn reading(support: &Support) -> (bool, Text) {
    match support {
        Support::Full | Support::ReadOnly(_) => (true, Text::new("sides-can-read")),
        Support::None(Reason::StaysOnServer) => (false, Text::new("sides-stays")),
        Support::None(_) => (false, Text::new("sides-has-none")),
    }
}

fn writing(support: &Support) -> (bool, Text) {
    match support {
        Support::Full => (true, Text::new("sides-can-write")),
        Support::ReadOnly(Reason::MustAskAgain) => (false, Text::new("sides-ask-again")),
        Support::ReadOnly(_) | Support::None(Reason::StaysOnServer) => (false, Text::new("sides-only-file")),
        // A history nobody can write is missing there all the same.
        Support::None(_) => (false, Text::new("sides-has-none")),
    }
}
