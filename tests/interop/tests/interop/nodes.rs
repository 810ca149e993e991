//! Nodes, privacy lists and archive preferences between real servers, as an independent client finds them.

use interop::{Move, SignedIn};
use migration::{Choice, Choices, KindId, Outcome, Problem, Reason};
use servers::client::write::{affiliate, create_node, privacy_list, publish};
use servers::client::{Node, Preferences, Request};
use servers::seed::{self, MANY, PARTY, Seeded, Size};
use servers::{Client, Kind, Network, Side};

use crate::common::{NEW, PASSWORD, USER, empty_accounts, fill, locally, options, page, witness};

const KIND: &str = "pep_nodes";

#[tokio::test]
async fn from_prosody_to_ejabberd() {
    moves(Kind::Prosody, Kind::Ejabberd, 60).await;
}

#[tokio::test]
async fn from_ejabberd_to_prosody() {
    moves(Kind::Ejabberd, Kind::Prosody, 60).await;
}

#[tokio::test]
async fn more_items_than_prosody_keeps() {
    moves(Kind::Ejabberd, Kind::Prosody, 300).await;
}

async fn moves(old: Kind, new: Kind, many: usize) {
    let network = Network::start(options(old, new)).await.unwrap();
    let size = Size { friends: true, profile: true, nodes: Some(many), rules: true, ..Size::empty() };
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &size).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    locally(check(&network, &seeded)).await;
}

async fn check(network: &Network, seeded: &Seeded) {
    let (from, to) = (page(network, Side::Old).await, page(network, Side::New).await);
    let run = Move::everything(&from, &to).await;
    let new = witness(network, Side::New).await;
    let found = new.pep().await.unwrap();
    for (name, node) in &seeded.nodes {
        arrived(name, node, found.get(name), network.server(Side::New).kind);
        outcomes(&run, name, node);
    }
    rules(&run, &new, seeded).await;
    assert_eq!(from.sent.writes(), Vec::<String>::new());
    repeats(&from, &to).await;
    assert_eq!(new.pep().await.unwrap(), found);
}

/// What becomes of a node and of its items.
#[derive(PartialEq)]
enum Fate {
    Comes,
    Stays,
    /// Another kind's; only who may see it is looked at here.
    Others,
}

fn fate(name: &str) -> Fate {
    let stays = ["eu.siacs.", "urn:xmpp:omemo:", "urn:xmpp:openpgp:", "http://jabber.org/protocol/mood"];
    let others =
        ["urn:xmpp:vcard4", "urn:xmpp:avatar:", "http://jabber.org/protocol/nick", "urn:xmpp:bookmarks"];
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| name.starts_with(beginning));
    match name {
        "storage:bookmarks" => Fate::Others,
        "http://jabber.org/protocol/tune" => Fate::Stays,
        _ if begins(&stays) => Fate::Stays,
        _ if begins(&others) => Fate::Others,
        _ => Fate::Comes,
    }
}

#[track_caller]
pub fn arrived(name: &str, wanted: &Node, found: Option<&Node>, new: Kind) {
    let Some(found) = found else {
        assert!(fate(name) != Fate::Comes || name == "storage:bookmarks", "{name} is missing");
        return;
    };
    assert!(fate(name) != Fate::Stays, "{name} came along");
    let access = |node: &Node| node.configuration["pubsub#access_model"].clone();
    assert_eq!(access(found), access(wanted), "{name}");
    if fate(name) == Fate::Others {
        return;
    }
    for field in ["max_items", "persist_items", "publish_model", "send_last_published_item", "title"] {
        let value = |node: &Node| -> Vec<String> {
            let values = node.configuration.get(&format!("pubsub#{field}")).into_iter().flatten();
            values.filter(|value| !value.is_empty()).cloned().collect()
        };
        assert_eq!(value(found), value(wanted), "{name} {field}");
    }
    assert_eq!(found.affiliations, wanted.affiliations, "{name}");
    let mut wanted = wanted.items.clone();
    if new == Kind::Prosody {
        wanted.drain(..wanted.len().saturating_sub(256));
    }
    // ejabberd forgets `xmlns=''`.
    let same = |item: &servers::client::Item| new == Kind::Prosody || item.id != "no-namespace";
    let found: Vec<_> = found.items.iter().filter(|item| same(item)).collect();
    assert_eq!(found, wanted.iter().filter(|item| same(item)).collect::<Vec<_>>(), "{name}");
}

