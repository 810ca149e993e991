//! The stream itself: what comes in, what goes out, and how it ends.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use jid::Jid;
use xml::{Element, ElementReader, Rules, ns};

use crate::inbound::react;
use crate::keepalive::{Keepalive, Ping};
use crate::management::{Management, Sent, TooHigh};
use crate::negotiate::{Bound, DEFAULT_LIMIT, Negotiation, Progress};
use crate::requests::{Requests, result_of};
use crate::stanza_error::condition_and_text;
use crate::tokens::Tokens;
use crate::{Closed, Config, Event, Failure, Request, RequestError, RequestId, TooLarge};

/// How long the server may take to answer our `<close/>`.
const CLOSING: Duration = Duration::from_secs(5);

/// The most stanzas that may arrive before the stream is ready for them.
const MAX_EARLY: usize = 64;

/// A client stream, from the opened transport to its end.
///
/// Times are `Duration`s since an arbitrary start and never go back.
pub struct Stream {
    phase: Phase,
    tokens: Tokens,
    frames: VecDeque<String>,
    events: VecDeque<Event>,
    requests: Requests,
    keepalive: Keepalive,
    /// Where both ends count what they handled (XEP-0198).
    management: Option<Management>,
    resumable: bool,
    /// Stanzas that came before the stream was ready for them.
    early: Vec<Element>,
    /// Of a text message more may be to come.
    reader: ElementReader,
    jid: Option<Jid>,
    limit: usize,
}

enum Phase {
    Negotiating(Box<Negotiation>),
    Online,
    /// The transport is lost; another one may come until then.
    Suspended {
        until: Duration,
    },
    /// Another transport is there; the stream has not gone on yet.
    Resuming {
        negotiation: Box<Negotiation>,
        until: Duration,
    },
    /// We sent `<close/>` and wait for the server's until the deadline.
    Closing {
        deadline: Duration,
    },
    Ended,
}

impl Stream {
    /// A stream over a transport that is open. `seed` must be unguessable and
    /// never used twice: resource, ids and nonces come from it.
    pub fn new(config: Config, seed: [u8; 32], now: Duration) -> Self {
        let resumable = config.resumable;
        let negotiation = Negotiation::new(config, None, now);
        Self {
            frames: VecDeque::from([negotiation.open()]),
            phase: Phase::Negotiating(Box::new(negotiation)),
            tokens: Tokens::new(seed),
            events: VecDeque::new(),
            requests: Requests::default(),
            keepalive: Keepalive::new(None, now),
            management: None,
            resumable,
            early: Vec::new(),
            reader: ElementReader::new(Rules::stream()),
            jid: None,
            limit: DEFAULT_LIMIT,
        }
    }

    // What is the case.

    /// The most bytes a stanza may have: what the server announces (XEP-0478), else 262,144.
    pub fn limit(&self) -> usize {
        match &self.phase {
            Phase::Negotiating(negotiation) | Phase::Resuming { negotiation, .. } => negotiation.limit,
            _ => self.limit,
        }
    }

    /// How many requests are not answered yet.
    pub fn in_flight(&self) -> usize {
        self.requests.len()
    }

    /// The bytes of the requests that are not answered yet.
    pub fn bytes_in_flight(&self) -> usize {
        self.requests.bytes()
    }

    /// The address the stream is bound to, once online.
    pub fn jid(&self) -> Option<&Jid> {
        self.jid.as_ref()
    }

    /// Whether the stream waits for another transport.
    pub fn is_suspended(&self) -> bool {
        matches!(self.phase, Phase::Suspended { .. })
    }

    /// Whether another transport is there and the stream has not gone on yet.
    pub fn is_resuming(&self) -> bool {
        matches!(self.phase, Phase::Resuming { .. })
    }

    // What the transport says.

