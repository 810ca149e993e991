//! Asking once more.

use std::time::Duration;

use farewell::{Event, Order, State};
use interop::Parting;
use servers::contacts::Manner;
use servers::{Generation, Kind};

use super::scene::{Role, Scene, THIRD, options, pace, role, words};
use crate::common::{NEW, locally};

const WAIT: Duration = Duration::from_secs(180);

#[tokio::test]
async fn a_nudge_can_be_answered() {
    tokio::join!(
        a_nudge_can_be_answered_between([Kind::Prosody, Kind::Ejabberd, Kind::Ejabberd]),
        a_nudge_can_be_answered_between([Kind::Ejabberd, Kind::Prosody, Kind::Prosody]),
    );
}

async fn a_nudge_can_be_answered_between(kinds: [Kind; 3]) {
    let hosts = ["old.test", "new.test", THIRD];
    let cast: Vec<Role> = hosts.map(|domain| role(domain, "uwe", "both", Manner::Ignores)).into();
    let scene = Scene::of(options(Generation::Oldest, kinds), &cast).await;
    locally(async {
        let (_from, _to, parting) = scene.moved_at(pace()).await;
        parting.tell(words());
        assert!(parting.comes_to(WAIT, |parting| parting.events().contains(&Event::AllAsked)).await);
        for domain in hosts {
            let jid = format!("uwe@{domain}");
            let person = scene.contacts[&jid].person.as_ref().unwrap();
            assert!(parting.comes_to(WAIT, |parting| parting.state(&jid) == State::Asked).await, "{jid}");
            assert_eq!(person.requests().await.unwrap().len(), 1, "{jid}");
            let before = parting.events().len();
            parting.perform(Order::Nudge(jid.parse().unwrap())).await;
            let is_asked_again = |parting: &Parting| {
                let events = &parting.events()[before..];
                let states = events.iter().filter_map(|event| match event {
                    Event::Contact(contact) if contact.jid.to_string() == jid => Some(contact.state.clone()),
                    _ => None,
                });
                let states: Vec<State> = states.collect();
                states.len() > 1 && states.last() == Some(&State::Asked)
            };
            let events = || parting.events()[before..].to_vec();
            assert!(parting.comes_to(WAIT, is_asked_again).await, "{:#?}", events());
            let requests = person.requests().await.unwrap();
            assert_eq!(requests.len(), 2, "{jid}");
            assert!(requests[1].contains("<moved"), "{requests:?}");
            // That the first was withdrawn is no answer.
            let no =
                |event: &Event| matches!(event, Event::Contact(contact) if contact.state == State::Declined);
            assert!(!events().iter().any(no), "{:#?}", events());
            person.say("subscribed", NEW);
            assert!(
                parting.comes_to(WAIT, |parting| parting.state(&jid) == State::Approved).await,
                "{:#?}",
                events()
            );
        }
        parting.stop().await;
    })
    .await;
}
