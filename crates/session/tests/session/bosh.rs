//! The same sessions where only HTTP requests get through.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::join;
use session::{Failure, FetchError, Session, SignInError, Status};
use testkit::{Manager, MemoryServer, Terms, World};

use crate::common::{PASSWORD, contact, login, ms, private, roster, s, set_all, sign_in};

const URL: &str = "https://capulet.example/http-bind";

/// A world whose server listens behind a connection manager.
fn stage(terms: Terms) -> (World, MemoryServer, Manager) {
    let world = World::new();
    let server = MemoryServer::new(&world, "capulet.example");
    server.register("juliet", PASSWORD);
    let manager = Manager::new(&world, server.clone(), terms);
    let answering = manager.clone();
    world.take_posts(URL, move |text| answering.clone().handle(text));
    (world, server, manager)
}

async fn online(world: &World) -> Session {
    sign_in(world, login(PASSWORD, &[URL])).await.expect("signs in")
}

/// Loses posts on their way there or back, by their number.
fn lose(
    world: &World,
    manager: &Manager,
    there: impl Fn(usize) -> bool + 'static,
    back: impl Fn(usize) -> bool + 'static,
) {
    let (manager, count) = (manager.clone(), Rc::new(Cell::new(0)));
    let (there, back) = (Rc::new(there), Rc::new(back));
    world.take_posts(URL, move |text| {
        count.set(count.get() + 1);
        let (n, manager, there, back) = (count.get(), manager.clone(), Rc::clone(&there), Rc::clone(&back));
        async move {
            if there(n) {
                return Err(FetchError::Failed("lost".to_owned()));
            }
            let answer = manager.handle(text).await;
            if back(n) { Err(FetchError::Failed("lost".to_owned())) } else { answer }
        }
    });
}

#[test]
fn signs_in_reads_writes_and_signs_out() {
    let (world, server, manager) = stage(Terms::default());
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.mechanism().name(), "SCRAM-SHA-1");
        let answers = set_all(&session, (0..60).map(contact)).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        let found = session.get(None, roster()).await.unwrap().unwrap();
        assert_eq!(found.children().count(), 60);
        session.sign_out();
        let mut changes = session.watch();
        while session.status() != Status::SignedOut {
            futures_util::StreamExt::next(&mut changes).await;
        }
        // Until the manager has forgotten it too.
        world.pass(s(200)).await;
    });
    assert_eq!(server.sign_ins().len(), 1);
    assert!(manager.received().last().unwrap().contains("type='terminate'"));
    assert_eq!(manager.most_under_way(), 2);
    // Sixty requests in one window go in a few bodies.
    assert!(manager.received().len() < 20, "{:#?}", manager.received());
    assert_eq!(world.tasks(), 0);
}

