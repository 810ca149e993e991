//! Closing the page, and coming back.

use std::rc::Rc;

use farewell::{Event, Order, State, Subscription};
use migration::Holdings;
use portable::Fragment;
use xml::{Element, ns};

use crate::common::{s, stage};

#[test]
fn whoever_was_asked_is_not_asked_again() {
    let stage = stage();
    stage.server("montague.example", crate::common::like("ejabberd"));
    for n in 0..6 {
        stage.contact(&format!("away-{n}@montague.example"), "both");
    }
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        let page = stage.tell(&farewell);
        stage.world.pass(s(70)).await;
        assert_eq!(stage.requests().len(), 4);
        assert!(heard.has(|event| *event == Event::LedgerSaved(true)));
        let asked = heard.contacts().get("away-0@montague.example").unwrap().asked;
        page.abort();
        drop(farewell);
        stage.world.pass(s(5)).await;
        let (farewell, heard) = stage.open().await;
        farewell.perform(Order::Look).await;
        assert_eq!(heard.state("away-0@montague.example"), State::Asked);
        assert_eq!(heard.state("away-5@montague.example"), State::Waiting);
        assert_eq!(heard.contacts().get("away-0@montague.example").unwrap().asked, asked);
        stage.tell(&farewell);
        stage.world.pass(s(300)).await;
        assert!(heard.states().iter().all(|state| state.ends_with(" asked")), "{:?}", heard.states());
    });
    assert_eq!(stage.shown().values().copied().collect::<Vec<_>>(), [1; 6]);
}

#[test]
fn what_they_were_is_kept_when_the_old_account_no_longer_shows_it() {
    let stage = stage();
    stage.contact("yes-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, _) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        farewell.perform(Order::Stop).await;
        stage.world.pass(s(5)).await;
        stage.old_contact("yes-both@montague.example", "from");
        let (farewell, heard) = stage.open().await;
        farewell.perform(Order::Look).await;
        let contact = heard.contacts().get("yes-both@montague.example").unwrap().clone();
        assert_eq!((contact.was, contact.state), (Subscription::Both, State::Mutual));
    });
}

#[test]
fn without_what_was_kept_every_open_request_is_unknown() {
    let stage = stage();
    stage.contact("away-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        farewell.perform(Order::Stop).await;
        stage.world.pass(s(5)).await;
        farewell.perform(Order::Forget).await;
        assert!(heard.has(|event| *event == Event::LedgerSaved(false)));
        assert!(stage.new.account("juliet", |account| account.private.is_empty()));
        let (farewell, heard) = stage.open().await;
        farewell.perform(Order::Look).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Unknown);
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Asked);
    });
    // Said again before the server could repeat it as a plain one.
    let shown = stage.requests();
    let shown = shown.get("away-both@montague.example").unwrap();
    assert!(shown[1].child("moved", ns::MOVED).is_some(), "{shown:?}");
}

#[test]
fn with_only_a_file_everybody_is_asked_without_a_claim_that_nobody_could_check() {
    let stage = stage();
    stage.new.account("juliet", |account| {
        account.roster.insert("away-both@montague.example".to_owned(), testkit::RosterItem::default());
    });
    let item = "<item xmlns='jabber:iq:roster' jid='away-both@montague.example' subscription='both'/>";
    let holdings = Holdings::from_fragments(vec![Fragment::RosterItem(Element::parse(item).unwrap())]);
    stage.world.run(async {
        let (farewell, heard) = stage.open_with(None, Rc::new(holdings)).await;
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        assert_eq!(heard.state("away-both@montague.example"), State::Asked);
    });
    let requests = stage.requests();
    let [request] = &requests.get("away-both@montague.example").unwrap()[..] else { panic!() };
    assert!(request.child("moved", ns::MOVED).is_none());
    assert!(request.child_text("status", ns::CLIENT).unwrap().contains("juliet@old.example"));
}

#[test]
fn ledgers_of_other_moves_are_left_alone() {
    let stage = stage();
    let other = "<ledger xmlns='urn:xmpp-account-migrator:ledger:0'>\
         <account jid='nurse@other.example'><contact jid='peter@x.example' was='to' state='asked'/></account>\
         </ledger>";
    let other = Element::parse(other).unwrap();
    let key = (other.name().to_owned(), other.ns().to_owned());
    stage.new.account("juliet", |account| account.private.insert(key.clone(), other.clone()));
    stage.contact("away-both@montague.example", "both");
    stage.world.run(async {
        let (farewell, _) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(30)).await;
        let kept = stage.new.account("juliet", |account| account.private[&key].clone());
        assert_eq!(kept.children().count(), 2);
        farewell.perform(Order::Stop).await;
        stage.world.pass(s(5)).await;
        farewell.perform(Order::Forget).await;
    });
    assert_eq!(stage.new.account("juliet", |account| account.private[&key].clone()), other);
}
