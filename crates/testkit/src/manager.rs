//! A connection manager before a peer: what the peer says in frames travels in bodies (XEP-0124).

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use session::{FetchError, Frame, Outgoing};
use xml::{Element, ns};

use crate::World;
use crate::pipe::Pipe;
use crate::socket::{Peer, pair};

/// What a session is granted, and what was seen of it. Clones share everything.
#[derive(Clone)]
pub struct Manager {
    world: World,
    peer: Rc<dyn Peer>,
    shared: Rc<RefCell<Shared>>,
}

struct Shared {
    terms: Terms,
    session: Option<Rc<RefCell<Session>>>,
    count: u32,
    received: Vec<String>,
    most_under_way: usize,
}

/// What the manager grants (XEP-0124 §7.2).
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub wait: Duration,
    pub inactivity: Duration,
    pub requests: usize,
    pub hold: usize,
    /// Takes part in acknowledgements.
    pub acks: bool,
}

struct Session {
    sid: String,
    /// The `rid` that is to come next.
    next: u64,
    /// Early requests, and those without an answer, by `rid`.
    early: BTreeMap<u64, Element>,
    held: VecDeque<u64>,
    replies: BTreeMap<u64, Pipe<String>>,
    /// Answers that may be asked for again.
    sent: BTreeMap<u64, String>,
    to_peer: Box<dyn Outgoing>,
    /// From the peer, not sent yet.
    ready: Vec<String>,
    /// The peer's header is not told.
    domain: String,
    over: bool,
    /// Goes up whenever a request comes.
    visits: u64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(50),
            inactivity: Duration::from_secs(60),
            requests: 2,
            hold: 1,
            acks: false,
        }
    }
}

impl Manager {
    pub fn new(world: &World, peer: impl Peer + 'static, terms: Terms) -> Self {
        let shared = Shared { terms, session: None, count: 0, received: Vec::new(), most_under_way: 0 };
        Self { world: world.clone(), peer: Rc::new(peer), shared: Rc::new(RefCell::new(shared)) }
    }

    /// Every body that came, in the order of arrival, those that came again included.
    pub fn received(&self) -> Vec<String> {
        self.shared.borrow().received.clone()
    }

    /// How many requests waited for an answer at once.
    pub fn most_under_way(&self) -> usize {
        self.shared.borrow().most_under_way
    }

    /// Forgets the session, as a restart does.
    pub fn forget(&self) {
        if let Some(session) = self.shared.borrow_mut().session.take() {
            session.borrow_mut().terminate("item-not-found");
        }
    }

    /// Answers one request.
    pub async fn handle(self, text: String) -> Result<String, FetchError> {
        self.shared.borrow_mut().received.push(text.clone());
        let body = Element::parse(&text).unwrap_or_else(|error| panic!("posted {text:?}: {error}"));
        assert!(body.is("body", ns::HTTPBIND), "posted {text}");
        let rid: u64 = body.attr("rid").and_then(|rid| rid.parse().ok()).expect("a rid");
        let Some(sid) = body.attr("sid") else { return Ok(self.create(&body, rid).await) };
        let session = self.shared.borrow().session.clone().filter(|known| known.borrow().sid == sid);
        let Some(session) = session else { return Ok(terminated("item-not-found")) };
        let terms = self.shared.borrow().terms;
        let reply = {
            let mut session = session.borrow_mut();
            if let Some(sent) = session.sent.get(&rid) {
                return Ok(sent.clone());
            }
            if rid >= session.next + terms.requests as u64
                || (rid < session.next && !session.held.contains(&rid))
            {
                return Ok(terminated("item-not-found"));
            }
            let reply = Pipe::new();
            if let Some(before) = session.replies.insert(rid, reply.clone()) {
                before.close();
            }
            session.visits += 1;
            let under_way = session.replies.len();
            let mut shared = self.shared.borrow_mut();
            shared.most_under_way = shared.most_under_way.max(under_way);
            if rid >= session.next {
                session.early.insert(rid, body);
            }
            session.take_in_order(terms);
            reply
        };
        let answer = {
            let reply = reply.clone();
            std::future::poll_fn(move |context| reply.poll_next(context))
        };
        let wait = self.world.pass(terms.wait);
        futures_util::pin_mut!(answer, wait);
        let answer = match select(answer, wait).await {
            Either::Left((answer, _)) => answer,
            Either::Right(((), answer)) => {
                session.borrow_mut().answer(rid);
                answer.await
            }
        };
        self.watch(&session);
        // Another request took its place.
        answer.ok_or_else(|| FetchError::Failed("given up".to_owned()))
    }

