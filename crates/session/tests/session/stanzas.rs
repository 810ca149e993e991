//! Messages and presence: listening, sending, and never by itself.

use futures_util::future::join;
use futures_util::{FutureExt, StreamExt};
use session::RequestError;
use xml::{Element, ns};

use crate::common::{contact, ms, online, roster, s, stage};

fn message(body: &str) -> Element {
    Element::new("message", ns::CLIENT)
        .with_attr("to", "romeo@montague.example")
        .with_child(Element::new("body", ns::CLIENT).with_text(body))
}

fn presence(priority: &str) -> Element {
    Element::new("presence", ns::CLIENT).with_child(Element::new("priority", ns::CLIENT).with_text(priority))
}

#[test]
fn everybody_who_listens_hears_everything_from_then_on() {
    let (world, server) = stage();
    let from = |who: &str| format!("<message xmlns='jabber:client' from='{who}@montague.example'/>");
    world.run(async {
        let session = online(&world).await;
        server.push(&from("nobody"));
        world.pass(ms(1)).await;
        let mut early = session.inbox();
        server.push(&from("romeo"));
        world.pass(ms(1)).await;
        let mut late = session.inbox();
        server.cut();
        session.online().await.unwrap();
        world.pass(s(5)).await;
        server.push("<presence xmlns='jabber:client' type='subscribe' from='paris@verona.example'/>");
        assert_eq!(early.next().await.unwrap().attr("from"), Some("romeo@montague.example"));
        assert_eq!(early.next().await.unwrap().name(), "presence");
        assert_eq!(late.next().await.unwrap().attr("from"), Some("paris@verona.example"));
        drop(early);
        server.push(&from("mercutio"));
        assert_eq!(late.next().await.unwrap().attr("from"), Some("mercutio@montague.example"));
        session.sign_out();
        assert_eq!(late.next().await, None);
    });
}

#[test]
fn a_stanza_is_sent_once_and_ahead_of_the_ping_that_waits_for_it() {
    let (world, server) = stage();
    server.account("juliet", |account| {
        let request = "<presence xmlns='jabber:client' type='subscribe' from='paris@verona.example'/>";
        account.subscription_requests.push(Element::parse(request).unwrap());
    });
    world.run(async {
        let session = online(&world).await;
        let mut inbox = session.inbox();
        session.send(presence("-1")).await.unwrap();
        session.ping().await.unwrap();
        let heard = [inbox.next().now_or_never(), inbox.next().now_or_never()].map(Option::flatten);
        let from =
            heard.iter().flatten().map(|presence| presence.attr("from").unwrap_or_default().to_owned());
        assert_eq!(from.collect::<Vec<_>>(), [session.jid().to_string(), "paris@verona.example".to_owned()]);
        server.cut();
        session.online().await.unwrap();
        world.pass(s(60)).await;
        session.get(None, roster()).await.unwrap();
    });
    assert_eq!(server.stanzas(), [presence("-1")]);
    assert_eq!(server.sign_ins().len(), 2);
}

#[test]
fn nothing_is_sent_that_nobody_asked_for() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        session.set(None, contact(1)).await.unwrap();
        server.cut();
        world.pass(s(300)).await;
        session.get(None, roster()).await.unwrap();
        session.sign_out();
        world.pass(s(5)).await;
    });
    assert_eq!(server.stanzas(), []);
}

#[test]
fn away_a_stanza_is_refused_and_not_kept() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.go_down(s(10));
        // The session does not know yet.
        let lost = session.send(message("into the void")).await;
        assert!(matches!(lost, Ok(()) | Err(RequestError::ConnectionLost)), "{lost:?}");
        world.pass(ms(1)).await;
        let away = join(session.send(message("away")), session.ping()).await;
        assert_eq!(away, (Err(RequestError::ConnectionLost), Ok(())));
        session.sign_out();
        world.pass(s(5)).await;
        assert_eq!(session.send(message("gone")).await, Err(RequestError::ConnectionLost));
    });
    assert_eq!(server.stanzas(), []);
}

#[test]
fn a_stanza_too_large_is_not_sent() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        let error = session.send(message(&"x".repeat(300_000))).await.unwrap_err();
        assert!(matches!(error, RequestError::TooLarge { limit: 262_144, .. }), "{error:?}");
        session.send(message("small")).await.unwrap();
        session.ping().await.unwrap();
    });
    assert_eq!(server.stanzas(), [message("small")]);
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn the_pace_is_that_of_answers_and_not_of_waiting_here() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(80));
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.round_trip(), None);
        session.get(None, roster()).await.unwrap();
        assert_eq!(session.round_trip(), Some(ms(80)));
        session.hold_writes(true);
        let held = async {
            world.pass(s(100)).await;
            session.hold_writes(false);
        };
        join(session.set(None, contact(1)), held).await.0.unwrap();
        assert_eq!(session.round_trip(), Some(ms(80)));
        server.tune(|knobs| knobs.latency = ms(160));
        session.get(None, roster()).await.unwrap();
        assert_eq!(session.round_trip(), Some(ms(90)));
    });
}

#[test]
fn who_listens_hears_of_changes_to_the_roster_and_of_blocks_too() {
    let (world, server) = stage();
    let push = |from: &str, payload: &str| {
        format!("<iq xmlns='jabber:client' type='set' id='p'{from}>{payload}</iq>")
    };
    let item = "<query xmlns='jabber:iq:roster'><item jid='romeo@montague.example'/></query>";
    let block = "<block xmlns='urn:xmpp:blocking'><item jid='paris@verona.example'/></block>";
    world.run(async {
        let session = online(&world).await;
        let mut inbox = session.inbox();
        server.push(&push(" from='romeo@montague.example'", item));
        server.push(&push("", item));
        server.push(&push(" from='juliet@capulet.example'", block));
        assert!(inbox.next().await.unwrap().is("query", ns::ROSTER));
        assert!(inbox.next().await.unwrap().is("block", ns::BLOCKING));
        world.pass(s(1)).await;
        assert_eq!(inbox.next().now_or_never(), None, "the first was from somebody else");
    });
}
