//! Which endpoint is tried when, and being sent elsewhere (RFC 7395 §3.6.1).

use session::{Failure, SignInError};
use testkit::{MemoryServer, Socket, World};

use crate::common::{PASSWORD, URL, login, online, s, sign_in, stage};

const OTHER: &str = "wss://other.example/ws";

/// A peer that sends everybody to `uri`.
fn elsewhere(world: &World, at: &str, uri: &str) {
    let close = format!("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='{uri}'/>");
    world.listen(at, move |mut socket: Socket| {
        let close = close.clone();
        async move {
            socket.text().await;
            socket.send(
                "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='capulet.example' version='1.0'/>",
            );
            socket.send(close);
            socket.ignore().await;
        }
    });
}

fn urls(world: &World) -> Vec<String> {
    world.connected_to().into_iter().map(|(_, url)| url).collect()
}

#[test]
fn the_next_one_is_tried_when_one_refuses() {
    let (world, _server) = stage();
    world.run(async {
        let session = sign_in(&world, login(PASSWORD, &[OTHER, URL])).await.unwrap();
        assert_eq!(session.endpoint().url(), URL);
    });
    assert_eq!(urls(&world), [OTHER, URL]);
}

#[test]
fn one_that_hangs_costs_twenty_seconds() {
    let (world, _server) = stage();
    world.hang(OTHER);
    world.run(async {
        sign_in(&world, login(PASSWORD, &[OTHER, URL])).await.unwrap();
    });
    assert_eq!(world.time(), s(20));
}

#[test]
fn the_next_one_is_tried_where_no_xmpp_server_answers() {
    let garbage = "<html xmlns='http://www.w3.org/1999/xhtml'/>";
    for says in [None, Some(garbage), Some("404 page not found")] {
        let (world, _server) = stage();
        world.listen(OTHER, move |mut socket: Socket| async move {
            socket.text().await;
            says.into_iter().for_each(|says| socket.send(says));
        });
        world.run(async {
            let session = sign_in(&world, login(PASSWORD, &[OTHER, URL])).await.unwrap();
            assert_eq!(session.endpoint().url(), URL);
            // What the server said is kept when nothing else helps.
            world.refuse(URL);
            let error = sign_in(&world, login(PASSWORD, &[OTHER, URL])).await.unwrap_err();
            assert!(matches!(error, SignInError::Failed(_)), "{error:?}");
        });
    }
}

#[test]
fn without_any_the_last_reason_is_given() {
    let world = World::new();
    world.run(async {
        let error = sign_in(&world, login(PASSWORD, &[OTHER, URL])).await.unwrap_err();
        let detail = "nobody answers".to_owned();
        assert_eq!(error, SignInError::Unreachable { endpoint: URL.to_owned(), detail });
        assert!(error.is_passing());
        let error = sign_in(&world, login(PASSWORD, &[])).await.unwrap_err();
        assert!(matches!(error, SignInError::Unreachable { .. }));
    });
}

#[test]
fn a_redirection_is_followed_and_remembered() {
    let (world, server) = stage();
    elsewhere(&world, OTHER, URL);
    world.run(async {
        let session = sign_in(&world, login(PASSWORD, &[OTHER])).await.unwrap();
        assert_eq!(session.endpoint().url(), URL);
        server.cut();
        world.pass(s(5)).await;
        session.online().await.unwrap();
    });
    assert_eq!(urls(&world), [OTHER, URL, URL]);
}

#[test]
fn a_redirection_to_the_open_is_refused() {
    for uri in ["ws://capulet.example/ws", "ws://localhost/ws", "https://capulet.example/"] {
        let (world, _server) = stage();
        elsewhere(&world, OTHER, uri);
        world.run(async {
            let error = sign_in(&world, login(PASSWORD, &[OTHER])).await.unwrap_err();
            assert!(
                matches!(&error, SignInError::Unreachable { endpoint, .. } if endpoint == uri),
                "{error:?}"
            );
        });
        assert_eq!(urls(&world), [OTHER]);
    }
}

#[test]
fn being_sent_in_circles_ends() {
    let world = World::new();
    elsewhere(&world, URL, OTHER);
    elsewhere(&world, OTHER, URL);
    world.run(async {
        let error = sign_in(&world, login(PASSWORD, &[URL])).await.unwrap_err();
        assert!(matches!(error, SignInError::Unreachable { .. }), "{error:?}");
    });
    assert_eq!(urls(&world).len(), 4);
}

#[test]
fn a_server_that_calls_itself_something_else_gets_no_password() {
    let world = World::new();
    let server = MemoryServer::new(&world, "mantua.example");
    server.register("juliet", PASSWORD);
    world.listen(URL, server.clone());
    world.run(async {
        let error = sign_in(&world, login(PASSWORD, &[URL])).await.unwrap_err();
        let SignInError::Failed(Failure::WrongFrom { found, .. }) = error else { panic!("{error:?}") };
        assert_eq!(found, "mantua.example");
    });
    assert_eq!(server.sign_ins(), []);
}

#[test]
fn coming_back_starts_where_it_worked() {
    let (world, server) = stage();
    world.run(async {
        let session = sign_in(&world, login(PASSWORD, &[OTHER, URL])).await.unwrap();
        server.cut();
        world.pass(s(5)).await;
        session.online().await.unwrap();
        drop(online(&world).await);
    });
    assert_eq!(urls(&world), [OTHER, URL, URL, URL]);
}
