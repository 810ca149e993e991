//! Everything an account holds, moved, and found again at the other end.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use interop::{Move, Snapshot, said};
use migration::{Outcome, Reason};
use servers::seed::{self, Seeded, Size};
use servers::{Client, Kind, Network, Side};
use session::Transport;

use crate::common::{NEW, OLD, PASSWORD, USER, locally, options, page_over, witness};

#[tokio::test]
async fn from_prosody_to_ejabberd() {
    moves(Kind::Prosody, Kind::Ejabberd, 20).await;
}

#[tokio::test]
async fn from_ejabberd_to_prosody() {
    moves(Kind::Ejabberd, Kind::Prosody, 20).await;
}

#[tokio::test]
async fn two_hundred_contacts_from_prosody_to_ejabberd() {
    moves(Kind::Prosody, Kind::Ejabberd, 200).await;
}

#[tokio::test]
async fn two_hundred_contacts_from_ejabberd_to_prosody() {
    moves(Kind::Ejabberd, Kind::Prosody, 200).await;
}

async fn moves(old: Kind, new: Kind, contacts: usize) {
    moves_over(Transport::WebSocket, old, new, contacts).await;
}

/// The whole move, with both ends reached that way.
pub async fn moves_over(transport: Transport, old: Kind, new: Kind, contacts: usize) {
    let network = Network::start(options(old, new)).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::full(contacts)).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    locally(check(transport, &network, &seeded)).await;
}

async fn check(transport: Transport, network: &Network, seeded: &Seeded) {
    let private: Vec<String> = seeded.private.iter().cloned().chain([storage_bookmarks()]).collect();
    let old = witness(network, Side::Old).await;
    let before = Snapshot::take(&old, &private).await;
    let friend = friend(network).await;
    let from = page_over(transport, network, Side::Old).await;
    let to = page_over(transport, network, Side::New).await;
    let new = witness(network, Side::New).await;
    assert_eq!(new.roster().await.unwrap(), []);

    let first = Move::everything(&from, &to).await;
    first.assert_complete();
    accounted(&first, seeded);
    let after = Snapshot::take(&new, &private).await;
    arrived(network.server(Side::New).kind, seeded, &before, &after);
    assert_eq!(pushes(&new).await, seeded.roster.len());

    // The old account is as it was, and nobody has heard of anything.
    assert_eq!(Snapshot::take(&old, &private).await, before);
    assert_eq!(from.sent.writes(), Vec::<String>::new());
    assert_eq!([from.sent.announcements(), to.sent.announcements()].concat(), Vec::<String>::new());
    let heard: Vec<String> = friend.received().into_iter().filter(|xml| xml.contains("'anna@")).collect();
    assert_eq!(heard, Vec::<String>::new());

    to.sent.take();
    let second = Move::everything(&from, &to).await;
    second.assert_complete();
    for report in &second.reports {
        let tally = report.tally();
        assert_eq!((tally.copied, tally.changed, tally.failed), (0, 0, 0), "{}", report.id);
    }
    assert_eq!(to.sent.writes(), Vec::<String>::new());
    assert_eq!(pushes(&new).await, 0);
    assert_eq!(Snapshot::take(&new, &private).await, after);
}

/// Somebody who sees when either account comes online.
async fn friend(network: &Network) -> Client {
    let friend = Client::connect(network.server(Side::Old), "anna-old-both", "friends").await.unwrap();
    let roster = friend.roster().await.unwrap();
    assert!(roster.iter().any(|item| item.jid == OLD && item.subscription == "both"), "{roster:?}");
    friend.send_raw("<presence xmlns='jabber:client'/>");
    // Answered in order: after this the server knows of the presence.
    friend.roster().await.unwrap();
    friend.received();
    friend
}

/// How many roster pushes have come since the last time.
async fn pushes(client: &Client) -> usize {
    // Pushes come before the answer to what is asked after them.
    client.blocklist().await.unwrap();
    client.received().iter().filter(|xml| xml.contains("jabber:iq:roster")).count()
}

