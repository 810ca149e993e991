//! One end of a move that is a file (XEP-0227): written piece by piece, then read back and compared.

mod form;
mod history;
mod kept;
mod links;
mod looking;
mod output;
mod pages;
mod people;
mod proof;
mod record;
mod tally;
mod uploads;
mod zip;

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::{FutureExt, join};
use jid::BareJid;
use ordered::Set;
use portable::{Fragment, Variant};

pub use form::{Form, Recorded};
pub use links::Link;
pub use looking::{Linked, look};
pub use output::{Output, OutputError};
pub use people::{FIELDS, Words};

use crate::holdings::{Holding, Holdings};
use crate::kind::{Fate, Item, KindId};
use crate::kinds::{MESSAGE_ARCHIVE, UPLOADED_FILES, preview_for};
use crate::report::{Entry, KindReport, Outcome};
use crate::{Account, Problem, Reason, kinds};
use form::{Archive, Past};
use history::History;
use kept::Kept;
use links::Links;
use output::Target;
use pages::Pages;
use proof::Found;
use uploads::Uploads;

/// What the document is called beside uploaded files.
pub const DOCUMENT: &str = "account.xml";
/// The folder they lie in.
pub const UPLOADS: &str = "files/";

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Order {
    /// What it is made for.
    pub form: Form,
    /// Whose file it is.
    pub account: BareJid,
    /// What was read of the account before.
    pub holdings: Rc<Holdings>,
    pub chosen: Set<KindId>,
    /// Which part of the message archive.
    pub range: ArchiveRange,
    /// The uploaded files, where somebody looked for them in this part before.
    pub linked: Option<Rc<Linked>>,
}

/// Which part of a message archive is wanted; by default all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArchiveRange {
    /// Nothing before this time, RFC 3339 in UTC.
    pub since: Option<String>,
    /// Nothing but what was exchanged with this address.
    pub only: Option<BareJid>,
    /// Nothing of what was exchanged with this address.
    pub without: Option<BareJid>,
}

/// What happens while a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `done` of `total` messages are read; how many there are may be unknown, or guessed.
    Archive { done: u64, total: Option<u64>, is_estimate: bool },
    /// Of `done` of `total` uploaded files it is known how large they are, or that nobody says.
    Sizes { done: usize, total: usize },
    /// `done` of `total` uploaded files are fetched, or could not be.
    Uploads { done: usize, total: usize },
    /// `done` of `total` bytes are read back.
    Proving { done: u64, total: u64 },
    /// `done` of `total` bytes of the finished file are encrypted, by whoever keeps it.
    Sealing { done: u64, total: u64 },
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The account was signed out meanwhile.
    #[error("signed out before the file was complete")]
    Stopped,
}

impl Order {
    /// Whether the file is a zip archive with the document and uploaded files in it.
    pub fn is_packed(&self) -> bool {
        self.chosen.contains(&UPLOADED_FILES) && self.form.has_uploads()
    }

    fn has_archive(&self) -> bool {
        self.is_packed() || self.chosen.contains(&MESSAGE_ARCHIVE) && self.form.has_archive()
    }

    /// What makes it unnecessary to read the archive, which is not wanted itself.
    fn links_only(&self) -> Option<&Linked> {
        self.linked.as_deref().filter(|_| !self.chosen.contains(&MESSAGE_ARCHIVE))
    }
}

/// Writes what is held, and what is read from the account only now, to `out`;
/// reads it back from there and compares it item by item.
pub async fn write(
    order: &Order,
    from: Option<&Account>,
    out: &mut dyn Output,
    heard: &dyn Fn(Step),
) -> Result<Vec<KindReport>, FileError> {
    compose(order, from.map_or(Past::Nowhere, Past::Account), out, heard).await
}

/// Like [`write()`], of an account that nobody is signed in to: what another file holds, its history
/// and the uploaded files beside it included, becomes a file of the form that is wanted. The account is
/// that of the user who comes after `user` others in it.
pub async fn convert(
    order: &Order,
    user: usize,
    recorded: &mut dyn Recorded,
    out: &mut dyn Output,
    heard: &dyn Fn(Step),
) -> Result<Vec<KindReport>, FileError> {
    compose(order, Past::Recorded(Archive::new(recorded, user)), out, heard).await
}

// What is long is boxed here and below: else all of it would be one function, which a browser compiles as a whole
// before the first step.
async fn compose(
    order: &Order,
    past: Past<'_>,
    out: &mut dyn Output,
    heard: &dyn Fn(Step),
) -> Result<Vec<KindReport>, FileError> {
    match &order.form {
        Form::Document(variant) => document(order, variant, past, out, heard).boxed_local().await,
        Form::Page(words) => people::write(order, &people::page(order, words), out, heard).await,
        Form::Table(words) => people::write(order, &people::table(order, words), out, heard).await,
    }
}

