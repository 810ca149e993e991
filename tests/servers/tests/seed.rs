//! What is put into an account is what an independent look finds there.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use servers::client::{Item, RosterItem};
use servers::seed::{self, Seeded, Size};
use servers::xml::canonical;
use servers::{Client, Kind, Limits, Network, Options, Side};

#[tokio::test]
async fn a_full_account_reads_back() {
    let network = Network::start(Options::default()).await.unwrap();
    for (side, contacts) in [(Side::Old, 20), (Side::New, 200)] {
        let seeded = seed::fill(&network, side, "anna", "secret", &Size::full(contacts)).await.unwrap();
        assert_eq!(seeded.roster.len(), contacts + 7);
        states(&seeded.roster);
        let client = Client::connect(network.server(side), "anna", "secret").await.unwrap();
        compare(&client, &seeded, network.server(side).kind).await;
    }
}

#[tokio::test]
async fn limits_are_back_after_filling() {
    let options = Options { limits: Limits::Default, ..Options::default() };
    let network = Network::start(options).await.unwrap();
    let size = Size { friends: true, ..Size::empty() };
    let seeded = seed::fill(&network, Side::New, "anna", "secret", &size).await.unwrap();
    assert_eq!(network.limits().await, Limits::Default);
    states(&seeded.roster);
    let client = Client::connect(network.server(Side::New), "anna", "secret").await.unwrap();
    assert_eq!(client.roster().await.unwrap(), seeded.roster);
}

async fn compare(client: &Client, seeded: &Seeded, kind: Kind) {
    assert_eq!(client.roster().await.unwrap(), seeded.roster);
    assert_eq!(client.bookmarks().await.unwrap(), seeded.bookmarks);
    assert_eq!(client.blocklist().await.unwrap(), seeded.blocked);
    for element in &seeded.private {
        let document = roxmltree::Document::parse(element).unwrap();
        let name = document.root_element().tag_name();
        let found = client.private(name.name(), name.namespace().unwrap()).await.unwrap();
        assert_eq!(&found, element);
    }

    let picture = seeded.picture.as_ref().unwrap();
    let data = client.pep_items("urn:xmpp:avatar:data").await.unwrap();
    let payload = format!("<data xmlns='urn:xmpp:avatar:data'>{}</data>", picture.base64());
    assert_eq!(data, [Item { id: picture.id.clone(), payload }]);
    assert!(seeded.vcard.contains(&picture.base64()), "both servers show the picture in the vCard");
    for (node, payload) in
        [("urn:xmpp:vcard4", &seeded.vcard4), ("http://jabber.org/protocol/nick", &seeded.nick)]
    {
        assert_eq!(payloads(client, node).await, std::slice::from_ref(payload));
    }
    assert_eq!(client.vcard().await.unwrap(), seeded.vcard);
    match kind {
        Kind::Prosody => assert!(!seeded.vcard.contains("<GEO>"), "made from vCard4"),
        Kind::Ejabberd => assert!(seeded.vcard.contains("<GEO>"), "kept as it was"),
    }
    let configuration = client.pep_config("urn:xmpp:bookmarks:1").await.unwrap();
    assert_eq!(configuration["pubsub#access_model"], ["whitelist"]);
    assert!(client.pep_nodes().await.unwrap().contains("urn:xmpp:vcard4"));
}

async fn payloads(client: &Client, node: &str) -> Vec<String> {
    client.pep_items(node).await.unwrap().into_iter().map(|item| canonical(&item.payload)).collect()
}

/// Two of each, and one that was asked and has not answered.
fn states(roster: &[RosterItem]) {
    let count = |state: &str| roster.iter().filter(|item| item.subscription == state).count();
    assert_eq!((count("both"), count("to"), count("from")), (2, 2, 2));
    assert_eq!(roster.iter().filter(|item| item.ask == "subscribe").count(), 1);
}
