//! Our files in the hands of the servers' own importers, and the files of their exporters in ours.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use interop::{Move, SignedIn, mapping, said};
use jid::BareJid;
use migration::file::{self, ArchiveRange, Form, Order};
use migration::{Choices, Holdings, KindId, Mapping, kinds};
use portable::{
    Administrator, BLOCKLIST_AS_LIST, Event, Files, Fragment, Importer, Limits, Need, Note, Scram, Variant,
};
use servers::client::{Node, PrivacyLists, RosterItem};
use servers::contacts::look_in;
use servers::seed::{self, Seeded, Size};
use servers::{Client, Generation, Kind, Network, Options, Side};
use xml::Element;

use crate::common::{NEW, OLD, PASSWORD, USER, locally, page, witness};

#[tokio::test]
async fn ejabberds_importer_takes_an_account_of_prosody() {
    let (network, seeded, client) = imported(Generation::Oldest, Kind::Prosody, Kind::Ejabberd).await;
    ejabberd_has(&network, &seeded, &client).await;
}

#[tokio::test]
async fn ejabberds_importer_takes_an_account_of_ejabberd() {
    let (network, seeded, client) = imported(Generation::Oldest, Kind::Ejabberd, Kind::Ejabberd).await;
    ejabberd_has(&network, &seeded, &client).await;
}

#[tokio::test]
async fn prosodys_migrator_takes_an_account_of_ejabberd() {
    let (network, seeded, client) = imported(Generation::Oldest, Kind::Ejabberd, Kind::Prosody).await;
    prosody_has(&network, &seeded, &client).await;
    has_archive(&network, &seeded, &client).await;
}

#[tokio::test]
async fn prosodys_migrator_takes_an_account_of_prosody() {
    let (network, seeded, client) = imported(Generation::Oldest, Kind::Prosody, Kind::Prosody).await;
    prosody_has(&network, &seeded, &client).await;
    has_archive(&network, &seeded, &client).await;
}

#[tokio::test]
async fn todays_importer_of_ejabberd() {
    let (network, seeded, client) = imported(Generation::Current, Kind::Prosody, Kind::Ejabberd).await;
    ejabberd_has(&network, &seeded, &client).await;
}

#[tokio::test]
async fn todays_migrator_of_prosody() {
    let (network, seeded, client) = imported(Generation::Current, Kind::Ejabberd, Kind::Prosody).await;
    prosody_has(&network, &seeded, &client).await;
}

#[tokio::test]
async fn todays_importer_of_ejabberd_takes_its_own() {
    let (network, seeded, client) = imported(Generation::Current, Kind::Ejabberd, Kind::Ejabberd).await;
    ejabberd_has(&network, &seeded, &client).await;
}

#[tokio::test]
async fn todays_migrator_of_prosody_takes_its_own() {
    let (network, seeded, client) = imported(Generation::Current, Kind::Prosody, Kind::Prosody).await;
    prosody_has(&network, &seeded, &client).await;
}

/// `mod_http_xep227`, which portals use, reads files by the same storage module as the migrator.
#[tokio::test]
async fn the_essentials_are_read_by_what_portals_read_with() {
    let options = Options::of(Generation::Current, Kind::Ejabberd, Kind::Prosody);
    let network = Network::start(options).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::fullest(20)).await.unwrap();
    let fragments = locally(async { everything(&page(&network, Side::Old).await).await }).await;
    let (file, notes) = written(&Variant::Essentials, fragments);
    assert!(file.len() < 1_000_000 && !notes.is_empty(), "{}", file.len());
    network.import(Side::New, USER, &readdressed_host(&file)).await.unwrap();
    // No key is in the file, so nobody can sign in before the administrator sets a password.
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    let client = witness(&network, Side::New).await;
    let mut roster = client.roster().await.unwrap();
    // A contact of nobody who asked stands in no roster of Prosody's.
    roster.sort();
    assert_eq!(roster, seeded.roster);
    let mut nodes = client.pep().await.unwrap();
    nodes.remove("storage:bookmarks");
    let essential =
        |name: &&String| !name.contains("omemo") && !name.contains("axolotl") && *name != "storage:bookmarks";
    let expected: Vec<&String> = seeded.nodes.keys().filter(essential).collect();
    assert_eq!(nodes.keys().collect::<Vec<_>>(), expected);
    for (name, node) in &nodes {
        let ids = |node: &Node| node.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(node), ids(&seeded.nodes[name]), "{name}");
    }
    for element in &seeded.private {
        let parsed = Element::parse(element).unwrap();
        let stored = client.private(parsed.name(), parsed.ns()).await.unwrap();
        assert_ne!(&stored, element, "portals take no private data");
    }
}