pub fn outcomes(run: &Move, name: &str, node: &Node) {
    if fate(name) == Fate::Others {
        return;
    }
    for (n, item) in node.items.iter().enumerate() {
        let outcome = run.outcome(KIND, &format!("{name}\n{}", item.id));
        match outcome {
            Outcome::Copied => assert!(fate(name) == Fate::Comes, "{name}"),
            Outcome::LeftOut(Reason::MoreThanServerKeeps) => {
                assert_eq!(name, MANY);
                assert!(n + 256 < node.items.len());
            }
            Outcome::LeftOut(Reason::DeviceKeys | Reason::PassingState | Reason::Declined) => {
                assert!(fate(name) == Fate::Stays, "{name}");
            }
            // ejabberd forgets `xmlns=''`.
            Outcome::Changed(Reason::NamespaceForgotten) => {
                assert_eq!((name, item.id.as_str()), (PARTY, "no-namespace"));
            }
            other => panic!("{name} {}: {other:?}", item.id),
        }
    }
}

/// What the server is to do with messages.
async fn rules(run: &Move, new: &Client, seeded: &Seeded) {
    assert_eq!(run.outcome("archive_preferences", "preferences"), &Outcome::Copied);
    assert_eq!(Some(new.archive_preferences().await.unwrap()), seeded.archive_preferences);
    // Prosody has no privacy lists.
    for entry in &run.report("privacy_lists").entries {
        assert_eq!(entry.outcome, Outcome::LeftOut(Reason::Unsupported));
    }
}

/// A second time nothing is written: what the server altered stands there now.
async fn repeats(from: &SignedIn, to: &SignedIn) {
    to.sent.take();
    let again = Move::everything(from, to).await;
    assert_eq!(to.sent.writes(), Vec::<String>::new());
    let tally = again.report(KIND).tally();
    assert_eq!((tally.copied, tally.changed, tally.failed), (0, 0, 0));
}

const LIST: &str = "<list name='work'><item type='jid' value='anna@old.test' action='allow' order='1'/>\
    <item type='jid' value='boss@b.test' action='deny' order='2'/>\
    <item type='subscription' value='none' action='deny' order='3'><message/></item></list>";

fn make_default(name: &str) -> Request {
    Request::set(format!("<query xmlns='jabber:iq:privacy'><default name='{name}'/></query>"))
}

#[tokio::test]
async fn a_list_in_force_does_not_push_aside_the_blocked_addresses() {
    let network = empty_accounts(options(Kind::Ejabberd, Kind::Ejabberd)).await;
    let (old, new) = (witness(&network, Side::Old).await, witness(&network, Side::New).await);
    fill(&old, [privacy_list(LIST), make_default("work")]).await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        run.assert_complete();
        // What the default list denies is what the old server says is blocked.
        assert_eq!(run.outcome("blocklist", "boss@b.test"), &Outcome::Copied);
        assert_eq!(run.outcome("privacy_lists", "work"), &Outcome::Changed(Reason::OwnAddress));
        let mark = run.outcome("privacy_lists", "default\nwork");
        assert_eq!(mark, &Outcome::LeftOut(Reason::OtherDefault));
        to.sent.take();
        Move::everything(&from, &to).await.assert_complete();
        assert_eq!(to.sent.writes(), Vec::<String>::new());
    })
    .await;
    assert_eq!(new.blocklist().await.unwrap(), ["boss@b.test".to_owned()].into());
    let lists = new.privacy_lists().await.unwrap().unwrap();
    assert_eq!(lists.default.as_deref(), Some("Blocked contacts"));
    assert!(lists.lists["work"].contains(NEW), "{lists:?}");
}

#[tokio::test]
async fn a_list_that_blocks_nobody_is_put_in_force_where_none_is() {
    let network = empty_accounts(options(Kind::Ejabberd, Kind::Ejabberd)).await;
    let quiet = "<list name='quiet'><item type='subscription' value='none' action='deny' order='3'/></list>";
    fill(&witness(&network, Side::Old).await, [privacy_list(quiet), make_default("quiet")]).await;
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        run.assert_complete();
        assert_eq!(run.report("privacy_lists").tally().copied, 2);
    })
    .await;
    let lists = witness(&network, Side::New).await.privacy_lists().await.unwrap().unwrap();
    assert_eq!(lists.default.as_deref(), Some("quiet"));
}

const NOTES: &str = "urn:example:notes";

fn note(id: &str) -> Request {
    publish(NOTES, id, &format!("<note xmlns='urn:example:notes'>{id}</note>"))
}

async fn access(client: &Client) -> String {
    client.pep_config(NOTES).await.unwrap()["pubsub#access_model"].concat()
}

