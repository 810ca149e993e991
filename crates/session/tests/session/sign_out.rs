//! The end of a session.

use session::{RequestError, Status};

use crate::common::{contact, ms, online, roster, s, stage};

#[test]
fn signing_out_closes_the_stream_and_forgets() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        session.sign_out();
        world.pass(ms(1)).await;
        assert_eq!(session.status(), Status::SignedOut);
        assert_eq!(server.closed_in_order(), 1);
        assert_eq!(server.connections(), 0);
        assert_eq!(world.tasks(), 0);
        assert_eq!(session.get(None, roster()).await, Err(RequestError::ConnectionLost));
        assert_eq!(session.set(None, contact(1)).await, Err(RequestError::ConnectionLost));
        assert_eq!(session.online().await, Err(RequestError::ConnectionLost));
        session.retry_now();
        world.pass(s(600)).await;
        assert_eq!(session.status(), Status::SignedOut);
    });
    assert_eq!(world.connected_to().len(), 1);
}

#[test]
fn dropping_the_last_handle_ends_everything() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        let other = session.clone();
        drop(session);
        world.pass(s(1)).await;
        assert!(other.get(None, roster()).await.is_ok());
        drop(other);
        world.pass(ms(1)).await;
        assert_eq!((world.tasks(), server.connections(), server.closed_in_order()), (0, 0, 1));
    });
}

#[test]
fn signing_out_while_away_ends_at_once() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.go_down(s(3600));
        world.pass(s(10)).await;
        session.sign_out();
        world.pass(ms(1)).await;
        assert_eq!(session.status(), Status::SignedOut);
        assert_eq!(world.tasks(), 0);
    });
}

#[test]
fn signing_out_while_connecting_again_ends_at_once() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        world.hang(crate::common::URL);
        server.cut();
        world.pass(s(2)).await;
        session.sign_out();
        world.pass(ms(1)).await;
        assert_eq!(session.status(), Status::SignedOut);
        assert_eq!(world.tasks(), 0);
    });
}

#[test]
fn a_server_that_does_not_say_goodbye_holds_nothing_up() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        // Reads a byte a second: our `<close/>` takes a minute to arrive.
        server.tune(|knobs| knobs.bytes_per_second = Some(1));
        session.sign_out();
        world.pass(s(6)).await;
        assert_eq!(session.status(), Status::SignedOut);
    });
}

#[test]
fn requests_under_way_are_answered_before_the_end() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.silent = true);
    world.run(async {
        let session = online(&world).await;
        let reading = session.get(None, roster());
        let leaving = async {
            world.pass(ms(1)).await;
            session.sign_out();
        };
        let (read, ()) = futures_util::join!(reading, leaving);
        assert_eq!(read, Err(RequestError::ConnectionLost));
    });
}
