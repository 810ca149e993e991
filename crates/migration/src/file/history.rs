//! The message archive on its way into the file: what is not written yet is
//! one page, while the next is already asked for.

use futures_util::future::join;
use portable::ArchiveWriter;
use session::Environment;

use super::form::Archive;
use super::links::Links;
use super::output::{OutputError, Target, Writing};
use super::pages::{Mark, Opened};
use super::record::Record;
use super::tally::Tally;
use super::{FileError, Order, Step};
use crate::digest::Digest;
use crate::kinds::MESSAGE_ARCHIVE;
use crate::report::Outcome;
use crate::{Account, Problem};

/// What came of an archive.
#[derive(Default)]
pub(super) struct History {
    pub(super) tally: Tally,
    /// Of the results that were written.
    pub(super) digest: Digest,
    /// Why not all of it came.
    pub(super) problem: Option<Problem>,
    /// All of it was there to be read: it came from a file.
    pub(super) is_complete: bool,
}

impl History {
    /// Why not every message was seen.
    pub(super) fn shortfall(&self) -> Option<Problem> {
        let has_gap = self.tally.has(&Outcome::Failed(Problem::ArchiveGap));
        self.problem.clone().or_else(|| has_gap.then_some(Problem::ArchiveGap))
    }
}

/// Why the archive ends before its time.
pub(super) enum Break {
    /// What came before counts.
    Problem(Problem),
    /// Nobody wants the file any more.
    Stopped,
    Output(OutputError),
}

/// Reads the archive into `part`, which begins with what `writer` has written
/// already, and looks for `links` on the way.
#[expect(clippy::too_many_arguments, reason = "what goes in, and where it goes")]
pub(super) async fn write(
    order: &Order,
    from: &Account,
    opened: Result<Opened<'_>, Break>,
    writer: &mut ArchiveWriter,
    links: &mut Links,
    target: &mut Target<'_>,
    part: &mut Writing,
    heard: &dyn Fn(Step),
) -> Result<History, FileError> {
    let mut record = Record::new(order, writer, links);
    let read = async {
        let environment = from.session().environment();
        read(opened?, environment.as_ref(), &mut record, target, part, heard).await
    };
    let problem = match read.await {
        Ok(()) => None,
        Err(Break::Problem(problem)) => Some(problem),
        Err(Break::Stopped) => return Err(FileError::Stopped),
        Err(Break::Output(error)) => return Err(error.into()),
    };
    let (tally, digest) = record.close();
    Ok(History { tally, digest, problem, is_complete: false })
}

/// Like [`write`], of an archive that stands in another file.
pub(super) async fn copy(
    order: &Order,
    recorded: &mut Archive<'_>,
    writer: &mut ArchiveWriter,
    links: &mut Links,
    target: &mut Target<'_>,
    part: &mut Writing,
    heard: &dyn Fn(Step),
) -> Result<History, FileError> {
    let total = order.holdings.get(MESSAGE_ARCHIVE).map(|holding| holding.unlisted);
    let mut record = Record::new(order, writer, links);
    while let Some(result) = recorded.next().await? {
        record.take_one(result, target, part).await?;
        let done = record.seen();
        let total = total.filter(|total| *total >= done);
        heard(Step::Archive { done, total, is_estimate: false });
        target.rest().await;
    }
    record.flush(target, part).await?;
    let (tally, digest) = record.close();
    Ok(History { tally, digest, problem: None, is_complete: true })
}

async fn read(
    (mut pages, mut next): Opened<'_>,
    environment: &dyn Environment,
    record: &mut Record<'_>,
    target: &mut Target<'_>,
    part: &mut Writing,
    heard: &dyn Fn(Step),
) -> Result<(), Break> {
    let counted = pages.count();
    while let Some(page) = next {
        let mark = Mark::of(&page);
        let writing = record.take(page, target, part, environment);
        let (following, written) = join(pages.after(&mark), writing).await;
        written.map_err(Break::Output)?;
        let done = record.seen();
        // A count can be of another day.
        let counted = counted.filter(|counted| *counted >= done);
        let total = counted.or_else(|| pages.estimate(done, record.latest()));
        heard(Step::Archive { done, total, is_estimate: counted.is_none() });
        next = following?;
    }
    // What came only meanwhile makes up for nothing.
    let missing = counted.unwrap_or_default().saturating_sub(record.distinct().saturating_sub(pages.late()));
    if missing > 0 {
        record.tally.count(Outcome::Failed(Problem::ArchiveGap), missing);
    } else if !pages.is_at_end() {
        return Err(Break::Problem(Problem::ArchiveGap));
    }
    Ok(())
}
