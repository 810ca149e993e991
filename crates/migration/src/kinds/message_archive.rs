//! `message_archive`: what was said, as the server kept it (XEP-0313).
//!
//! It is never held: [`crate::file`] reads it page by page into a file. No
//! client can write an archive. Equality: the XML of all results, in their order.

use async_trait::async_trait;
use futures_util::future::try_join;
use portable::Fragment;
use session::ArchiveQuery;
use xml::{Element, ns};

use crate::kind::{Difference, Item, Kind, KindId, Mapping, Reading, Sink, Support, Survey};
use crate::{Account, Features, Problem, Reason};

pub(crate) const ID: KindId = KindId("message_archive");

/// What a short message takes in the file with all that is around it, in bytes.
const TYPICAL_SIZE: u64 = 700;
/// Results in a page, as most servers give them.
const TYPICAL_PAGE: u64 = 100;

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

    /// Looks at the first and the last message.
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
        Ok(Survey {
            count,
            is_estimate: false,
            bytes: count.map(|count| count * TYPICAL_SIZE),
            round_trips: count.map_or(0, |count| count.div_ceil(TYPICAL_PAGE)),
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