    async fn create(&self, body: &Element, rid: u64) -> String {
        let domain = body.attr("to").unwrap_or_default().to_owned();
        let terms = self.shared.borrow().terms;
        let (mut connection, socket, _) = pair(self.world.clock());
        let Some(serving) = self.peer.accept(socket) else { return terminated("remote-connection-failed") };
        self.world.task(serving);
        let sid = {
            let mut shared = self.shared.borrow_mut();
            shared.count += 1;
            format!("session{}", shared.count)
        };
        let session = Rc::new(RefCell::new(Session {
            sid: sid.clone(),
            next: rid + 1,
            early: BTreeMap::new(),
            held: VecDeque::new(),
            replies: BTreeMap::new(),
            sent: BTreeMap::new(),
            to_peer: connection.outgoing,
            ready: Vec::new(),
            domain: domain.clone(),
            over: false,
            visits: 0,
        }));
        self.shared.borrow_mut().session = Some(Rc::clone(&session));
        session.borrow_mut().open();
        let from = match connection.incoming.next().await {
            Some(Frame::Text(open)) => {
                Element::parse(&open).ok().and_then(|open| open.attr("from").map(str::to_owned))
            }
            _ => None,
        };
        let first = match connection.incoming.next().await {
            Some(Frame::Text(features)) => features,
            _ => String::new(),
        };
        let (fed, mut incoming) = (Rc::clone(&session), connection.incoming);
        self.world.task(async move {
            while let Some(frame) = incoming.next().await {
                if let Frame::Text(text) = frame {
                    fed.borrow_mut().hear(text);
                }
            }
            fed.borrow_mut().terminate("");
        });
        let answer = Element::new("body", ns::HTTPBIND)
            .with_attr("sid", sid)
            .with_attr_opt("from", from)
            .with_attr("wait", terms.wait.as_secs().to_string())
            .with_attr("inactivity", terms.inactivity.as_secs().to_string())
            .with_attr("requests", terms.requests.to_string())
            .with_attr("hold", terms.hold.to_string())
            .with_attr_opt("ack", terms.acks.then(|| rid.to_string()))
            .with_children(Element::parse(&first).ok())
            .to_xml();
        session.borrow_mut().sent.insert(rid, answer.clone());
        self.watch(&session);
        answer
    }

    /// Forgets a session that has no request for too long.
    fn watch(&self, session: &Rc<RefCell<Session>>) {
        let visits = session.borrow().visits;
        let (session, inactivity, world) =
            (Rc::downgrade(session), self.shared.borrow().terms.inactivity, self.world.clone());
        self.world.task(async move {
            world.pass(inactivity).await;
            if let Some(session) = session.upgrade() {
                let mut session = session.borrow_mut();
                if session.visits == visits && session.held.is_empty() {
                    session.terminate("item-not-found");
                }
            }
        });
    }
}

impl Session {
    fn open(&mut self) {
        let open = Element::new("open", ns::FRAMING).with_attr("to", self.domain.as_str());
        self.to_peer.send(open.with_attr("version", "1.0").to_xml());
    }

    fn take_in_order(&mut self, terms: Terms) {
        while let Some(body) = self.early.remove(&self.next) {
            self.held.push_back(self.next);
            self.next += 1;
            if body.attr_ns(ns::XBOSH, "restart") == Some("true") {
                self.open();
            } else {
                for child in body.children() {
                    self.to_peer.send(child.to_xml());
                }
            }
            if body.attr("type") == Some("terminate") {
                self.to_peer.send(Element::new("close", ns::FRAMING).to_xml());
                self.terminate("");
            }
        }
        if self.over {
            return self.terminate("");
        }
        self.flush();
        while self.held.len() > terms.hold {
            let oldest = self.held[0];
            self.answer(oldest);
        }
    }

    fn hear(&mut self, text: String) {
        let element = Element::parse(&text).expect("the peer sends elements");
        if element.is("close", ns::FRAMING) {
            return self.terminate("");
        }
        if !element.is("open", ns::FRAMING) {
            self.ready.push(text);
            self.flush();
        }
    }

    fn flush(&mut self) {
        if let (false, Some(&oldest)) = (self.ready.is_empty(), self.held.front()) {
            self.answer(oldest);
        }
    }

    fn answer(&mut self, rid: u64) {
        let inside = std::mem::take(&mut self.ready).concat();
        self.reply(rid, format!("<body xmlns='{}'>{inside}</body>", ns::HTTPBIND));
    }

    fn reply(&mut self, rid: u64, answer: String) {
        self.held.retain(|held| *held != rid);
        self.sent.insert(rid, answer.clone());
        self.sent.retain(|sent, _| *sent + 4 > rid);
        if let Some(reply) = self.replies.remove(&rid) {
            reply.push(answer);
        }
    }

    /// Ends the session; what came before is told first.
    fn terminate(&mut self, condition: &str) {
        self.over = true;
        self.to_peer.close();
        let inside = std::mem::take(&mut self.ready).concat();
        let condition = match condition {
            "" => String::new(),
            condition => format!(" condition='{condition}'"),
        };
        for rid in std::mem::take(&mut self.held) {
            let answer =
                format!("<body xmlns='{}' type='terminate'{condition}>{inside}</body>", ns::HTTPBIND);
            self.reply(rid, answer);
        }
    }
}

fn terminated(condition: &str) -> String {
    let body = Element::new("body", ns::HTTPBIND).with_attr("type", "terminate");
    body.with_attr("condition", condition).to_xml()
}

impl std::fmt::Debug for Manager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Manager").field("received", &self.received().len()).finish_non_exhaustive()
    }
}
