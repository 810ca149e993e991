//! Endpoints nobody named: which is tried, which wins, and what is never done there.

use session::{Failure, Floors, Guessed, Login, Mechanism, Presence, SignInError, guess, presence};
use testkit::{Answer, MemoryServer, Socket, World};

use crate::common::{PASSWORD, login, s, stage};

const USUAL: &str = "wss://capulet.example:5443/ws";
const BELOW: &str = "wss://xmpp.capulet.example:5281/xmpp-websocket";

fn look(world: &World) -> Result<Guessed, Vec<(String, String)>> {
    let environment = world.environment();
    world.run(guess(environment.as_ref(), "capulet.example"))
}

#[track_caller]
fn found(world: &World) -> String {
    look(world).expect("something is found").endpoint().url().to_owned()
}

fn server(world: &World, domain: &str, at: &str) -> MemoryServer {
    let server = MemoryServer::new(world, domain);
    server.register("juliet", PASSWORD);
    world.listen(at, server.clone());
    server
}

#[test]
fn the_right_server_wins_wherever_it_is() {
    for at in [USUAL, BELOW, "wss://jabber.capulet.example:5291/"] {
        let world = World::new();
        server(&world, "capulet.example", at);
        assert_eq!(found(&world), at);
    }
}

#[test]
fn whoever_calls_itself_something_else_does_not() {
    let world = World::new();
    let other = server(&world, "mantua.example", USUAL);
    server(&world, "capulet.example", BELOW);
    assert_eq!(found(&world), BELOW);
    world.refuse(BELOW);
    let tried = look(&world).unwrap_err();
    let (url, reason) = &tried[0];
    assert_eq!((url.as_str(), reason.as_str()), (USUAL, "the server there is \"mantua.example\""));
    assert_eq!(other.sign_ins(), []);
}

#[test]
fn what_speaks_no_xmpp_is_passed_over() {
    for says in ["hello", "<html xmlns='http://www.w3.org/1999/xhtml'/>", "<open from='capulet.example'/>"] {
        let world = World::new();
        world.listen(USUAL, move |mut socket: Socket| async move {
            socket.text().await;
            socket.send(says);
            socket.ignore().await;
        });
        server(&world, "capulet.example", BELOW);
        assert_eq!(found(&world), BELOW);
    }
}

#[test]
fn nothing_is_asked_that_does_not_belong_to_the_domain() {
    let world = World::new();
    let tried = look(&world).unwrap_err();
    assert_eq!(tried.len(), 28);
    assert!(tried.iter().all(|(_, reason)| reason == "nobody answers"), "{tried:?}");
    for (_, url) in world.connected_to() {
        let host = url.split(['/', ':']).nth(3).unwrap().to_owned();
        assert!(host == "capulet.example" || host.ends_with(".capulet.example"), "{url}");
    }
}

#[test]
fn ten_at_a_time_and_fifteen_seconds_in_all() {
    let world = World::new();
    for (url, _) in look(&world).unwrap_err() {
        world.hang(&url);
    }
    let (before, began) = (world.connected_to().len(), world.time());
    let tried = look(&world).unwrap_err();
    assert_eq!(world.time() - began, s(15));
    let tries = world.connected_to().split_off(before);
    for second in [0, 5, 10] {
        let at_once = tries.iter().filter(|(at, _)| *at - began == s(second)).count();
        assert!((8..=10).contains(&at_once), "{at_once} at {second}");
    }
    assert!(tried.iter().all(|(_, reason)| reason.starts_with("no ")), "{tried:?}");
}

#[test]
fn one_that_hangs_or_says_nothing_holds_nobody_up() {
    let world = World::new();
    world.hang(USUAL);
    world.listen("wss://capulet.example/ws", |mut socket: Socket| async move { socket.ignore().await });
    server(&world, "capulet.example", BELOW);
    assert_eq!(found(&world), BELOW);
    assert_eq!(world.time(), s(0));
}

