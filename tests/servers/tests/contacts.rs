//! A network of three servers, people who get requests, and domains without a server.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use servers::client::RosterItem;
use servers::client::write::publish_with;
use servers::contacts::{Manner, Person, look_in};
use servers::{Absence, Client, End, Kind, Lost, Network, Options, Resident, Server, Side};

const WAIT: Duration = Duration::from_secs(30);
const MOVED: &str = "urn:xmpp:moved:1";

/// Prosody, ejabberd, and one of each kind besides.
async fn network() -> Network {
    let others =
        vec![End::new(Kind::Prosody, "third.test"), End::new(Kind::Ejabberd, "fourth.test").counting(5, 1)];
    let lost = [("closed.test", Absence::Closed), ("silent.test", Absence::Silent)];
    let lost = lost.map(|(domain, how)| Lost { domain: domain.to_owned(), how });
    Network::start(Options { others, lost: lost.into(), ..Options::default() }).await.unwrap()
}

fn knows(jid: &str, subscription: &str) -> RosterItem {
    let groups = ["Friends & \"Kin\"".to_owned()].into();
    RosterItem {
        jid: jid.into(),
        name: "Ä \\ 'b'".into(),
        subscription: subscription.into(),
        groups,
        ..RosterItem::default()
    }
}

async fn arrive(server: &Server, user: &str, manner: Manner) -> Person {
    Person::arrive(server, user, "pw", manner).await.unwrap()
}

#[tokio::test]
async fn residents_know_each_other_on_every_server() {
    let network = network().await;
    for server in network.servers() {
        let roster = ["both", "to", "from", "none"].map(|state| knows(&format!("{state}@old.test"), state));
        let resident = |user: &str| Resident { user: user.into(), roster: roster.to_vec() };
        server.settle(&[resident("eva"), resident("uwe-1")], "pw").await.unwrap();
        for user in ["eva", "uwe-1"] {
            let mut roster = roster.to_vec();
            roster.sort();
            assert_eq!(Client::connect(server, user, "pw").await.unwrap().roster().await.unwrap(), roster);
        }
    }
}

#[tokio::test]
async fn people_take_requests_as_they_do() {
    let network = network().await;
    let our = network.at("third.test").unwrap();
    let us = arrive(
        our,
        {
            our.register("anna", "pw").await.unwrap();
            "anna"
        },
        Manner::Ignores,
    )
    .await;
    for server in network.servers().iter().filter(|server| server.domain != our.domain) {
        let names = ["yes", "back", "no", "never", "away"];
        server
            .settle(&names.map(|user| Resident { user: user.into(), ..Resident::default() }), "pw")
            .await
            .unwrap();
        let manners = [Manner::Approves, Manner::AsksBack, Manner::Declines, Manner::Ignores];
        let mut people = Vec::new();
        for (name, manner) in names.into_iter().zip(manners) {
            people.push(arrive(server, name, manner).await);
        }
        for name in names {
            us.say_with("subscribe", &server.jid(name), "<status>Hello</status>");
        }
        for (person, name) in people.iter().zip(names) {
            let request = person.until("subscribe", &our.jid("anna"), WAIT).await.unwrap();
            assert!(request.contains("Hello"), "{request}");
            let answer = match name {
                "yes" => "subscribed",
                "back" => "subscribe",
                "no" => "unsubscribed",
                _ => continue,
            };
            us.until(answer, &server.jid(name), WAIT).await.unwrap();
        }
        // Whole with ejabberd's next version, its words on all.
        assert!(look_in(server, "away", "pw").await.unwrap().concat().contains("Hello"));
        for person in &people {
            assert_eq!(person.requests().await.unwrap().len(), 1);
        }
    }
}

/// Anna was known and says where she has moved to; Otto says the same of himself, and of her.
#[tokio::test]
async fn who_has_moved_is_followed_and_an_impostor_is_not() {
    let network = network().await;
    let (old, new, their) =
        (network.server(Side::Old), network.server(Side::New), network.at("third.test").unwrap());
    let anna = "anna@old.test";
    let contact = |user: &str, subscription: &str| Resident {
        user: user.into(),
        roster: vec![knows(anna, subscription)],
    };
    their
        .settle(&[contact("both", "both"), contact("from", "from"), contact("to", "to")], "pw")
        .await
        .unwrap();
    for (server, user) in [(old, "anna"), (new, "anna"), (new, "otto")] {
        server.register(user, "pw").await.unwrap();
    }
    let mut contacts = Vec::new();
    for user in ["both", "from", "to"] {
        contacts.push(arrive(their, user, Manner::Verifies).await);
    }
    let origin = arrive(old, "anna", Manner::Ignores).await;
    let statement = format!("<moved xmlns='{MOVED}'><new-jid>anna@new.test</new-jid></moved>");
    let open = [("access_model", "open")];
    origin.client().send(publish_with(MOVED, "current", &statement, &open)).await.unwrap();

    let moved = format!("<moved xmlns='{MOVED}'><old-jid>{anna}</old-jid></moved>");
    let otto = arrive(new, "otto", Manner::Ignores).await;
    let us = arrive(new, "anna", Manner::Ignores).await;
    for (person, address) in [(&otto, "otto@new.test"), (&us, "anna@new.test")] {
        for contact in &contacts {
            person.say_with("subscribe", contact.client().bare_jid(), &moved);
            contact.until("subscribe", address, WAIT).await.unwrap();
        }
    }
    us.until("subscribed", "from@third.test", WAIT).await.unwrap();
    us.until("subscribe", "both@third.test", WAIT).await.unwrap();
    assert_eq!(us.presences("subscribed").len(), 2);
    assert_eq!(us.requests().await.unwrap().len(), 1);
    for kind in ["subscribed", "subscribe", "unsubscribed"] {
        assert!(otto.presences(kind).is_empty());
    }
}

#[tokio::test]
async fn behind_some_names_there_is_nobody() {
    let network = network().await;
    let server = network.server(Side::New);
    server.register("anna", "pw").await.unwrap();
    let client = Client::connect(server, "anna", "pw").await.unwrap();
    client.roster().await.unwrap();
    // Errors come to who is available.
    client.send_raw("<presence xmlns='jabber:client'/>");
    for name in ["closed", "silent"] {
        client.send_raw(format!("<presence xmlns='jabber:client' type='subscribe' to='eva@{name}.test'/>"));
    }
    let error = |xml: &str| xml.contains("type='error'") && xml.contains("remote-server");
    let closed = client.receive(error, WAIT).await.unwrap();
    assert!(closed.contains("eva@closed.test"), "{closed}");
    assert!(network.is_called_in_vain("silent.test", WAIT).await);
    assert_eq!(network.called_in_vain(), ["silent.test".to_owned()].into());
}