/// Every item of the seed is in the report once.
fn accounted(run: &Move, seeded: &Seeded) {
    let keys =
        |id: &str| -> Vec<String> { run.report(id).entries.iter().map(|entry| entry.key.clone()).collect() };
    let mut contacts = keys("roster");
    contacts.sort();
    let mut wanted: Vec<String> = seeded.roster.iter().map(|item| item.jid.clone()).collect();
    wanted.sort();
    assert_eq!(contacts, wanted);
    assert_eq!(keys("blocklist").into_iter().collect::<BTreeSet<_>>(), seeded.blocked);
    assert_eq!(keys("bookmarks").len(), seeded.bookmarks.len());
    assert_eq!(keys("private_storage").len(), seeded.private.len());
    assert_eq!(keys("avatar").len(), 1);
    for id in ["roster", "blocklist", "bookmarks", "private_storage", "avatar"] {
        for entry in &run.report(id).entries {
            assert_eq!(entry.outcome, Outcome::Copied, "{id} {}", entry.label);
        }
    }
    for entry in &run.report("profile").entries {
        let by_rule = match &entry.outcome {
            Outcome::Copied => true,
            Outcome::Changed(reason) => matches!(reason, Reason::AsVcard4 | Reason::OwnAddress),
            Outcome::LeftOut(reason) => matches!(reason, Reason::HeldByOther | Reason::OlderValue),
            Outcome::AlreadyThere | Outcome::Failed(_) => false,
        };
        assert!(by_rule, "{entry:?}");
    }
}

fn arrived(destination: Kind, seeded: &Seeded, before: &Snapshot, after: &Snapshot) {
    kept(seeded, before, after);
    match destination {
        Kind::Ejabberd => as_it_was(seeded, after),
        Kind::Prosody => as_prosody_keeps_it(seeded, after),
    }
    let mut nodes: BTreeSet<&str> = after.nodes.keys().map(String::as_str).collect();
    // Servers show the bookmarks under their old name too.
    nodes.remove("storage:bookmarks");
    let expected = BTreeSet::from([
        "http://jabber.org/protocol/nick",
        "urn:xmpp:avatar:data",
        "urn:xmpp:avatar:metadata",
        "urn:xmpp:bookmarks:1",
        "urn:xmpp:vcard4",
    ]);
    assert_eq!(nodes, expected);
}

/// What arrives as it is, whatever the server.
pub fn kept(seeded: &Seeded, before: &Snapshot, after: &Snapshot) {
    assert_eq!(after.roster.len(), seeded.roster.len());
    for (found, item) in after.roster.iter().zip(&seeded.roster) {
        assert_eq!((&found.jid, &found.name, &found.groups), (&item.jid, &item.name, &item.groups));
        assert_eq!((found.subscription.as_str(), found.ask.as_str()), ("none", ""), "{}", found.jid);
    }
    assert_eq!(after.blocked, seeded.blocked);
    for element in &seeded.private {
        assert!(after.private.values().any(|found| found == element), "{element}");
    }
    bookmarks(seeded, after);
    picture(seeded, before, after);
    assert_eq!(payloads(after, "http://jabber.org/protocol/nick"), std::slice::from_ref(&seeded.nick));
}

fn bookmarks(seeded: &Seeded, after: &Snapshot) {
    let node = &after.nodes["urn:xmpp:bookmarks:1"];
    let mut items = node.items.clone();
    items.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(items, seeded.bookmarks);
    let value = |name: &str| node.configuration[&format!("pubsub#{name}")].join(" ");
    assert_eq!(value("access_model"), "whitelist");
    assert!(["1", "true"].contains(&value("persist_items").as_str()), "{node:?}");
    assert_eq!(value("max_items"), "max");
}

fn picture(seeded: &Seeded, before: &Snapshot, after: &Snapshot) {
    let picture = seeded.picture.as_ref().unwrap();
    for name in ["urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata"] {
        assert_eq!(after.nodes[name].items, before.nodes[name].items);
        assert_eq!(after.nodes[name].items[0].id, picture.id);
    }
    let data = &payloads(after, "urn:xmpp:avatar:data")[0];
    let base64 = data.split(['<', '>']).nth(2).unwrap();
    assert_eq!(STANDARD.decode(base64).unwrap(), picture.png);
    // Who looks for it in the vCard finds it there.
    assert!(after.vcard.contains(&format!("<BINVAL>{}</BINVAL>", picture.base64())));
}

