//! Signing in: mechanisms, refusals, what is kept in memory.

use session::{Failure, Mechanism, SignInError, Status};
use testkit::SignIn;

use crate::common::{PASSWORD, URL, login, online, roster, sign_in, stage};

#[test]
fn with_scram() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.mechanism(), Mechanism::ScramSha1);
        assert_eq!(session.status(), Status::Online);
        assert_eq!(session.account().to_string(), "juliet@capulet.example");
        assert!(session.jid().resource().is_some_and(|resource| resource.len() >= 8));
        assert_eq!(session.endpoint().url(), URL);
        assert_eq!(session.limit(), 262_144);
        assert!(session.get(None, roster()).await.unwrap().is_some());
    });
    let mechanism = "SCRAM-SHA-1".to_owned();
    assert_eq!(server.sign_ins(), [SignIn { at: world.time(), mechanism, accepted: true }]);
}

#[test]
fn every_session_has_another_resource() {
    let (world, _server) = stage();
    world.run(async {
        assert_ne!(online(&world).await.jid(), online(&world).await.jid());
    });
}

#[test]
fn with_plain_only_when_the_person_agreed() {
    let (world, server) = stage();
    server.identity("juliet", |juliet| juliet.mechanisms = vec!["PLAIN".to_owned()]);
    world.run(async {
        let asked = sign_in(&world, login(PASSWORD, &[URL])).await.unwrap_err();
        assert_eq!(asked, SignInError::Failed(Failure::PlainOnly));
        assert_eq!(server.sign_ins(), []);
        let agreed = session::Login { allow_plain: true, ..login(PASSWORD, &[URL]) };
        let session = sign_in(&world, agreed).await.unwrap();
        assert_eq!(session.mechanism(), Mechanism::Plain);
    });
}

#[test]
fn a_wrong_password_is_tried_once() {
    let (world, server) = stage();
    world.run(async {
        let error = sign_in(&world, login("wrong", &[URL, URL])).await.unwrap_err();
        assert_eq!(error, SignInError::Failed(Failure::WrongPassword));
        assert!(!error.is_passing());
    });
    assert_eq!(server.sign_ins().len(), 1);
    assert_eq!(world.connected_to().len(), 1);
}

#[test]
fn an_unknown_account_is_refused_in_the_same_way() {
    let (world, _server) = stage();
    world.run(async {
        let login = session::Login { jid: "nurse@capulet.example".parse().unwrap(), ..login("x", &[URL]) };
        let error = sign_in(&world, login).await.unwrap_err();
        assert_eq!(error, SignInError::Failed(Failure::WrongPassword));
    });
}

#[test]
fn a_server_that_does_not_know_the_password_is_not_believed() {
    let (world, server) = stage();
    server.identity("juliet", |juliet| juliet.wrong_signature = true);
    world.run(async {
        let error = sign_in(&world, login(PASSWORD, &[URL])).await.unwrap_err();
        assert_eq!(error, SignInError::Failed(Failure::ServerNotProven));
    });
}

#[test]
fn a_list_of_mechanisms_that_was_changed_is_noticed() {
    let (world, server) = stage();
    let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    server.identity("juliet", |juliet| juliet.hashed = names(&["SCRAM-SHA-1", "PLAIN"]));
    world.run(async {
        let session = sign_in(&world, login(PASSWORD, &[URL])).await.unwrap();
        // Somebody takes the better ones out when the session comes back.
        let better = names(&["SCRAM-SHA-512", "SCRAM-SHA-1", "PLAIN"]);
        server.identity("juliet", |juliet| juliet.hashed = better);
        server.cut();
        world.pass(std::time::Duration::from_secs(60)).await;
        let stopped = Status::Stopped(SignInError::Failed(Failure::Downgraded));
        assert_eq!(session.status(), stopped, "nothing tries again by itself");
        let error = sign_in(&world, login(PASSWORD, &[URL])).await.unwrap_err();
        assert_eq!(error, SignInError::Failed(Failure::Downgraded));
    });
    let accepted = server.sign_ins().into_iter().filter(|sign_in| sign_in.accepted);
    assert_eq!(accepted.count(), 1);
}

#[test]
fn an_announced_limit_holds() {
    let (world, server) = stage();
    server.identity("juliet", |juliet| juliet.limit = Some(20_000));
    world.run(async {
        assert_eq!(online(&world).await.limit(), 20_000);
    });
}

#[test]
fn the_password_shows_in_no_debug_output() {
    let (world, _server) = stage();
    let login = login(PASSWORD, &[URL]);
    assert!(!format!("{login:?}").contains(PASSWORD));
    world.run(async {
        let session = sign_in(&world, login).await.unwrap();
        assert!(!format!("{session:?}").contains(PASSWORD));
    });
}
