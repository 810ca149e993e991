//! People who are not who they say, and servers that say too much.

use std::rc::Rc;

use farewell::{Event, State};
use xml::Element;

use crate::common::{presence, s, stage};

#[test]
fn an_impostor_gets_nothing() {
    let stage = stage();
    stage.contact("romeo@montague.example", "both");
    let forged =
        Element::parse("<moved xmlns='urn:xmpp:moved:1'><old-jid>romeo@montague.example</old-jid></moved>");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(10)).await;
        let forged = presence("subscribe", "romeo@evil.example").with_child(forged.unwrap());
        stage.new.arrive("juliet", &forged);
        for kind in ["subscribed", "unsubscribed", "unsubscribe", "error"] {
            stage.new.arrive("juliet", &presence(kind, "romeo@evil.example"));
        }
        stage.world.pass(s(60)).await;
        assert!(heard.has(|event| matches!(event, Event::Stranger(jid) if jid.domain() == "evil.example")));
        assert_eq!(heard.state("romeo@montague.example"), State::Asked);
        assert_eq!(heard.contacts().len(), 1);
    });
    assert!(stage.new.delivered().iter().all(|(_, sent)| sent.attr("to") == Some("romeo@montague.example")));
    assert!(!stage.new.account("juliet", |account| account.roster.contains_key("romeo@evil.example")));
}

#[test]
fn a_flood_of_strangers_is_told_of_once_each_and_ends() {
    let stage = stage();
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(5)).await;
        for n in 0..2000 {
            for _ in 0..2 {
                stage.new.push(&presence("subscribe", &format!("bot{n}@evil.example")).to_xml());
            }
        }
        stage.world.pass(s(5)).await;
        let events = heard.events.borrow();
        let told = events.iter().filter(|event| matches!(event, Event::Stranger(_))).count();
        assert_eq!(told, 200);
    });
    assert!(stage.new.delivered().is_empty());
}

#[test]
fn a_server_that_answers_everything_with_errors_is_not_asked_for_ever() {
    let stage = stage();
    stage.new.tune(|knobs| {
        knobs.people.course = Some(Rc::new(|presence: &Element| {
            let error = "<error xmlns='jabber:client' type='wait'>\
                 <resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
            let to = presence.attr("to").unwrap();
            let error = Element::parse(error).unwrap();
            let answer = crate::common::presence("error", to)
                .with_attr_opt("id", presence.attr("id"))
                .with_child(error);
            vec![(s(1), answer.clone()), (s(1), answer.clone()), (s(2), answer)]
        }));
    });
    stage.contact("romeo@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(5)).await;
        assert_eq!(heard.state("romeo@montague.example"), State::Waiting);
        stage.world.pass(s(24 * 3600)).await;
        assert!(matches!(heard.state("romeo@montague.example"), State::Unreachable(_)));
    });
    assert!(stage.requests().get("romeo@montague.example").unwrap().len() <= 4);
}

#[test]
fn errors_about_nothing_of_ours_change_nothing() {
    let stage = stage();
    stage.contact("romeo@montague.example", "both");
    stage.world.run(async {
        let (farewell, heard) = stage.open().await;
        stage.tell(&farewell);
        stage.world.pass(s(10)).await;
        let error = "<error xmlns='jabber:client' type='cancel'>\
             <remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
        let error = presence("error", "romeo@montague.example")
            .with_attr("id", "of something else")
            .with_child(Element::parse(error).unwrap());
        stage.new.arrive("juliet", &error);
        stage.world.pass(s(10)).await;
        assert_eq!(heard.state("romeo@montague.example"), State::Asked);
    });
}
