//! The client's side of a session: which request goes out when, what an answer means,
//! and what becomes of requests that are lost (XEP-0124 §11 to §14).

use std::collections::VecDeque;
use std::time::Duration;

use xml::ns;

use super::answer::{Answer, End, Terms, closing, end_of_status, opening};
use super::body;
use crate::FetchError;

/// Bytes of stanzas in one body from which on no further one is added: some servers
/// judge the whole body by what they allow a stanza.
const FULL: usize = 48 * 1024;
/// How long a lost request waits before it is sent again, at most.
const LONGEST_DELAY: Duration = Duration::from_secs(4);
/// So long nothing is asked after an answer: what the stream says to it needs no second request then.
const LINGER: Duration = Duration::from_millis(100);
/// How long a request may be on its way to the server, as far as that is not known better.
const SHORTEST_WAY: Duration = Duration::from_millis(100);
const LONGEST_WAY: Duration = Duration::from_secs(2);
/// How long saying goodbye may take.
const PARTING: Duration = Duration::from_secs(10);

/// One session with a connection manager.
pub(super) struct Client {
    domain: String,
    /// The next request's.
    rid: u64,
    terms: Option<Terms>,
    /// What the stream wants sent, in that order.
    waiting: VecDeque<Wanted>,
    /// Requests without an answer that was dealt with, in the order of their `rid`.
    requests: VecDeque<Request>,
    /// For the stream.
    frames: VecDeque<String>,
    /// The stream has sent its first header.
    opened: bool,
    /// The stream is about to restart: its next header brings the features, not a poll.
    restarting: bool,
    /// The request that ends the session was sent, or is the next.
    terminated: bool,
    /// When the first request was lost since the last answer, and how many were since.
    trouble: Option<(Duration, u32)>,
    /// How long it takes at most until the server has a request: as long as the first one took,
    /// with all that a new connection needs.
    way: Duration,
    /// An empty request must not be sent before.
    poll_at: Duration,
    /// When to give up saying goodbye.
    parting: Option<Duration>,
    over: bool,
}

enum Wanted {
    Stanza(String),
    Restart,
    Terminate,
}

struct Request {
    rid: u64,
    /// Sent again, it must be the very same (XEP-0124 §14.3).
    body: String,
    is_poll: bool,
    /// Nothing in it is going to be answered soon.
    is_quiet: bool,
    sent: Duration,
    state: State,
}

enum State {
    UnderWay,
    /// Lost; to be sent again then.
    Again(Duration),
    /// Answered before one that was sent earlier.
    Answered(Answer),
}

