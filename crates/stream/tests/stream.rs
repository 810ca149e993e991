//! What a transcript does not show: limits, counts, secrets.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::time::Duration;

use common::{SEED, SERVER, bound, config, features, password, signed_in};
use stream::{
    Closed, Config, Credentials, Event, Failure, Mechanism, Request, RequestError, RequestId, RequestKind,
    Stream, TooLarge,
};
use xml::Element;

const NOW: Duration = Duration::ZERO;

fn request(bytes: usize) -> Request {
    let payload = Element::new("query", "jabber:iq:private").with_text("x".repeat(bytes));
    Request { kind: RequestKind::Set, to: None, payload }
}

fn sent(stream: &mut Stream) -> Element {
    Element::parse(&stream.poll_frame().unwrap()).unwrap()
}

fn response(stream: &mut Stream) -> (RequestId, Result<Option<Element>, RequestError>) {
    match stream.poll_event() {
        Some(Event::Response { id, result }) => (id, result),
        other => panic!("no response: {other:?}"),
    }
}

#[test]
fn the_limit_is_read_again_after_authentication() {
    let mut stream = Stream::new(config(password()), SEED, NOW);
    assert_eq!(stream.limit(), 262_144);
    for frame in SERVER {
        stream.handle_frame(frame, NOW);
    }
    assert_eq!(stream.limit(), 10_000);
    let limits = "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>524288</max-bytes></limits>";
    stream.handle_frame(&features(limits), NOW);
    assert_eq!(stream.limit(), 524_288);
    assert_eq!(signed_in(password(), limits).0.limit(), 524_288);
    assert_eq!(signed_in(password(), "").0.limit(), 262_144);
    let nonsense = "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>many</max-bytes></limits>";
    assert_eq!(signed_in(password(), nonsense).0.limit(), 262_144);
}

#[test]
fn what_is_too_large_is_not_sent() {
    let (mut stream, _) = signed_in(password(), "");
    let overhead = {
        stream.request(request(0), NOW).unwrap();
        // With text there is an end tag instead of a slash.
        stream.poll_frame().unwrap().len() + "</query>".len() - "/".len()
    };
    let fits = 262_144 - overhead;
    stream.request(request(fits), NOW).unwrap();
    assert_eq!(stream.poll_frame().unwrap().len(), 262_144);
    assert_eq!(stream.request(request(fits + 1), NOW), Err(TooLarge { size: 262_145, limit: 262_144 }));
    assert_eq!(stream.poll_frame(), None);
    assert_eq!(stream.in_flight(), 2);

    let message = Element::new("message", "jabber:client").with_text("€".repeat(100_000));
    let error = stream.send(message, NOW).unwrap_err();
    assert!(error.size > 300_000, "sizes are in bytes: {error}");
    assert_eq!(stream.poll_frame(), None);
}

#[test]
fn bytes_in_flight_are_those_of_unanswered_requests() {
    let (mut stream, _) = signed_in(password(), "");
    assert_eq!((stream.in_flight(), stream.bytes_in_flight()), (0, 0));
    stream.request(request(1000), NOW).unwrap();
    let one = stream.poll_frame().unwrap();
    stream.request(request(2000), NOW).unwrap();
    let two = stream.poll_frame().unwrap();
    assert_eq!((stream.in_flight(), stream.bytes_in_flight()), (2, one.len() + two.len()));
    let id = Element::parse(&one).unwrap().attr("id").unwrap().to_owned();
    stream.handle_frame(&format!("<iq xmlns='jabber:client' type='result' id='{id}'/>"), NOW);
    assert_eq!((stream.in_flight(), stream.bytes_in_flight()), (1, two.len()));
    stream.handle_disconnected(NOW);
    assert_eq!((stream.in_flight(), stream.bytes_in_flight()), (0, 0));
}

