//! One client's connection: framing, order and pace.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use xml::{Element, ns};

use super::account::Request;
use super::counter::Counter;
use super::presence::Presence;
use super::refusal::Refusal;
use super::{Account, End, Knobs, Received, Shared, SignIn, people};
use crate::socket::{Socket, Wire, is_answer};
use crate::{SignedIn, sign_in};

/// What is on its way out.
type Outbox = Rc<RefCell<Vec<Departure>>>;

enum Departure {
    /// Messages, and behind them the answer of which they are part.
    Answer(Vec<String>),
    Push(String),
    End(End),
}

pub(crate) async fn serve(shared: Rc<Shared>, mut socket: Socket) {
    let wire = socket.wire();
    shared.live.borrow_mut().push(wire.clone());
    let identities = shared.identities.borrow().clone();
    let signed_in = sign_in(&mut socket, &identities).await;
    let (jid, mechanism) = match signed_in {
        SignedIn::As { jid, mechanism } => (Some(jid), mechanism),
        SignedIn::Refused { mechanism } => (None, mechanism),
        SignedIn::Resumes { .. } | SignedIn::Gone => return,
    };
    let attempt = SignIn { at: shared.world.time(), mechanism, accepted: jid.is_some() };
    shared.journal.borrow_mut().sign_ins.push(attempt);
    let Some(jid) = jid else { return };
    let (outbox, unanswered) = (Outbox::default(), Rc::default());
    let presence = Rc::new(Presence {
        jid: jid.clone(),
        wire: wire.clone(),
        availability: Cell::default(),
        is_interested: Cell::default(),
        sent: RefCell::default(),
    });
    shared.clients.borrow_mut().retain(|client| !client.wire.is_closed());
    shared.clients.borrow_mut().push(Rc::clone(&presence));
    Client { shared, wire, jid, outbox, unanswered, presence, ended: false }.converse(socket).await;
}

/// Ends a connection; what was sent before still arrives, unless it is cut.
pub(crate) fn end(wire: &Wire, end: &End) {
    match end {
        End::StreamError(condition) => {
            let condition = Element::new(condition.as_str(), ns::STREAM_ERROR);
            wire.send(Element::new("error", ns::STREAM).with_child(condition).to_xml());
            wire.send(Element::new("close", ns::FRAMING).to_xml());
            wire.close();
        }
        End::Cut => wire.cut(),
    }
}

struct Client {
    shared: Rc<Shared>,
    wire: Wire,
    jid: String,
    outbox: Outbox,
    /// Requests of this connection without an answer.
    unanswered: Rc<Cell<usize>>,
    presence: Rc<Presence>,
    ended: bool,
}

impl Client {
    async fn converse(mut self, mut socket: Socket) {
        while let Some(text) = socket.text().await {
            let pace = self.shared.knobs.borrow().bytes_per_second;
            if !is_answer(&text) {
                self.note_in_flight(socket.backlog());
            }
            if let Some(pace) = pace {
                self.shared.world.pass(Duration::from_secs_f64(text.len() as f64 / pace as f64)).await;
            }
            if !self.ended {
                self.receive(&text);
            }
        }
    }

    fn receive(&mut self, text: &str) {
        if text.len() > self.shared.knobs.borrow().max_stanza {
            return self.end(End::StreamError("policy-violation".to_owned()));
        }
        let Ok(stanza) = Element::parse(text) else {
            return self.end(End::StreamError("not-well-formed".to_owned()));
        };
        if stanza.is("close", ns::FRAMING) {
            self.shared.journal.borrow_mut().closed_in_order += 1;
            self.wire.send(stanza.to_xml());
            return self.wire.close();
        }
        if stanza.ns() != ns::CLIENT {
            return self.end(End::StreamError("invalid-namespace".to_owned()));
        }
        match (stanza.name(), stanza.attr("type")) {
            ("iq", Some("get" | "set")) => self.request(&stanza, text.len()),
            ("iq", _) => {}
            _ => self.heard(stanza),
        }
    }

    /// A message or presence. What it brings is sent at once, like the answer to a ping.
    fn heard(&mut self, stanza: Element) {
        if stanza.name() == "presence" {
            let knobs = self.shared.knobs.borrow().clone();
            if people::is_subscription(&stanza) && stanza.attr("to").is_some() {
                self.subscription(&stanza, &knobs);
            } else {
                self.available(&stanza, &knobs);
            }
        }
        self.shared.journal.borrow_mut().stanzas.push(stanza);
    }

