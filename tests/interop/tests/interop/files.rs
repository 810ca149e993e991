//! Accounts that come from a file: what servers wrote, and what we wrote ourselves.

use std::collections::BTreeSet;
use std::rc::Rc;

use interop::{Move, PepNode, SignedIn, Snapshot, said, sign_in};
use migration::file::{self, ArchiveRange, Form, Order};
use migration::{Fate, KindId, Outcome, Reading, Reason, kinds};
use portable::Fragment;
use servers::client::Item;
use servers::seed::{self, Size};
use servers::{Client, Kind, Network, Side};

use crate::common::{NEW, PASSWORD, USER, empty_accounts, locally, options, page, witness};

const FROM_EJABBERD: &str =
    include_str!("../../../../crates/portable/tests/fixtures/ejabberd-23.01-small.xml");
const FROM_PROSODY: &str =
    include_str!("../../../../crates/portable/tests/fixtures/prosody-0.12.3-http_xep227-small.xml");
const FROM_PROSODY_13: &str =
    include_str!("../../../../crates/portable/tests/fixtures/prosody-13.0.1-http_xep227-small.xml");

#[tokio::test]
async fn servers_files_restored_into_prosody() {
    restores(Kind::Prosody, &[FROM_EJABBERD], &[]).await;
}

#[tokio::test]
async fn servers_files_restored_into_ejabberd() {
    // ejabberd forgets `xmlns=''`, which takes an element out of its parent's namespace.
    restores(
        Kind::Ejabberd,
        &[FROM_PROSODY, FROM_PROSODY_13],
        &["{urn:bench:private:1}data", "urn:bench:whitelisted\n"],
    )
    .await;
}

/// `altered`: how the keys begin of what the server gives back other than it took it.
async fn restores(new: Kind, files: &[&str], altered: &[&str]) {
    let network = Network::start(options(Kind::Prosody, new)).await.unwrap();
    for (number, text) in files.iter().enumerate() {
        let user = format!("user{number}");
        network.server(Side::New).register(&user, PASSWORD).await.unwrap();
        let client = Client::connect(network.server(Side::New), &user, PASSWORD).await.unwrap();
        locally(async {
            let to = sign_in(network.server(Side::New), &user, PASSWORD).await;
            restored(text, &to, &client, altered).await;
        })
        .await;
    }
}

