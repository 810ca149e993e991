//! Runs a transcript: a conversation written down as in a XEP, against a stream.
//!
//! Each line starts with who does what; an indented line continues the one before.
//!
//! | line | meaning |
//! |---|---|
//! | `C: <iq/>` | the client sends this; `{name}` as a whole value is kept, or compared if known |
//! | `S: <iq/>` | the server sends this, `{name}` filled in |
//! | `E: online …` | the stream reports this (see [`describe`]); `…` at the end is anything |
//! | `R: get to@x <query/>` | a request is made, `to` may be missing; answers count from 1 |
//! | `M: <message/>` | a message or presence is sent |
//! | `T: 45` | so many seconds pass, with every deadline on the way |
//! | `X: close` | `close`, `wake`, `binary`, `disconnected`, `reconnected` or `give-up` happens |
//! | `config: …` | options of the sign-in, in the first line |
//! | `include: name` | what is in the file of that name |
//! | `# …` | a comment |
//!
//! `b64(text)` is its base64. Everything the client sends or reports must be
//! written down before the next thing happens to it, and at the end.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use stream::{Config, Credentials, Event, Mechanism, Password, Request, RequestError, RequestKind, Stream};
use xml::{Element, Node};

pub fn run(name: &str) {
    let lines = read(name);
    let mut lines = lines.iter().peekable();
    let options = match lines.peek() {
        Some((_, Line::Config(options))) => {
            let options = options.clone();
            lines.next();
            options
        }
        _ => String::new(),
    };
    let config = config(&options);
    let mut run = Run {
        stream: Stream::new(config.clone(), [7; 32], Duration::ZERO),
        config,
        now: Duration::ZERO,
        names: BTreeMap::new(),
    };
    for (place, line) in lines {
        run.line(place, line);
    }
    run.nothing_more("the end");
}

struct Run {
    stream: Stream,
    config: Config,
    now: Duration,
    names: BTreeMap<String, String>,
}

#[derive(Debug)]
enum Line {
    Client(String),
    Server(String),
    Event(String),
    Request(String),
    Send(String),
    Time(u64),
    Happens(String),
    Config(String),
}

impl Run {
    fn line(&mut self, place: &str, line: &Line) {
        if !matches!(line, Line::Client(_) | Line::Event(_)) {
            self.nothing_more(place);
        }
        match line {
            Line::Client(expected) => {
                let frame =
                    self.stream.poll_frame().unwrap_or_else(|| panic!("{place}: the client sends nothing"));
                let expected = parse(place, expected);
                let found = parse(place, &frame);
                assert!(
                    self.matches(&expected, &found),
                    "{place}: the client sends\n  {frame}\ninstead of\n  {}",
                    self.filled(&expected.to_xml())
                );
            }
            Line::Event(expected) => {
                let event =
                    self.stream.poll_event().unwrap_or_else(|| panic!("{place}: nothing is reported"));
                let (found, expected) = (describe(&event), self.filled(expected));
                match expected.strip_suffix('…') {
                    Some(start) => assert!(found.starts_with(start), "{place}: {found}"),
                    None => assert_eq!(found, normal(place, &expected), "{place}"),
                }
            }
            Line::Server(frame) => self.stream.handle_frame(&self.filled(frame), self.now),
            Line::Request(request) => {
                self.stream.request(request_of(place, request), self.now).unwrap();
            }
            Line::Send(stanza) => self.stream.send(parse(place, stanza), self.now).unwrap(),
            Line::Time(seconds) => self.advance(Duration::from_secs(*seconds)),
            Line::Happens(what) => match what.as_str() {
                "close" => self.stream.close(self.now),
                "wake" => self.stream.check_alive(self.now),
                "binary" => self.stream.handle_binary(self.now),
                "disconnected" => self.stream.handle_disconnected(self.now),
                "reconnected" => self.stream.reconnected(self.config.clone(), self.now),
                "give-up" => self.stream.give_up(),
                other => panic!("{place}: what is {other:?}?"),
            },
            Line::Config(_) => panic!("{place}: config stands in the first line"),
        }
    }

    fn advance(&mut self, by: Duration) {
        let end = self.now + by;
        for _ in 0..1000 {
            match self.stream.poll_timeout() {
                Some(at) if at <= end => {
                    self.now = self.now.max(at);
                    self.stream.handle_timeout(self.now);
                }
                _ => {
                    self.now = end;
                    return;
                }
            }
        }
        panic!("a deadline that never passes");
    }

    fn nothing_more(&mut self, place: &str) {
        if let Some(frame) = self.stream.poll_frame() {
            panic!("{place}: before it the client sends\n  {frame}");
        }
        if let Some(event) = self.stream.poll_event() {
            panic!("{place}: before it there is\n  {}", describe(&event));
        }
    }

    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    fn matches(&mut self, expected: &Element, found: &Element) -> bool {
        expected.name() == found.name()
            && expected.ns() == found.ns()
            && expected.attributes().len() == found.attributes().len()
            && expected
                .attributes()
                .iter()
                .all(|a| found.attr_ns(&a.ns, &a.name).is_some_and(|value| self.value(&a.value, value)))
            && expected.nodes().len() == found.nodes().len()
            && expected.nodes().iter().zip(found.nodes()).all(|pair| match pair {
                (Node::Element(expected), Node::Element(found)) => self.matches(expected, found),
                (Node::Text(expected), Node::Text(found)) => self.value(expected, found),
                _ => false,
            })
    }

