//! Servers that count.

use farewell::{Event, Order, State};

use crate::common::{like, s, stage};

#[test]
fn twelve_contacts_at_servers_that_count_are_all_asked_and_none_is_lost() {
    let stage = stage();
    stage.counts(5, s(60));
    stage.server("capulet.example", like("ejabberd"));
    stage.server("montague.example", like("ejabberd"));
    for n in 0..6 {
        stage.contact(&format!("yes-{n}@montague.example"), "both");
        stage.contact(&format!("away-{n}@capulet.example"), "both");
    }
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        for _ in 0..60 {
            stage.world.pass(s(20)).await;
            // Whoever counts as asked was really reached.
            let reached = stage.requests();
            for (jid, contact) in &heard.contacts() {
                let asked = matches!(contact.state, State::Asked | State::Approved | State::Mutual);
                assert!(!asked || reached.get(jid).is_some(), "{jid} is {:?}", contact.state);
            }
        }
        assert!(heard.has(|event| *event == Event::AllAsked));
        assert!(heard.has(|event| matches!(event, Event::Pace { next: Some(_), waiting: 1.. })));
        for n in 0..6 {
            assert_eq!(heard.state(&format!("yes-{n}@montague.example")), State::Mutual);
            assert_eq!(heard.state(&format!("away-{n}@capulet.example")), State::Asked);
        }
        farewell.perform(Order::Stop).await;
    });
    assert_eq!(stage.shown().values().copied().collect::<Vec<_>>(), [1; 12]);
}

#[test]
fn where_nobody_counts_two_hundred_take_minutes_and_not_hours() {
    let stage = stage();
    for n in 0..200 {
        stage.contact(&format!("away-{n}@montague.example"), "both");
    }
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(120)).await;
        assert!(heard.states().iter().all(|state| state.ends_with(" asked")), "{:?}", heard.states());
    });
    assert!(stage.shown().values().all(|shown| *shown == 1));
}

#[test]
fn a_pause_asks_nobody_further_and_still_takes_answers() {
    let stage = stage();
    stage.server("montague.example", like("ejabberd"));
    for n in 0..10 {
        stage.contact(&format!("yes-{n}@montague.example"), "both");
    }
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(1)).await;
        farewell.perform(Order::Pause).await;
        stage.world.pass(s(600)).await;
        let asked = stage.requests().len();
        assert!(asked < 10 && asked > 0, "{asked}");
        let mutual = heard.states().iter().filter(|state| state.ends_with(" mutual")).count();
        assert_eq!(mutual, asked);
        farewell.perform(Order::Resume).await;
        stage.world.pass(s(600)).await;
        assert_eq!(stage.requests().len(), 10);
    });
}
