//! The fullest account: nodes, history, rules and what waits, as an independent look finds them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use servers::client::{Archived, Node};
use servers::seed::{self, MANY, PARTY, Seeded, Size};
use servers::{Client, Generation, Kind, Network, Options, Side};

#[tokio::test]
async fn the_fullest_account_reads_back_oldest() {
    the_fullest_account_reads_back(Generation::Oldest).await;
}

#[tokio::test]
async fn the_fullest_account_reads_back_backports() {
    the_fullest_account_reads_back(Generation::Backports).await;
}

#[tokio::test]
async fn the_fullest_account_reads_back_current() {
    the_fullest_account_reads_back(Generation::Current).await;
}

async fn the_fullest_account_reads_back(generation: Generation) {
    let options = Options::of(generation, Kind::Prosody, Kind::Ejabberd);
    let network = Network::start(options).await.unwrap();
    for side in [Side::Old, Side::New] {
        let size = Size::fullest(20);
        let seeded = seed::fill(&network, side, "anna", "secret", &size).await.unwrap();
        let server = network.server(side);
        let client = Client::connect(server, "anna", "secret").await.unwrap();
        assert_eq!(client.pep().await.unwrap(), seeded.nodes);
        nodes(&seeded, &network, side);
        assert_eq!(client.archive_preferences().await.unwrap().default, "roster");
        assert_eq!(Some(client.archive_preferences().await.unwrap()), seeded.archive_preferences);
        assert_eq!(client.privacy_lists().await.unwrap(), seeded.privacy_lists);
        match server.kind {
            Kind::Prosody => assert_eq!(seeded.privacy_lists, None),
            Kind::Ejabberd => {
                let lists = seeded.privacy_lists.as_ref().unwrap();
                let names: Vec<&str> = lists.lists.keys().map(String::as_str).collect();
                assert_eq!(names, ["Blocked contacts", "Quiet & <early>"]);
                assert_eq!(lists.default.as_deref(), Some("Blocked contacts"));
            }
        }

        let archive = client.archive().await.unwrap();
        assert_eq!((archive.len(), seeded.messages), (125, 125));
        spread(&archive);
        let found = archive.iter().filter_map(|one| id(&one.message)).collect::<BTreeSet<String>>();
        let held: BTreeSet<String> = (0..120).map(|number| format!("m{number}")).collect();
        let waiting: BTreeSet<String> = found.difference(&held).cloned().collect();
        assert_eq!(found.len(), 125);
        assert_eq!(waiting.len(), 5);

        assert_eq!(seeded.offline, 5);
        // A new stream: this one has read the archive.
        let client = Client::connect(server, "anna", "secret").await.unwrap();
        let waited = client.take_offline().await.unwrap();
        assert_eq!(waited.iter().filter_map(|xml| id(xml)).collect::<BTreeSet<String>>(), waiting);
        assert_eq!(server.offline_messages("anna").await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_long_history_is_all_there_in_order() {
    let options = Options::of(Generation::Current, Kind::Prosody, Kind::Ejabberd);
    let network = Network::start(options).await.unwrap();
    for side in [Side::Old, Side::New] {
        let size = Size { messages: 2_345, ..Size::empty() };
        let seeded = seed::fill(&network, side, "anna", "secret", &size).await.unwrap();
        assert_eq!(seeded.messages, 2_345);
        let client = Client::connect(network.server(side), "anna", "secret").await.unwrap();
        let archive = client.archive().await.unwrap();
        assert_eq!(archive.len(), 2_345);
        spread(&archive);
        let ids: Vec<String> = archive.iter().filter_map(|one| id(&one.message)).collect();
        let repeated = (1..=22).flat_map(|repeat| (0..100).map(move |number| format!("r{repeat}-m{number}")));
        assert!(
            ids.iter().cloned().eq(repeated.chain((0..145).map(|number| format!("m{number}")))),
            "{ids:?}"
        );
        assert_eq!(client.drain_archive(50).await.unwrap().0, 2_345);
    }
}

#[tokio::test]
async fn a_history_of_a_hundred_thousand_is_made_quickly() {
    let network = Network::start(Options::default()).await.unwrap();
    for side in [Side::Old, Side::New] {
        let size = Size { messages: 100_000, ..Size::empty() };
        let seeded = seed::fill(&network, side, "anna", "secret", &size).await.unwrap();
        assert_eq!(seeded.messages, 100_000);
        let client = Client::connect(network.server(side), "anna", "secret").await.unwrap();
        let page = client.archive_page(None, 50).await.unwrap();
        assert_eq!(page.results.len(), 50);
        assert!(page.results[0].message.contains("id='r1-m0'"), "{:?}", page.results[0]);
    }
}

fn nodes(seeded: &Seeded, network: &Network, side: Side) {
    let node = |name: &str| -> &Node { &seeded.nodes[name] };
    let setting = |name: &str, field: &str| node(name).configuration[&format!("pubsub#{field}")].join(",");
    let ids = |name: &str| node(name).items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>();
    assert_eq!(setting("urn:xmpp:microblog:0", "access_model"), "open");
    assert_eq!(setting("urn:xmpp:microblog:0", "max_items"), "50");
    assert_eq!(setting("urn:xmpp:microblog:0", "title"), "Anna's blog & <notes>");
    assert_eq!(setting(PARTY, "access_model"), "whitelist");
    assert_eq!(setting("urn:example:unknown:1", "access_model"), "presence");
    let [member, publisher] = [side, side.other()].map(|home| {
        let side = if side == Side::Old { "old" } else { "new" };
        network.server(home).jid(&format!("anna-{side}-both"))
    });
    let affiliations = &node(PARTY).affiliations;
    assert_eq!(affiliations.len(), 2);
    assert_eq!((affiliations[&member].as_str(), affiliations[&publisher].as_str()), ("member", "publisher"));
    // Prosody gives the oldest first, ejabberd the newest.
    let mut blog = ids("urn:xmpp:microblog:0");
    blog.sort_unstable();
    assert_eq!(blog, ["first", "fourth", "second & more", "名前"]);
    assert_eq!(ids("urn:example:unknown:1").len(), 12);
    assert_eq!(ids(MANY).len(), 60);
    assert_eq!(ids("urn:example:empty").len(), 0);
}

/// Oldest first, over two years, no id twice.
fn spread(archive: &[Archived]) {
    assert!(archive.is_sorted_by_key(|one| &one.stamp));
    let ids: BTreeSet<&str> = archive.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), archive.len());
    let year = |one: &Archived| one.stamp[..4].parse::<u32>().unwrap();
    assert!(year(archive.last().unwrap()) - year(&archive[0]) >= 1, "{archive:?}");
}

fn id(message: &str) -> Option<String> {
    let document = roxmltree::Document::parse(message).unwrap();
    document.root_element().attribute("id").map(str::to_owned)
}
