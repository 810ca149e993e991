//! Whatever arrives in whatever order: no panic, one end, one answer for each request.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use common::{SEED, SERVER, bound, config, features, password, signed_in};
use proptest::prelude::*;
use stream::{Event, Request, RequestId, RequestKind, Stream};
use xml::Element;

#[derive(Clone, Debug)]
enum Step {
    /// The next frame of an ordinary sign-in.
    Proper,
    Frame(String),
    /// An answer to the request so many back, from somebody.
    Answer(usize, String),
    Binary,
    Wait(u64),
    Timeout,
    Request(Option<&'static str>, usize),
    Send,
    Wake,
    Close,
    Disconnected,
}

fn frame() -> impl Strategy<Value = String> {
    let known: Vec<&'static str> = vec![
        "",
        " ",
        "<",
        "<iq xmlns='jabber:client'/>",
        "<iq xmlns='jabber:client' type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>",
        "<iq xmlns='jabber:client' type='set' id='x' from='evil@tybalt.example'><query xmlns='jabber:iq:roster'/></iq>",
        "<iq xmlns='jabber:client' type='set'><block xmlns='urn:xmpp:blocking'/></iq>",
        "<iq xmlns='jabber:client' type='result' id='x' from='&#xFFFD;@'/>",
        "<message xmlns='jabber:client'/>",
        "<presence xmlns='jabber:client'/>",
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>",
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='ws://x'/>",
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>",
        "<error xmlns='http://etherx.jabber.org/streams'/>",
        "<error xmlns='http://etherx.jabber.org/streams'><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>",
        "<features xmlns='http://etherx.jabber.org/streams'/>",
        "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>cj0scz0saT0=</challenge>",
    ];
    prop_oneof![
        8 => proptest::sample::select(known).prop_map(str::to_owned),
        1 => "[<>/a-z =':&;!-]{0,40}",
        1 => any::<String>(),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let answer = proptest::sample::select(vec![
        "type='result'/>",
        "type='result'><query xmlns='x'/></iq>",
        "type='error'/>",
        "type='result' from='evil@tybalt.example'/>",
        "type='error' from='romeo@montague.example'><error type='wait'/></iq>",
    ]);
    let to = proptest::sample::select(vec![None, Some("romeo@montague.example"), Some("capulet.example")]);
    prop_oneof![
        6 => Just(Step::Proper),
        3 => frame().prop_map(Step::Frame),
        6 => (0..4usize, answer).prop_map(|(back, rest)| Step::Answer(back, rest.to_owned())),
        1 => Just(Step::Binary),
        4 => (0..100u64).prop_map(Step::Wait),
        4 => Just(Step::Timeout),
        8 => (to, 0..300_000usize).prop_map(|(to, bytes)| Step::Request(to, bytes)),
        2 => Just(Step::Send),
        1 => Just(Step::Wake),
        1 => Just(Step::Close),
        1 => Just(Step::Disconnected),
    ]
}

struct Driver {
    stream: Stream,
    now: Duration,
    /// The next frame of the sign-in.
    next: usize,
    last_frame: String,
    on_wire: Vec<String>,
    asked: BTreeSet<RequestId>,
    answered: BTreeSet<RequestId>,
    closed: bool,
}

impl Driver {
    fn take(&mut self, step: Step) {
        let now = self.now;
        match step {
            Step::Proper => {
                let frame = match self.next {
                    n if n < SERVER.len() => SERVER[n].to_owned(),
                    n if n == SERVER.len() => features(""),
                    _ if self.last_frame.contains("<resource>") => bound(&self.last_frame),
                    _ => "<message xmlns='jabber:client'/>".to_owned(),
                };
                self.next += 1;
                self.stream.handle_frame(&frame, now);
            }
            Step::Frame(frame) => self.stream.handle_frame(&frame, now),
            Step::Answer(back, rest) => {
                if let Some(id) = self.on_wire.iter().rev().nth(back) {
                    self.stream.handle_frame(&format!("<iq xmlns='jabber:client' id='{id}' {rest}"), now);
                }
            }
            Step::Binary => self.stream.handle_binary(now),
            Step::Wait(seconds) => self.now += Duration::from_secs(seconds),
            Step::Timeout => {
                self.stream.handle_timeout(now);
                assert!(
                    self.stream.poll_timeout().is_none_or(|at| at > now),
                    "a deadline that does not pass"
                );
            }
            Step::Request(to, bytes) => {
                let payload = Element::new("query", "jabber:iq:private").with_text("x".repeat(bytes));
                let to = to.map(|to| to.parse().unwrap());
                if let Ok(id) = self.stream.request(Request { kind: RequestKind::Get, to, payload }, now) {
                    assert!(self.asked.insert(id), "{id:?} twice");
                }
            }
            Step::Send => self.stream.send(Element::new("message", "jabber:client"), now).unwrap(),
            Step::Wake => self.stream.check_alive(now),
            Step::Close => self.stream.close(now),
            Step::Disconnected => self.stream.handle_disconnected(now),
        }
        self.drain();
    }

    fn drain(&mut self) {
        while let Some(frame) = self.stream.poll_frame() {
            let element = Element::parse(&frame).unwrap();
            if element.name() == "iq" {
                self.on_wire.extend(element.attr("id").map(str::to_owned));
            }
            self.last_frame = frame;
        }
        while let Some(event) = self.stream.poll_event() {
            match event {
                Event::Response { id, .. } => {
                    assert!(self.asked.contains(&id), "{id:?} was never asked");
                    assert!(self.answered.insert(id), "{id:?} is answered twice");
                }
                Event::Closed(_) => {
                    assert!(!self.closed, "closed twice");
                    assert_eq!(self.asked, self.answered, "every request is answered before the end");
                    self.closed = true;
                }
                other => assert!(!self.closed, "after the end: {other:?}"),
            }
        }
        assert_eq!(self.stream.in_flight(), self.asked.len() - self.answered.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_end_and_one_answer_each(online in any::<bool>(), steps in proptest::collection::vec(step(), 0..60)) {
        let stream = match online {
            true => signed_in(password(), "").0,
            false => Stream::new(config(password()), SEED, Duration::ZERO),
        };
        let mut driver = Driver {
            stream,
            now: Duration::ZERO,
            next: if online { usize::MAX / 2 } else { 0 },
            last_frame: String::new(),
            on_wire: Vec::new(),
            asked: BTreeSet::new(),
            answered: BTreeSet::new(),
            closed: false,
        };
        for step in steps {
            driver.take(step);
        }
        driver.take(Step::Disconnected);
        prop_assert!(driver.closed);
        prop_assert_eq!(driver.stream.poll_timeout(), None);
        prop_assert_eq!(driver.asked, driver.answered);
    }
}
