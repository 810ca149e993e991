//! Stanzas a server does not take.

use std::rc::Rc;

use session::{RequestError, Status};
use testkit::{End, MemoryServer};
use xml::Element;

use crate::common::{contact, ms, online, private, s, set_all, stage};

fn is_note(n: usize) -> impl Fn(&Element) -> bool {
    let namespace = format!("test:{n}");
    move |payload| payload.first_child().is_some_and(|note| note.ns() == namespace)
}

/// The connection ends over the private note `n`.
fn dies_over_note(server: &MemoryServer, n: usize, end: End) {
    let is_note = is_note(n);
    server.tune(|knobs| knobs.fatal = Some(Rc::new(move |payload| is_note(payload).then(|| end.clone()))));
}

#[test]
fn a_stanza_over_the_announced_limit_is_not_sent() {
    let (world, server) = stage();
    server.identity("juliet", |juliet| juliet.limit = Some(10_000));
    world.run(async {
        let session = online(&world).await;
        let error = session.set(None, private(1, 10_000)).await.unwrap_err();
        let RequestError::TooLarge { size, limit } = error else { panic!("{error:?}") };
        assert_eq!(limit, 10_000);
        assert!((10_000..10_300).contains(&size), "{size}");
        assert_eq!(server.sets(), 0);
        session.set(None, private(1, 9_000)).await.unwrap();
        assert_eq!(session.status(), Status::Online);
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn without_an_announced_limit_it_is_262144_bytes() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        let error = session.set(None, private(1, 262_144)).await.unwrap_err();
        assert!(matches!(error, RequestError::TooLarge { limit: 262_144, .. }), "{error:?}");
    });
    assert_eq!(server.sets(), 0);
}

#[test]
fn a_large_stanza_over_which_the_server_closes_is_sent_once() {
    let (world, server) = stage();
    server.tune(|knobs| (knobs.max_stanza, knobs.latency) = (50_000, ms(100)));
    world.run(async {
        let session = online(&world).await;
        let mut payloads: Vec<_> = (0..20).map(contact).collect();
        payloads.insert(7, private(1, 60_000));
        let answers = set_all(&session, payloads).await;
        for (n, answer) in answers.into_iter().enumerate() {
            match n {
                7 => assert_eq!(
                    answer.unwrap_err(),
                    RequestError::ServerClosed { condition: "policy-violation".to_owned() }
                ),
                // Sent before and answered, or not sent at all: the caller reads and decides again.
                _ => assert!(matches!(answer, Ok(_) | Err(RequestError::ConnectionLost)), "{n}: {answer:?}"),
            }
        }
        session.online().await.unwrap();
        let again = session.set(None, private(1, 60_000)).await.unwrap_err();
        assert_eq!(again, RequestError::ServerClosed { condition: "policy-violation".to_owned() });
        assert!(set_all(&session, (0..20).map(contact)).await.iter().all(Result::is_ok));
    });
    assert_eq!(server.sign_ins().len(), 2);
    assert_eq!(server.account("juliet", |account| account.roster.len()), 20);
}

#[test]
fn large_stanzas_are_alone_in_flight() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(100));
    world.run(async {
        let session = online(&world).await;
        server.forget();
        let answers = set_all(&session, (0..5).map(|n| private(n, 20_000))).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(server.most_in_flight(), 1);
        assert!(set_all(&session, (0..5).map(|n| private(n, 200))).await.iter().all(Result::is_ok));
        assert_eq!(server.most_in_flight(), 5);
    });
}

#[test]
fn a_small_stanza_that_ends_the_stream_with_an_error_is_found_in_the_pipeline() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(100));
    dies_over_note(&server, 1, End::StreamError("policy-violation".to_owned()));
    world.run(async {
        let session = online(&world).await;
        let mut payloads: Vec<_> = (0..10).map(contact).collect();
        payloads.insert(4, private(1, 10));
        let answers = set_all(&session, payloads).await;
        let verdict = RequestError::ServerClosed { condition: "policy-violation".to_owned() };
        assert!(answers[..4].iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(answers[4], Err(verdict.clone()));
        assert!(answers[5..].iter().all(|answer| *answer == Err(RequestError::ConnectionLost)));
        session.online().await.unwrap();
        assert_eq!(session.set(None, private(1, 10)).await, Err(verdict));
        assert!(set_all(&session, (0..10).map(contact)).await.iter().all(Result::is_ok));
    });
    let sent = server.received().into_iter().filter(|received| is_note(1)(&received.payload)).count();
    assert_eq!(sent, 1);
}

#[test]
fn a_set_suspected_twice_is_refused_without_sending() {
    let (world, server) = stage();
    dies_over_note(&server, 1, End::Cut);
    world.run(async {
        let session = online(&world).await;
        for _ in 0..2 {
            assert_eq!(session.set(None, private(1, 10)).await, Err(RequestError::ConnectionLost));
            session.online().await.unwrap();
        }
        let condition = "connection closed".to_owned();
        assert_eq!(session.set(None, private(1, 10)).await, Err(RequestError::ServerClosed { condition }));
        session.set(None, private(2, 10)).await.unwrap();
        // The same thing with other content is another request.
        server.tune(|knobs| knobs.fatal = None);
        session.set(None, private(1, 11)).await.unwrap();
    });
    assert_eq!(server.received().iter().filter(|received| is_note(1)(&received.payload)).count(), 3);
}

#[test]
fn a_read_over_which_the_server_closes_is_not_sent_for_ever() {
    let (world, server) = stage();
    dies_over_note(&server, 1, End::Cut);
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.get(None, private(1, 0)).await, Err(RequestError::ConnectionLost));
        session.online().await.unwrap();
        session.get(None, private(2, 0)).await.unwrap();
    });
    assert_eq!(server.sign_ins().len(), 5);
    assert!(world.time() < s(60));
}

#[test]
fn a_server_that_shuts_down_blames_nobody() {
    for condition in ["system-shutdown", "reset", "connection-timeout", "conflict"] {
        let (world, server) = stage();
        server.tune(|knobs| knobs.latency = ms(100));
        world.run(async {
            let session = online(&world).await;
            let closing = async {
                world.pass(ms(50)).await;
                server.end_streams(condition);
            };
            let reading = session.get(None, crate::common::roster());
            let writing = session.set(None, contact(1));
            let (read, written, ()) = futures_util::join!(reading, writing, closing);
            assert!(read.is_ok(), "{condition}: {read:?}");
            assert_eq!(written, Err(RequestError::ConnectionLost), "{condition}");
            session.online().await.unwrap();
            session.set(None, contact(1)).await.unwrap();
        });
    }
}
