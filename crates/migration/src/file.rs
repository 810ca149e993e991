//! One end of a move that is a file (XEP-0227): written, then read back and compared.

use std::rc::Rc;

use jid::BareJid;
use ordered::Set;
use portable::Fragment;

use crate::holdings::{Holding, Holdings};
use crate::kind::{Fate, Item, KindId};
use crate::kinds::preview_for;
use crate::report::{Entry, KindReport, Outcome};
use crate::{Problem, Reason, kinds};

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Order {
    /// Whose data it is.
    pub account: BareJid,
    pub holdings: Rc<Holdings>,
    pub chosen: Set<KindId>,
    pub range: ArchiveRange,
}

/// Which part of the message archive; everything by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveRange {
    /// Nothing before this time (RFC 3339, UTC).
    pub since: Option<String>,
    /// Only what was exchanged with this contact or room.
    pub only: Option<BareJid>,
    /// Nothing that was exchanged with this contact or room.
    pub without: Option<BareJid>,
}

/// How far writing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Messages of the archive.
    Archive { done: u64, total: Option<u64>, is_estimate: bool },
    /// Uploaded files.
    Uploads { done: usize, total: usize },
    /// Bytes read back and compared.
    Proving { done: u64, total: u64 },
}

/// A file and the proof of what is in it.
#[derive(Clone, Debug)]
pub struct Written {
    /// The whole XEP-0227 document.
    pub text: String,
    /// What was read back out of it, by kind.
    pub reports: Vec<KindReport>,
}

/// Writes what is held of `chosen`, reads the text back and compares it item by item.
pub fn write(account: &BareJid, holdings: &Holdings, chosen: &[KindId]) -> Written {
    let (text, _) = portable::write_all(account, fragments(holdings, chosen));
    let found = read_back(&text);
    let held = kinds::ALL.into_iter().map(|kind| kind.id()).filter(|id| chosen.contains(id));
    let report = |id| holdings.get(id).map(|holding| report(account, id, holding, &found));
    let reports = held.filter_map(report).collect();
    Written { text, reports }
}

/// The fragments that go into the file, each once.
fn fragments(holdings: &Holdings, chosen: &[KindId]) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::new();
    for kind in kinds::ALL.into_iter().filter(|kind| chosen.contains(&kind.id())) {
        for fragment in holdings.fragments(kind.id()) {
            // The picture inside the vCard is claimed by two kinds; the whole vCard comes first.
            let has_vcard = || fragments.iter().any(|known| matches!(known, Fragment::Vcard(_)));
            if !(matches!(fragment, Fragment::Vcard(_)) && has_vcard()) {
                fragments.push(fragment.clone());
            }
        }
    }
    fragments.extend(holdings.unclaimed.iter().cloned());
    fragments
}

fn read_back(text: &str) -> Holdings {
    let document = portable::read_all(text.as_bytes()).unwrap_or_default();
    let user = document.users.into_iter().next();
    Holdings::from_fragments(user.map(|user| user.fragments).unwrap_or_default())
}

fn report(account: &BareJid, id: KindId, holding: &Holding, found: &Holdings) -> KindReport {
    // An account that is its own contact does not become so in the file.
    let items = preview_for(account, id, holding);
    // None, or next to none, so that going through them for every item costs nothing.
    let missing =
        kinds::by_id(id).map(|kind| kind.differences(&items, found.fragments(id))).unwrap_or_default();
    let arrived = |item: &Item| missing.iter().all(|difference| difference.key != item.key);
    let entry = |item: Item| {
        let verified = arrived(&item);
        // The file takes everything as it is; only what means the same twice is brought together.
        let outcome = match &item.fate {
            Fate::Changed(Reason::United) if verified => Outcome::Changed(Reason::United),
            _ if verified => Outcome::Copied,
            Fate::LeftOut(reason) => Outcome::LeftOut(reason.clone()),
            _ => Outcome::Failed(Problem::NotKept),
        };
        Entry { verified, ..Entry::new(item.key, item.label, outcome) }
    };
    let mut entries: Vec<Entry> = items.into_iter().map(entry).collect();
    entries.extend(
        holding
            .unread
            .iter()
            .map(|unread| Entry::new(&unread.key, &unread.key, Outcome::Failed(unread.problem.clone()))),
    );
    KindReport { problem: holding.problem.clone(), ..KindReport::new(id, entries) }
}