/// ejabberd keeps both profiles.
fn as_it_was(seeded: &Seeded, after: &Snapshot) {
    let mut expected = said(&seeded.vcard.replace(OLD, NEW));
    let mut found = said(&after.vcard);
    for fields in [&mut expected, &mut found] {
        fields.retain(|field| !field.starts_with("PHOTO("));
    }
    assert_eq!(found, expected);
    assert!(found.len() > 12, "{found:?}");
    assert_eq!(payloads(after, "urn:xmpp:vcard4"), [seeded.vcard4.replace(OLD, NEW)]);
}

/// Prosody keeps the vCard4, in which the vcard-temp's fields found their places.
fn as_prosody_keeps_it(seeded: &Seeded, after: &Snapshot) {
    const ADDED: &str = "<vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'>\
         <x-gender><unknown>&lt;x&gt;</unknown></x-gender>\
         <geo><uri>geo:50.94,6.96</uri></geo><tz><text>+01:00</text></tz>\
         <key><text>bm90IGEga2V5</text></key><note><text>first note</text></note>\
         <tel><parameters><type><text>home</text><text>voice</text></type></parameters>\
         <uri>tel:+49 221 1234</uri></tel>\
         <email><parameters><type><text>work</text></type></parameters><text>anna@work.example</text></email>\
         <adr><parameters><type><text>work</text></type></parameters><street>Work Rd 2</street>\
         <locality>Cork</locality><country>Éire</country></adr></vcard>";
    let mut expected = said(&seeded.vcard4.replace(OLD, NEW));
    expected.extend(said(ADDED));
    assert_eq!(said(&payloads(after, "urn:xmpp:vcard4")[0]), expected);

    // What older apps see: all that they saw before and that Prosody can show them.
    let mut found = said(&after.vcard);
    found.retain(|field| !field.starts_with("PHOTO("));
    let shown = "<vCard xmlns='vcard-temp'><FN>Anna Ångström &amp; Söhne</FN>\
         <N><FAMILY>Ångström</FAMILY><GIVEN>Anna</GIVEN><MIDDLE>\"Q\"</MIDDLE><PREFIX>Dr.</PREFIX>\
         <SUFFIX>Jr.</SUFFIX></N><NICKNAME>Ännchen</NICKNAME><BDAY>1980-02-29</BDAY>\
         <ADR><HOME/><POBOX>PF 1</POBOX><EXTADD>Hinterhaus</EXTADD><STREET>Straße 7 &lt;b&gt;</STREET>\
         <LOCALITY>Köln</LOCALITY><REGION>NRW</REGION><PCODE>50667</PCODE><CTRY>Deutschland</CTRY></ADR>\
         <ADR><WORK/><STREET>Work Rd 2</STREET><LOCALITY>Cork</LOCALITY><CTRY>Éire</CTRY></ADR>\
         <TEL><HOME/><NUMBER>+49 221 1234</NUMBER></TEL><TEL><WORK/><NUMBER>+353-21-99</NUMBER></TEL>\
         <EMAIL><INTERNET/><HOME/><USERID>anna@example.org</USERID></EMAIL>\
         <EMAIL><INTERNET/><WORK/><USERID>anna@work.example</USERID></EMAIL>\
         <ORG><ORGNAME>R&amp;D \"Labs\"</ORGNAME></ORG><TITLE>Ingénieure</TITLE><ROLE>Lead &lt;dev&gt;</ROLE>\
         <URL>https://example.org/?a=1&amp;b=2</URL><JABBERID>anna@new.test</JABBERID>\
         <NOTE>first note</NOTE><NOTE>Two\nlines &amp; 🌙</NOTE></vCard>";
    assert_eq!(found, said(shown));
}

fn payloads(snapshot: &Snapshot, node: &str) -> Vec<String> {
    snapshot.nodes[node].items.iter().map(|item| item.payload.clone()).collect()
}

fn storage_bookmarks() -> String {
    "<storage xmlns='storage:bookmarks'/>".to_owned()
}
