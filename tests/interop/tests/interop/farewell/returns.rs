//! The page is closed in the middle and opened again.

use std::time::Duration;

use farewell::{Order, State};
use interop::Parting;
use servers::contacts::Manner;
use servers::{Generation, Kind, Side};

use super::scene::{Scene, options, pace, words};
use crate::common::{NEW, OLD, locally, page, witness};

const WAIT: Duration = Duration::from_secs(300);

const CAST: [(&str, Option<Manner>, usize); 5] = [
    ("both", Some(Manner::Ignores), 2),
    ("both", Some(Manner::Verifies), 2),
    ("to", Some(Manner::Ignores), 1),
    ("to", None, 1),
    ("from", Some(Manner::Ignores), 1),
];

#[tokio::test]
async fn coming_back_asks_nobody_twice() {
    tokio::join!(
        coming_back_asks_nobody_twice_between([Kind::Prosody, Kind::Ejabberd, Kind::Ejabberd]),
        coming_back_asks_nobody_twice_between([Kind::Ejabberd, Kind::Prosody, Kind::Ejabberd]),
    );
}

async fn coming_back_asks_nobody_twice_between(kinds: [Kind; 3]) {
    let scene = Scene::set(options(Generation::Oldest, kinds), &CAST).await;
    let has_pre_approval = kinds[1] == Kind::Prosody;
    locally(async {
        let (_from, _to, parting) = scene.moved_at(pace()).await;
        parting.tell(words());
        let are_asked = |parting: &Parting| {
            let contacts = parting.contacts();
            let states = contacts.values().map(|contact| &contact.state);
            states.filter(|state| matches!(state, State::Asked | State::Approved | State::Mutual)).count()
        };
        assert!(parting.comes_to(WAIT, |parting| are_asked(parting) >= 8).await);
    })
    .await;
    let asked = kept(&scene).await;
    assert!(asked.len() >= 4, "{asked:?}");
    locally(async {
        let (from, to) = (page(&scene.network, Side::Old).await, page(&scene.network, Side::New).await);
        let parting = Parting::at_pace(&from, &to, pace());
        parting.perform(Order::Look).await;
        parting.tell(words());
        everybody_is_where_they_belong(&scene, &parting, has_pre_approval).await;
        parting.stop().await;
    })
    .await;
    let requests = scene.requests().await;
    for jid in &asked {
        assert_eq!(requests[jid].len(), 1, "{jid}: {:?}", requests[jid]);
    }
    told_as_they_should_be(&scene).await;

    // Without the ledger, an open request is withdrawn and made once more: nobody knows about it.
    locally(async {
        let (from, to) = (page(&scene.network, Side::Old).await, page(&scene.network, Side::New).await);
        let parting = Parting::at_pace(&from, &to, pace());
        parting.perform(Order::Forget).await;
        let parting = Parting::at_pace(&from, &to, pace());
        parting.perform(Order::Look).await;
        for (jid, contact) in parting.contacts() {
            if scene.contacts[&jid].ends_as(has_pre_approval) == State::Asked {
                assert_eq!(contact.state, State::Unknown, "{jid}");
            }
        }
        parting.tell(words());
        everybody_is_where_they_belong(&scene, &parting, has_pre_approval).await;
        parting.stop().await;
    })
    .await;
    told_as_they_should_be(&scene).await;
    // They can still say yes.
    let client = witness(&scene.network, Side::New).await;
    for contact in scene.contacts.values() {
        if let (true, Some(Manner::Ignores), Some(person)) =
            (contact.is_asked(), contact.manner, &contact.person)
        {
            person.say("subscribed", NEW);
            tokio::time::sleep(pace().careful.silence).await;
            let roster = client.roster().await.unwrap();
            let item = roster.iter().find(|item| item.jid == contact.jid).unwrap();
            assert!(matches!(item.subscription.as_str(), "to" | "both"), "{item:?}");
        }
    }
}

/// Who is known to have a request, by what is kept of the ledger.
async fn kept(scene: &Scene) -> Vec<String> {
    let client = witness(&scene.network, Side::New).await;
    let ledger = client.private("ledger", "urn:xmpp-account-migrator:ledger:0").await.unwrap();
    let ledger = roxmltree::Document::parse(&ledger).unwrap();
    let contacts = ledger
        .descendants()
        .filter(|node| matches!(node.attribute("state"), Some("asked" | "approved" | "mutual")));
    contacts.map(|contact| contact.attribute("jid").unwrap().to_owned()).collect()
}

async fn everybody_is_where_they_belong(scene: &Scene, parting: &Parting, has_pre_approval: bool) {
    parting.comes_to(WAIT, |parting| scene.is_over(parting, has_pre_approval)).await;
    assert_eq!(scene.wrong(&parting.states(), has_pre_approval).await, [""; 0]);
}

/// Whoever was to be asked has a request, the last of which says where it comes from.
async fn told_as_they_should_be(scene: &Scene) {
    for (jid, requests) in scene.requests().await {
        let contact = &scene.contacts[&jid];
        assert_eq!(!requests.is_empty(), contact.is_asked(), "{jid}: {requests:?}");
        if let Some(last) = requests.last() {
            assert!(last.contains(OLD), "{jid}: {last}");
            assert!(contact.person.is_none() || last.contains("<moved"), "{jid}: {last}");
        }
    }
}
