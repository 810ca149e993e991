//! A peer that means harm: nothing changes, nothing hangs.

use std::rc::Rc;

use session::{RequestError, Status};
use testkit::{Socket, World};
use xml::Element;

use crate::common::{URL, contact, hostile, ms, online, roster, s, stage};

fn answer(request: &Element, from: &str, content: &str) -> String {
    let id = request.attr("id").unwrap_or_default();
    format!("<iq xmlns='jabber:client' type='result' id='{id}' {from}>{content}</iq>")
}

#[test]
fn answers_in_the_name_of_others_are_ignored() {
    let world = World::new();
    hostile(&world, |socket, request| {
        for from in ["romeo@montague.example", "juliet@montague.example", "capulet.example.evil", "x"] {
            socket.send(answer(request, &format!("from='{from}'"), "<spoofed xmlns='x'/>"));
        }
        socket.send(answer(request, "", "<genuine xmlns='x'/>"));
    });
    world.run(async {
        let session = online(&world).await;
        let genuine = session.get(None, roster()).await.unwrap().unwrap();
        assert_eq!(genuine.name(), "genuine");
    });
}

#[test]
fn an_answer_with_another_id_answers_nothing() {
    let world = World::new();
    hostile(&world, |socket, request| {
        if request.child("ping", xml::ns::PING).is_some() {
            socket.send(answer(request, "from='capulet.example'", ""));
        }
        socket.send("<iq xmlns='jabber:client' type='result' id='guess'/>");
        socket.send("<iq xmlns='jabber:client' type='result'/>");
    });
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.get(None, roster()).await, Err(RequestError::TimedOut));
        assert_eq!(session.status(), Status::Online);
    });
    assert!(world.time() <= s(400));
}

#[test]
fn pushes_and_messages_from_others_change_nothing_and_are_refused() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.push(
            "<iq xmlns='jabber:client' type='set' id='p1' from='romeo@montague.example'>\
             <query xmlns='jabber:iq:roster'><item jid='evil@montague.example'/></query></iq>",
        );
        server.push("<message xmlns='jabber:client' from='evil@montague.example'><body>hi</body></message>");
        server.push("<presence xmlns='jabber:client' type='subscribe' from='evil@montague.example'/>");
        session.set(None, contact(1)).await.unwrap();
        let known = session.get(None, roster()).await.unwrap().unwrap();
        assert_eq!(known.children().count(), 1);
        assert_eq!(session.status(), Status::Online);
    });
    // Nothing was done because of them.
    assert_eq!((server.sets(), server.gets()), (1, 1));
}

#[test]
fn every_request_to_us_is_answered() {
    let world = World::new();
    let answers = Rc::new(std::cell::RefCell::new(Vec::new()));
    let heard = Rc::clone(&answers);
    hostile(&world, move |socket, stanza| {
        if stanza.attr("type") == Some("get") {
            socket.send("<iq xmlns='jabber:client' type='get' id='a' from='capulet.example'><ping xmlns='urn:xmpp:ping'/></iq>");
            socket.send("<iq xmlns='jabber:client' type='get' id='b' from='evil@x.example'><query xmlns='jabber:iq:version'/></iq>");
            socket.send(answer(stanza, "", ""));
        } else {
            let is = (stanza.attr("id").unwrap().to_owned(), stanza.attr("type").unwrap().to_owned());
            heard.borrow_mut().push(is);
        }
    });
    world.run(async {
        let session = online(&world).await;
        session.get(None, roster()).await.unwrap();
        world.pass(ms(1)).await;
    });
    let expected = [("a", "result"), ("b", "error")].map(|(id, kind)| (id.to_owned(), kind.to_owned()));
    assert_eq!(*answers.borrow(), expected);
}

#[test]
fn silence_times_a_request_out_or_ends_the_connection() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.tune(|knobs| knobs.silent = true);
        let error = session.set(None, contact(1)).await.unwrap_err();
        assert!(matches!(error, RequestError::TimedOut | RequestError::ConnectionLost), "{error:?}");
        assert!(world.time() <= s(400), "{:?}", world.time());
        server.tune(|knobs| knobs.silent = false);
        session.online().await.unwrap();
        session.set(None, contact(2)).await.unwrap();
    });
}

#[test]
fn a_server_that_only_answers_pings_does_not_hold_a_request_for_ever() {
    let world = World::new();
    hostile(&world, |socket, request| {
        if request.child("ping", xml::ns::PING).is_some() {
            socket.send(answer(request, "from='capulet.example'", ""));
        }
    });
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.set(None, contact(1)).await, Err(RequestError::TimedOut));
        assert_eq!(session.status(), Status::Online);
        assert!(world.time() <= s(200), "{:?}", world.time());
    });
}

#[test]
fn frames_that_are_no_stanza_end_the_connection_and_it_is_renewed() {
    let huge = format!("<message xmlns='jabber:client'><body>{}</body></message>", "<a>".repeat(100_000));
    let bad: [&'static str; 8] = [
        "<",
        "<iq xmlns='jabber:client'/><iq xmlns='jabber:client'/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>",
        "<x xmlns='unknown'/>",
        "<message xmlns='jabber:client'>&nbsp;</message>",
        "<a:b/>",
        "\u{0}",
        Box::leak(huge.into_boxed_str()),
    ];
    for frame in bad {
        let (world, server) = stage();
        world.run(async {
            let session = online(&world).await;
            server.push(frame);
            world.pass(s(5)).await;
            assert_eq!(session.status(), Status::Online, "{frame:.40}");
            session.set(None, contact(1)).await.unwrap();
        });
        assert_eq!(server.sign_ins().len(), 2, "{frame:.40}");
    }
}

#[test]
fn a_malformed_answer_fails_its_request_without_a_hang() {
    let world = World::new();
    hostile(&world, |socket, request| {
        if request.child("query", xml::ns::ROSTER).is_some() {
            socket.send("<iq xmlns='jabber:client' type='result' <<<");
        }
    });
    world.run(async {
        let session = online(&world).await;
        let error = session.get(None, roster()).await.unwrap_err();
        assert!(matches!(error, RequestError::Malformed(_)), "{error:?}");
        assert!(world.time() < s(1));
    });
}

#[test]
fn binary_messages_end_the_connection() {
    let world = World::new();
    hostile(&world, |socket, _| socket.send_binary());
    world.run(async {
        let session = online(&world).await;
        assert!(session.get(None, roster()).await.is_err());
        assert!(world.time() < s(1));
    });
}

#[test]
fn silence_while_signing_in_ends() {
    let world = World::new();
    world.listen(URL, |mut socket: Socket| async move { socket.ignore().await });
    world.run(async {
        let error = crate::common::sign_in(&world, crate::common::login("x", &[URL])).await.unwrap_err();
        assert_eq!(error, session::SignInError::Failed(session::Failure::TimedOut));
        assert_eq!(world.time(), s(60));
    });
}

#[test]
fn a_flood_of_stanzas_does_not_keep_answers_away() {
    let world = World::new();
    hostile(&world, |socket, request| {
        for _ in 0..5_000 {
            socket.send("<message xmlns='jabber:client' from='evil@x.example'><body>x</body></message>");
        }
        socket.send(answer(request, "", ""));
    });
    world.run(async {
        let session = online(&world).await;
        session.get(None, roster()).await.unwrap();
        session.set(None, contact(1)).await.unwrap();
    });
}
