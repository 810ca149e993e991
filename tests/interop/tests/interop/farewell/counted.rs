//! The real default of the servers that count, 5 in 60 seconds: minutes in which nothing happens.

use std::time::{Duration, Instant};

use farewell::{Pace, State};
use interop::Parting;
use servers::contacts::Manner;
use servers::{Generation, Kind, Limits, Options, PresenceCounter};

use super::scene::{Role, Scene, THIRD, options, role, words};
use crate::common::{NEW, locally};

/// Both the new server and that of all contacts but two count so.
#[tokio::test]
async fn twelve_follow_at_the_pace_that_servers_are_shipped_with() {
    let mut options = options(Generation::Oldest, [Kind::Prosody, Kind::Ejabberd, Kind::Ejabberd]);
    options.new.presence_counter = PresenceCounter::AsLimits;
    options.others[0].presence_counter = PresenceCounter::AsLimits;
    let options = Options { limits: Limits::Default, ..options };
    let cast: Vec<Role> = (0..12)
        .map(|number| {
            let domain = if number < 10 { THIRD } else { "old.test" };
            let was = if number % 2 == 0 { "both" } else { "to" };
            let manner = if number % 4 == 3 { Manner::Ignores } else { Manner::Verifies };
            role(domain, &format!("contact-{number}"), was, manner)
        })
        .collect();
    let scene = Scene::of(options, &cast).await;
    locally(async {
        let (_from, _to, parting) = scene.moved_at(Pace::default()).await;
        let start = Instant::now();
        parting.tell(words());
        // Whoever is shown as asked was asked, at any time.
        while !parting.comes_to(Duration::from_secs(20), |parting| scene.is_over(parting, false)).await {
            shown_as_asked_are_asked(&scene, &parting).await;
            assert!(start.elapsed() < Duration::from_secs(800), "{:#?}", parting.contacts());
        }
        shown_as_asked_are_asked(&scene, &parting).await;
        // Twelve go in four bursts at least, with a minute between.
        assert!(start.elapsed() > Duration::from_secs(180), "nobody counted: {:?}", start.elapsed());
        parting.stop().await;
    })
    .await;
    for (jid, requests) in scene.requests().await {
        assert_eq!(requests.len(), 1, "{jid}: {requests:?}");
    }
}

async fn shown_as_asked_are_asked(scene: &Scene, parting: &Parting) {
    for (jid, contact) in parting.contacts() {
        if matches!(contact.state, State::Asked | State::Approved | State::Mutual) {
            let person = scene.contacts[&jid].person.as_ref().unwrap();
            let requests = person.requests().await.unwrap();
            assert!(requests.iter().any(|request| request.contains(NEW)), "{jid} is {:?}", contact.state);
        }
    }
}
