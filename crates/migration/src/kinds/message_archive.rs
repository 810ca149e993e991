//! `message_archive`: what was said, as the server kept it (XEP-0313).
//!
//! It is never held: [`crate::file`] reads it page by page into a file. No
//! client can write an archive. Equality: the XML of all results, in their order.

use async_trait::async_trait;
use futures_util::future::try_join;
use ordered::Set;
use portable::Fragment;
use session::{ArchivePage, ArchiveQuery};
use xml::{Element, ns};

use crate::kind::{Difference, Item, Kind, KindId, Mapping, Reading, Sink, Support, Survey};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("message_archive");

/// What a short message takes in the file with all that is around it, in bytes.
const TYPICAL_SIZE: u64 = 700;
/// Results in a page, as most servers give them.
const TYPICAL_PAGE: u64 = 100;
/// Results looked at on each end where the server does not count.
const SAMPLE: u32 = 50;

#[derive(Debug)]
pub(crate) struct MessageArchive;

#[async_trait(?Send)]
impl Kind for MessageArchive {
    fn id(&self) -> KindId {
        ID
    }

    fn claims(&self, fragment: &Fragment) -> bool {
        matches!(fragment, Fragment::ArchiveResult(_))
    }

    fn support(&self, features: &Features) -> Support {
        if is_there(features) {
            Support::ReadOnly(Reason::OnlyInFile)
        } else {
            Support::None(Reason::Unsupported)
        }
    }

    fn reading(&self) -> Reading {
        Reading::IntoFile
    }

    /// Looks at the first and the last message; at the first and the last page where
    /// the server does not count.
    async fn survey(&self, from: &Account) -> Result<Survey, Problem> {
        let first = ArchiveQuery { max: 1, ..ArchiveQuery::default() };
        let last = ArchiveQuery { before: Some(String::new()), ..first.clone() };
        let session = from.session();
        let (first, last) = try_join(session.archive_page(&first), session.archive_page(&last)).await?;
        let (oldest, newest) = (first.results.first(), last.results.first());
        let only = |id: &Element| newest.is_none_or(|newest| newest.attr("id") == id.attr("id"));
        let count = match oldest {
            None => Some(0),
            Some(oldest) if only(oldest) => Some(1),
            Some(_) => first.count.or(last.count),
        };
        let (count, is_estimate) = match count {
            Some(count) => (count, false),
            None => estimate(from).await?,
        };
        Ok(Survey {
            count: Some(count),
            is_estimate,
            bytes: Some(count.saturating_mul(TYPICAL_SIZE)),
            round_trips: count.div_ceil(TYPICAL_PAGE),
        })
    }

    async fn export(&self, _: &Account, _: &mut dyn Sink) -> Result<(), Problem> {
        Ok(())
    }

    fn convert(&self, _: &[Fragment], _: &Mapping) -> Vec<Item> {
        Vec::new()
    }

    fn differences(&self, _: &[Item], _: &[Fragment]) -> Vec<Difference> {
        Vec::new()
    }
}

/// How many messages there are, and whether that is guessed: as dense as at both ends.
async fn estimate(from: &Account) -> Result<(u64, bool), Problem> {
    let session = from.session();
    let first = ArchiveQuery { max: SAMPLE, ..ArchiveQuery::default() };
    let last = ArchiveQuery { before: Some(String::new()), ..first.clone() };
    let (first, last) = try_join(session.archive_page(&first), session.archive_page(&last)).await?;
    let ids = |page: &ArchivePage| -> Set<String> {
        page.results.iter().filter_map(|result| result.attr("id")).map(str::to_owned).collect()
    };
    let (early, late) = (ids(&first), ids(&last));
    let both = late.iter().filter(|id| early.contains(*id)).count();
    let seen = (early.len() + late.len() - both) as u64;
    if first.complete || both > 0 {
        return Ok((seen, false));
    }
    let span = |page: &ArchivePage| {
        Some((page.results.first().and_then(time_of)?, page.results.last().and_then(time_of)?))
    };
    let (Some((begins, early_end)), Some((late_start, ends))) = (span(&first), span(&last)) else {
        return Ok((seen, true));
    };
    let seconds = |from: i64, to: i64| u64::try_from(to.saturating_sub(from)).unwrap_or(0);
    let looked_at = seconds(begins, early_end) + seconds(late_start, ends);
    let steps = (first.results.len() + last.results.len()).saturating_sub(2) as u64;
    let whole =
        seconds(begins, ends).saturating_mul(steps).checked_div(looked_at).map_or(0, |steps| steps + 1);
    Ok((whole.max(seen), true))
}

/// Whether there is an archive to read.
pub(crate) fn is_there(features: &Features) -> bool {
    features.has(ns::MAM)
}

/// The message in a result of an archive.
pub(crate) fn archived_message(result: &Element) -> Option<&Element> {
    result.child("forwarded", ns::FORWARD)?.child("message", ns::CLIENT)
}

/// When the message of a result was sent, as the server says it.
pub(crate) fn stamp_of(result: &Element) -> Option<&str> {
    result.child("forwarded", ns::FORWARD)?.child("delay", ns::DELAY)?.attr("stamp")
}

/// When the message of a result was sent, in seconds since 1970.
pub(crate) fn time_of(result: &Element) -> Option<i64> {
    stamp_of(result).and_then(portable::seconds)
}
