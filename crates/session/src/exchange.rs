//! The requests of one connection: which go out when, and what becomes of those that it takes with it.

use ordered::Map;
use std::time::Duration;

use stream::RequestId;
use xml::Element;

use crate::RequestError;
use crate::gathering::holds_result;
use crate::link::Link;
use crate::queue::Queued;
use crate::session::{SLOW, Shared};
use crate::window::Window;

/// A request this large goes out alone: if the server ends the stream over it, there is no doubt which it was.
const ALONE: usize = 16 * 1024;
/// How often a read is sent before a lost connection fails it.
const MOST_ATTEMPTS: u8 = 4;

/// Of many requests that nobody waits for one by one, so many are out at once beside others: a server answers
/// one after the other, and who asks one thing after the other would wait for all of them every time.
const BESIDE_OTHERS: usize = 16;
/// Whoever got an answer asks the next thing within this time.
const LULL: Duration = Duration::from_millis(250);

/// The requests of one connection.
pub(crate) struct Exchange<'a> {
    shared: &'a Shared,
    pending: Map<RequestId, Pending>,
    window: Window,
    /// When the last answer came that somebody may have waited for.
    awaited: Option<Duration>,
    /// Reads to send again on the next connection, in their order.
    lost: Vec<Queued>,
    /// Whether the write that may have ended the connection is known.
    suspected: bool,
}

struct Pending {
    queued: Queued,
    sent: Duration,
    /// When the first part of the answer came, where it comes in several.
    heard: Option<Duration>,
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(shared: &'a Shared) -> Self {
        Self {
            shared,
            pending: Map::new(),
            window: Window::new(),
            awaited: None,
            lost: Vec::new(),
            suspected: false,
        }
    }

    /// Moves requests onto the stream while the window admits them. Those to other servers do not
    /// count: one that hangs would keep everything from our own.
    pub(crate) fn send(&mut self, link: &mut Link) {
        // What waits goes on when the stream does.
        while !link.stream.is_suspended() {
            let abroad = self.pending.values().filter(|pending| pending.queued.is_foreign).count();
            let at_home = link.stream.in_flight().saturating_sub(abroad);
            let is_full = !self.window.admits(at_home, link.stream.bytes_in_flight());
            let Some(next) = self.next(link.stream.in_flight() == 0, is_full) else { break };
            if next.size >= ALONE
                && self.may_leave()
                && link.leave_for(next.size, self.shared.environment.now())
            {
                self.shared.state.borrow_mut().queue.push_front(next);
                break;
            }
            self.start(next, link);
        }
        let silent = |pending: &&Pending| !pending.queued.is_foreign && pending.heard.is_none();
        let awaited_since = self.pending.values().filter(silent).map(|pending| pending.sent).min();
        self.shared.state.borrow_mut().awaited_since = awaited_since;
    }

    /// The stream goes on: how long it was gone says nothing of how quick the server is.
    pub(crate) fn resumed(&mut self) {
        let now = self.shared.environment.now();
        for pending in self.pending.values_mut() {
            pending.sent = now;
        }
    }

    fn next(&self, idle: bool, is_full: bool) -> Option<Queued> {
        let one_alone_is_out = self.pending.values().any(|pending| pending.queued.size >= ALONE);
        let mut state = self.shared.state.borrow_mut();
        let held = state.writes_held;
        let may_go = |queued: &Queued| (!held || queued.is_read) && (!is_full || queued.is_foreign);
        let first = |of_many: bool| {
            state.queue.iter().position(|queued| queued.is_one_of_many == of_many && may_go(queued))
        };
        let at = first(false).or_else(|| first(true).filter(|_| self.has_room_for_many()))?;
        let must_be_alone = state.queue[at].size >= ALONE;
        if one_alone_is_out || (must_be_alone && !idle) {
            return None;
        }
        state.queue.remove(at)
    }

    /// Whether another connection can be made without the person.
    fn may_leave(&self) -> bool {
        self.shared.state.borrow().login.credentials.is_some()
    }

