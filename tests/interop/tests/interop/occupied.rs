//! A destination that is already lived in keeps what it has, unless the person says otherwise.

use interop::{Move, SignedIn, Snapshot, said, sign_in};
use migration::{Action, Choice, Choices, Outcome, Reason};
use servers::client::Request;
use servers::client::write::{block, configure_node, private_set, publish};
use servers::seed::Picture;
use servers::{Client, Kind, Network, Side};

use crate::common::{
    PASSWORD, contact, contact_of, empty_accounts, fill, locally, options, page, set_bookmark, set_contact,
    set_vcard, set_vcard4, witness,
};

const NICK: &str = "http://jabber.org/protocol/nick";
const NOTES: &str = "<storage xmlns='storage:rosternotes'><note jid='a@b.test'>old</note></storage>";

#[tokio::test]
async fn ejabberd_keeps_what_it_has() {
    keeps(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn prosody_keeps_what_it_has() {
    keeps(Kind::Ejabberd, Kind::Prosody).await;
}

async fn keeps(old: Kind, new: Kind) {
    let network = empty_accounts(options(old, new)).await;
    let (ours, theirs) = (Picture::new(24), Picture::new(20));
    fill(&witness(&network, Side::Old).await, old_account(&ours)).await;
    let client = witness(&network, Side::New).await;
    fill(&client, new_account(&theirs)).await;
    // Made by the publish above, it shows bookmarks to every contact and keeps one.
    let config = client.pep_config("urn:xmpp:bookmarks:1").await.unwrap();
    assert_eq!(config["pubsub#access_model"], ["presence"]);
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = kept(&from, &to, &client, &theirs).await;
        taken(&from, &to, &client, &ours, run).await;
    })
    .await;
}

fn old_account(picture: &Picture) -> Vec<Request> {
    let mut requests = vec![
        set_contact("both@b.test", "Old name", &["Old", "Shared"]),
        set_contact("only-old@b.test", "Only old", &[]),
        set_contact("nameless@b.test", "", &["Old"]),
        // Bookmarks first need a node that keeps more than one.
        set_bookmark(
            "room@c.test",
            "<conference xmlns='urn:xmpp:bookmarks:1' name='Old room' autojoin='1'/>",
        ),
        configure_node("urn:xmpp:bookmarks:1", &[("max_items", "max"), ("access_model", "whitelist")]),
        set_bookmark("old@c.test", "<conference xmlns='urn:xmpp:bookmarks:1' name='Only old'/>"),
        private_set(NOTES),
        private_set("<roster xmlns='roster:delimiter'>::</roster>"),
        block(&["both@spam.test".to_owned(), "old@spam.test".to_owned()]),
        publish(NICK, "current", "<nick xmlns='http://jabber.org/protocol/nick'>Old nick</nick>"),
        set_vcard4(
            "<fn><text>Old Name</text></fn><title><text>Old title</text></title>\
             <note><text>old note</text></note><email><text>old@b.test</text></email>",
        ),
    ];
    requests.extend(picture.publish());
    requests
}

fn new_account(picture: &Picture) -> Vec<Request> {
    let mut requests = vec![
        set_contact("both@b.test", "New name", &["New", "Shared"]),
        set_contact("only-new@b.test", "Only new", &["New"]),
        set_contact("nameless@b.test", "Has a name", &["Old", "New"]),
        set_bookmark("room@c.test", "<conference xmlns='urn:xmpp:bookmarks:1' name='New room'/>"),
        private_set("<storage xmlns='storage:rosternotes'><note jid='a@b.test'>new</note></storage>"),
        private_set("<exodus xmlns='exodus:prefs'>new</exodus>"),
        block(&["both@spam.test".to_owned(), "new@spam.test".to_owned()]),
        publish(NICK, "other-id", "<nick xmlns='http://jabber.org/protocol/nick'>New nick</nick>"),
        set_vcard4(
            "<fn><text>New Name</text></fn><role><text>New role</text></role>\
             <note><text>new note</text></note><note><text>another</text></note>\
             <email><text>new@b.test</text></email>",
        ),
    ];
    requests.extend(picture.publish());
    requests
}

