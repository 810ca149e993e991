//! Connections that break in the middle.

use farewell::{Order, State};

use crate::common::{s, stage};

#[test]
fn what_was_not_proven_is_said_again_before_anybody_sees_us() {
    let stage = stage();
    stage.server("montague.example", testkit::Abroad { latency: s(10), ..crate::common::like("Prosody") });
    for n in 0..4 {
        stage.contact(&format!("away-{n}@montague.example"), "both");
    }
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        while stage.requests().is_empty() {
            stage.world.pass(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(heard.state("away-0@montague.example"), State::Unknown);
        stage.new.go_down(s(20));
        stage.world.pass(s(5)).await;
        assert_eq!(heard.state("away-0@montague.example"), State::Unknown);
        stage.world.pass(s(120)).await;
        for n in 0..4 {
            assert_eq!(heard.state(&format!("away-{n}@montague.example")), State::Asked);
        }
        farewell.perform(Order::Stop).await;
    });
    // Whatever the server repeats by itself when it sees us comes too late to be shown.
    let moved = |presence: &xml::Element| presence.child("moved", xml::ns::MOVED).is_some();
    for requests in stage.requests().values() {
        assert!(moved(&requests[0]), "{requests:?}");
    }
    let course: Vec<_> = stage.new.delivered().into_iter().map(|(_, presence)| presence).collect();
    let to_first = course.iter().filter(|presence| presence.attr("to") == Some("away-0@montague.example"));
    let kinds: Vec<_> = to_first.map(|presence| (presence.attr("type").unwrap(), moved(presence))).collect();
    assert_eq!(kinds[..3], [("subscribe", true), ("unsubscribe", false), ("subscribe", true)]);
}

#[test]
fn answers_that_came_while_the_connection_was_lost_are_found() {
    let stage = stage();
    stage.contact("away-both@montague.example", "both");
    stage.contact("away-to@montague.example", "to");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(20)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Asked);
        stage.new.go_down(s(60));
        stage.new.account("juliet", |account| {
            account.roster.get_mut("away-both@montague.example").unwrap().subscription = "both".to_owned();
            account.roster.get_mut("away-both@montague.example").unwrap().ask = false;
            account.roster.get_mut("away-to@montague.example").unwrap().ask = false;
        });
        stage.world.pass(s(180)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Mutual);
        assert_eq!(heard.state("away-to@montague.example"), State::Declined);
    });
    assert!(stage.shown().values().all(|shown| *shown == 1));
}

#[test]
fn the_old_account_may_come_and_go() {
    let stage = stage();
    stage.server("montague.example", testkit::Abroad { silent: false, ..crate::common::like("Prosody") });
    stage.contact("away-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.old.go_down(s(30));
        stage.world.pass(s(60)).await;
        stage.old.cut();
        stage.world.pass(s(60)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Asked);
    });
}

#[test]
fn stopping_without_a_connection_ends_at_once() {
    let stage = stage();
    stage.contact("away-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(20)).await;
        stage.new.go_down(s(3600));
        stage.world.pass(s(20)).await;
        farewell.perform(Order::Stop).await;
        stage.world.pass(std::time::Duration::from_millis(10)).await;
        assert!(heard.has(|event| *event == farewell::Event::Done(farewell::Part::Contacts)));
    });
}

#[test]
fn a_pause_keeps_nobody_from_being_heard_on_a_new_connection() {
    let stage = stage();
    stage.new.tune(|knobs| knobs.pre_approves = false);
    stage.new.identity("juliet", |identity| identity.pre_approves = false);
    stage.server("montague.example", testkit::Abroad { latency: s(10), ..crate::common::like("Prosody") });
    stage.contact("away-both@montague.example", "both");
    stage.contact("away-to@montague.example", "to");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        while stage.requests().is_empty() {
            stage.world.pass(std::time::Duration::from_millis(100)).await;
        }
        farewell.perform(Order::Pause).await;
        stage.new.go_down(s(20));
        stage.world.pass(s(120)).await;
        stage.new.arrive("juliet", &crate::common::presence("subscribe", "away-both@montague.example"));
        stage.world.pass(s(30)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Approved);
    });
}

#[test]
fn stopping_while_nobody_answers_ends_at_once() {
    let stage = stage();
    stage.contact("away-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        farewell.perform(Order::Look).await;
        stage.old.tune(|knobs| knobs.silent = true);
        stage.tell(&farewell);
        stage.world.pass(s(1)).await;
        farewell.perform(Order::Stop).await;
        stage.world.pass(std::time::Duration::from_millis(10)).await;
        assert!(heard.has(|event| *event == farewell::Event::Done(farewell::Part::Contacts)));
    });
    assert!(stage.new.delivered().is_empty());
}