/// A portal knows whose file it is by who signed in; the migrator by where the file says it belongs.
fn readdressed_host(file: &str) -> String {
    let (old, new) = (OLD.split_once('@').unwrap().1, NEW.split_once('@').unwrap().1);
    file.replace(&format!("<host jid='{old}'>"), &format!("<host jid='{new}'>"))
}

/// The fullest account of `old`, as a file for the administrator of `new`, imported there; and the
/// independent client, signed in with the password whose keys are in the file.
async fn imported(generation: Generation, old: Kind, new: Kind) -> (Network, Seeded, Client) {
    let network = Network::start(Options::of(generation, old, new)).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::fullest(20)).await.unwrap();
    let fragments = locally(async { everything(&page(&network, Side::Old).await).await }).await;
    let salts = [*b"0123456789abcdef", *b"fedcba9876543210"];
    let variant = Variant::Administrator(Administrator {
        account: NEW.parse().unwrap(),
        importer: if new == Kind::Ejabberd { Importer::Ejabberd } else { Importer::Prosody },
        credentials: Scram::of_password(PASSWORD, salts).unwrap(),
    });
    let (file, _) = written(&variant, fragments);
    network.import(Side::New, USER, &file).await.unwrap();
    let client = witness(&network, Side::New).await;
    (network, seeded, client)
}

/// All that an account has, read as the page reads it.
pub async fn everything(from: &SignedIn) -> Vec<Fragment> {
    let all = kinds::ALL.iter().map(|kind| kind.id());
    // With uploaded files it would be an archive around the document.
    let all: Vec<KindId> = all.filter(|kind| kind.0 != "uploaded_files").collect();
    let order = Order {
        form: Form::default(),
        account: from.jid(),
        holdings: Rc::new(Holdings::read(&all, from, &|_, _| {}).await),
        chosen: all.into_iter().collect(),
        range: ArchiveRange::default(),
        linked: None,
    };
    let mut bytes = Vec::new();
    file::write(&order, Some(&from.account), &mut bytes, &|_| {}).await.unwrap();
    portable::read_all(&bytes).unwrap().users.remove(0).fragments
}

pub fn written(variant: &Variant, fragments: Vec<Fragment>) -> (String, Vec<Note>) {
    let account: BareJid = OLD.parse().unwrap();
    let mut file = String::new();
    let archive = variant.writer(&account, fragments).begin(&mut file).unwrap();
    let notes = archive.finish(&mut file).unwrap();
    (file, notes)
}