async fn kept(from: &SignedIn, to: &SignedIn, client: &Client, picture: &Picture) -> Move {
    let run = Move::everything(from, to).await;
    run.assert_complete();
    let theirs = Outcome::LeftOut(Reason::KeptTheirs);
    for (id, item, expected) in [
        ("roster", "both@b.test", Outcome::Changed(Reason::Merged)),
        ("roster", "only-old@b.test", Outcome::Copied),
        ("roster", "nameless@b.test", Outcome::AlreadyThere),
        ("bookmarks", "room@c.test", theirs.clone()),
        ("bookmarks", "old@c.test", Outcome::Copied),
        ("private_storage", "storage storage:rosternotes", theirs.clone()),
        ("private_storage", "roster roster:delimiter", Outcome::Copied),
        ("blocklist", "both@spam.test", Outcome::AlreadyThere),
        ("blocklist", "old@spam.test", Outcome::Copied),
        ("avatar", "picture", theirs.clone()),
        ("profile", "fn Old Name", theirs.clone()),
        ("profile", "title Old title", Outcome::Copied),
        ("profile", "note old note", theirs.clone()),
        ("profile", "email old@b.test", Outcome::Copied),
        ("profile", "nick Old nick", theirs.clone()),
    ] {
        assert_eq!(run.outcome(id, item), &expected, "{id} {item}");
    }
    let found = Snapshot::take(client, &private()).await;
    let roster = vec![
        contact("both@b.test", "New name", &["New", "Old", "Shared"]),
        contact("nameless@b.test", "Has a name", &["New", "Old"]),
        contact("only-new@b.test", "Only new", &["New"]),
        contact("only-old@b.test", "Only old", &[]),
    ];
    assert_eq!(without_subscription(&found), roster);
    assert_eq!(private_texts(&found), ["new", "::", "new"]);
    assert_eq!(found.blocked, ["both@spam.test", "new@spam.test", "old@spam.test"].map(str::to_owned).into());
    assert_eq!(bookmarks(&found), ["Only old", "New room"]);
    assert_eq!(found.nodes["urn:xmpp:bookmarks:1"].configuration["pubsub#access_model"], ["whitelist"]);
    assert_eq!(
        said(&found.nodes["urn:xmpp:vcard4"].items[0].payload),
        said(
            "<v><fn><text>New Name</text></fn><role><text>New role</text></role><note><text>new note</text></note>\
             <note><text>another</text></note><email><text>new@b.test</text></email>\
             <title><text>Old title</text></title><email><text>old@b.test</text></email></v>"
        )
    );
    assert_eq!(
        found.nodes[NICK].items[0].payload,
        "<nick xmlns='http://jabber.org/protocol/nick'>New nick</nick>"
    );
    has_picture(&found, picture);

    to.sent.take();
    let again = Move::everything(from, to).await;
    again.assert_complete();
    assert_eq!(again.outcome("roster", "both@b.test"), &Outcome::LeftOut(Reason::KeptTheirs));
    assert_eq!(to.sent.writes(), Vec::<String>::new());
    assert_eq!(Snapshot::take(client, &private()).await, found);
    again
}

/// Every choice there is, decided for what the origin has.
async fn taken(from: &SignedIn, to: &SignedIn, client: &Client, picture: &Picture, seen: Move) {
    let mut choices = Choices::new();
    for kind in &seen.plan.kinds {
        for planned in &kind.items {
            if matches!(planned.action, Action::Change { .. }) {
                choices.insert((kind.id, planned.item.key.clone()), Choice::Take);
            }
        }
    }
    assert_eq!(choices.len(), 7, "{choices:?}");
    let run = Move::with(from, to, &choices).await;
    run.assert_complete();
    let copied: usize = run.reports.iter().map(|report| report.tally().copied).sum();
    assert_eq!(copied, 7);
    let found = Snapshot::take(client, &private()).await;
    assert_eq!(
        contact_of(client, "both@b.test").await.map(|item| (item.name, item.groups.len())),
        Some(("Old name".to_owned(), 3))
    );
    assert_eq!(private_texts(&found), ["old", "::", "new"]);
    assert_eq!(bookmarks(&found), ["Only old", "Old room"]);
    assert_eq!(found.nodes[NICK].items.len(), 1);
    assert_eq!(
        found.nodes[NICK].items[0].payload,
        "<nick xmlns='http://jabber.org/protocol/nick'>Old nick</nick>"
    );
    assert_eq!(
        said(&found.nodes["urn:xmpp:vcard4"].items[0].payload),
        said(
            "<v><fn><text>Old Name</text></fn><role><text>New role</text></role><note><text>old note</text></note>\
             <note><text>another</text></note><email><text>new@b.test</text></email>\
             <title><text>Old title</text></title><email><text>old@b.test</text></email></v>"
        )
    );
    has_picture(&found, picture);
}

