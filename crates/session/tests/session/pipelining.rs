//! Many requests at once: how fast, and how considerate.

use futures_util::future::join_all;

use crate::common::{condition, contact, ms, online, private, s, set_all, stage};

#[test]
fn five_hundred_contacts_do_not_cost_five_hundred_round_trips() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(100));
    world.run(async {
        let session = online(&world).await;
        let before = world.time();
        let answers = set_all(&session, (0..500).map(contact)).await;
        assert!(answers.iter().all(Result::is_ok));
        assert!(world.time() - before <= ms(1000), "took {:?}", world.time() - before);
    });
    assert_eq!(server.account("juliet", |account| account.roster.len()), 500);
    assert_eq!(server.sets(), 500);
    assert!(server.most_in_flight() <= 256);
}

#[test]
fn requests_arrive_in_the_order_in_which_they_were_made() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.latency = ms(30));
    world.run(async {
        let session = online(&world).await;
        set_all(&session, (0..100).map(contact)).await;
    });
    let arrived: Vec<_> = server.received().into_iter().map(|received| received.payload).collect();
    assert_eq!(arrived, (0..100).map(contact).collect::<Vec<_>>());
}

#[test]
fn answers_in_reverse_order_find_their_requests() {
    let (world, server) = stage();
    server.tune(|knobs| (knobs.latency, knobs.reverse) = (ms(50), true));
    world.run(async {
        let session = online(&world).await;
        for n in 0..40 {
            let filled = private(n, n + 1).first_child().unwrap().clone();
            server.account("juliet", |account| {
                account.private.insert((filled.name().to_owned(), filled.ns().to_owned()), filled);
            });
        }
        let asked = (0..40).map(|n| session.get(None, private(n, 0)));
        for (n, answer) in join_all(asked).await.into_iter().enumerate() {
            assert_eq!(answer.unwrap().unwrap(), private(n, n + 1));
        }
    });
}

#[test]
fn a_slow_server_is_not_flooded_and_nothing_times_out() {
    let (world, server) = stage();
    server.tune(|knobs| {
        knobs.bytes_per_second = Some(3000);
        knobs.latency = ms(20);
    });
    world.run(async {
        let session = online(&world).await;
        server.forget();
        let answers = set_all(&session, (0..1000).map(contact)).await;
        assert!(answers.iter().all(Result::is_ok), "{:?}", answers.iter().find(|answer| answer.is_err()));
        assert!(server.most_in_flight() <= 48, "{}", server.most_in_flight());
        // By now it is known: half a second's worth, no more.
        server.forget();
        assert!(set_all(&session, (0..200).map(contact)).await.iter().all(Result::is_ok));
        assert!(server.most_in_flight() <= 12, "{}", server.most_in_flight());
    });
    // 1000 stanzas of some 200 bytes: more than a minute.
    assert!(world.time() > s(50), "{:?}", world.time());
    assert_eq!(server.sets(), 200);
    assert_eq!(server.sign_ins().len(), 0);
}

#[test]
fn large_stanzas_at_a_slow_server_do_not_time_out() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.bytes_per_second = Some(3000));
    world.run(async {
        let session = online(&world).await;
        let answers = set_all(&session, (0..3).map(|n| private(n, 250_000))).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert!(session.is_slow());
        world.pass(s(9)).await;
        assert!(session.is_slow(), "a moment ago");
        world.pass(s(2)).await;
        assert!(!session.is_slow());
        let (session, world) = (&session, &world);
        let waiting = session.set(None, private(4, 250_000));
        let looking = async move {
            world.pass(s(3)).await;
            let at_first = session.is_slow();
            world.pass(s(2)).await;
            (at_first, session.is_slow())
        };
        let (answer, looked) = futures_util::future::join(waiting, looking).await;
        assert_eq!((answer.is_ok(), looked), (true, (false, true)), "it is said while one waits");
    });
    assert_eq!(server.sign_ins().len(), 1);
}

#[test]
fn a_server_that_stalls_for_minutes_is_waited_for() {
    let (world, server) = stage();
    world.run(async {
        let session = online(&world).await;
        server.tune(|knobs| knobs.latency = s(170));
        let answers = set_all(&session, (0..10).map(contact)).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    });
}

#[test]
fn a_refused_request_fails_alone_with_its_condition() {
    let (world, server) = stage();
    server.tune(|knobs| {
        knobs.refuse = Some(std::rc::Rc::new(|payload| (*payload == contact(3)).then_some("not-acceptable")));
    });
    world.run(async {
        let session = online(&world).await;
        let answers = set_all(&session, (0..8).map(contact)).await;
        for (n, answer) in answers.iter().enumerate() {
            match answer {
                Ok(_) => assert_ne!(n, 3),
                Err(error) => assert_eq!((n, condition(error)), (3, "not-acceptable")),
            }
        }
    });
}

#[test]
fn who_asks_one_thing_after_the_other_does_not_wait_for_many_each_time() {
    let (world, server) = stage();
    server.tune(|knobs| knobs.bytes_per_second = Some(20_000));
    world.run(async {
        let session = online(&world).await;
        let before = world.time();
        let many = async {
            let answers = join_all((0..400).map(|n| session.set_one_of_many(contact(n)))).await;
            assert!(answers.iter().all(Result::is_ok));
            world.time() - before
        };
        let one_by_one = async {
            for n in 0..10 {
                session.get(None, private(n, 0)).await.unwrap();
            }
            world.time() - before
        };
        let (many, one_by_one) = futures_util::future::join(many, one_by_one).await;
        assert!(one_by_one < many / 2, "{one_by_one:?} beside {many:?}");
    });
    // Once nobody else asks, they go as fast as ever.
    assert!(server.most_in_flight() > 32, "{}", server.most_in_flight());
}

#[test]
fn a_server_elsewhere_that_hangs_keeps_nothing_from_ours() {
    let (world, server) = stage();
    server.tune(|knobs| {
        let hangs = testkit::Abroad { silent: true, ..testkit::Abroad::default() };
        knobs.people.servers.insert("dead.example".to_owned(), hangs);
        let slow = testkit::Abroad { latency: s(30), ..testkit::Abroad::default() };
        knobs.people.servers.insert("slow.example".to_owned(), slow);
        knobs.latency = ms(100);
    });
    world.run(async {
        let session = online(&world).await;
        let [dead, slow] = ["dead.example", "slow.example"].map(|domain| domain.parse::<jid::Jid>().unwrap());
        set_all(&session, (0..4).map(contact)).await;
        let asked = (0..40).map(|_| session.disco_info(&dead)).map(Box::pin).collect::<Vec<_>>();
        let mut asked = futures_util::future::select_all(asked);
        assert!(futures_util::FutureExt::now_or_never(&mut asked).is_none());
        session.disco_info(&slow).await.unwrap();
        assert!(!session.is_slow());
        assert!(session.round_trip().unwrap() < s(1));
        let before = world.time();
        let answers = set_all(&session, (0..100).map(contact)).await;
        assert!(answers.iter().all(Result::is_ok));
        assert!(world.time() - before <= ms(500), "took {:?}", world.time() - before);
    });
}