/// `import_piefxis` reads the roster, vCard, private XML, privacy lists and what waits; no nodes, no
/// archive. It forgets whom the person has asked.
async fn ejabberd_has(network: &Network, seeded: &Seeded, client: &Client) {
    let mut roster = seeded.roster.clone();
    roster.iter_mut().for_each(|item| item.ask.clear());
    assert_eq!(client.roster().await.unwrap(), roster);
    // Its own users have a vCard of their own; Prosody's is made from vCard4, which it does not take.
    assert_eq!(said(&client.vcard().await.unwrap()), said(&readdressed(&seeded.vcard)));
    for element in &seeded.private {
        let parsed = Element::parse(element).unwrap();
        let stored = client.private(parsed.name(), parsed.ns()).await.unwrap();
        // It forgets `xmlns=''`.
        assert_eq!(without_namespaces(&stored), without_namespaces(element));
    }
    assert_eq!(client.blocklist().await.unwrap(), seeded.blocked);
    if let Some(seeded) = &seeded.privacy_lists {
        let found = client.privacy_lists().await.unwrap().unwrap();
        assert_eq!(found.default, seeded.default);
        assert_eq!(by_hand(found), by_hand(seeded.clone()));
    }
    // No Prosody tells what waits.
    let waiting = if network.server(Side::Old).kind == Kind::Ejabberd { seeded.offline } else { 0 };
    assert_eq!(network.server(Side::New).offline_messages(USER).await.unwrap(), waiting);
    assert_eq!(asking(network).await, seeded.requests);
}

/// The lists somebody made: the one of blocked addresses was compared, and is in any order.
fn by_hand(mut lists: PrivacyLists) -> BTreeMap<String, String> {
    assert!(lists.lists.remove(BLOCKLIST_AS_LIST).is_some() && !lists.lists.is_empty());
    lists.lists
}

/// Who asked to see the account and waits for an answer.
async fn asking(network: &Network) -> BTreeSet<String> {
    let requests = look_in(network.server(Side::New), USER, PASSWORD).await.unwrap();
    let sender = |xml: &String| Element::parse(xml).unwrap().attr("from").unwrap().to_owned();
    requests.iter().map(sender).collect()
}