/// Where the picture stands before the profile is written.
#[derive(Clone, Copy, Debug)]
enum Stands {
    Pep,
    Vcard,
    VcardWithFields,
}

#[tokio::test]
async fn the_picture_survives_the_profile_on_ejabberd() {
    survives(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn the_picture_survives_the_profile_on_prosody() {
    survives(Kind::Ejabberd, Kind::Prosody).await;
}

async fn survives(old: Kind, new: Kind) {
    let network = Network::start(options(old, new)).await.unwrap();
    let picture = Picture::new(24);
    for stands in [Stands::Pep, Stands::Vcard, Stands::VcardWithFields] {
        let user = format!("{stands:?}").to_lowercase();
        for side in [Side::Old, Side::New] {
            network.server(side).register(&user, PASSWORD).await.unwrap();
        }
        let client = async |side| Client::connect(network.server(side), &user, PASSWORD).await.unwrap();
        let (old, new) = (client(Side::Old).await, client(Side::New).await);
        fill(
            &old,
            [set_vcard("<FN>Anna</FN><NICKNAME>A</NICKNAME>"), set_vcard4("<fn><text>Anna</text></fn>")],
        )
        .await;
        let photo = format!("<PHOTO><TYPE>image/png</TYPE><BINVAL>{}</BINVAL></PHOTO>", picture.base64());
        match stands {
            Stands::Pep => fill(&new, picture.publish()).await,
            Stands::Vcard => fill(&new, [set_vcard(&photo)]).await,
            Stands::VcardWithFields => fill(&new, [set_vcard(&format!("<TITLE>t</TITLE>{photo}"))]).await,
        }
        let before = Snapshot::take(&new, &[]).await;
        has_picture(&before, &picture);
        locally(async {
            let from = sign_in(network.server(Side::Old), &user, PASSWORD).await;
            let to = sign_in(network.server(Side::New), &user, PASSWORD).await;
            let run = Move::everything(&from, &to).await;
            run.assert_complete();
            assert!(run.report("profile").tally().verified > 0, "{run:#?}");
        })
        .await;
        let after = Snapshot::take(&new, &[]).await;
        has_picture(&after, &picture);
        for node in ["urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata"] {
            assert_eq!(after.nodes[node].items, before.nodes[node].items, "{stands:?}");
        }
        assert!(said(&after.vcard).contains("FN(Anna)"), "{}", after.vcard);
    }
}

fn has_picture(found: &Snapshot, picture: &Picture) {
    for node in ["urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata"] {
        let last = found.nodes[node].items.last().unwrap();
        assert_eq!(last.id, picture.id, "{node}");
    }
    let data = &found.nodes["urn:xmpp:avatar:data"].items.last().unwrap().payload;
    assert!(data.contains(&picture.base64()));
    assert!(found.vcard.contains(&format!("<BINVAL>{}</BINVAL>", picture.base64())), "{}", found.vcard);
}

fn private() -> Vec<String> {
    vec![
        NOTES.to_owned(),
        "<roster xmlns='roster:delimiter'/>".to_owned(),
        "<exodus xmlns='exodus:prefs'/>".to_owned(),
    ]
}

/// What the notes, the delimiter and the preferences say.
fn private_texts(found: &Snapshot) -> Vec<&str> {
    let text = |name: &str| {
        let element = found.private.iter().find(|(key, _)| key.0 == name).map(|(_, xml)| xml.as_str());
        let texts = element.unwrap_or_default().split(['<', '>']).collect::<Vec<_>>();
        texts.into_iter().skip(2).step_by(2).find(|text| !text.is_empty()).unwrap_or_default()
    };
    ["storage", "roster", "exodus"].map(text).to_vec()
}

fn bookmarks(found: &Snapshot) -> Vec<&str> {
    let mut items: Vec<_> = found.nodes["urn:xmpp:bookmarks:1"].items.iter().collect();
    items.sort_by(|a, b| a.id.cmp(&b.id));
    items
        .iter()
        .map(|item| item.payload.split("name='").nth(1).unwrap().split('\'').next().unwrap())
        .collect()
}

fn without_subscription(found: &Snapshot) -> Vec<servers::client::RosterItem> {
    let strip = |item: &servers::client::RosterItem| servers::client::RosterItem {
        subscription: String::new(),
        ..item.clone()
    };
    found.roster.iter().map(strip).collect()
}