#[test]
fn an_idle_session_lasts() {
    let (world, server, _) = stage(Terms { wait: s(20), ..Terms::default() });
    world.run(async {
        let session = online(&world).await;
        world.pass(s(3600)).await;
        session.get(None, roster()).await.unwrap();
        assert_eq!(session.status(), Status::Online);
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn lost_requests_and_lost_answers_change_nothing() {
    let (world, server, manager) = stage(Terms::default());
    // Sign-in takes the first few; from then on every third gets lost, one way or the other.
    lose(&world, &manager, |n| n > 6 && n % 3 == 0, |n| n > 6 && n % 3 == 1);
    world.run(async {
        let session = online(&world).await;
        for round in 0..5 {
            let answers = set_all(&session, (round * 40..round * 40 + 40).map(contact)).await;
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        }
        assert_eq!(session.status(), Status::Online);
    });
    assert_eq!(server.sign_ins().len(), 1);
    assert_eq!(server.account("juliet", |account| account.roster.len()), 200);
    // Each was carried out once.
    assert_eq!(server.received().iter().filter(|received| received.is_set).count(), 200);
}

#[test]
fn a_short_loss_of_the_network_is_hardly_noticed() {
    let (world, server, manager) = stage(Terms { inactivity: s(60), ..Terms::default() });
    server.tune(|knobs| knobs.latency = ms(100));
    world.run(async {
        let session = online(&world).await;
        let writing = set_all(&session, (0..40).map(contact));
        let cut = async {
            world.pass(ms(150)).await;
            world.take_posts(URL, |_| async { Err(FetchError::Failed("no network".to_owned())) });
            world.pass(s(20)).await;
            let manager = manager.clone();
            world.take_posts(URL, move |text| manager.clone().handle(text));
        };
        let (answers, ()) = join(writing, cut).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        session.get(None, roster()).await.unwrap();
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn a_session_the_server_has_forgotten_is_begun_again() {
    let (world, server, manager) = stage(Terms::default());
    world.run(async {
        let session = online(&world).await;
        set_all(&session, [contact(1)]).await;
        manager.forget();
        world.pass(ms(1)).await;
        session.online().await.unwrap();
        session.get(None, private(1, 0)).await.unwrap();
    });
    assert_eq!(server.sign_ins().len(), 2);
}

#[test]
fn a_page_that_slept_finds_its_session_again_or_signs_in() {
    for (asleep, sign_ins) in [(s(30), 1), (s(3600), 2)] {
        let (world, server, _) = stage(Terms { wait: s(20), ..Terms::default() });
        world.run(async {
            let session = online(&world).await;
            world.pass(s(1)).await;
            world.hide();
            world.pass(asleep).await;
            world.show();
            session.get(None, roster()).await.unwrap();
        });
        assert_eq!(server.sign_ins().len(), sign_ins);
    }
}

#[test]
fn failures_are_those_of_any_transport() {
    let (world, _, _) = stage(Terms::default());
    world.run(async {
        let wrong = sign_in(&world, login("wrong", &[URL])).await.map(drop);
        assert_eq!(wrong, Err(SignInError::Failed(Failure::WrongPassword)));
        world.take_posts(URL, |_| async { Err(FetchError::Status(502)) });
        let error = sign_in(&world, login(PASSWORD, &[URL])).await.map(drop).unwrap_err();
        let SignInError::Unreachable { endpoint, detail } = error else { panic!("{error}") };
        assert_eq!((endpoint.as_str(), detail.as_str()), (URL, "HTTP status 502"));
        world.take_posts(URL, |_| async {
            Ok("<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' condition='host-unknown'/>".to_owned())
        });
        let error = sign_in(&world, login(PASSWORD, &[URL])).await.map(drop).unwrap_err();
        assert!(error.to_string().contains("host-unknown"), "{error}");
    });
}

#[test]
fn who_calls_itself_something_else_is_not_trusted() {
    let world = World::new();
    let other = testkit::Identity::new("juliet", "montague.example", PASSWORD);
    let manager = Manager::new(
        &world,
        move |mut socket: testkit::Socket| {
            let other = other.clone();
            async move {
                testkit::sign_in(&mut socket, &[other]).await;
            }
        },
        Terms::default(),
    );
    world.take_posts(URL, move |text| manager.clone().handle(text));
    world.run(async {
        let refused = sign_in(&world, login(PASSWORD, &[URL])).await.map(drop);
        assert!(matches!(refused, Err(SignInError::Failed(Failure::WrongFrom { .. }))), "{refused:?}");
    });
}

#[test]
fn a_server_may_send_us_on_to_a_websocket() {
    let (world, server, _) = stage(Terms::default());
    world.listen("wss://capulet.example/ws", server);
    world.take_posts(URL, |_| async {
        let uri = "<uri>wss://capulet.example/ws</uri>";
        Ok(format!("<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' condition='see-other-uri'>{uri}</body>"))
    });
    world.run(async {
        let session = online(&world).await;
        assert_eq!(session.endpoint().url(), "wss://capulet.example/ws");
    });
}