    fn available(&self, stanza: &Element, knobs: &Knobs) {
        let mut availability = self.presence.availability.get();
        let is_first = availability.priority.is_none();
        let brought = self.account(|account| availability.change(stanza, &self.jid, account, knobs));
        self.presence.availability.set(availability);
        for stanza in brought {
            self.wire.send(stanza.with_attr("to", self.jid.as_str()).to_xml());
        }
        if !(is_first && availability.priority.is_some() && knobs.repeats_requests) {
            return;
        }
        let (own, open) = self.account(|account| {
            let open = account.roster.iter().filter(|(_, item)| item.ask).map(|(jid, _)| jid.clone());
            (account.bare.clone(), open.collect::<Vec<_>>())
        });
        for jid in open {
            let again = Element::new("presence", ns::CLIENT).with_attr("type", "subscribe");
            self.shared.deliver(&self.local(), again.with_attr("from", own.as_str()).with_attr("to", jid));
        }
    }

    /// Asks somebody to see them, or lets somebody see the account, or takes it back.
    fn subscription(&self, stanza: &Element, knobs: &Knobs) {
        let now = self.shared.world.time();
        let mut came_of = self.account(|account| people::leave(account, stanza, knobs));
        let mut sent = self.presence.sent.borrow_mut();
        if knobs.counts_sent.is_some_and(|limit| !Counter::admits(&mut sent, limit, now)) {
            came_of.outward.clear();
            let error = Refusal::cancel("not-acceptable").to_element();
            let bounced = stanza.clone().with_attr("type", "error").with_attr("to", self.jid.as_str());
            let bounced = bounced.with_attr_opt("from", stanza.attr("to")).with_child(error);
            self.wire.send(bounced.to_xml());
        }
        drop(sent);
        self.shared.follow(&self.local(), came_of);
    }

    fn local(&self) -> String {
        self.jid.split('@').next().unwrap_or_default().to_owned()
    }

    fn account<T>(&self, look: impl FnOnce(&mut Account) -> T) -> T {
        let local = self.jid.split('@').next().unwrap_or_default();
        let mut accounts = self.shared.accounts.borrow_mut();
        look(accounts.get_mut(local).expect("who signed in has an account"))
    }

    fn request(&mut self, iq: &Element, size: usize) {
        let is_set = iq.attr("type") == Some("set");
        let Some(payload) = iq.first_child() else { return };
        let knobs = self.shared.knobs.borrow().clone();
        if payload.is("ping", ns::PING) {
            if !knobs.silent {
                self.pong(iq);
            }
            return;
        }
        let at = self.shared.world.time();
        let received = Received { at, is_set, payload: payload.clone(), size };
        self.shared.journal.borrow_mut().received.push(received);
        if knobs.silent {
            return;
        }
        if let Some(end) = knobs.fatal.as_ref().and_then(|fatal| fatal(payload)) {
            return self.end(end);
        }
        let abroad = iq.attr("to").and_then(|to| knobs.people.servers.get(to));
        if abroad.is_some_and(|server| server.silent) {
            return;
        }
        let latency = abroad.map_or(knobs.latency, |server| knobs.latency + server.latency);
        let answer = self.answer(iq, payload, is_set, &knobs);
        if let Some(left) = knobs.cut_after {
            let left = left.saturating_sub(1);
            self.shared.knobs.borrow_mut().cut_after = (left > 0).then_some(left);
            if left == 0 {
                let until = self.shared.world.time() + knobs.down_for;
                self.shared.knobs.borrow_mut().down_until = until;
                self.ended = true;
                return self.wire.cut();
            }
        }
        self.unanswered.set(self.unanswered.get() + 1);
        self.depart(answer, latency);
    }

    /// However slow the rest is, this is answered at once.
    fn pong(&self, ping: &Element) {
        let pong = Element::new("iq", ns::CLIENT)
            .with_attr("type", "result")
            .with_attr_opt("id", ping.attr("id"))
            .with_attr_opt("from", ping.attr("to"))
            .with_attr("to", self.jid.as_str());
        self.wire.send(pong.to_xml());
    }

