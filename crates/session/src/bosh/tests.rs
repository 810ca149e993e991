//! Sessions as they look on the wire. `C:` posts, `S:` answers, `F:` frames for the stream.

use std::time::Duration;

use super::client::Client;
use crate::FetchError;

const BODY: &str = "http://jabber.org/protocol/httpbind";
const CLOSE: &str = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const OPEN: &str = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='capulet.example' version='1.0'/>";
const GRANTED: &str = "sid='s1' from='capulet.example' wait='50' hold='1' requests='2' inactivity='30'";

struct Talk {
    client: Client,
    now: Duration,
}

impl Talk {
    /// A session for capulet.example, created with an answer of these attributes and this content.
    fn begin(attributes: &str, content: &str) -> Self {
        // The seed makes the first `rid` 1.
        let mut talk =
            Self { client: Client::new("capulet.example", [0; 32]), now: Duration::from_secs(100) };
        assert_eq!(
            talk.client.creation(),
            format!(
                "<body xmlns='{BODY}' rid='1' to='capulet.example' xml:lang='en' wait='50' hold='1' ver='1.11' \
                 ack='1' content='text/xml; charset=utf-8' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>"
            )
        );
        let answer = format!("<body xmlns='{BODY}' {attributes}>{content}</body>\n");
        talk.client.created(Ok(answer), Duration::ZERO).unwrap();
        talk.client.push(OPEN.to_owned());
        talk
    }

    /// One that is past its beginning.
    fn begun() -> Self {
        let mut talk = Self::begin(GRANTED, "");
        talk.f("");
        talk
    }

    /// Posts, at once or as soon as the latest request has arrived; without what all of this session have.
    #[track_caller]
    fn c(&mut self, rid: u64, rest: &str) -> &mut Self {
        let posted = self.client.poll_post(self.now).or_else(|| {
            self.now += Duration::from_millis(100);
            self.client.poll_post(self.now)
        });
        let expected = format!("<body xmlns='{BODY}' rid='{rid}' sid='s1'{rest}");
        assert_eq!(posted, Some((rid, expected)));
        self
    }

    #[track_caller]
    fn c_silent(&mut self) -> &mut Self {
        assert_eq!(self.client.poll_post(self.now), None);
        self
    }

    fn s(&mut self, rid: u64, content: &str) -> &mut Self {
        self.body(rid, "", content)
    }

    fn body(&mut self, rid: u64, attributes: &str, content: &str) -> &mut Self {
        self.text(rid, &format!("<body xmlns='{BODY}' {attributes}>{content}</body>"))
    }

    fn text(&mut self, rid: u64, text: &str) -> &mut Self {
        self.client.answered(rid, Ok(text.to_owned()), self.now);
        self
    }

    fn fail(&mut self, rid: u64, error: FetchError) -> &mut Self {
        self.client.answered(rid, Err(error), self.now);
        self
    }

    fn lose(&mut self, rid: u64) -> &mut Self {
        self.fail(rid, FetchError::Failed("gone".to_owned()))
    }

    #[track_caller]
    fn f(&mut self, frame: &str) -> &mut Self {
        assert_eq!(self.client.poll_frame().as_deref(), Some(frame));
        self
    }

    #[track_caller]
    fn over(&mut self) {
        assert_eq!(self.client.poll_frame(), None);
        assert!(self.client.is_over());
        assert_eq!(self.client.poll_post(self.now), None);
    }

    #[track_caller]
    fn goes_on(&mut self) -> &mut Self {
        assert_eq!(self.client.poll_frame(), None);
        assert!(!self.client.is_over());
        self
    }

    fn push(&mut self, frame: &str) -> &mut Self {
        self.client.push(frame.to_owned());
        self
    }

    fn later(&mut self, milliseconds: u64) -> &mut Self {
        self.now += Duration::from_millis(milliseconds);
        self
    }
}

fn stanza(n: usize) -> String {
    format!("<iq xmlns='jabber:client' type='get' id='{n}'/>")
}

#[test]
fn signing_in_looks_like_websocket_to_the_stream() {
    let features = "<features xmlns='http://etherx.jabber.org/streams'/>";
    let opened = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='capulet.example' version='1.0'/>";
    let auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>x</auth>";
    let success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    let prefixed = "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>";
    let mut talk = Talk::begin(GRANTED, prefixed);
    talk.f(opened).f(features).push(auth).c(2, &format!(">{auth}</body>")).s(2, success).f(success);
    // Between success and restart nothing is asked, or the features would come too early.
    talk.goes_on().c_silent().push(OPEN);
    talk.c(3, " to='capulet.example' xml:lang='en' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'/>");
    talk.s(3, prefixed).f(opened).f(features).goes_on();
    talk.c(4, "/>").c_silent();
}

#[test]
fn stanzas_go_together_and_one_request_always_waits_at_the_server() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").c_silent();
    for n in 0..3 {
        talk.push(&stanza(n));
    }
    talk.c(3, &format!(">{}{}{}</body>", stanza(0), stanza(1), stanza(2))).push(&stanza(3)).c_silent();
    talk.s(2, "").f("").c(4, &format!(">{}</body>", stanza(3))).c_silent();
    talk.s(3, &stanza(7)).f(&stanza(7)).c_silent();
    talk.s(4, "").f("").c(5, "/>").c_silent();
}