    fn has_room_for_many(&self) -> bool {
        let ours =
            || self.pending.values().map(|pending| &pending.queued).filter(|queued| !queued.is_foreign);
        let is_quiet = || {
            let now = self.shared.environment.now();
            self.awaited.is_none_or(|awaited| now.saturating_sub(awaited) >= LULL)
        };
        let many = ours().filter(|queued| queued.is_one_of_many).count();
        many < BESIDE_OTHERS || many == ours().count() && is_quiet()
    }

    fn start(&mut self, mut queued: Queued, link: &mut Link) {
        if queued.reply.is_canceled() {
            return;
        }
        let now = self.shared.environment.now();
        queued.attempts += 1;
        if let Some(gathering) = &mut queued.gathering {
            gathering.start(&mut queued.request.payload, link.stream.token());
        }
        match link.stream.request(queued.request.clone(), now) {
            Ok(id) => {
                self.pending.insert(id, Pending { queued, sent: now, heard: None });
            }
            Err(too_large) => queued.finish(Err(too_large.into())),
        }
    }

    /// A message: part of an answer, or for who listens.
    pub(crate) fn message(&mut self, message: Element, link: &mut Link, now: Duration) {
        match self.gather(message, now) {
            Ok((id, false)) => link.stream.extend(id, now),
            Ok((id, true)) => {
                let too_much = "far more than was asked for".to_owned();
                self.answer(id, Err(stream::RequestError::Malformed(too_much)));
            }
            Err(stray) if holds_result(&stray) => self.shared.state.borrow_mut().stray += 1,
            Err(message) => self.shared.deliver(&message),
        }
    }

    /// Finds the request whose answer `message` is part of, and says whether that is too much by now.
    fn gather(&mut self, mut message: Element, now: Duration) -> Result<(RequestId, bool), Element> {
        let own = self.shared.account();
        for (&id, pending) in self.pending.iter_mut() {
            let Some(gathering) = &mut pending.queued.gathering else { continue };
            match gathering.offer(message, &own) {
                Ok(()) => {
                    pending.heard.get_or_insert(now);
                    return Ok((id, gathering.is_too_much()));
                }
                Err(left) => message = left,
            }
        }
        Err(message)
    }

    /// The stream's one answer to a request: back to who waits, or once more into the queue.
    pub(crate) fn answer(&mut self, id: RequestId, result: Result<Option<Element>, stream::RequestError>) {
        let Some(Pending { queued, sent, heard }) = self.pending.remove(&id) else { return };
        let result = match result {
            Err(stream::RequestError::ServerClosed { condition }) if !may_blame_a_stanza(&condition) => {
                // The server said why, so nothing is suspected.
                self.suspected = true;
                Err(stream::RequestError::ConnectionLost)
            }
            result => result,
        };
        match &result {
            Err(stream::RequestError::ConnectionLost)
                if queued.is_read && queued.attempts < MOST_ATTEMPTS =>
            {
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
            // How long another server takes says nothing of ours.
            _ if queued.is_foreign => {}
            _ => {
                let now = self.shared.environment.now();
                if !queued.is_one_of_many {
                    self.awaited = Some(now);
                }
                let round_trip = heard.unwrap_or(now).saturating_sub(sent);
                self.window.on_answer(round_trip, now);
                let mut state = self.shared.state.borrow_mut();
                if round_trip > SLOW {
                    state.late = Some(now);
                }
                state.round_trip = Some(smoothed(state.round_trip, round_trip));
            }
        }
        queued.finish(result.map_err(RequestError::from));
    }

    /// The connection is over: reads go back to the head of the queue, writes that were not sent fail.
    pub(crate) fn close(&mut self) {
        let mut state = self.shared.state.borrow_mut();
        state.awaited_since = None;
        let waiting = std::mem::take(&mut state.queue);
        state.queue.extend(self.lost.drain(..));
        for queued in waiting {
            if queued.is_read {
                state.queue.push_back(queued);
            } else {
                queued.finish(Err(RequestError::ConnectionLost));
            }
        }
    }
}

/// Like the smoothed round-trip time of RFC 6298 §2.3.
fn smoothed(before: Option<Duration>, round_trip: Duration) -> Duration {
    before.map_or(round_trip, |before| (before * 7 + round_trip) / 8)
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