    fn value(&mut self, expected: &str, found: &str) -> bool {
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => *self.names.entry(name.to_owned()).or_insert_with(|| found.to_owned()) == found,
            None => expected == found,
        }
    }
}

/// An event in one line.
fn describe(event: &Event) -> String {
    match event {
        Event::Online { jid, mechanism, keys, .. } => {
            let keys = if keys.is_some() { "with keys" } else { "without keys" };
            format!("online {jid} {mechanism} {keys}")
        }
        Event::Unauthenticated { features } => {
            let names: Vec<_> =
                features.iter().map(|feature| format!("{{{}}}{}", feature.ns(), feature.name())).collect();
            format!("unauthenticated {}", names.join(" "))
        }
        Event::Response { id, result } => {
            let id = format!("{id:?}").replace("RequestId(", "").replace(')', "");
            match result {
                Ok(Some(payload)) => format!("response {id} {}", payload.to_xml()),
                Ok(None) => format!("response {id} empty"),
                Err(RequestError::Stanza(error)) => format!("response {id} error {error}"),
                Err(error) => format!("response {id} {error:?}"),
            }
        }
        Event::Suspended => "suspended".to_owned(),
        Event::Resumed => "resumed".to_owned(),
        Event::RosterPush(query) => format!("roster-push {}", query.to_xml()),
        Event::BlockPush(block) => format!("block-push {}", block.to_xml()),
        Event::Message(message) => format!("message {}", message.to_xml()),
        Event::Presence(presence) => format!("presence {}", presence.to_xml()),
        Event::Closed(closed) => format!("closed {closed:?}"),
    }
}

/// An expected event with its XML written as [`describe`] writes it.
fn normal(place: &str, event: &str) -> String {
    match event.find('<') {
        Some(at) if !event.starts_with("closed") && !event.contains("Malformed") => {
            format!("{}{}", &event[..at], parse(place, &event[at..]).to_xml())
        }
        _ => event.to_owned(),
    }
}

fn request_of(place: &str, line: &str) -> Request {
    let at = line.find('<').unwrap_or_else(|| panic!("{place}: no payload"));
    let mut words = line[..at].split_whitespace();
    let kind = match words.next() {
        Some("get") => RequestKind::Get,
        Some("set") => RequestKind::Set,
        other => panic!("{place}: neither get nor set but {other:?}"),
    };
    let to = words.next().map(|to| to.parse().unwrap());
    Request { kind, to, payload: parse(place, &line[at..]) }
}

fn config(options: &str) -> Config {
    let mut config = Config {
        jid: "juliet@capulet.example".parse().unwrap(),
        credentials: Credentials::Password(Password::new("r0m30myr0m30".to_owned())),
        secure: true,
        allow_plain: false,
        floor: None,
        resumable: true,
    };
    for option in options.split_whitespace() {
        match option.split_once('=').unwrap() {
            ("jid", jid) => config.jid = jid.parse().unwrap(),
            ("password", password) => {
                config.credentials = Credentials::Password(Password::new(password.replace("%07", "\u{7}")));
            }
            ("sign-in", "no") => config.credentials = Credentials::Unregistered,
            ("secure", value) => config.secure = value == "yes",
            ("allow-plain", value) => config.allow_plain = value == "yes",
            ("floor", name) => config.floor = Some(Mechanism::from_name(name).unwrap()),
            (other, _) => panic!("what is {other}?"),
        }
    }
    config
}

fn parse(place: &str, text: &str) -> Element {
    Element::parse(text).unwrap_or_else(|error| panic!("{place}: {error} in {text}"))
}

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts")
}

/// The lines of a transcript, each with its place.
fn read(name: &str) -> Vec<(String, Line)> {
    let path = folder().join(format!("{name}.txt"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut joined: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match joined.last_mut() {
            _ if line.trim().is_empty() || line.starts_with('#') => {}
            Some((_, last)) if line.starts_with(' ') => {
                // Between elements nothing, between attributes a space.
                if !last.ends_with('>') {
                    last.push(' ');
                }
                last.push_str(line.trim_start());
            }
            _ => joined.push((number + 1, line.to_owned())),
        }
    }
    let mut lines = Vec::new();
    for (number, line) in joined {
        let place = format!("{name}.txt:{number}");
        let (who, what) = line.split_once(':').unwrap_or_else(|| panic!("{place}: what is this?"));
        let what = encoded(what.trim_start());
        let line = match who {
            "C" => Line::Client(what),
            "S" => Line::Server(what),
            "E" => Line::Event(what),
            "R" => Line::Request(what),
            "M" => Line::Send(what),
            "T" => Line::Time(what.parse().unwrap()),
            "X" => Line::Happens(what),
            "config" => Line::Config(what),
            "include" => {
                lines.extend(read(&what));
                continue;
            }
            other => panic!("{place}: who is {other:?}?"),
        };
        lines.push((place, line));
    }
    lines
}

/// The text with each `b64(…)` encoded; `\0` in it is NUL.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("b64(") {
        let (inner, after) = after.split_once(')').unwrap();
        out.push_str(before);
        out.push_str(&BASE64.encode(inner.replace("\\0", "\0")));
        rest = after;
    }
    out + rest
}