/// ejabberd takes up a request that overtook an empty one only when that one is answered.
#[test]
fn nothing_overtakes_a_request_that_is_not_answered_soon() {
    let message = "<message xmlns='jabber:client'/>";
    let mut talk = Talk::begun();
    talk.c(2, "/>")
        .push(message)
        .c_silent()
        .later(99)
        .c_silent()
        .later(1)
        .c(3, &format!(">{message}</body>"));
    talk.push(&stanza(0)).s(2, "").f("").c_silent().later(100).c(4, &format!(">{}</body>", stanza(0)));
    // What asks is answered, and so is what comes after it.
    talk.push(&stanza(1)).s(3, "").f("").c(5, &format!(">{}</body>", stanza(1)));
    assert_eq!(talk.client.poll_timeout(), None);
    // One that took so long was overtaken nevertheless.
    talk.later(50_000).s(4, "").f("").c(5, &format!(">{}</body>", stanza(1))).s(5, "").f("");
}

#[test]
fn an_answer_is_answered_before_anything_is_asked() {
    let mut talk = Talk::begun();
    talk.push(&stanza(0)).c(2, &format!(">{}</body>", stanza(0))).s(2, &stanza(5)).f(&stanza(5));
    talk.c_silent().later(99).c_silent().push(&stanza(1)).c(3, &format!(">{}</body>", stanza(1)));
    talk.s(3, "").f("").c_silent().later(100).c(4, "/>");
}

#[test]
fn a_body_is_not_filled_beyond_what_servers_take() {
    let large = format!("<message xmlns='jabber:client'><body>{}</body></message>", "x".repeat(30_000));
    let mut talk = Talk::begun();
    talk.c(2, "/>").push(&large).push(&large).push(&stanza(1));
    talk.c(3, &format!(">{large}</body>")).c_silent();
    talk.s(2, "").c(4, &format!(">{large}{}</body>", stanza(1)));
}

#[test]
fn answers_are_dealt_with_in_the_order_of_the_requests() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").push(&stanza(0)).c(3, &format!(">{}</body>", stanza(0)));
    talk.s(3, &stanza(2)).goes_on().push(&stanza(9)).c_silent();
    talk.s(2, &stanza(1)).f(&stanza(1)).f(&stanza(2)).c(4, &format!(">{}</body>", stanza(9)));
    // Nothing that was dealt with counts again.
    talk.s(2, &stanza(1)).s(99, &stanza(1)).goes_on();
}

#[test]
fn a_lost_request_is_sent_again_as_it_was() {
    let mut talk = Talk::begun();
    let rest = format!(">{}</body>", stanza(0));
    talk.push(&stanza(0)).c(2, &rest).push(&stanza(1));
    // Nothing new while one is lost.
    talk.lose(2).c(2, &rest).lose(2).c_silent().later(499).c_silent().later(1).c(2, &rest);
    talk.lose(2).later(1000).c(2, &rest).goes_on();
    talk.s(2, "").f("").c(3, &format!(">{}</body>", stanza(1)));
}

#[test]
fn a_session_the_server_has_forgotten_by_now_is_given_up() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").lose(2);
    for _ in 0..7 {
        talk.later(4000).c(2, "/>").lose(2).goes_on();
    }
    talk.later(4000).c(2, "/>").lose(2).over();
}

#[test]
fn one_that_is_answered_in_between_starts_anew() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").lose(2).later(29_000).c(2, "/>").later(1_000).s(2, "").f("").c(3, "/>").later(29_000);
    talk.lose(3).c(3, "/>").goes_on();
}

#[test]
fn a_page_that_is_back_sends_again_at_once() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").lose(2).c(2, "/>").lose(2).c_silent();
    talk.client.hurry(talk.now);
    talk.c(2, "/>");
}

#[test]
fn signing_out_ends_the_session_behind_what_is_to_be_said() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").push(&stanza(0)).push(CLOSE);
    talk.c(3, &format!(" type='terminate'>{}</body>", stanza(0))).c_silent();
    talk.body(2, "type='terminate'", "").f(CLOSE).over();
}

#[test]
fn a_goodbye_without_an_answer_is_a_goodbye() {
    let mut talk = Talk::begun();
    talk.push(CLOSE).c(2, " type='terminate'/>").lose(2).f(CLOSE).over();
    let mut talk = Talk::begun();
    talk.push(CLOSE).c(2, " type='terminate'/>").s(2, "").f("").f(CLOSE).over();
    let mut talk = Talk::begun();
    talk.c(2, "/>").client.close(Duration::from_secs(100));
    talk.c(3, " type='terminate'/>").later(10_000).client.handle_timeout(Duration::from_secs(110));
    talk.f(CLOSE).over();
}

