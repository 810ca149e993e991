//! Who is let in, and who is not.

use std::time::Duration;

use farewell::{Event, Order, State};
use interop::Parting;
use servers::contacts::{Manner, Person};
use servers::{Generation, Kind, Side};

use super::scene::{Role, Scene, THIRD, options, pace, role, words};
use crate::common::{NEW, OLD, PASSWORD, locally, witness};

const WAIT: Duration = Duration::from_secs(120);

#[tokio::test]
async fn an_impostor_gets_nothing() {
    tokio::join!(
        an_impostor_gets_nothing_between([Kind::Prosody, Kind::Ejabberd, Kind::Prosody]),
        an_impostor_gets_nothing_between([Kind::Ejabberd, Kind::Prosody, Kind::Prosody]),
    );
}

/// Otto was no contact. He says to Anna that he is Eva, who has moved, and to Eva that he is Anna.
async fn an_impostor_gets_nothing_between(kinds: [Kind; 3]) {
    let cast: Vec<Role> = vec![
        role(THIRD, "eva", "both", Manner::Verifies),
        // Anna saw her, and was not seen.
        role(THIRD, "ina", "to", Manner::Ignores),
    ];
    let scene = Scene::of(options(Generation::Oldest, kinds), &cast).await;
    let third = scene.network.at(THIRD).unwrap();
    third.register("otto", PASSWORD).await.unwrap();
    let otto = Person::arrive(third, "otto", PASSWORD, Manner::Ignores).await.unwrap();
    let eva = format!("eva@{THIRD}");
    let ina = format!("ina@{THIRD}");
    locally(async {
        let (_from, _to, parting) = scene.moved_at(pace()).await;
        // Before she hears of it from Anna herself.
        let moved = |from: &str| format!("<moved xmlns='urn:xmpp:moved:1'><old-jid>{from}</old-jid></moved>");
        otto.say_with("subscribe", &eva, &moved(OLD));
        let person = scene.contacts[&eva].person.as_ref().unwrap();
        person.until("subscribe", &format!("otto@{THIRD}"), WAIT).await.unwrap();

        parting.tell(words());
        assert!(parting.comes_to(WAIT, |parting| parting.events().contains(&Event::AllAsked)).await);
        otto.say_with("subscribe", NEW, &moved(&eva));
        scene.contacts[&ina].person.as_ref().unwrap().say("subscribe", NEW);
        let strangers = |parting: &Parting| {
            let events = parting.events();
            events.iter().filter(|event| matches!(event, Event::Stranger(_))).cloned().collect::<Vec<_>>()
        };
        let both_were_heard = |parting: &Parting| {
            let contacts = parting.contacts();
            !strangers(parting).is_empty()
                && contacts[&ina].is_asking
                && contacts[&eva].state == State::Mutual
        };
        assert!(parting.comes_to(WAIT, both_were_heard).await, "{:#?}", parting.events());
        assert_eq!(strangers(&parting), [Event::Stranger(format!("otto@{THIRD}").parse().unwrap())]);

        // The person decides about her, as about nobody else.
        assert_eq!(scene.contacts[&ina].person.as_ref().unwrap().presences("subscribed"), [""; 0]);
        parting.perform(Order::Approve(ina.parse().unwrap())).await;
        scene.contacts[&ina].person.as_ref().unwrap().until("subscribed", NEW, WAIT).await.unwrap();
        parting.stop().await;
    })
    .await;
    for kind in ["subscribed", "subscribe"] {
        assert_eq!(otto.presences(kind), [""; 0]);
    }
    let roster = witness(&scene.network, Side::New).await.roster().await.unwrap();
    let otto = roster.iter().find(|item| item.jid.starts_with("otto"));
    assert!(otto.is_none_or(|item| item.subscription == "none"), "{otto:?}");
}