/// The migrator reads the roster, private XML and nodes, and the archive up to version 0.12.
async fn prosody_has(network: &Network, seeded: &Seeded, client: &Client) {
    assert_eq!(client.roster().await.unwrap(), seeded.roster);
    for element in &seeded.private {
        let parsed = Element::parse(element).unwrap();
        assert_eq!(&client.private(parsed.name(), parsed.ns()).await.unwrap(), element);
    }
    let mut nodes = client.pep().await.unwrap();
    // Servers make the old form of bookmarks from the new one, each in its own way.
    nodes.remove("storage:bookmarks");
    for (name, node) in seeded.nodes.iter().filter(|(name, _)| *name != "storage:bookmarks") {
        let found = nodes.remove(name).unwrap_or_default();
        assert_eq!(found.items.len(), node.items.len(), "{name}");
        for (found, item) in found.items.iter().zip(&node.items) {
            assert_eq!(found.id, item.id);
            // It forgets `xmlns=''`, which puts an element into the namespace of its parent.
            let plain =
                |payload: &str| payload.replace("<plain xmlns='http://jabber.org/protocol/pubsub'", "<plain");
            assert_eq!(plain(&found.payload), plain(&item.payload), "{name}");
        }
        assert_eq!(found.affiliations, node.affiliations, "{name}");
        let access = |node: &Node| node.configuration.get("pubsub#access_model").cloned();
        assert_eq!(access(&found), access(node), "{name}");
    }
    assert_eq!(nodes.keys().collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(asking(network).await, seeded.requests);
}

async fn has_archive(network: &Network, seeded: &Seeded, client: &Client) {
    let old = witness(network, Side::Old).await.archive().await.unwrap();
    let new = client.archive().await.unwrap();
    assert_eq!((new.len(), old.len()), (seeded.messages, seeded.messages));
    for (new, old) in new.iter().zip(&old) {
        // What people wrote keeps the old address; whose message it is does not.
        assert_eq!(sent(&readdressed(&new.message)), sent(&readdressed(&old.message)));
        assert!(!envelope(&new.message).contains(OLD), "{}", new.message);
    }
}

#[tokio::test]
async fn an_export_of_ejabberd_is_restored_at_prosody() {
    restored(Generation::Oldest, Kind::Ejabberd, Kind::Prosody, &[]).await;
}

#[tokio::test]
async fn an_export_of_prosody_is_restored_at_ejabberd() {
    restored(Generation::Oldest, Kind::Prosody, Kind::Ejabberd, &["private_storage"]).await;
}

#[tokio::test]
async fn todays_export_of_ejabberd_is_restored_at_prosody() {
    restored(Generation::Current, Kind::Ejabberd, Kind::Prosody, &[]).await;
}

#[tokio::test]
async fn todays_export_of_prosody_is_restored_at_ejabberd() {
    restored(Generation::Current, Kind::Prosody, Kind::Ejabberd, &["private_storage"]).await;
}

/// What the exporter of `old` writes now, put into an account of `new` by us. ejabberd does not keep all
/// of the kinds `altered` as they were.
async fn restored(generation: Generation, old: Kind, new: Kind, altered: &[&str]) {
    let network = Network::start(Options::of(generation, old, new)).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::fullest(20)).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    let users = read(&network.export(Side::Old).await.unwrap());
    assert!(users.len() > 1, "the friends have accounts too");
    let (_, fragments) = users.into_iter().find(|(user, _)| user == OLD).unwrap();
    let client = witness(&network, Side::New).await;
    locally(async {
        let to = page(&network, Side::New).await;
        let origin = Holdings::from_fragments(fragments);
        let mapping = Mapping { origin: Some(OLD.parse().unwrap()), ..mapping(&to, &to) };
        let run = Move::from_holdings(origin, &mapping, &to, &Choices::new()).await;
        for report in run.reports.iter().filter(|report| !altered.contains(&report.id.0)) {
            assert!(report.is_complete(), "{report:#?}");
        }
    })
    .await;
    let named = |items: Vec<RosterItem>| -> Vec<_> {
        items.into_iter().map(|item| (item.jid, item.name, item.groups)).collect()
    };
    assert_eq!(named(client.roster().await.unwrap()), named(seeded.roster));
    for element in &seeded.private {
        let parsed = Element::parse(element).unwrap();
        let stored = client.private(parsed.name(), parsed.ns()).await.unwrap();
        assert_eq!(without_namespaces(&stored), without_namespaces(element));
    }
    match old {
        Kind::Ejabberd => assert!(said(&client.vcard().await.unwrap()).len() > 4),
        Kind::Prosody => assert_eq!(client.bookmarks().await.unwrap(), seeded.bookmarks),
    }
}

/// The accounts of files that include one another.
fn read(files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<Fragment>)> {
    let names = files.iter().map(|(name, _)| name.clone()).collect();
    let mut reader = Files::new(names, Limits::default());
    let mut users: Vec<(String, Vec<Fragment>)> = Vec::new();
    loop {
        match reader.next() {
            Need::Bytes { file, from } => {
                let rest = &files[file].1[usize::try_from(from).unwrap()..];
                reader.feed(&rest[..rest.len().min(1000)]);
            }
            Need::Event(Event::User { host, name, .. }) => users.push((format!("{name}@{host}"), Vec::new())),
            Need::Event(Event::Fragment(fragment)) => users.last_mut().unwrap().1.push(fragment),
            Need::Event(_) => {}
            Need::Ended { file, result } => assert_eq!(result, Ok(()), "{}", files[file].0),
            Need::Nothing => return users,
        }
    }
}

fn readdressed(xml: &str) -> String {
    xml.replace(OLD, NEW)
}

/// A message without what an archive adds when it gives it out.
fn sent(message: &str) -> String {
    let mut message = Element::parse(message).unwrap();
    message.retain_children(|child| child.name() != "stanza-id");
    message.canonical()
}

/// The start of a message, with its addresses.
fn envelope(message: &str) -> &str {
    message.split_once('>').map_or(message, |(envelope, _)| envelope)
}

fn without_namespaces(element: &str) -> String {
    element.replace(" xmlns=''", "")
}
