//! Connections that break, and coming back.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::StreamExt;
use futures_util::future::join;
use session::{Failure, Login, RequestError, Session, SignInError, Status};
use testkit::{MemoryServer, World};

use crate::common::{
    PASSWORD, URL, contact, login, ms, online, password, private, roster, s, set_all, sign_in, stage,
};

/// Notes every change of status.
fn watch(world: &World, session: &Session) -> Rc<RefCell<Vec<Status>>> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (mut changes, noting) = (session.watch(), Rc::clone(&seen));
    world.task(async move {
        while let Some(status) = changes.next().await {
            noting.borrow_mut().push(status);
        }
    });
    seen
}

fn waiting(attempt: u32) -> Status {
    Status::Waiting { attempt }
}

/// Cuts the connections `after` a while.
async fn cut(world: &World, server: &MemoryServer, after: std::time::Duration) {
    world.pass(after).await;
    server.cut();
}

#[test]
fn reads_are_sent_again_and_writes_fail() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(100));
    world.run(async {
        let session = online(&world).await;
        let seen = watch(&world, &session);
        let reads = futures_util::future::join_all((0..40).map(|n| session.get(None, private(n, 0))));
        let writes = set_all(&session, (0..40).map(contact));
        let ((reads, writes), ()) = join(join(reads, writes), cut(&world, &server, ms(150))).await;
        assert!(reads.iter().all(Result::is_ok), "{reads:?}");
        assert!(writes.iter().all(|write| *write == Err(RequestError::ConnectionLost)));
        assert_eq!(*seen.borrow(), [waiting(1), Status::Online]);
    });
    let sign_ins = server.sign_ins();
    assert_eq!(sign_ins.len(), 2);
    assert!(sign_ins.iter().all(|sign_in| sign_in.mechanism == "SCRAM-SHA-1" && sign_in.accepted));
}

#[test]
fn an_answer_that_came_before_the_cut_counts() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.cut_after = Some(4));
    world.run(async {
        let session = online(&world).await;
        let answers = set_all(&session, (0..6).map(contact)).await;
        // The network took the answers with it, or it did not: nothing is claimed wrongly.
        let done = server.account("juliet", |account| account.roster.len());
        assert_eq!(done, 4);
        assert!(answers.iter().filter(|answer| answer.is_ok()).count() <= done);
        session.online().await.unwrap();
        assert!(set_all(&session, (0..6).map(contact)).await.iter().all(Result::is_ok));
    });
}

#[test]
fn attempts_back_off_and_go_on() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        let seen = watch(&world, &session);
        server.go_down(s(100));
        let start = world.time();
        world.pass(ms(1)).await;
        session.online().await.unwrap();
        let attempts: Vec<_> =
            world.connected_to()[1..].iter().map(|(at, _)| (*at - start).as_millis()).collect();
        assert_eq!(attempts, [500, 1_500, 3_500, 7_500, 15_500, 31_500, 61_500, 91_500, 121_500]);
        let expected: Vec<_> = (1..=9).map(waiting).chain([Status::Online]).collect();
        assert_eq!(*seen.borrow(), expected);
    });
}

#[test]
fn a_server_that_ends_every_connection_at_once_is_not_hammered() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.tune(|knobs| knobs.fatal = Some(Rc::new(|_| Some(testkit::End::Cut))));
        let reading = async {
            for n in 0.. {
                assert!(session.get(None, private(n, 0)).await.is_err());
                session.online().await.unwrap();
            }
        };
        futures_util::pin_mut!(reading);
        futures_util::future::select(reading, Box::pin(world.pass(s(300)))).await;
    });
    assert!(server.sign_ins().len() < 25, "{}", server.sign_ins().len());
}

#[test]
fn trying_now_does_not_wait() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.go_down(s(40));
        world.pass(s(41)).await;
        session.retry_now();
        let before = world.time();
        session.online().await.unwrap();
        assert_eq!(world.time(), before);
    });
}

