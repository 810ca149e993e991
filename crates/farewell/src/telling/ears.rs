//! What is listened to, from the beginning to the end.

use std::pin::Pin;

use futures_channel::mpsc;
use futures_util::stream::{FusedStream, Stream, StreamExt};
use session::Status;
use xml::Element;

use super::Wish;
use crate::Ends;

type Stanzas = Pin<Box<dyn FusedStream<Item = Element>>>;
type Statuses = Pin<Box<dyn FusedStream<Item = Status>>>;

/// The person, both accounts, and their connections.
pub(super) struct Ears {
    pub(super) wishes: mpsc::UnboundedReceiver<Wish>,
    pub(super) here: Stanzas,
    pub(super) here_status: Statuses,
    pub(super) there: Stanzas,
    pub(super) there_status: Statuses,
}

impl Ears {
    pub(super) fn open(ends: &Ends, wishes: mpsc::UnboundedReceiver<Wish>) -> Self {
        let here = ends.destination.session();
        let there = ends.origin.as_ref().map(|origin| origin.session());
        Self {
            wishes,
            here: Box::pin(here.inbox().fuse()),
            here_status: Box::pin(here.watch().fuse()),
            there: or_nothing(there.map(|there| there.inbox())),
            there_status: or_nothing(there.map(|there| there.watch())),
        }
    }
}

fn or_nothing<T: 'static>(
    stream: Option<impl Stream<Item = T> + 'static>,
) -> Pin<Box<dyn FusedStream<Item = T>>> {
    match stream {
        Some(stream) => Box::pin(stream.fuse()),
        None => Box::pin(futures_util::stream::empty().fuse()),
    }
}
