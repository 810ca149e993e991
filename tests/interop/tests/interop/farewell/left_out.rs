//! Contacts who are never asked, and hear nothing.

use std::time::Duration;

use farewell::{Audience, Event, Order, State, Why};
use interop::{Move, Parting};
use servers::client::write::block;
use servers::contacts::Manner;
use servers::{Generation, Kind, Side};

use super::scene::{Role, Scene, THIRD, options, pace, role, words};
use crate::common::{NEW, OLD, fill, locally, page, set_contact, witness};

const WAIT: Duration = Duration::from_secs(120);
const GATEWAY: &str = "irc.example";

#[tokio::test]
async fn they_hear_nothing() {
    tokio::join!(
        they_hear_nothing_between([Kind::Prosody, Kind::Ejabberd, Kind::Prosody]),
        they_hear_nothing_between([Kind::Ejabberd, Kind::Prosody, Kind::Prosody]),
    );
}

async fn they_hear_nothing_between(kinds: [Kind; 3]) {
    let at = |name: &str| format!("{name}@{THIRD}");
    let cast: Vec<Role> = vec![
        role(THIRD, "blocked-there", "both", Manner::AsksBack),
        role(THIRD, "blocked-here", "both", Manner::AsksBack),
        role(GATEWAY, "room%libera", "both", Manner::AsksBack),
        role(THIRD, "pending", "none", Manner::Ignores),
        role(THIRD, "friend", "both", Manner::AsksBack),
    ];
    let scene = Scene::of(options(Generation::Oldest, kinds), &cast).await;
    let pending = scene.contacts[&at("pending")].person.as_ref().unwrap();
    let old = witness(&scene.network, Side::Old).await;
    fill(&old, [set_contact(GATEWAY, "IRC", &[]), set_contact(NEW, "Me", &[])]).await;
    // She was asked from the old account once, and did not answer.
    old.send_raw(format!("<presence xmlns='jabber:client' type='subscribe' to='{}'/>", at("pending")));
    pending.until("subscribe", OLD, WAIT).await.unwrap();
    fill(&old, [block(&[at("blocked-there")])]).await;
    fill(&witness(&scene.network, Side::New).await, [block(&[at("blocked-here")])]).await;
    locally(async {
        let (from, to) = (page(&scene.network, Side::Old).await, page(&scene.network, Side::New).await);
        Move::everything(&from, &to).await;
        let parting = Parting::at_pace(&from, &to, pace());
        parting.perform(Order::Publish(Audience::Open)).await;
        parting.tell(words());
        let is_over = |parting: &Parting| {
            parting.events().contains(&Event::AllAsked) && parting.state(&at("friend")) == State::Mutual
        };
        assert!(parting.comes_to(WAIT, is_over).await, "{:#?}", parting.contacts());
        for (jid, why) in [
            (at("blocked-there"), Why::Blocked),
            (at("blocked-here"), Why::Blocked),
            (format!("room%libera@{GATEWAY}"), Why::Gateway),
            (GATEWAY.to_owned(), Why::Gateway),
            (NEW.to_owned(), Why::ThisIsYou),
            (at("pending"), Why::NoSubscription),
        ] {
            assert_eq!(parting.state(&jid), State::NotAsked(why), "{jid}");
        }
        parting.stop().await;
        let to_others = |stanza: &String| stanza.contains("to=") && !stanza.contains(&at("friend"));
        let told: Vec<String> = to.sent.announcements().into_iter().filter(to_others).collect();
        assert_eq!(told, [""; 0]);
    })
    .await;
    for (jid, requests) in scene.requests().await {
        assert_eq!(requests.len(), usize::from(jid == at("friend")), "{jid}: {requests:?}");
    }
}
