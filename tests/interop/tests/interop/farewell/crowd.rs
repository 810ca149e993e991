//! Many contacts in every state, on three hosts, with servers that count.

use std::time::Duration;

use farewell::{Audience, Event, Order, Statement};
use interop::{Move, Parting};
use servers::contacts::Manner;
use servers::{Generation, Kind, Side};

use super::scene::{Cast, Contact, Scene, options, pace, words};
use crate::common::{NEW, OLD, locally, page, witness};

const WAIT: Duration = Duration::from_secs(180);
const LONG: Duration = Duration::from_secs(900);

/// Sixty-seven on each host.
const MANY: [(&str, Option<Manner>, usize); 16] = [
    ("both", Some(Manner::Verifies), 8),
    ("both", Some(Manner::AsksBack), 4),
    ("both", Some(Manner::Approves), 3),
    ("both", Some(Manner::Ignores), 3),
    ("both", Some(Manner::Declines), 2),
    ("both", None, 4),
    ("to", Some(Manner::Verifies), 4),
    ("to", Some(Manner::AsksBack), 2),
    ("to", Some(Manner::Approves), 2),
    ("to", Some(Manner::Ignores), 2),
    ("to", Some(Manner::Declines), 1),
    ("to", None, 2),
    ("from", Some(Manner::Ignores), 14),
    ("from", None, 4),
    ("none", Some(Manner::Ignores), 10),
    ("none", None, 2),
];

/// Two or so of each on each host.
const FEW: [(&str, Option<Manner>, usize); 10] = [
    ("both", Some(Manner::Verifies), 2),
    ("both", Some(Manner::AsksBack), 1),
    ("both", Some(Manner::Declines), 1),
    ("both", None, 1),
    ("to", Some(Manner::Verifies), 1),
    ("to", Some(Manner::Ignores), 1),
    ("to", None, 1),
    ("from", Some(Manner::Ignores), 2),
    ("from", None, 1),
    ("none", Some(Manner::Ignores), 1),
];

#[tokio::test]
async fn two_hundred_follow_to_an_ejabberd_that_counts() {
    follow(Generation::Current, [Kind::Prosody, Kind::Ejabberd, Kind::Ejabberd], &MANY).await;
}

/// The oldest ejabberd knows no pre-approval.
#[tokio::test]
async fn a_few_follow_to_prosody_and_to_the_oldest_ejabberd() {
    tokio::join!(
        follow(Generation::Current, [Kind::Ejabberd, Kind::Prosody, Kind::Ejabberd], &FEW),
        follow(Generation::Oldest, [Kind::Prosody, Kind::Ejabberd, Kind::Ejabberd], &FEW),
    );
}

async fn follow(generation: Generation, kinds: [Kind; 3], cast: &Cast) {
    let scene = Scene::set(options(generation, kinds), cast).await;
    let has_pre_approval = (generation, kinds[1]) != (Generation::Oldest, Kind::Ejabberd);
    locally(async {
        let (from, to) = (page(&scene.network, Side::Old).await, page(&scene.network, Side::New).await);
        Move::everything(&from, &to).await.assert_complete();
        let parting = Parting::at_pace(&from, &to, pace());
        parting.perform(Order::Look).await;
        parting.perform(Order::Publish(Audience::Open)).await;
        assert!(parting.events().contains(&Event::Statement(Statement::Readable)), "{:#?}", parting.events());
        parting.tell(words());
        parting.comes_to(LONG, |parting| scene.is_over(parting, has_pre_approval)).await;
        assert_eq!(scene.wrong(&parting.states(), has_pre_approval).await, [""; 0]);
        assert!(parting.comes_to(WAIT, |parting| parting.events().contains(&Event::AllAsked)).await);
        let asking: Vec<String> = parting
            .contacts()
            .into_values()
            .filter(|contact| contact.is_asking)
            .map(|contact| contact.jid.to_string())
            .collect();
        let wanted: Vec<&String> = scene
            .contacts
            .values()
            .filter(|contact| contact.was == "to" && contact.manner == Some(Manner::AsksBack))
            .map(|contact| &contact.jid)
            .collect();
        assert_eq!(
            asking.iter().collect::<Vec<_>>(),
            wanted,
            "the person decides about those who never saw them"
        );
        parting.stop().await;
    })
    .await;
    asked_once(&scene).await;
    if has_pre_approval {
        they_are_let_in_with_the_page_closed(&scene).await;
    }
}

/// Who was to be asked was shown one request, with everything in it, and nobody else any.
async fn asked_once(scene: &Scene) {
    let mut wrong = Vec::new();
    for (jid, requests) in scene.requests().await {
        let contact = &scene.contacts[&jid];
        if requests.len() != usize::from(contact.is_asked()) {
            wrong.push(format!("{jid} was shown {requests:?}"));
        }
        // Oldest ejabberd keeps no more for those who are away.
        let is_whole = |request: &String| {
            request.contains(OLD) && (contact.person.is_none() || request.contains("moved:1"))
        };
        if !requests.iter().all(is_whole) {
            wrong.push(format!("{jid} was not told: {requests:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

async fn they_are_let_in_with_the_page_closed(scene: &Scene) {
    let server = scene.network.server(Side::New);
    let from = scene.contacts.values().filter(|contact| contact.was == "from" && contact.person.is_some());
    let (near, far): (Vec<_>, Vec<_>) = from.partition(|contact| contact.jid.ends_with(&server.domain));
    they_are_let_in(far).await;
    // Prosody does not tell its own people as long as nobody is there.
    let phone = witness(&scene.network, Side::New).await;
    if server.kind == Kind::Prosody {
        phone.send_raw("<presence xmlns='jabber:client'/>");
    }
    they_are_let_in(near).await;
    let roster = phone.roster().await.unwrap();
    for contact in scene.contacts.values().filter(|contact| contact.was == "from" && contact.person.is_some())
    {
        let item = roster.iter().find(|item| item.jid == contact.jid).unwrap();
        assert_eq!(item.subscription, "from", "{}", contact.jid);
        assert_eq!(item.name, format!("The one called {}", contact.jid.split('@').next().unwrap()));
    }
}

/// They ask, and are let in at once: not more at a time than a counter of 5 in 2 seconds takes.
async fn they_are_let_in(contacts: Vec<&Contact>) {
    for few in contacts.chunks(4) {
        let people = || few.iter().filter_map(|contact| contact.person.as_ref());
        people().for_each(|person| person.say("subscribe", NEW));
        for person in people() {
            person.until("subscribed", NEW, WAIT).await.unwrap();
        }
        tokio::time::sleep(pace().careful.silence).await;
    }
}