    fn answer(&mut self, iq: &Element, payload: &Element, is_set: bool, knobs: &Knobs) -> Departure {
        let request = Request { is_set, to: iq.attr("to"), payload };
        let refused = knobs.refuse.as_ref().and_then(|refuse| refuse(payload)).map(Refusal::cancel);
        let outcome = match refused {
            Some(refusal) => Err(refusal),
            None => self.account(|account| account.handle(&request, knobs)),
        };
        let asks = payload.attr("node") == Some(ns::OFFLINE) || payload.ns() == ns::OFFLINE;
        let mut availability = self.presence.availability.get();
        availability.knows_offline |= asks && outcome.is_ok();
        self.presence.availability.set(availability);
        if payload.is("query", ns::ROSTER) && !is_set {
            self.presence.is_interested.set(true);
        }
        let answer = Element::new("iq", ns::CLIENT)
            .with_attr_opt("id", iq.attr("id"))
            .with_attr_opt("from", iq.attr("to"))
            .with_attr("to", self.jid.as_str());
        Departure::Answer(match outcome {
            Ok(effect) => {
                if let Some(push) = effect.push {
                    self.push(push);
                }
                let ahead =
                    effect.ahead.into_iter().map(|message| message.with_attr("to", self.jid.as_str()));
                let answer = answer.with_attr("type", "result").with_children(effect.result);
                ahead.chain([answer]).map(|stanza| stanza.to_xml()).collect()
            }
            Err(refusal) => {
                vec![answer.with_attr("type", "error").with_child(refusal.to_element()).to_xml()]
            }
        })
    }

    /// Tells the client what it has just changed, as servers tell all of an account's clients.
    fn push(&mut self, payload: Element) {
        let push = Element::new("iq", ns::CLIENT)
            .with_attr("type", "set")
            .with_attr("id", "push")
            .with_attr("to", self.jid.as_str())
            .with_child(payload);
        let latency = self.shared.knobs.borrow().latency;
        self.depart(Departure::Push(push.to_xml()), latency);
    }

    /// Nothing that arrives later counts. What is on its way out still leaves.
    fn end(&mut self, end: End) {
        self.ended = true;
        let latency = self.shared.knobs.borrow().latency;
        self.depart(Departure::End(end), latency);
    }

    /// What leaves after this `latency` overtakes nothing that the same latency holds.
    fn depart(&mut self, departure: Departure, latency: Duration) {
        if latency != self.shared.knobs.borrow().latency {
            return self.depart_late(departure, latency);
        }
        let mut outbox = self.outbox.borrow_mut();
        outbox.push(departure);
        if outbox.len() > 1 && self.shared.knobs.borrow().reverse {
            return;
        }
        drop(outbox);
        let (shared, wire, outbox) = (Rc::clone(&self.shared), self.wire.clone(), Rc::clone(&self.outbox));
        let unanswered = Rc::clone(&self.unanswered);
        self.shared.world.task(async move {
            shared.world.pass(latency).await;
            let mut due = match shared.knobs.borrow().reverse {
                true => outbox.take(),
                false => outbox.borrow_mut().drain(..1).collect(),
            };
            while let Some(departure) = due.pop() {
                leave(&unanswered, &wire, departure);
            }
        });
    }

    /// Another server takes its own time.
    fn depart_late(&self, departure: Departure, latency: Duration) {
        let (shared, wire, unanswered) =
            (Rc::clone(&self.shared), self.wire.clone(), Rc::clone(&self.unanswered));
        self.shared.world.task(async move {
            shared.world.pass(latency).await;
            leave(&unanswered, &wire, departure);
        });
    }

    /// A request has just been taken out while `waiting` more are on their way.
    fn note_in_flight(&self, waiting: usize) {
        let mut journal = self.shared.journal.borrow_mut();
        journal.most_in_flight = journal.most_in_flight.max(self.unanswered.get() + waiting + 1);
    }
}

fn leave(unanswered: &Cell<usize>, wire: &Wire, departure: Departure) {
    match departure {
        Departure::Answer(stanzas) => {
            unanswered.set(unanswered.get() - 1);
            stanzas.into_iter().for_each(|stanza| wire.send(stanza));
        }
        Departure::Push(push) => wire.send(push),
        Departure::End(how) => end(wire, &how),
    }
}
