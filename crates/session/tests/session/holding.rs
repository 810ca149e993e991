//! Holding writes back, and calling them back.

use futures_util::future::join;
use session::RequestError;

use crate::common::{contact, ms, online, roster, s, set_all, stage};

#[test]
fn held_writes_wait_and_reads_do_not() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        session.hold_writes(true);
        let writes = set_all(&session, (0..10).map(contact));
        let rest = async {
            assert!(session.get(None, roster()).await.is_ok());
            world.pass(s(600)).await;
            assert_eq!(server.sets(), 0);
            session.hold_writes(false);
        };
        let (writes, ()) = join(writes, rest).await;
        assert!(writes.iter().all(Result::is_ok));
    });
    assert_eq!(server.sets(), 10);
}

#[test]
fn cancelling_calls_back_what_was_not_sent() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(100));
    world.run(async {
        let session = online(&world).await;
        let writes = set_all(&session, (0..100).map(contact));
        let cancelling = async {
            world.pass(ms(50)).await;
            session.cancel_writes();
        };
        let (writes, ()) = join(writes, cancelling).await;
        let done = writes.iter().filter(|write| write.is_ok()).count();
        let cancelled = writes.iter().filter(|write| **write == Err(RequestError::Cancelled)).count();
        assert_eq!((done, cancelled), (server.sets(), 100 - server.sets()));
        assert!(cancelled > 0);
        assert_eq!(session.set(None, contact(1)).await, Err(RequestError::Cancelled));
        session.allow_writes();
        session.set(None, contact(1)).await.unwrap();
    });
}

#[test]
fn writes_go_again_once_they_are_allowed() {
    let (world, _server) = stage();
    world.run(async {
        let session = online(&world).await;
        session.hold_writes(true);
        let cancelling = async {
            world.pass(ms(1)).await;
            session.cancel_writes();
        };
        let (held, ()) = join(session.set(None, contact(1)), cancelling).await;
        assert_eq!(held, Err(RequestError::Cancelled));
        session.allow_writes();
        session.set(None, contact(2)).await.unwrap();
    });
}

#[test]
fn cancelling_while_away_waits_for_nobody() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.go_down(s(3600));
        world.pass(s(1)).await;
        let cancelling = async {
            world.pass(s(1)).await;
            session.cancel_writes();
        };
        let (read, back, ()) =
            futures_util::future::join3(session.get(None, roster()), session.online(), cancelling).await;
        assert_eq!((read, back), (Err(RequestError::Cancelled), Err(RequestError::Cancelled)));
        assert!(world.time() < s(60));
    });
}

#[test]
fn a_dropped_request_is_not_sent() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        session.hold_writes(true);
        let write = session.set(None, contact(1));
        futures_util::future::select(Box::pin(write), Box::pin(world.pass(ms(1)))).await;
        session.hold_writes(false);
        world.pass(ms(1)).await;
        session.set(None, contact(2)).await.unwrap();
    });
    assert_eq!(server.sets(), 1);
}