#[test]
fn the_others_are_closed() {
    let world = World::new();
    world.listen("wss://capulet.example/ws", |mut socket: Socket| async move { socket.ignore().await });
    server(&world, "capulet.example", BELOW);
    found(&world);
    world.run(world.pass(s(1)));
    assert_eq!(world.tasks(), 0, "somebody is still connected");
}

/// Signs in where a server was guessed, having agreed to PLAIN.
fn sign_in(world: &World, floor: Option<Mechanism>) -> Result<session::Session, SignInError> {
    let guessed = look(world).expect("a server");
    let login = Login { allow_plain: true, floor, ..login(PASSWORD, &[]) };
    world.run(guessed.sign_in(world.environment(), login))
}

#[test]
fn scram_signs_in() {
    let world = World::new();
    server(&world, "capulet.example", USUAL);
    let session = sign_in(&world, None).unwrap();
    assert_eq!((session.endpoint().url(), session.mechanism()), (USUAL, Mechanism::ScramSha1));
}

#[test]
fn plain_is_refused_even_where_it_was_agreed_to() {
    let world = World::new();
    let server = server(&world, "capulet.example", USUAL);
    server.identity("juliet", |juliet| juliet.mechanisms = vec!["PLAIN".to_owned()]);
    for before in [None, Some(Mechanism::Plain)] {
        assert_eq!(sign_in(&world, before).unwrap_err(), SignInError::Failed(Failure::PlainOnly));
    }
    let stronger = sign_in(&world, Some(Mechanism::ScramSha1)).unwrap_err();
    assert!(matches!(stronger, SignInError::Failed(Failure::WeakerThanBefore { .. })), "{stronger:?}");
    assert_eq!(server.sign_ins(), [], "no password went there");
}

#[test]
fn coming_back_to_a_guess_takes_no_plain_either() {
    let world = World::new();
    let server = server(&world, "capulet.example", USUAL);
    let session = sign_in(&world, None).unwrap();
    server.identity("juliet", |juliet| juliet.mechanisms = vec!["PLAIN".to_owned()]);
    world.run(async {
        server.cut();
        world.pass(s(5)).await;
        assert!(matches!(session.status(), session::Status::Stopped(_)), "{:?}", session.status());
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn no_endpoint_and_no_sign_out_lowers_what_was_reached() {
    let (world, server) = stage();
    let mut floors = Floors::default();
    world.run(async {
        let session = crate::common::online(&world).await;
        floors.remember(&session);
        session.sign_out();
        world.pass(s(1)).await;
        let account = "juliet@capulet.example".parse().unwrap();
        assert_eq!(floors.of(&account), Some(Mechanism::ScramSha1));
        assert_eq!(floors.of(&"nurse@capulet.example".parse().unwrap()), None);
        server.identity("juliet", |juliet| juliet.mechanisms = vec!["PLAIN".to_owned()]);
        world.listen("wss://capulet.example/other", server.clone());
        for url in [crate::common::URL, "wss://capulet.example/other"] {
            let again = Login { allow_plain: true, floor: floors.of(&account), ..login(PASSWORD, &[url]) };
            let error = crate::common::sign_in(&world, again).await.unwrap_err();
            let weaker = Failure::WeakerThanBefore { offered: Mechanism::Plain, floor: Mechanism::ScramSha1 };
            assert_eq!(error, SignInError::Failed(weaker));
        }
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn what_there_is_of_a_domain_is_told_apart() {
    let url = "https://capulet.example/.well-known/host-meta";
    let cases = [
        (None, Presence::Silent),
        (Some(Answer::error(session::FetchError::Status(404))), Presence::Closed),
        (Some(Answer::text("<html/>")), Presence::Closed),
        (Some(Answer::error(session::FetchError::Failed("CORS".to_owned()))), Presence::Unreadable),
    ];
    for (answer, expected) in cases {
        let world = World::new();
        answer.into_iter().for_each(|answer| world.answer(url, answer));
        let environment = world.environment();
        assert_eq!(world.run(presence(environment.as_ref(), "capulet.example")), expected);
        world.offline(true);
        assert_eq!(world.run(presence(environment.as_ref(), "capulet.example")), Presence::Offline);
    }
}