    /// A text message arrived.
    pub fn handle_frame(&mut self, frame: &str, now: Duration) {
        // Keep-alive by white space has no place here (RFC 7395 §3.8), and does no harm.
        if frame.bytes().all(|b| b.is_ascii_whitespace()) {
            self.keepalive.heard(now);
            return;
        }
        self.handle_piece(frame.as_bytes(), true, now);
    }

    /// The same for a message handed over piece by piece, as a large one takes long to read:
    /// nothing else may come in between.
    pub fn handle_piece(&mut self, piece: &[u8], is_last: bool, now: Duration) {
        if matches!(self.phase, Phase::Ended) {
            return;
        }
        self.keepalive.heard(now);
        match self.reader.feed(piece) {
            Ok(()) if !is_last => {}
            Ok(()) => match self.reader.finish() {
                Ok(element) => self.handle_element(element, now),
                Err(error) => self.reject("not-well-formed", error.to_string()),
            },
            Err(error) => {
                self.reader.reset();
                self.reject("not-well-formed", error.to_string());
            }
        }
    }

    /// A binary message arrived, which RFC 7395 §3.2 forbids.
    pub fn handle_binary(&mut self, _now: Duration) {
        self.reject("bad-format", "a binary message".to_owned());
    }

    /// The transport is gone.
    pub fn handle_disconnected(&mut self, now: Duration) {
        self.frames.clear();
        self.reader.reset();
        if matches!(self.phase, Phase::Online) && self.suspend(now, false) {
            return;
        }
        let closed = match &mut self.phase {
            Phase::Suspended { .. } => return,
            // Another try with another transport.
            Phase::Resuming { until, .. } => {
                self.phase = Phase::Suspended { until: *until };
                return;
            }
            Phase::Negotiating(negotiation) => {
                Closed::Failed(negotiation.wrong_from().unwrap_or(Failure::Disconnected))
            }
            Phase::Online => Closed::Disconnected,
            Phase::Closing { .. } => Closed::ByUs,
            Phase::Ended => return,
        };
        self.end(closed, None);
    }

    /// Another transport is open in the place of the one that was lost; `config` as for a new stream.
    pub fn reconnected(&mut self, config: Config, now: Duration) {
        let Phase::Suspended { until } = self.phase else { return };
        let resume = self.management.as_ref().and_then(Management::resume);
        let negotiation = Negotiation::new(config, resume, now);
        self.frames = VecDeque::from([negotiation.open()]);
        self.phase = Phase::Resuming { negotiation: Box::new(negotiation), until };
    }

    /// Leaves the transport for another one, between requests. False where the stream could not go on.
    pub fn leave(&mut self, now: Duration) -> bool {
        matches!(self.phase, Phase::Online) && self.requests.len() == 0 && self.suspend(now, true)
    }

    /// There will be no other transport: ends a suspended stream.
    pub fn give_up(&mut self) {
        if matches!(self.phase, Phase::Suspended { .. } | Phase::Resuming { .. }) {
            self.end(Closed::Disconnected, None);
        }
    }

    /// The time of [`Self::poll_timeout`] has come.
    pub fn handle_timeout(&mut self, now: Duration) {
        let is_silent = matches!(self.phase, Phase::Online) && self.keepalive.is_silent(now);
        // Without a word: who says goodbye does not come back.
        if is_silent && self.suspend(now, false) {
            return;
        }
        match &mut self.phase {
            Phase::Negotiating(negotiation) if negotiation.deadline <= now => {
                let failure = negotiation.wrong_from().unwrap_or(Failure::TimedOut);
                self.say_goodbye(Closed::Failed(failure), None);
            }
            Phase::Closing { deadline } if *deadline <= now => self.end(Closed::ByUs, None),
            Phase::Suspended { until } if *until <= now => self.end(Closed::Disconnected, None),
            Phase::Resuming { negotiation, until } if negotiation.deadline <= now => {
                self.phase = Phase::Suspended { until: *until };
            }
            Phase::Online if self.keepalive.is_silent(now) => self.say_goodbye(Closed::Silent, None),
            Phase::Online => {
                while let Some(id) = self.requests.expired(now) {
                    self.respond(id, Err(RequestError::TimedOut));
                }
                if self.keepalive.ping_due(now) {
                    self.ping(Ping::Quiet, now);
                }
            }
            _ => {}
        }
    }