#[test]
fn while_away_reads_wait_and_writes_fail_at_once() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.go_down(s(10));
        world.pass(ms(1)).await;
        assert_eq!(session.status(), waiting(1));
        assert_eq!(session.set(None, contact(1)).await, Err(RequestError::ConnectionLost));
        assert!(session.get(None, roster()).await.is_ok());
        assert!(world.time() >= s(10));
    });
    assert_eq!(server.sets(), 0);
}

#[test]
fn a_refused_return_stops_until_the_person_acts() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        let seen = watch(&world, &session);
        server.identity("juliet", |juliet| juliet.set_password("new"));
        let reading = session.get(None, roster());
        server.tune(|knobs| knobs.cut_after = Some(1));
        assert_eq!(reading.await, Err(RequestError::ConnectionLost));
        let refused = SignInError::Failed(Failure::WrongPassword);
        world.pass(s(3600)).await;
        assert_eq!(session.status(), Status::Stopped(refused.clone()));
        assert_eq!(server.sign_ins().len(), 2);
        assert_eq!(session.get(None, roster()).await, Err(RequestError::ConnectionLost));

        session.resume(password("new"));
        assert_eq!(session.online().await, Ok(()));
        assert!(session.get(None, roster()).await.is_ok());
        assert_eq!(*seen.borrow(), [waiting(1), Status::Stopped(refused), waiting(2), Status::Online]);
        // And the new keys bring it back once more.
        server.cut();
        world.pass(s(5)).await;
        assert_eq!(session.status(), Status::Online);
    });
}

#[test]
fn impatience_does_not_repeat_a_refused_password() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.identity("juliet", |juliet| juliet.set_password("new"));
        server.go_down(s(5));
        world.pass(s(5)).await;
        for _ in 0..5 {
            session.retry_now();
        }
        world.pass(s(600)).await;
        assert_eq!(session.status(), Status::Stopped(SignInError::Failed(Failure::WrongPassword)));
        session.retry_now();
        world.pass(s(600)).await;
        assert!(matches!(session.status(), Status::Stopped(_)));
    });
    assert_eq!(server.sign_ins().iter().filter(|sign_in| !sign_in.accepted).count(), 1);
}

#[test]
fn a_plain_account_asks_for_the_password() {
    let (world, server) = stage();
    server.identity("juliet", |juliet| juliet.mechanisms = vec!["PLAIN".to_owned()]);
    world.run(async {
        let agreed = Login { allow_plain: true, ..login(PASSWORD, &[URL]) };
        let session = sign_in(&world, agreed).await.unwrap();
        server.cut();
        world.pass(s(5)).await;
        assert_eq!(session.status(), Status::Stopped(SignInError::Failed(Failure::PasswordNeeded)));
        assert_eq!(world.connected_to().len(), 1);
        session.resume(password(PASSWORD));
        world.pass(s(5)).await;
        assert_eq!(session.status(), Status::Online);
    });
}

#[test]
fn a_server_that_became_weaker_is_not_believed() {
    let (world, server) = stage();
    world.run(async {
        let agreed = Login { allow_plain: true, ..login(PASSWORD, &[URL]) };
        let session = sign_in(&world, agreed).await.unwrap();
        server.identity("juliet", |juliet| juliet.mechanisms = vec!["PLAIN".to_owned()]);
        server.cut();
        world.pass(s(60)).await;
        let Status::Stopped(SignInError::Failed(failure)) = session.status() else {
            panic!("{:?}", session.status())
        };
        assert!(matches!(failure, Failure::WeakerThanBefore { .. }), "{failure:?}");
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn keys_that_fit_no_longer_are_not_replaced_by_a_password_in_memory() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.identity("juliet", |juliet| {
            juliet.iterations = 5000;
            juliet.set_password(PASSWORD);
        });
        server.cut();
        world.pass(s(60)).await;
        assert_eq!(session.status(), Status::Stopped(SignInError::Failed(Failure::PasswordNeeded)));
        session.resume(password(PASSWORD));
        world.pass(s(5)).await;
        assert_eq!(session.status(), Status::Online);
    });
}