async fn restored(text: &str, to: &SignedIn, client: &Client, altered: &[&str]) {
    let run = Move::from_file(text, to).await;
    for report in &run.reports {
        assert_eq!(report.problem, None);
        for entry in &report.entries {
            let is_altered = altered.iter().any(|key| entry.key.starts_with(key));
            let renamed = entry.outcome == Outcome::Changed(Reason::NamespaceForgotten);
            assert_eq!(renamed, is_altered, "{}", entry.label);
            assert!(!matches!(entry.outcome, Outcome::Failed(_)), "{entry:?}");
        }
    }
    // Whatever is no kind's comes out named, and nothing else does.
    let fragments = portable::read_all(text.as_bytes()).unwrap().users.remove(0).fragments;
    let unclaimed = |fragment: &&Fragment| kinds::ALL.iter().all(|kind| !kind.claims(fragment));
    let expected: Vec<&Fragment> = fragments.iter().filter(unclaimed).collect();
    assert_eq!(run.origin.unclaimed.iter().collect::<Vec<_>>(), expected);
    let kinds_of_rest: Vec<Option<KindId>> = run.origin.unclaimed.iter().map(kinds::unclaimed).collect();
    assert!(kinds_of_rest.iter().all(Option::is_some));

    let roster = client.roster().await.unwrap();
    let wanted = fragments.iter().filter(|fragment| matches!(fragment, Fragment::RosterItem(_))).count();
    assert_eq!(roster.len(), wanted);
    let private = run.report("private_storage");
    assert!(private.entries.len() >= 2, "{private:#?}");
    for planned in &run.plan.kind(KindId("private_storage")).unwrap().items {
        assert_eq!(planned.item.fate, Fate::Carried);
        let element = &planned.item.payload;
        let stored = client.private(element.name(), element.ns()).await.unwrap();
        if altered.contains(&planned.item.key.as_str()) {
            assert!(stored.contains("zażółć"), "{stored}");
            continue;
        }
        assert_eq!(stored, servers::xml::canonical(&element.to_xml()), "{}", element.name());
    }
    // ejabberd's file has a vCard, Prosody's the vCard4 of which it makes one.
    let vcard4 = client.pep_items("urn:xmpp:vcard4").await.unwrap();
    let mut profile = said(vcard4.first().map_or("", |item| &item.payload));
    profile.extend(said(&client.vcard().await.unwrap()));
    assert!(profile.len() > 4, "{profile:?}");
    assert_eq!(run.report("avatar").entries.len(), 1);
    assert_eq!(client.pep_items("urn:xmpp:avatar:metadata").await.unwrap().len(), 1);

    to.sent.take();
    Move::from_file(text, to).await.assert_complete();
    assert_eq!(to.sent.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn our_own_file_equals_the_direct_move_to_ejabberd() {
    equals_the_direct_move(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn our_own_file_equals_the_direct_move_to_prosody() {
    equals_the_direct_move(Kind::Ejabberd, Kind::Prosody).await;
}

/// The account `anna` takes the direct way, `copy` the one through the file.
async fn equals_the_direct_move(old: Kind, new: Kind) {
    let network = Network::start(options(old, new)).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::full(20)).await.unwrap();
    for user in [USER, "copy"] {
        network.server(Side::New).register(user, PASSWORD).await.unwrap();
    }
    let text = locally(async {
        let from = page(&network, Side::Old).await;
        let direct = Move::everything(&from, &page(&network, Side::New).await.account).await;
        let held = kinds::ALL.iter().filter(|kind| kind.reading() != Reading::IntoFile).map(|kind| kind.id());
        let order = Order {
            form: Form::default(),
            account: from.jid(),
            holdings: Rc::new(direct.origin.clone()),
            chosen: held.collect(),
            range: ArchiveRange::default(),
            linked: None,
        };
        let mut text = Vec::new();
        let reports = file::write(&order, None, &mut text, &|_| {}).await.unwrap();
        let text = String::from_utf8(text).unwrap();
        for report in &reports {
            assert!(report.is_complete(), "{report:#?}");
            assert_eq!(report.tally().copied, report.entries.len(), "{}", report.id);
        }
        let restored = {
            let to = sign_in(network.server(Side::New), "copy", PASSWORD).await;
            Move::from_file(&text, &to).await
        };
        restored.assert_complete();
        assert_eq!(restored.origin.unclaimed, []);
        for (one, other) in direct.reports.iter().zip(&restored.reports) {
            assert_eq!((one.id, one.tally()), (other.id, other.tally()));
        }
        text
    })
    .await;
    assert!(!text.contains("password>pässword"));
    let direct = Snapshot::take(&witness(&network, Side::New).await, &seeded.private).await;
    let copy = Client::connect(network.server(Side::New), "copy", PASSWORD).await.unwrap();
    let copy = Snapshot::take(&copy, &seeded.private).await;
    assert_eq!(copy.roster, direct.roster);
    assert_eq!((&copy.private, &copy.blocked), (&direct.private, &direct.blocked));
    assert_eq!(said(&copy.vcard.replace("copy@new.test", NEW)), said(&direct.vcard));
    assert_eq!(copy.nodes.keys().collect::<Vec<_>>(), direct.nodes.keys().collect::<Vec<_>>());
    for (name, node) in &direct.nodes {
        assert_eq!(items(&copy.nodes[name]), items(node), "{name}");
    }
}

/// What the items of a node say, in any order, and whose they are being the same.
fn items(node: &PepNode) -> BTreeSet<String> {
    let said = |item: &Item| format!("{} {:?}", item.id, said(&item.payload.replace("copy@new.test", NEW)));
    node.items.iter().map(said).collect()
}

#[tokio::test]
async fn the_same_twice_in_a_file_is_named_once_more() {
    const FILE: &str = "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
         <query xmlns='jabber:iq:private'><a xmlns='urn:example:a'>1</a><storage xmlns='storage:bookmarks'>\
         <conference jid='room@c.test' name='Old form'><nick>n</nick></conference>\
         <conference jid='only@c.test' autojoin='1'><password>secret</password></conference>\
         <url name='Page' url='https://a.test'/></storage></query>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'>\
         <item id='room@c.test'><conference xmlns='urn:xmpp:bookmarks:1' name='New form'/></item></items></pubsub>\
         </user></host></server-data>";
    let network = empty_accounts(options(Kind::Prosody, Kind::Ejabberd)).await;
    locally(async {
        for side in [Side::Old, Side::New] {
            let to = page(&network, side).await;
            let run = Move::from_file(FILE, &to).await;
            run.assert_complete();
            let same = Outcome::LeftOut(Reason::SameAs("room@c.test".to_owned()));
            assert_eq!(run.outcome("bookmarks", "Old form"), &same);
            assert_eq!(run.outcome("bookmarks", "Page"), &Outcome::LeftOut(Reason::WebBookmark));
            let found = witness(&network, side).await.bookmarks().await.unwrap();
            let ids: Vec<&str> = found.iter().map(|item| item.id.as_str()).collect();
            assert_eq!(ids, ["only@c.test", "room@c.test"]);
            assert!(found[0].payload.contains("<password>secret</password>"));
            assert!(found[1].payload.contains("New form"));
            let stored = witness(&network, side).await.private("a", "urn:example:a").await.unwrap();
            assert_eq!(stored, "<a xmlns='urn:example:a'>1</a>");
            assert!(!format!("{:?}", run.reports).contains("secret"));
        }
    })
    .await;
}