    // What we want.

    /// Sends a request. Its answer is an [`Event::Response`], exactly one.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if the server would not take it: nothing was sent.
    pub fn request(&mut self, request: Request, now: Duration) -> Result<RequestId, TooLarge> {
        self.request_filled(request, |frame| frame, now)
    }

    /// The same, with the text of the stanza changed last of all.
    pub(crate) fn request_filled(
        &mut self,
        request: Request,
        fill: impl FnOnce(String) -> String,
        now: Duration,
    ) -> Result<RequestId, TooLarge> {
        if !matches!(self.phase, Phase::Online) {
            let id = self.requests.next_id();
            self.respond(id, Err(RequestError::ConnectionLost));
            return Ok(id);
        }
        let on_wire = self.tokens.id();
        let to = request.to.clone();
        let frame = self.fitting(fill(request.into_stanza(&on_wire).to_xml()))?;
        let id = self.requests.next_id();
        self.requests.sent(id, on_wire, to, frame.len(), now);
        self.transmit(frame, now);
        Ok(id)
    }

    /// Sends a message or presence in `jabber:client`; without effect unless online.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if the server would not take it: nothing was sent.
    #[expect(clippy::needless_pass_by_value, reason = "what is sent is done with")]
    pub fn send(&mut self, stanza: Element, now: Duration) -> Result<(), TooLarge> {
        if matches!(self.phase, Phase::Online) {
            let frame = self.fitting(stanza.to_xml())?;
            self.transmit(frame, now);
        }
        Ok(())
    }

    /// Part of the answer to `id` has arrived in a stanza of its own, as pages of an
    /// archive do (XEP-0313 §3.2): the server is at it, so its time starts anew.
    pub fn extend(&mut self, id: RequestId, now: Duration) {
        self.requests.extend(id, now);
    }

    /// A token that nobody can guess, and that was never used on this stream.
    pub fn token(&mut self) -> String {
        self.tokens.id()
    }