async fn document(
    order: &Order,
    variant: &Variant,
    mut past: Past<'_>,
    out: &mut dyn Output,
    heard: &dyn Fn(Step),
) -> Result<Vec<KindReport>, FileError> {
    let mut target = Target::new(out, order.is_packed());
    let mut document = target.begin_document(DOCUMENT.to_owned()).await?;
    let (writer, kept) = Kept::select(variant, &order.account, fragments(order), &mut target).await;
    let mut text = String::new();
    let mut archive = writer.begin(&mut text).map_err(unwritten)?;
    target.rest().await;
    let from = past.account().filter(|from| order.has_archive() && kinds::has_archive(from.features()));
    // The archive is asked for before what comes first is written, which takes as long.
    let opening = async {
        match from.filter(|_| order.links_only().is_none()) {
            Some(from) => Some(Pages::open(from, &order.range).await),
            None => None,
        }
    };
    let (opened, written) = join(opening, target.write(&mut document, text.as_bytes())).await;
    written?;
    text.clear();
    let mut links = Links::default();
    let mut history = History::default();
    // Why some links may not have been found.
    let mut overlooked = None;
    if let Some(linked) = order.links_only() {
        links = linked.links();
        overlooked = linked.problem.clone();
    } else if let (Some(from), Some(opened)) = (from, opened) {
        if order.is_packed() {
            let hosts;
            (hosts, overlooked) = uploads::hosts(from).await;
            links = Links::at(hosts);
        }
        history =
            history::write(order, from, opened, &mut archive, &mut links, &mut target, &mut document, heard)
                .boxed_local()
                .await?;
    } else if let Some(recorded) = past.recorded().filter(|_| order.has_archive()) {
        let (target, document) = (&mut target, &mut document);
        history = history::copy(order, recorded, &mut archive, &mut links, target, document, heard)
            .boxed_local()
            .await?;
    }
    let is_copied = from.is_some() || history.is_complete;
    let overlooked = overlooked.or_else(|| history.shortfall());
    archive.finish(&mut text).map_err(unwritten)?;
    target.write(&mut document, text.as_bytes()).await?;
    let (document, echo) = target.end_document(document).await?;
    let uploads = match (from, past.recorded().filter(|_| order.is_packed())) {
        (Some(from), _) => uploads::fetch(links, from, &mut target, heard).boxed_local().await?,
        (None, Some(recorded)) => {
            let total = order.holdings.get(UPLOADED_FILES).map_or(0, |holding| holding.unlisted);
            uploads::copy(recorded.recorded(), total, &mut target, heard).boxed_local().await?
        }
        (None, None) => Uploads::default(),
    };
    target.finish().await?;

    let total = document.bytes.end - document.bytes.start + uploads.size();
    let done = Cell::new(0);
    let proven = |bytes| {
        done.set(done.get() + bytes);
        heard(Step::Proving { done: done.get(), total });
    };
    let found = proof::read_back(&target, &document, echo, &proven).await?;
    let mut streamed = vec![
        archive_report(history, &found, if is_copied { 0 } else { left_behind(order) }),
        KindReport { problem: overlooked, ..uploads.prove(UPLOADED_FILES, &target, &proven).await? },
    ];
    let chosen = kinds::ALL.into_iter().map(|kind| kind.id()).filter(|id| order.chosen.contains(id));
    let mut reports = Vec::new();
    for id in chosen {
        if let Some(at) = streamed.iter().position(|report| report.id == id) {
            reports.push(streamed.swap_remove(at));
        } else if let Some(holding) = order.holdings.get(id) {
            reports.push(match &kept {
                Some(kept) => kept.report(id, holding, &found),
                None => report(&order.account, id, holding, &found, &mut target).await,
            });
        }
    }
    Ok(reports)
}

/// Writing to a `String` cannot fail.
fn unwritten(error: std::fmt::Error) -> FileError {
    OutputError(error.to_string()).into()
}

/// Messages of another file, which are in nobody's hands.
fn left_behind(order: &Order) -> u64 {
    order.holdings.get(MESSAGE_ARCHIVE).map_or(0, |holding| holding.unlisted)
}

fn archive_report(history: History, found: &Found, left_behind: u64) -> KindReport {
    let History { mut tally, digest, problem, .. } = history;
    if digest != found.archive {
        tally.disprove(&Outcome::Failed(Problem::NotKept));
    }
    tally.count(Outcome::LeftOut(Reason::OnlyInFile), left_behind);
    KindReport { problem, ..tally.into_report(MESSAGE_ARCHIVE) }
}

/// The fragments that go into the file, each once.
fn fragments(order: &Order) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::new();
    // What a file says of them may concern two kinds.
    let mut shared: Vec<&Fragment> = Vec::new();
    for kind in kinds::ALL.into_iter().filter(|kind| order.chosen.contains(&kind.id())) {
        for fragment in order.holdings.fragments(kind.id()) {
            let is_known = match fragment {
                // The picture inside the vCard is claimed by two kinds; the whole vCard comes first.
                Fragment::Vcard(_) => fragments.iter().any(|known| matches!(known, Fragment::Vcard(_))),
                Fragment::PepNode(_) | Fragment::PrivacyList(_) if shared.contains(&fragment) => true,
                Fragment::PepNode(_) | Fragment::PrivacyList(_) => {
                    shared.push(fragment);
                    false
                }
                _ => false,
            };
            if !is_known {
                fragments.push(fragment.clone());
            }
        }
    }
    fragments.extend(order.holdings.unclaimed.iter().cloned());
    fragments
}

async fn report(
    account: &BareJid,
    id: KindId,
    holding: &Holding,
    found: &Found,
    target: &mut Target<'_>,
) -> KindReport {
    target.rest().await;
    // An account that is its own contact does not become so in the file.
    let items = preview_for(account, id, holding);
    target.rest().await;
    // None, or next to none, so that going through them for every item costs nothing.
    let missing = kinds::by_id(id).map(|kind| kind.differences(&items, &found.fragments)).unwrap_or_default();
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
    KindReport { reason: holding.stays(id), problem: holding.problem.clone(), ..KindReport::new(id, entries) }
}
