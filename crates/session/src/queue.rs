//! What waits to be sent or for its answer, and what is never sent again.

use ordered::Map;
use std::hash::{DefaultHasher, Hash, Hasher};

use futures_channel::oneshot;
use jid::{BareJid, Jid};
use stream::{Request, RequestKind};
use xml::Element;

use crate::RequestError;
use crate::gathering::Gathering;

/// A request that waits to be sent, or for its answer.
pub(crate) struct Queued {
    pub(crate) request: Request,
    pub(crate) reply: oneshot::Sender<Result<Answer, RequestError>>,
    /// It changes nothing, so it may be sent again.
    pub(crate) is_read: bool,
    /// Another server answers it.
    pub(crate) is_foreign: bool,
    /// Of many that nobody waits for one by one.
    pub(crate) is_one_of_many: bool,
    /// Where the answer comes in several stanzas.
    pub(crate) gathering: Option<Gathering>,
    /// Bytes of the payload.
    pub(crate) size: usize,
    pub(crate) fingerprint: u64,
    /// How often it was sent.
    pub(crate) attempts: u8,
}

/// What a request brought.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The first child of the result.
    pub(crate) payload: Option<Element>,
    /// What came ahead of it, in that order.
    pub(crate) gathered: Vec<Element>,
}

impl Queued {
    pub(crate) fn new(
        request: Request,
        own: &BareJid,
        gathering: Option<Gathering>,
        reply: oneshot::Sender<Result<Answer, RequestError>>,
    ) -> Self {
        let text = request.payload.to_xml();
        Self {
            is_foreign: request.to.as_ref().is_some_and(|to| to.bare().domain() != own.domain()),
            is_read: request.kind == RequestKind::Get || gathering.is_some(),
            is_one_of_many: false,
            size: text.len(),
            fingerprint: fingerprint(request.kind, request.to.as_ref(), &text),
            request,
            reply,
            gathering,
            attempts: 0,
        }
    }

    /// Gives the answer to who asked. They may be gone; then nobody needs it.
    pub(crate) fn finish(self, result: Result<Option<Element>, RequestError>) {
        let gathered = self.gathering.map(Gathering::into_stanzas).unwrap_or_default();
        drop(self.reply.send(result.map(|payload| Answer { payload, gathered })));
    }
}

fn fingerprint(kind: RequestKind, to: Option<&Jid>, payload: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (matches!(kind, RequestKind::Set), to, payload).hash(&mut hasher);
    hasher.finish()
}

/// Requests over which the server ended the connection, by fingerprint: they
/// are never sent again unchanged.
#[derive(Default)]
pub(crate) struct Fatal {
    strikes: Map<u64, (u8, String)>,
}

impl Fatal {
    /// The server named this request's fault when it ended the stream.
    pub(crate) fn convict(&mut self, fingerprint: u64, condition: &str) {
        self.strikes.insert(fingerprint, (u8::MAX, condition.to_owned()));
    }

    /// The connection ended while this request was the first without an answer.
    /// Once is the network; twice is the request.
    pub(crate) fn suspect(&mut self, fingerprint: u64) {
        let entry = self.strikes.entry(fingerprint).or_insert((0, "connection closed".to_owned()));
        entry.0 = entry.0.saturating_add(1);
    }

    pub(crate) fn verdict(&self, fingerprint: u64) -> Option<RequestError> {
        let (strikes, condition) = self.strikes.get(&fingerprint)?;
        (*strikes >= 2).then(|| RequestError::ServerClosed { condition: condition.clone() })
    }
}
