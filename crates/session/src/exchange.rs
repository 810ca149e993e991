//! The requests of one connection: which go out when, and what becomes of those that it takes with it.

use ordered::Map;
use std::time::Duration;

use stream::{RequestId, RequestKind};

use crate::RequestError;
use crate::link::Link;
use crate::session::{Queued, Shared};
use crate::window::Window;

/// A request this large goes out alone: if the server ends the stream over it, there is no doubt which it was.
const ALONE: usize = 16 * 1024;
/// How often a read is sent before a lost connection fails it.
const MOST_ATTEMPTS: u8 = 4;

/// The requests of one connection.
pub(crate) struct Exchange<'a> {
    shared: &'a Shared,
    pending: Map<RequestId, (Queued, Duration)>,
    window: Window,
    /// Reads to send again on the next connection, in their order.
    lost: Vec<Queued>,
    /// Whether the write that may have ended the connection is known.
    suspected: bool,
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(shared: &'a Shared) -> Self {
        Self { shared, pending: Map::new(), window: Window::new(), lost: Vec::new(), suspected: false }
    }

    /// Moves requests onto the stream while the window admits them.
    pub(crate) fn send(&mut self, link: &mut Link) {
        while self.window.admits(link.stream.in_flight(), link.stream.bytes_in_flight()) {
            let Some(next) = self.next(link.stream.in_flight() == 0) else { break };
            self.start(next, link);
        }
    }

    fn next(&self, idle: bool) -> Option<Queued> {
        let one_alone_is_out = self.pending.values().any(|(queued, _)| queued.size >= ALONE);
        let mut state = self.shared.state.borrow_mut();
        let held = state.writes_held;
        let may_go = |queued: &Queued| !held || queued.request.kind == RequestKind::Get;
        let at = state.queue.iter().position(may_go)?;
        let must_be_alone = state.queue[at].size >= ALONE;
        if one_alone_is_out || (must_be_alone && !idle) {
            return None;
        }
        state.queue.remove(at)
    }

    fn start(&mut self, mut queued: Queued, link: &mut Link) {
        if queued.reply.is_canceled() {
            return;
        }
        let now = self.shared.environment.now();
        queued.attempts += 1;
        match link.stream.request(queued.request.clone(), now) {
            Ok(id) => {
                self.pending.insert(id, (queued, now));
            }
            // Whoever asked may be gone; then nobody needs the answer.
            Err(too_large) => drop(queued.reply.send(Err(too_large.into()))),
        }
    }

    /// The stream's one answer to a request: back to who waits, or once more into the queue.
    pub(crate) fn answer(
        &mut self,
        id: RequestId,
        result: Result<Option<xml::Element>, stream::RequestError>,
    ) {
        let Some((queued, sent)) = self.pending.remove(&id) else { return };
        let is_read = queued.request.kind == RequestKind::Get;
        let result = match result {
            Err(stream::RequestError::ServerClosed { condition }) if !may_blame_a_stanza(&condition) => {
                // The server said why, so nothing is suspected.
                self.suspected = true;
                Err(stream::RequestError::ConnectionLost)
            }
            result => result,
        };
        match &result {
            Err(stream::RequestError::ConnectionLost) if is_read && queued.attempts < MOST_ATTEMPTS => {
                return self.lost.push(queued);
            }
            Err(stream::RequestError::ConnectionLost) => {
                // Answers to lost requests come in the order of sending: the first write lost is the suspect.
                if !std::mem::replace(&mut self.suspected, true) {
                    self.shared.state.borrow_mut().fatal.suspect(queued.fingerprint);
                }
            }
            Err(stream::RequestError::ServerClosed { condition }) => {
                self.suspected = true;
                self.shared.state.borrow_mut().fatal.convict(queued.fingerprint, condition);
            }
            _ => {
                let now = self.shared.environment.now();
                self.window.on_answer(now.saturating_sub(sent), now);
                self.shared.state.borrow_mut().slow = self.window.is_slow();
            }
        }
        // Whoever asked may be gone; then nobody needs the answer.
        drop(queued.reply.send(result.map_err(RequestError::from)));
    }

    /// The connection is over: reads go back to the head of the queue, writes that were not sent fail.
    pub(crate) fn close(&mut self) {
        let mut state = self.shared.state.borrow_mut();
        let waiting = std::mem::take(&mut state.queue);
        state.queue.extend(self.lost.drain(..));
        for queued in waiting {
            if queued.request.kind == RequestKind::Get {
                state.queue.push_back(queued);
            } else {
                drop(queued.reply.send(Err(RequestError::ConnectionLost)));
            }
        }
    }
}

/// Whether a stream that ends with this condition may end because of what was sent,
/// and not because of the connection or the server (RFC 6120 §4.9.3).
fn may_blame_a_stanza(condition: &str) -> bool {
    !matches!(
        condition,
        "conflict"
            | "connection-timeout"
            | "host-gone"
            | "host-unknown"
            | "not-authorized"
            | "remote-connection-failed"
            | "reset"
            | "resource-constraint"
            | "see-other-host"
            | "system-shutdown"
    )
}