/// A slow server gets a second more for each 1,000 bytes under way before it counts as dead.
#[test]
fn patience_grows_with_what_is_under_way() {
    let (mut stream, _) = signed_in(password(), "");
    stream.request(request(50_000), NOW).unwrap();
    let bytes = stream.bytes_in_flight() as u64;
    stream.check_alive(NOW);
    assert_eq!(stream.poll_timeout(), Some(Duration::from_secs(10 + bytes / 1000)));
    stream.handle_frame("<presence xmlns='jabber:client'/>", Duration::from_secs(5));
    assert_eq!(stream.poll_timeout(), Some(Duration::from_secs(50)));
    stream.handle_timeout(Duration::from_secs(50));
    assert_eq!(stream.poll_timeout(), Some(Duration::from_secs(50 + 60 + bytes / 1000)));
}

#[test]
fn an_error_may_echo_a_megabyte() {
    let (mut stream, _) = signed_in(password(), "");
    let id = stream.request(request(10), NOW).unwrap();
    let on_wire = sent(&mut stream).attr("id").unwrap().to_owned();
    let echo = "x".repeat(1 << 20);
    let frame = format!(
        "<iq xmlns='jabber:client' type='error' id='{on_wire}'><query xmlns='jabber:iq:private'>{echo}</query>\
         <error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
         <payload-too-big xmlns='http://jabber.org/protocol/pubsub#errors'/></error></iq>"
    );
    stream.handle_frame(&frame, NOW);
    let (answered, result) = response(&mut stream);
    assert_eq!(answered, id);
    let Err(RequestError::Stanza(error)) = result else { panic!("{result:?}") };
    assert_eq!(error.condition, "not-acceptable");
    let application = ("http://jabber.org/protocol/pubsub#errors".to_owned(), "payload-too-big".to_owned());
    assert_eq!(error.application, Some(application));
}

#[test]
fn online_tells_the_features_and_the_address() {
    let (stream, online) = signed_in(password(), "<sub xmlns='urn:xmpp:features:pre-approval'/>");
    let Event::Online { jid, features, .. } = online else { unreachable!() };
    assert_eq!(jid.to_string(), "juliet@capulet.example/balcony");
    assert_eq!(stream.jid(), Some(&jid));
    assert!(features.iter().any(|feature| feature.is("sub", "urn:xmpp:features:pre-approval")));
}

#[test]
fn keys_of_one_stream_sign_the_next_one_in() {
    let (_, online) = signed_in(password(), "");
    let Event::Online { keys: Some(keys), mechanism, .. } = online else { panic!("{online:?}") };
    assert_eq!((keys.mechanism(), mechanism), (Mechanism::ScramSha1, Mechanism::ScramSha1));
    let (_, again) = signed_in(Credentials::Keys(keys.clone()), "");
    let Event::Online { keys: kept, .. } = again else { unreachable!() };
    assert_eq!(kept.as_ref(), Some(&keys));

    let offer = |mechanisms: &[&str], floor| {
        let mut config = config(Credentials::Keys(keys.clone()));
        config.allow_plain = true;
        config.floor = floor;
        let mut stream = Stream::new(config, SEED, NOW);
        stream.handle_frame(SERVER[0], NOW);
        let names: String = mechanisms.iter().map(|name| format!("<mechanism>{name}</mechanism>")).collect();
        let features = format!(
            "<features xmlns='http://etherx.jabber.org/streams'>\
             <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{names}</mechanisms></features>"
        );
        stream.handle_frame(&features, NOW);
        stream.poll_event()
    };
    let failed = |failure| Some(Event::Closed(Closed::Failed(failure)));
    // Stronger ones do not matter, as long as ours is there.
    assert_eq!(offer(&["SCRAM-SHA-512", "SCRAM-SHA-1"], Some(Mechanism::ScramSha1)), None);
    assert_eq!(offer(&["SCRAM-SHA-512"], Some(Mechanism::ScramSha1)), failed(Failure::PasswordNeeded));
    assert_eq!(offer(&["PLAIN"], None), failed(Failure::PasswordNeeded));
    let weaker = Failure::WeakerThanBefore { offered: Mechanism::Plain, floor: Mechanism::ScramSha1 };
    assert_eq!(offer(&["PLAIN"], Some(Mechanism::ScramSha1)), failed(weaker));
}