#[test]
fn ends_are_what_the_stream_knows_them_as() {
    let error = |condition: &str| {
        format!(
            "<error xmlns='http://etherx.jabber.org/streams'>\
             <{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>"
        )
    };
    for (condition, known_as) in [
        ("policy-violation", "policy-violation"),
        ("host-unknown", "host-unknown"),
        ("host-gone", "host-gone"),
        ("improper-addressing", "improper-addressing"),
        ("remote-connection-failed", "remote-connection-failed"),
        ("internal-server-error", "internal-server-error"),
        ("system-shutdown", "system-shutdown"),
        ("bad-request", "bad-format"),
        ("remote-stream-error", "undefined-condition"),
        ("never-heard-of'it", "undefined-condition"),
    ] {
        let mut talk = Talk::begun();
        let condition = condition.replace('\'', "&apos;");
        talk.c(2, "/>").body(2, &format!("type='terminate' condition='{condition}'"), &stanza(1));
        talk.f(&stanza(1)).f(&error(known_as)).f(CLOSE).over();
    }
    // A session nobody knows is a lost connection; an end without reason is an end.
    let mut talk = Talk::begun();
    talk.c(2, "/>").body(2, "type='terminate' condition='item-not-found'", "").over();
    let mut talk = Talk::begun();
    talk.c(2, "/>").body(2, "type='terminate'", "").f(CLOSE).over();
    // What the server says itself, it has said.
    let mut talk = Talk::begun();
    talk.c(2, "/>").body(2, "type='terminate' condition='remote-stream-error'", &error("conflict"));
    talk.f(&error("conflict")).f(CLOSE).over();
    let mut talk = Talk::begun();
    talk.c(2, "/>").body(
        2,
        "type='terminate' condition='see-other-uri'",
        "<uri>https://b.example/x?a&amp;b</uri>",
    );
    talk.f(
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='https://b.example/x?a&amp;b'/>",
    )
    .over();
}

#[test]
fn http_errors_end_or_are_lost_requests() {
    let mut talk = Talk::begun();
    talk.c(2, "/>").fail(2, FetchError::Status(404)).over();
    let mut talk = Talk::begun();
    talk.c(2, "/>").fail(2, FetchError::Status(403));
    assert!(talk.client.poll_frame().unwrap().contains("<policy-violation"));
    talk.f(CLOSE).over();
    let mut talk = Talk::begun();
    talk.c(2, "/>").fail(2, FetchError::Status(502)).c(2, "/>").goes_on();
    let mut talk = Talk::begun();
    talk.c(2, "/>").fail(2, FetchError::TooLarge(1)).over();
}

#[test]
fn what_is_no_body_is_no_answer() {
    let deep = format!("<body xmlns='{BODY}'>{}{}</body>", "<a>".repeat(200), "</a>".repeat(200));
    let bomb = format!("<!DOCTYPE body [<!ENTITY a 'aa'>]><body xmlns='{BODY}'>&a;</body>");
    for text in ["", "<html><body>Log in to this hotspot</body></html>", "<body/>", "<body", &deep, &bomb] {
        let mut talk = Talk::begun();
        talk.c(2, "/>").text(2, text).c(2, "/>").goes_on();
    }
    let created =
        |text: &str| Client::new("capulet.example", [0; 32]).created(Ok(text.to_owned()), Duration::ZERO);
    assert!(created("<html/>").is_err());
    assert_eq!(created(&format!("<body xmlns='{BODY}'/>")), Err("a session without sid".to_owned()));
}

#[test]
fn the_server_bounds_what_is_asked_of_it_and_cannot_ask_for_much() {
    let mut talk = Talk::begin("sid='s1' requests='100000' wait='99999' hold='7' inactivity='0'", "");
    talk.f("").c(2, "/>");
    for n in 3..10 {
        talk.push(&stanza(0)).c(n, &format!(">{}</body>", stanza(0)));
    }
    talk.push(&stanza(0)).c_silent();
    assert_eq!(talk.client.wait(), Duration::from_secs(50));
}

#[test]
fn a_server_that_does_not_wait_is_asked_at_its_pace() {
    let mut talk = Talk::begin("sid='s1' hold='0' requests='1' polling='5'", "");
    talk.f("").c(2, "/>").s(2, "").f("").c_silent().later(4_999).c_silent().later(1).c(3, "/>");
    // Something came: there may be more.
    talk.s(3, &stanza(1)).f(&stanza(1)).c(4, "/>").s(4, "").f("").c_silent();
    talk.push(&stanza(2)).c(5, &format!(">{}</body>", stanza(2)));
    let mut talk = Talk::begun();
    talk.c(2, "/>").s(2, "").f("").c_silent().later(1_000).c(3, "/>");
}

#[test]
fn answers_are_acknowledged_where_the_server_takes_part() {
    let mut talk = Talk::begin(&format!("{GRANTED} ack='1'"), "");
    // The answer to the request before needs no word (XEP-0124 §9.2).
    talk.f("").c(2, "/>").push(&stanza(0)).c(3, &format!(" ack='1'>{}</body>", stanza(0)));
    talk.s(2, "").f("").push(&stanza(1)).c(4, &format!(" ack='2'>{}</body>", stanza(1)));
    talk.s(3, "").s(4, &stanza(5)).f("").f(&stanza(5)).c(5, "/>");
}