impl Client {
    /// `seed` must be unguessable: who knows the `rid` could break into the session (XEP-0124 §15).
    pub(super) fn new(domain: &str, seed: [u8; 32]) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = seed;
        // At most 2^53 - 1 in the longest session (XEP-0124 §14.1).
        let rid = u64::from_be_bytes([a, b, c, d, e, f, g, h]) >> 12;
        Self {
            domain: domain.to_owned(),
            rid: rid.max(1),
            terms: None,
            waiting: VecDeque::new(),
            requests: VecDeque::new(),
            frames: VecDeque::new(),
            opened: false,
            restarting: false,
            terminated: false,
            trouble: None,
            way: SHORTEST_WAY,
            poll_at: Duration::ZERO,
            parting: None,
            over: false,
        }
    }

    /// The request that creates the session.
    pub(super) fn creation(&self) -> String {
        body::creation(self.rid, &self.domain)
    }

    /// What came of that request, and how long it took. The error says why there is no session.
    pub(super) fn created(
        &mut self,
        posted: Result<String, FetchError>,
        took: Duration,
    ) -> Result<(), String> {
        self.way = took.clamp(SHORTEST_WAY, LONGEST_WAY);
        let text = posted.map_err(|error| error.to_string())?;
        let answer = Answer::parse(&text).map_err(|error| format!("no BOSH answer: {error}"))?;
        self.rid += 1;
        if answer.end().is_none() {
            self.terms = Some(answer.terms()?);
        }
        self.take(&answer);
        Ok(())
    }

    /// How long the server may take for an answer.
    pub(super) fn wait(&self) -> Duration {
        self.terms.as_ref().map_or(Duration::ZERO, |terms| terms.wait)
    }

    /// Nothing is left to be sent or heard.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// The stream wants this frame sent.
    pub(super) fn push(&mut self, frame: String) {
        let tag = frame.split('>').next().unwrap_or_default();
        if tag.starts_with("<open ") && tag.contains(ns::FRAMING) {
            // The first one stands in the creation request.
            if std::mem::replace(&mut self.opened, true) {
                self.restarting = false;
                self.waiting.push_back(Wanted::Restart);
            }
        } else if tag.starts_with("<close ") && tag.contains(ns::FRAMING) {
            self.waiting.push_back(Wanted::Terminate);
        } else if tag.starts_with("<error ") && tag.contains(ns::STREAM) {
            // A client cannot say this here; the end that follows says enough.
        } else {
            self.waiting.push_back(Wanted::Stanza(frame));
        }
    }

    /// The stream has gone: ends the session unless that is under way.
    pub(super) fn close(&mut self, now: Duration) {
        if !self.is_closing() {
            self.waiting.push_back(Wanted::Terminate);
        }
        self.parting.get_or_insert(now.saturating_add(PARTING));
    }

    /// The next request to post.
    pub(super) fn poll_post(&mut self, now: Duration) -> Option<(u64, String)> {
        let is_closing = self.is_closing();
        if is_closing {
            self.parting.get_or_insert(now.saturating_add(PARTING));
        }
        let terms = self.terms.as_ref().filter(|_| !self.over)?;
        let is_due = |request: &&mut Request| matches!(request.state, State::Again(at) if at <= now);
        if let Some(request) = self.requests.iter_mut().find(is_due) {
            request.state = State::UnderWay;
            request.sent = now;
            return Some((request.rid, request.body.clone()));
        }
        // Where one is lost no further one is risked: a server takes them only in their order.
        let is_lost = |request: &Request| matches!(request.state, State::Again(_));
        if self.requests.len() >= terms.requests || self.requests.iter().any(is_lost) || self.terminated {
            return None;
        }
        // ejabberd takes up a request that overtakes another only once it has an answer for that one.
        if self.settles_at().is_some_and(|at| now < at) {
            return None;
        }
        let is_poll = self.waiting.is_empty();
        if is_poll && (!self.requests.is_empty() || self.restarting || now < self.poll_at) {
            return None;
        }
        let rid = self.rid;
        let heard = self.requests.front().map_or(rid, |first| first.rid) - 1;
        let ack = (terms.acks && heard + 1 != rid).then_some(heard);
        let start = body::request(rid, &terms.sid, ack);
        let (body, is_quiet) = self.fill(start);
        self.rid += 1;
        self.requests.push_back(Request {
            rid,
            body: body.clone(),
            is_poll,
            is_quiet,
            sent: now,
            state: State::UnderWay,
        });
        Some((rid, body))
    }

    /// When the server is sure to have the latest request, where that matters.
    fn settles_at(&self) -> Option<Duration> {
        let latest = self.requests.back().filter(|latest| latest.is_quiet)?;
        matches!(latest.state, State::UnderWay).then(|| latest.sent.saturating_add(self.way))
    }

    /// As many stanzas as go into one body, or what must go alone; and whether it is quiet.
    fn fill(&mut self, start: String) -> (String, bool) {
        if let Some(Wanted::Restart) = self.waiting.front() {
            self.waiting.pop_front();
            return (body::restart(start, &self.domain), false);
        }
        let (mut stanzas, mut size) = (Vec::new(), 0);
        loop {
            match self.waiting.pop_front() {
                Some(Wanted::Stanza(stanza)) if stanzas.is_empty() || size + stanza.len() <= FULL => {
                    size += stanza.len();
                    stanzas.push(stanza);
                }
                Some(Wanted::Terminate) => {
                    // Nothing follows it.
                    self.waiting.clear();
                    self.terminated = true;
                    return (body::with_stanzas(start, &stanzas, true), false);
                }
                Some(other) => {
                    self.waiting.push_front(other);
                    break;
                }
                None => break,
            }
        }
        let is_quiet = !stanzas.iter().any(|stanza| asks(stanza));
        (body::with_stanzas(start, &stanzas, false), is_quiet)
    }

    /// A request was answered, or was not.
    pub(super) fn answered(&mut self, rid: u64, posted: Result<String, FetchError>, now: Duration) {
        if self.over {
            return;
        }
        let answer = match posted {
            Ok(text) => Answer::parse(&text).map_err(|_| None),
            Err(FetchError::Status(status)) => Err(end_of_status(status)),
            // It would be as large the next time.
            Err(FetchError::TooLarge(_)) => Err(Some(End::Lost)),
            Err(FetchError::Failed(_)) => Err(None),
        };
        match answer {
            Err(Some(end)) => self.end(end),
            Err(None) => self.lost(rid, now),
            Ok(answer) => {
                self.trouble = None;
                if let Some(request) = self.requests.iter_mut().find(|request| request.rid == rid) {
                    request.state = State::Answered(answer);
                }
                self.in_order(now);
            }
        }
    }

    /// Deals with answers in the order of the requests, whatever order they came in.
    fn in_order(&mut self, now: Duration) {
        while let Some(Request { state: State::Answered(_), .. }) = self.requests.front() {
            let Some(Request { state: State::Answered(answer), is_poll, sent, .. }) =
                self.requests.pop_front()
            else {
                return;
            };
            let polling = match &self.terms {
                Some(terms) if !terms.holds => terms.polling,
                _ => Duration::from_secs(1),
            };
            // A server that has nothing to say and does not wait is not to be asked at once again.
            if is_poll && answer.is_empty() && self.requests.is_empty() {
                self.poll_at = self.poll_at.max(sent.saturating_add(polling));
            }
            self.take(&answer);
        }
        if self.requests.is_empty() {
            self.poll_at = self.poll_at.max(now.saturating_add(LINGER));
            if self.terminated {
                self.end(End::Lost);
            }
        }
        // One that waited all this time behind another has not been taken up.
        let wait = self.wait();
        if let Some(next) = self.requests.front_mut()
            && matches!(next.state, State::UnderWay)
            && now.saturating_sub(next.sent) >= wait
        {
            next.state = State::Again(now);
        }
    }

    fn take(&mut self, answer: &Answer) {
        if self.over {
            return;
        }
        for child in answer.payload() {
            if child.is("features", ns::STREAM) {
                let from = self.terms.as_ref().and_then(|terms| terms.from.as_deref());
                self.frames.push_back(opening(from));
            }
            self.restarting |= child.is("success", ns::SASL);
            self.frames.push_back(child.to_xml());
        }
        match answer.end() {
            Some(end) => self.end(end),
            // White space, which tells the stream that the server is there.
            None if answer.is_empty() => self.frames.push_back(String::new()),
            None => {}
        }
    }

    /// The same request is sent again, at once for the first time (XEP-0124 §14.3).
    fn lost(&mut self, rid: u64, now: Duration) {
        if self.terminated {
            // The server will find out by itself.
            return self.end(End::Frames(vec![closing()]));
        }
        let (since, times) = self.trouble.unwrap_or((now, 0));
        // After so long the server has forgotten the session.
        let inactivity = self.terms.as_ref().map_or(Duration::ZERO, |terms| terms.inactivity);
        if now.saturating_sub(since) >= inactivity && times > 0 {
            return self.end(End::Lost);
        }
        let delay = match times {
            0 => Duration::ZERO,
            _ => LONGEST_DELAY.min(Duration::from_millis(250) * (1 << times.min(5))),
        };
        self.trouble = Some((since, times + 1));
        let is_it = |request: &&mut Request| request.rid == rid && matches!(request.state, State::UnderWay);
        if let Some(request) = self.requests.iter_mut().find(is_it) {
            request.state = State::Again(now.saturating_add(delay));
        }
    }

    /// The page is back: what is lost need not wait any longer.
    pub(super) fn hurry(&mut self, now: Duration) {
        for request in &mut self.requests {
            if let State::Again(at) = &mut request.state {
                *at = now;
            }
        }
    }

    pub(super) fn handle_timeout(&mut self, now: Duration) {
        if self.parting.is_some_and(|at| at <= now) {
            self.end(End::Lost);
        }
    }

    /// When [`Self::handle_timeout`] or [`Self::poll_post`] may have something to do.
    pub(super) fn poll_timeout(&self) -> Option<Duration> {
        let again = self.requests.iter().filter_map(|request| match request.state {
            State::Again(at) => Some(at),
            _ => None,
        });
        let polls = self.requests.is_empty() && !self.restarting && !self.terminated;
        let poll = polls.then_some(self.poll_at);
        let settled = self.settles_at().filter(|_| !self.waiting.is_empty());
        again.chain(poll).chain(settled).chain(self.parting).min()
    }

    fn end(&mut self, end: End) {
        if self.over {
            return;
        }
        self.over = true;
        self.frames.extend(match end {
            // What a server says to our goodbye does not matter.
            _ if self.terminated => vec![closing()],
            End::Lost => Vec::new(),
            End::Frames(frames) => frames,
        });
    }

    pub(super) fn poll_frame(&mut self) -> Option<String> {
        self.frames.pop_front()
    }

    fn is_closing(&self) -> bool {
        self.terminated || self.waiting.iter().any(|wanted| matches!(wanted, Wanted::Terminate))
    }
}

/// Whether a frame is going to be answered: anything but a message, a presence or an answer.
fn asks(frame: &str) -> bool {
    let tag = frame.split('>').next().unwrap_or_default();
    let is_answer = tag.contains(" type='result'") || tag.contains(" type='error'");
    !(tag.starts_with("<message") || tag.starts_with("<presence") || is_answer)
}