/// A model that the destination does not have, or does not let its owner read: the next stricter one.
async fn becomes(model: &str, new: Kind, expected: &str) {
    let file = format!(
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='{NOTES}'>\
         <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>\
         <value>http://jabber.org/protocol/pubsub#node_config</value></field>\
         <field var='pubsub#access_model'><value>{model}</value></field>\
         <field var='pubsub#roster_groups_allowed'><value>Friends</value></field>\
         <field var='pubsub#max_items'><value>20</value></field></x></configure></pubsub>\
         <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='{NOTES}'>\
         <item id='a'><note xmlns='urn:example:notes'>a</note></item>\
         <item id='b'><note xmlns='urn:example:notes'>b</note></item></items></pubsub>\
         </user></host></server-data>"
    );
    let network = empty_accounts(options(Kind::Prosody, new)).await;
    locally(async {
        let to = page(&network, Side::New).await;
        let run = Move::from_file(&file, &to).await;
        run.assert_complete();
        let adapted =
            if model == expected { Outcome::Copied } else { Outcome::Changed(Reason::StricterAccess) };
        assert_eq!(run.outcome(KIND, NOTES), &adapted);
        to.sent.take();
        Move::from_file(&file, &to).await.assert_complete();
        assert_eq!(to.sent.writes(), Vec::<String>::new());
    })
    .await;
    let new = witness(&network, Side::New).await;
    assert_eq!(access(&new).await, expected);
    assert_eq!(new.pep_items(NOTES).await.unwrap().len(), 2);
    assert_eq!(new.pep_config(NOTES).await.unwrap()["pubsub#max_items"], ["20"]);
}

#[tokio::test]
async fn models_that_prosody_lists_and_refuses() {
    becomes("roster", Kind::Prosody, "whitelist").await;
    becomes("authorize", Kind::Prosody, "whitelist").await;
}

#[tokio::test]
async fn groups_of_the_roster_at_ejabberd() {
    becomes("roster", Kind::Ejabberd, "authorize").await;
    becomes("authorize", Kind::Ejabberd, "authorize").await;
}

#[tokio::test]
async fn a_node_that_stands_there_loses_nothing() {
    for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
        let network = empty_accounts(options(old, new)).await;
        let (old, new) = (witness(&network, Side::Old).await, witness(&network, Side::New).await);
        let private = [("access_model", "whitelist"), ("max_items", "3")];
        fill(&old, [create_node(NOTES, &private), note("a"), note("b"), note("c")]).await;
        let open = [("access_model", "open"), ("max_items", "2")];
        fill(
            &new,
            [create_node(NOTES, &open), note("theirs"), affiliate(NOTES, &[("zoe@b.test", "member")])],
        )
        .await;
        locally(async {
            let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
            // As it is, it would show to everybody what only the account itself could see.
            let keep = Choices::from([((KindId(KIND), NOTES.to_owned()), Choice::Keep)]);
            let run = Move::with(&from, &to, &keep).await;
            assert_eq!(run.outcome(KIND, NOTES), &Outcome::LeftOut(Reason::KeptTheirs));
            assert_eq!(run.outcome(KIND, "urn:example:notes\nc"), &Outcome::Failed(Problem::NotPrivate));
            assert_eq!(access(&new).await, "open");
            Move::everything(&from, &to).await.assert_complete();
        })
        .await;
        assert_eq!(access(&new).await, "whitelist");
        let ids: Vec<String> = new.pep_items(NOTES).await.unwrap().into_iter().map(|item| item.id).collect();
        assert_eq!(ids, ["theirs", "b", "c"]);
        assert_eq!(new.pep_affiliations(NOTES).await.unwrap()["zoe@b.test"], "member");
    }
}

#[tokio::test]
async fn preferences_of_both_ends() {
    let chosen = |default: &str, never: &str| Preferences {
        default: default.to_owned(),
        always: Default::default(),
        never: [never.to_owned()].into(),
    };
    for (old, new) in [(Kind::Prosody, Kind::Ejabberd), (Kind::Ejabberd, Kind::Prosody)] {
        let network = empty_accounts(options(old, new)).await;
        let (old, new) = (witness(&network, Side::Old).await, witness(&network, Side::New).await);
        let (ours, theirs) = (chosen("roster", "anna@old.test"), chosen("always", "z@b.test"));
        for (client, preferences) in [(&old, &ours), (&new, &theirs)] {
            fill(client, [servers::client::write::archive_preferences(preferences)]).await;
        }
        locally(async {
            let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
            let run = Move::everything(&from, &to).await;
            let kept = run.outcome("archive_preferences", "preferences");
            assert_eq!(kept, &Outcome::LeftOut(Reason::KeptTheirs));
            assert_eq!(new.archive_preferences().await.unwrap(), theirs);
            let take = (KindId("archive_preferences"), "preferences".to_owned());
            Move::with(&from, &to, &Choices::from([(take, Choice::Take)])).await.assert_complete();
        })
        .await;
        assert_eq!(new.archive_preferences().await.unwrap(), chosen("roster", NEW));
    }
}