    /// Asks at once whether the server is still there, and gives it 10 s to answer,
    /// more where requests are under way: for a page that has just woken up.
    pub fn check_alive(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Online) && self.keepalive.may_ask() {
            self.ping(Ping::Woke, now);
        }
    }

    /// Ends the stream in good order; [`Event::Closed`] follows within seconds.
    pub fn close(&mut self, now: Duration) {
        if self.is_suspended() {
            return self.end(Closed::ByUs, None);
        }
        if matches!(self.phase, Phase::Negotiating(_) | Phase::Resuming { .. } | Phase::Online) {
            self.frames.push_back(closing());
            self.phase = Phase::Closing { deadline: now.saturating_add(CLOSING) };
        }
    }

    // What to do about it.

    /// The next text message to send.
    pub fn poll_frame(&mut self) -> Option<String> {
        self.frames.pop_front()
    }

    pub fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// When to call [`Self::handle_timeout`], if nothing happens before.
    pub fn poll_timeout(&self) -> Option<Duration> {
        match &self.phase {
            Phase::Negotiating(negotiation) => Some(negotiation.deadline),
            Phase::Online => {
                let silence = self.keepalive.next_deadline();
                Some(self.requests.next_deadline().map_or(silence, |requests| requests.min(silence)))
            }
            Phase::Suspended { until } => Some(*until),
            Phase::Resuming { negotiation, .. } => Some(negotiation.deadline),
            Phase::Closing { deadline } => Some(*deadline),
            Phase::Ended => None,
        }
    }

    // Inside.

    fn handle_element(&mut self, element: Element, now: Duration) {
        if element.is("close", ns::FRAMING) {
            return self.handle_close(element.attr("see-other-uri"));
        }
        if element.is("error", ns::STREAM) {
            return self.handle_stream_error(&element);
        }
        match &mut self.phase {
            Phase::Negotiating(negotiation) | Phase::Resuming { negotiation, .. } => {
                match negotiation.handle(element, &mut self.tokens, now) {
                    Ok(Progress::Send(frames)) => self.frames.extend(frames),
                    Ok(Progress::Later(_)) if self.early.len() == MAX_EARLY => {
                        self.reject(
                            "policy-violation",
                            "too many stanzas before the session began".to_owned(),
                        );
                    }
                    Ok(Progress::Later(stanza)) => self.early.push(stanza),
                    Ok(Progress::Online(bound)) => self.go_online(bound, now),
                    Ok(Progress::Unauthenticated(features)) => self.stay_unauthenticated(features, now),
                    Ok(Progress::Resumed { h, limit }) => self.go_on(h.as_deref(), limit, now),
                    Err(failure) => self.say_goodbye(Closed::Failed(failure), None),
                }
            }
            Phase::Online | Phase::Closing { .. } if element.ns() == ns::SM => {
                self.handle_management(&element, now);
            }
            Phase::Online | Phase::Closing { .. } => {
                if let Some(management) = &mut self.management {
                    management.received();
                }
                self.handle_stanza(element, now);
            }
            Phase::Suspended { .. } | Phase::Ended => {}
        }
    }

    fn go_online(&mut self, bound: Bound, now: Duration) {
        let Bound { jid, mechanism, keys, features, limit, idle_limit } = bound;
        // What an earlier stream has left, where it could not be resumed.
        while let Some(id) = self.requests.pop_first() {
            self.respond(id, Err(RequestError::ConnectionLost));
        }
        self.management = (self.resumable && Management::is_offered(&features)).then(Management::default);
        if self.management.is_some() {
            self.frames.push_back(Management::enable());
        }
        self.phase = Phase::Online;
        self.limit = limit;
        self.keepalive = Keepalive::new(idle_limit, now);
        self.jid = Some(jid.clone());
        self.events.push_back(Event::Online { jid, mechanism, keys, features });
        for stanza in std::mem::take(&mut self.early) {
            self.handle_stanza(stanza, now);
        }
    }

    fn stay_unauthenticated(&mut self, features: Element, now: Duration) {
        if let Phase::Negotiating(negotiation) = std::mem::replace(&mut self.phase, Phase::Online) {
            self.limit = negotiation.limit;
            self.jid = Some(negotiation.server());
        }
        self.keepalive = Keepalive::mute(now);
        self.events.push_back(Event::Unauthenticated { features: features.into_children().collect() });
    }

    /// An earlier stream goes on over this transport.
    fn go_on(&mut self, h: Option<&str>, limit: usize, now: Duration) {
        let Some(management) = &mut self.management else { return };
        match management.resumed(h) {
            Ok(again) => {
                self.phase = Phase::Online;
                self.limit = limit;
                self.keepalive.resumed(now);
                self.requests.resumed(now);
                self.frames.extend(again);
                self.events.push_back(Event::Resumed);
            }
            Err(TooHigh) => self.acknowledges_too_much(),
        }
    }

    fn acknowledges_too_much(&mut self) {
        self.reject("undefined-condition", "more acknowledged than was sent (XEP-0198 §6)".to_owned());
    }

    /// What is no stanza, and is not counted (XEP-0198 §4).
    fn handle_management(&mut self, element: &Element, now: Duration) {
        match (&mut self.management, element.name()) {
            (Some(management), "enabled") => management.enabled(element),
            (Some(management), "r") => {
                let answer = management.answer();
                self.say(answer, now);
            }
            (Some(management), "a") => {
                if management.acknowledge(element.attr("h")).is_err() {
                    self.acknowledges_too_much();
                }
            }
            // Without management, then.
            (management, _) => *management = None,
        }
    }

    /// Whether the stream waits for another transport from now on.
    fn suspend(&mut self, now: Duration, is_answered: bool) -> bool {
        let max = self.management.as_ref().and_then(|management| management.max(is_answered));
        let Some(max) = max else { return false };
        self.frames.clear();
        // What was read in part ended with the transport.
        self.reader.reset();
        self.phase = Phase::Suspended { until: now.saturating_add(max) };
        self.events.push_back(Event::Suspended);
        true
    }

    fn handle_stanza(&mut self, stanza: Element, now: Duration) {
        // A server that is still negotiating when we close may send anything.
        let Some(own) = &self.jid else { return };
        match (stanza.name(), stanza.ns()) {
            ("iq", ns::CLIENT) => match stanza.attr("type") {
                // The answer to a ping says nothing about the requests.
                Some("result" | "error") if self.keepalive.is_pong(&stanza) => {}
                Some("result" | "error") => {
                    self.requests.progressed(now);
                    if let Some(id) = self.requests.answered(&stanza, own) {
                        self.respond(id, result_of(stanza));
                    }
                }
                _ => {
                    self.requests.progressed(now);
                    let reaction = react(stanza, own);
                    if let Some(reply) = reaction.reply {
                        self.transmit(reply.to_xml(), now);
                    }
                    self.events.extend(reaction.event);
                }
            },
            ("message", ns::CLIENT) => {
                self.requests.progressed(now);
                self.events.push_back(Event::Message(stanza));
            }
            ("presence", ns::CLIENT) => {
                self.requests.progressed(now);
                self.events.push_back(Event::Presence(stanza));
            }
            (name, _) => {
                let name: String = name.chars().take(100).collect();
                self.reject("unsupported-stanza-type", format!("<{name}/> is no stanza"));
            }
        }
    }

    fn handle_close(&mut self, see_other: Option<&str>) {
        match &mut self.phase {
            Phase::Negotiating(negotiation) | Phase::Resuming { negotiation, .. } => {
                let failure = match see_other {
                    Some(uri) => Failure::SeeOtherUri(uri.chars().take(2000).collect()),
                    None => negotiation.wrong_from().unwrap_or(Failure::ClosedByServer),
                };
                self.say_goodbye(Closed::Failed(failure), None);
            }
            Phase::Online => self.say_goodbye(Closed::ByServer, None),
            Phase::Closing { .. } => self.end(Closed::ByUs, None),
            Phase::Suspended { .. } | Phase::Ended => {}
        }
    }

    fn handle_stream_error(&mut self, error: &Element) {
        let (condition, text) = condition_and_text(error, ns::STREAM_ERROR);
        let closed = match (&self.phase, text) {
            (Phase::Suspended { .. } | Phase::Ended, _) => return,
            // What Prosody says where it takes the connection for an insecure one.
            (Phase::Negotiating(_) | Phase::Resuming { .. }, Some(text))
                if text.starts_with("No stream features") =>
            {
                Closed::Failed(Failure::NoFeatures(text))
            }
            (Phase::Negotiating(_) | Phase::Resuming { .. }, text) => {
                Closed::Failed(Failure::StreamError { condition: condition.clone(), text })
            }
            (Phase::Online | Phase::Closing { .. }, text) => {
                Closed::StreamError { condition: condition.clone(), text }
            }
        };
        // Where the connection was lost within a frame, Prosody goes on reading in the middle of it once the
        // stream is resumed: what it then takes offence at is nothing that was sent.
        let is_repeating = self.management.as_ref().is_some_and(Management::is_repeating);
        let is_blamed = self.is_begun() && !is_repeating;
        let first = is_blamed.then_some(RequestError::ServerClosed { condition });
        self.say_goodbye(closed, first);
    }

    /// Ends the stream because the server broke the protocol. Most likely it was with
    /// the answer that was due.
    fn reject(&mut self, condition: &str, what: String) {
        let closed = match &self.phase {
            Phase::Suspended { .. } | Phase::Ended => return,
            Phase::Negotiating(_) | Phase::Resuming { .. } => Closed::Failed(Failure::Protocol(what.clone())),
            Phase::Online | Phase::Closing { .. } => Closed::Protocol(what.clone()),
        };
        if !matches!(self.phase, Phase::Closing { .. }) {
            let condition = Element::new(condition, ns::STREAM_ERROR);
            self.frames.push_back(Element::new("error", ns::STREAM).with_child(condition).to_xml());
        }
        let first = self.is_begun().then_some(RequestError::Malformed(what));
        self.say_goodbye(closed, first);
    }

    /// Whether the server may have an opinion on what was requested: not before it has resumed it.
    fn is_begun(&self) -> bool {
        matches!(self.phase, Phase::Online | Phase::Closing { .. })
    }

    /// Ends the stream, with our `<close/>` unless that is sent.
    fn say_goodbye(&mut self, closed: Closed, first: Option<RequestError>) {
        if !matches!(self.phase, Phase::Closing { .. }) {
            self.frames.push_back(closing());
        }
        self.end(closed, first);
    }

    /// Answers what is unanswered, the first request with `first`, and ends.
    fn end(&mut self, closed: Closed, first: Option<RequestError>) {
        let mut error = first;
        while let Some(id) = self.requests.pop_first() {
            self.respond(id, Err(error.take().unwrap_or(RequestError::ConnectionLost)));
        }
        self.events.push_back(Event::Closed(closed));
        self.phase = Phase::Ended;
        self.early.clear();
    }

    fn ping(&mut self, why: Ping, now: Duration) {
        let Some(own) = &self.jid else { return };
        let id = self.tokens.id();
        let ping = Element::new("iq", ns::CLIENT)
            .with_attr("type", "get")
            .with_attr("id", id.as_str())
            .with_attr("to", own.bare().domain())
            .with_child(Element::new("ping", ns::PING));
        self.keepalive.pinged(id, self.requests.bytes(), why, now);
        self.transmit(ping.to_xml(), now);
    }

    fn fitting(&self, frame: String) -> Result<String, TooLarge> {
        match frame.len() {
            size if size > self.limit => Err(TooLarge { size, limit: self.limit }),
            _ => Ok(frame),
        }
    }

    fn transmit(&mut self, frame: String, now: Duration) {
        // After our `<close/>` nothing may follow (RFC 7395 §3.6).
        if !matches!(self.phase, Phase::Online) {
            return;
        }
        let sent = self.management.as_mut().map_or(Sent::Noted, |management| management.sent(&frame));
        self.say(frame, now);
        match sent {
            Sent::Noted => {}
            Sent::Ask(question) => self.say(question, now),
            Sent::TooMuch => self.management = None,
        }
    }

    fn say(&mut self, frame: String, now: Duration) {
        if matches!(self.phase, Phase::Online) {
            self.keepalive.spoke(now);
            self.frames.push_back(frame);
        }
    }

    fn respond(&mut self, id: RequestId, result: Result<Option<Element>, RequestError>) {
        let response = Event::Response { id, result };
        match self.events.back() {
            // The end stays last where it has not been taken yet.
            Some(Event::Closed(_)) => self.events.insert(self.events.len() - 1, response),
            _ => self.events.push_back(response),
        }
    }
}

fn closing() -> String {
    Element::new("close", ns::FRAMING).to_xml()
}

impl fmt::Debug for Stream {
    /// Nothing of what is sent or known: there may be secrets in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phase = match self.phase {
            Phase::Negotiating(_) => "negotiating",
            Phase::Online => "online",
            Phase::Suspended { .. } => "suspended",
            Phase::Resuming { .. } => "resuming",
            Phase::Closing { .. } => "closing",
            Phase::Ended => "ended",
        };
        f.debug_struct("Stream")
            .field("phase", &phase)
            .field("jid", &self.jid)
            .field("in_flight", &self.requests.len())
            .finish_non_exhaustive()
    }
}
