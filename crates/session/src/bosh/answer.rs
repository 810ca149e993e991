//! What a server answers (XEP-0124 §7.2, §17), as the stream knows it.

use std::time::Duration;

use xml::{Element, Rules, ns};

use super::body;

/// The body of an answer.
pub(super) struct Answer {
    body: Element,
}

/// What the server lays down when it creates the session (XEP-0124 §7.2).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) sid: String,
    /// What the server calls itself.
    pub(super) from: Option<String>,
    /// How long it holds a request back.
    pub(super) wait: Duration,
    /// Without any request for so long it forgets the session.
    pub(super) inactivity: Duration,
    /// How soon one may ask again that has just been told that there is nothing.
    pub(super) polling: Duration,
    /// How many requests may be under way at once.
    pub(super) requests: usize,
    /// Whether it holds requests back at all.
    pub(super) holds: bool,
    /// It takes part in acknowledgements (XEP-0124 §9).
    pub(super) acks: bool,
}

/// How the server ends a session.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It does not know the session any more, so nothing can be said about what was under way.
    Lost,
    /// The frames with which a stream ends so over WebSocket.
    Frames(Vec<String>),
}

impl Answer {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let body = xml::parse(text.trim(), &Rules::stream()).map_err(|error| error.to_string())?;
        if body.is("body", ns::HTTPBIND) { Ok(Self { body }) } else { Err("no <body/>".to_owned()) }
    }

    pub(super) fn terms(&self) -> Result<Terms, String> {
        let sid = self.body.attr("sid").filter(|sid| !sid.is_empty()).ok_or("a session without sid")?;
        let hold = self.number("hold", body::HOLD, 0, body::HOLD);
        let seconds = |name, default, most| Duration::from_secs(self.number(name, default, 0, most));
        Ok(Terms {
            sid: sid.to_owned(),
            from: self.body.attr("from").map(str::to_owned),
            wait: seconds("wait", body::WAIT, body::WAIT),
            inactivity: seconds("inactivity", 60, 600).max(Duration::from_secs(10)),
            polling: seconds("polling", 5, 60).max(Duration::from_secs(1)),
            requests: self.number("requests", hold + 1, 1, 8) as usize,
            holds: hold > 0,
            acks: self.body.attr("ack").is_some(),
        })
    }

    /// Everything for the stream. Each stanza of an XMPP session names its namespace (XEP-0206 §3).
    pub(super) fn payload(&self) -> impl Iterator<Item = &Element> {
        self.body.children().filter(|child| child.ns() != ns::HTTPBIND)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.payload().next().is_none()
    }

    /// How this answer ends the session, if it does (XEP-0124 §17.2).
    pub(super) fn end(&self) -> Option<End> {
        if self.body.attr("type") != Some("terminate") {
            return None;
        }
        let has_error = self.payload().any(|child| child.is("error", ns::STREAM));
        Some(match self.body.attr("condition") {
            // `other-request` is what a server says that gave up a request for another one.
            Some("item-not-found" | "other-request") => End::Lost,
            Some("see-other-uri") => End::Frames(vec![elsewhere(&self.uri())]),
            Some(condition) if !has_error => End::Frames(vec![stream_error(condition), closing()]),
            _ => End::Frames(vec![closing()]),
        })
    }

    fn uri(&self) -> String {
        self.body.child_text("uri", ns::HTTPBIND).unwrap_or_default().trim().to_owned()
    }

    fn number(&self, name: &str, default: u64, least: u64, most: u64) -> u64 {
        let number = self.body.attr(name).and_then(|value| value.trim().parse().ok());
        number.unwrap_or(default).clamp(least, most)
    }
}

/// What the HTTP status of an answer says that has no body (XEP-0124 §17.1).
pub(super) fn end_of_status(status: u16) -> Option<End> {
    let error = |condition| Some(End::Frames(vec![stream_error(condition), closing()]));
    match status {
        404 => Some(End::Lost),
        400 => error("bad-request"),
        403 | 413 => error("policy-violation"),
        // A server or proxy that cannot answer now.
        _ => None,
    }
}

/// The server's header, which stands in no body.
pub(super) fn opening(from: Option<&str>) -> String {
    let open = Element::new("open", ns::FRAMING).with_attr_opt("from", from);
    open.with_attr("version", "1.0").to_xml()
}

pub(super) fn closing() -> String {
    Element::new("close", ns::FRAMING).to_xml()
}

fn elsewhere(uri: &str) -> String {
    Element::new("close", ns::FRAMING).with_attr("see-other-uri", uri).to_xml()
}

/// The stream error of that name. Most have the same in both.
fn stream_error(condition: &str) -> String {
    let name = match condition {
        "bad-request" => "bad-format",
        "host-gone"
        | "host-unknown"
        | "improper-addressing"
        | "internal-server-error"
        | "policy-violation"
        | "remote-connection-failed"
        | "system-shutdown" => condition,
        _ => "undefined-condition",
    };
    Element::new("error", ns::STREAM).with_child(Element::new(name, ns::STREAM_ERROR)).to_xml()
}