#[test]
fn a_request_before_the_sign_in_is_answered_at_once() {
    let mut stream = Stream::new(config(password()), SEED, NOW);
    let id = stream.request(request(1), NOW).unwrap();
    assert_eq!(response(&mut stream), (id, Err(RequestError::ConnectionLost)));
}

#[test]
fn the_end_stays_last_until_it_is_taken() {
    let (mut stream, _) = signed_in(password(), "");
    stream.handle_disconnected(NOW);
    let late = stream.request(request(1), NOW).unwrap();
    assert_eq!(response(&mut stream).0, late);
    assert_eq!(stream.poll_event(), Some(Event::Closed(Closed::Disconnected)));
    let later = stream.request(request(1), NOW).unwrap();
    assert_ne!(late, later);
    assert_eq!(response(&mut stream), (later, Err(RequestError::ConnectionLost)));
}

#[test]
fn ids_and_resources_cannot_be_guessed_from_one_another() {
    let resource = |seed| {
        let mut stream = Stream::new(config(password()), seed, NOW);
        for frame in &SERVER[..2] {
            stream.handle_frame(frame, NOW);
        }
        std::iter::from_fn(|| stream.poll_frame()).last().unwrap()
    };
    assert_ne!(resource([1; 32]), resource([2; 32]), "the nonce depends on the seed");
    let (mut stream, _) = signed_in(password(), "");
    let ids: std::collections::BTreeSet<_> = (0..1000)
        .map(|_| {
            stream.request(request(0), NOW).unwrap();
            sent(&mut stream).attr("id").unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 1000);
    assert!(ids.iter().all(|id| id.len() == 16));
}

#[test]
fn early_stanzas_are_bounded() {
    let mut stream = Stream::new(config(password()), SEED, NOW);
    for frame in SERVER {
        stream.handle_frame(frame, NOW);
    }
    stream.handle_frame(&features(""), NOW);
    for _ in 0..100 {
        stream.handle_frame("<message xmlns='jabber:client'/>", NOW);
    }
    let Some(Event::Closed(Closed::Failed(Failure::Protocol(_)))) = stream.poll_event() else { panic!() };
    assert_eq!(stream.poll_event(), None);
}

#[test]
fn no_secret_is_in_any_debug_output() {
    let plain = Config { allow_plain: true, ..config(password()) };
    let mut shown = format!("{plain:?}");
    let mut stream = Stream::new(plain, SEED, NOW);
    stream.handle_frame(SERVER[0], NOW);
    stream.handle_frame(
        "<features xmlns='http://etherx.jabber.org/streams'><mechanisms \
         xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></features>",
        NOW,
    );
    // The frame with the password is queued now.
    shown += &format!("{stream:?}");
    let (stream, online) = signed_in(password(), "");
    shown += &format!("{stream:?}{online:?}");
    assert!(!shown.contains(common::PASSWORD) && !shown.contains("cjBtMzBteXIwbTMw"), "{shown}");
    assert!(!shown.contains("key:") && !shown.contains("salt"), "{shown}");
}

#[test]
fn an_account_of_another_server_is_never_bound() {
    let mut stream = Stream::new(config(password()), SEED, NOW);
    for frame in SERVER {
        stream.handle_frame(frame, NOW);
    }
    stream.handle_frame(&features(""), NOW);
    let bind = std::iter::from_fn(|| stream.poll_frame()).last().unwrap();
    stream.handle_frame(&bound(&bind).replace("capulet.example/", "montague.example/"), NOW);
    assert!(matches!(stream.poll_event(), Some(Event::Closed(Closed::Failed(Failure::Protocol(_))))));
    assert_eq!(stream.jid(), None);
}
