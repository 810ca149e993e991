//! The statement that an account has moved, between real servers: who can read it, and who cannot.

use farewell::{Audience, Event, Order, Part, Statement};
use interop::{Parting, SignedIn};
use migration::Problem;
use servers::client::write::{block, create_node, publish, roster_set};
use servers::client::{Error, RosterItem};
use servers::{Client, Generation, Kind, Network, Options, Side};

use crate::common::{NEW, OLD, PASSWORD, contact, empty_accounts, fill, locally, page, witness};

const NODE: &str = "urn:xmpp:moved:1";

#[tokio::test]
async fn oldest_prosody_to_ejabberd() {
    states(Options::of(Generation::Oldest, Kind::Prosody, Kind::Ejabberd)).await;
}

#[tokio::test]
async fn oldest_ejabberd_to_prosody() {
    states(Options::of(Generation::Oldest, Kind::Ejabberd, Kind::Prosody)).await;
}

#[tokio::test]
async fn backports_prosody_to_ejabberd() {
    states(Options::of(Generation::Backports, Kind::Prosody, Kind::Ejabberd)).await;
}

#[tokio::test]
async fn backports_ejabberd_to_prosody() {
    states(Options::of(Generation::Backports, Kind::Ejabberd, Kind::Prosody)).await;
}

#[tokio::test]
async fn current_prosody_to_ejabberd() {
    states(Options::of(Generation::Current, Kind::Prosody, Kind::Ejabberd)).await;
}

#[tokio::test]
async fn current_ejabberd_to_prosody() {
    states(Options::of(Generation::Current, Kind::Ejabberd, Kind::Prosody)).await;
}

/// A statement to everybody, to contacts only, taken back, and put in the place of another.
async fn states(options: Options) {
    let network = empty_accounts(options).await;
    for user in ["ben", "cara"] {
        network.server(Side::New).register(user, PASSWORD).await.unwrap();
    }
    let owner = witness(&network, Side::Old).await;
    let befriend = |jid: &str| roster_set(&RosterItem { ..contact(jid, "", &[]) });
    fill(&owner, [befriend("ben@new.test"), befriend("cara@new.test"), block(&["cara@new.test".to_owned()])])
        .await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let parting = Parting::new(&from, &to);
        assert_eq!(look(&parting).await, Statement::Unpublished);
        assert_eq!(from.sent.writes(), Vec::<String>::new());

        let events = parting.perform(Order::Publish(Audience::Open)).await;
        let expected = [Statement::Published, Statement::Readable].map(Event::Statement);
        assert_eq!(events, [&expected[..], &[Event::Done(Part::Statement)]].concat());
        assert_eq!(access(&owner).await, "open");
        assert_eq!(read(&network, "ben").await, Ok(moved_to(NEW)));
        assert_eq!(look(&parting).await, Statement::Readable);
        from.sent.take();
        parting.perform(Order::Publish(Audience::Open)).await;
        assert_eq!(from.sent.writes(), Vec::<String>::new(), "it stands already");

        only_contacts(&network, &parting, &owner).await;

        let events = parting.perform(Order::Withdraw).await;
        assert_eq!(events, [Event::Statement(Statement::Withdrawn), Event::Done(Part::Statement)]);
        read(&network, "ben").await.unwrap_err();
        assert!(!owner.pep_nodes().await.unwrap().contains(NODE));
        assert_eq!(look(&parting).await, Statement::Unpublished);

        another_first(&network, &parting, &owner, &from).await;
    })
    .await;
}

async fn only_contacts(network: &Network, parting: &Parting, owner: &Client) {
    let events = parting.perform(Order::Publish(Audience::Contacts)).await;
    let [Event::Statement(Statement::Published), Event::Statement(seen), Event::Done(_)] = &events[..] else {
        panic!("{events:?}");
    };
    assert!(matches!(seen, Statement::Unreadable(Problem::Refused(_))), "{seen:?}");
    assert_eq!(access(owner).await, "whitelist");
    let members = owner.pep_affiliations(NODE).await.unwrap();
    assert_eq!(members.into_iter().collect::<Vec<_>>(), [("ben@new.test".to_owned(), "member".to_owned())]);
    assert_eq!(read(network, "ben").await, Ok(moved_to(NEW)));
    read(network, "cara").await.unwrap_err();
}

/// A node that is there, configured otherwise, and says that the account has moved to elsewhere.
async fn another_first(network: &Network, parting: &Parting, owner: &Client, from: &SignedIn) {
    let elsewhere = moved_to("anna@third.test");
    fill(owner, [create_node(NODE, &[("access_model", "presence")]), publish(NODE, "current", &elsewhere)])
        .await;
    from.sent.take();
    assert_eq!(look(parting).await, Statement::Elsewhere("anna@third.test".parse().unwrap()));
    assert_eq!(from.sent.writes(), Vec::<String>::new());
    let events = parting.perform(Order::Publish(Audience::Open)).await;
    assert!(events.contains(&Event::Statement(Statement::Readable)), "{events:?}");
    assert_eq!(read(network, "ben").await, Ok(moved_to(NEW)));
    assert_eq!(owner.pep_items(NODE).await.unwrap().len(), 1);
}

async fn look(parting: &Parting) -> Statement {
    let events = parting.perform(Order::Look).await;
    let found = events.iter().find_map(|event| match event {
        Event::Statement(statement) => Some(statement.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{events:?}"))
}

/// What somebody else of the new server reads.
async fn read(network: &Network, user: &str) -> Result<String, String> {
    let reader = Client::connect(network.server(Side::New), user, PASSWORD).await.unwrap();
    let payload = format!(
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='{NODE}'><item id='current'/></items></pubsub>"
    );
    match reader.iq("get", Some(OLD), &payload).await {
        Ok(xml) => {
            let document = roxmltree::Document::parse(&xml).unwrap();
            let moved = document.descendants().find(|node| node.has_tag_name((NODE, "moved")));
            Ok(moved.map(servers::xml::serialize).unwrap_or_default())
        }
        Err(Error::Stanza { condition, .. }) => Err(condition),
        Err(error) => panic!("{error}"),
    }
}

async fn access(owner: &Client) -> String {
    owner.pep_config(NODE).await.unwrap()["pubsub#access_model"].concat()
}

/// XEP-0283 §4.1.
fn moved_to(address: &str) -> String {
    format!("<moved xmlns='{NODE}'><new-jid>{address}</new-jid></moved>")
}
