//! The fullest account, moved in every direction between servers of a generation: what became of each
//! item and by which rule, and what an independent client finds at both ends.

use std::collections::{BTreeMap, BTreeSet};

use interop::{Move, SignedIn, Snapshot};
use migration::{KindReport, Outcome};
use servers::Kind::{self, Ejabberd, Prosody};
use servers::seed::{self, Seeded, Size};
use servers::{Generation, Network, Options, Side};
use session::Transport;

use crate::common::{PASSWORD, USER, locally, page_over, witness};
use crate::{moves, nodes};

#[tokio::test]
async fn oldest_from_prosody_to_ejabberd() {
    moves(Generation::Oldest, Prosody, Ejabberd).await;
}

#[tokio::test]
async fn oldest_from_ejabberd_to_prosody() {
    moves(Generation::Oldest, Ejabberd, Prosody).await;
}

#[tokio::test]
async fn oldest_from_prosody_to_prosody() {
    moves(Generation::Oldest, Prosody, Prosody).await;
}

#[tokio::test]
async fn oldest_from_ejabberd_to_ejabberd() {
    moves(Generation::Oldest, Ejabberd, Ejabberd).await;
}

#[tokio::test]
async fn backports_from_prosody_to_ejabberd() {
    moves(Generation::Backports, Prosody, Ejabberd).await;
}

#[tokio::test]
async fn current_from_prosody_to_ejabberd() {
    moves(Generation::Current, Prosody, Ejabberd).await;
}

#[tokio::test]
async fn current_from_ejabberd_to_prosody() {
    moves(Generation::Current, Ejabberd, Prosody).await;
}

#[tokio::test]
async fn current_from_prosody_to_prosody() {
    moves(Generation::Current, Prosody, Prosody).await;
}

#[tokio::test]
async fn current_from_ejabberd_to_ejabberd() {
    moves(Generation::Current, Ejabberd, Ejabberd).await;
}

const PROSODY: &[Kind] = &[Prosody];
const EJABBERD: &[Kind] = &[Ejabberd];
const BOTH: &[Kind] = &[Prosody, Ejabberd];

/// Everything that may become of an item besides being copied: kind, outcome, reason, and the servers at
/// which it may. Whatever else a run says has to be thought about before it gets a line here.
const ALLOWED: &[(&str, &str, &str, &[Kind])] = &[
    ("subscription_requests", "left_out", "must-ask-again", BOTH),
    ("privacy_lists", "left_out", "unsupported", PROSODY),
    // Prosody keeps one profile, ejabberd both.
    ("profile", "changed", "own-address", BOTH),
    ("profile", "changed", "as-vcard4", PROSODY),
    ("profile", "left_out", "older-value", PROSODY),
    ("profile", "left_out", "held-by-other", PROSODY),
    ("pep_nodes", "left_out", "device-keys", BOTH),
    ("pep_nodes", "left_out", "passing-state", BOTH),
    // OpenPGP keys stay unless somebody wants them.
    ("pep_nodes", "left_out", "declined", BOTH),
    // Who may see what other kinds publish is often as it should be.
    ("pep_nodes", "already_there", "", BOTH),
    ("pep_nodes", "changed", "namespace-forgotten", EJABBERD),
    ("message_archive", "left_out", "only-in-file", BOTH),
    ("offline_messages", "left_out", "only-in-file", BOTH),
];

async fn moves(generation: Generation, old: Kind, new: Kind) {
    moves_over(Transport::WebSocket, generation, old, new).await;
}

/// The whole move, with both ends reached that way.
pub async fn moves_over(transport: Transport, generation: Generation, old: Kind, new: Kind) {
    let network = Network::start(Options::of(generation, old, new)).await.unwrap();
    let size = Size { nodes: Some(12), messages: 40, offline: 3, ..Size::fullest(12) };
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &size).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    locally(check(transport, &network, &seeded, generation)).await;
}

async fn check(transport: Transport, network: &Network, seeded: &Seeded, generation: Generation) {
    let [old_server, new_server] = [Side::Old, Side::New].map(|side| network.server(side));
    let (old, new) = (witness(network, Side::Old).await, witness(network, Side::New).await);
    let before = Snapshot::take(&old, &seeded.private).await;
    let from = page_over(transport, network, Side::Old).await;
    let to = page_over(transport, network, Side::New).await;

    let first = Move::whole(&from, &to).await;
    first.assert_complete();
    for report in &first.reports {
        adds_up(report);
        by_rule(report, new_server.kind);
    }
    nothing_is_missing(&first, seeded, generation, old_server.kind);

    let after = Snapshot::take(&new, &seeded.private).await;
    moves::kept(seeded, &before, &after);
    let found = new.pep().await.unwrap();
    for (name, node) in &seeded.nodes {
        nodes::arrived(name, node, found.get(name), new_server.kind);
    }
    assert_eq!(Some(&after.archive_preferences), seeded.archive_preferences.as_ref());
    rules(&before, &after);

    // The old account is as it was, and nobody but its own contacts has heard of anything.
    assert_eq!(Snapshot::take(&old, &seeded.private).await, before);
    assert_eq!(old_server.offline_messages(USER).await.unwrap(), seeded.offline);
    assert_eq!(old_server.archived(USER).await.unwrap(), seeded.messages);
    assert_eq!(from.sent.writes(), Vec::<String>::new());
    assert!(from.sent.announcements().iter().all(|xml| is_for_everybody(xml)));
    assert_eq!(to.sent.announcements(), Vec::<String>::new());

    repeats(&first, &from, &to).await;
    assert_eq!(Snapshot::take(&new, &seeded.private).await, after);
    assert_eq!(old_server.offline_messages(USER).await.unwrap(), seeded.offline);
}

/// Every item has one outcome, and none of them is a failure.
fn adds_up(report: &KindReport) {
    let tally = report.tally();
    let settled = tally.copied + tally.already_there + tally.changed + tally.left_out;
    assert_eq!((tally.read, tally.failed), (settled, 0), "{report:#?}");
    let keys: BTreeSet<&str> = report.entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys.len(), report.entries.len(), "{}", report.id);
}

fn by_rule(report: &KindReport, new: Kind) {
    let entries = report.entries.iter().map(|entry| (&entry.outcome, entry.key.as_str()));
    for (outcome, key) in entries.chain(report.unlisted.iter().map(|many| (&many.outcome, "many"))) {
        let (outcome, reason) = match outcome {
            Outcome::Copied => continue,
            Outcome::AlreadyThere => ("already_there", ""),
            Outcome::Changed(reason) => ("changed", reason.code()),
            Outcome::LeftOut(reason) => ("left_out", reason.code()),
            Outcome::Failed(problem) => ("failed", problem.code()),
        };
        let mut allowed = ALLOWED.iter().filter(|(.., servers)| servers.contains(&new));
        let is_allowed =
            allowed.any(|(id, rule, why, _)| (*id, *rule, *why) == (report.id.0, outcome, reason));
        assert!(is_allowed, "{} {key:?} at {new:?}: {outcome} {reason}", report.id);
    }
}

/// As many items of each kind were read as there are.
fn nothing_is_missing(run: &Move, seeded: &Seeded, generation: Generation, old: Kind) {
    // No Prosody tells what waits, and the newer ones do not count what the archive holds.
    let waiting = if old == Prosody { 0 } else { seeded.offline };
    let counts = old == Ejabberd || generation == Generation::Oldest;
    let archived = run.report("message_archive").tally().read;
    if counts {
        assert_eq!(archived, seeded.messages);
    } else {
        // Guessed, and never fewer than were looked at.
        assert!(archived >= seeded.messages.min(100), "{archived}");
    }
    let read: BTreeMap<&str, usize> = BTreeMap::from([
        ("roster", seeded.roster.len()),
        ("subscription_requests", seeded.requests.len()),
        ("blocklist", seeded.blocked.len()),
        // Without the one that is the blocklist.
        ("privacy_lists", seeded.privacy_lists.as_ref().map_or(0, |found| found.lists.len() - 1)),
        ("avatar", 1),
        ("bookmarks", seeded.bookmarks.len()),
        ("private_storage", seeded.private.len()),
        ("archive_preferences", 1),
        ("offline_messages", waiting),
        ("uploaded_files", 0),
    ]);
    for (id, count) in read {
        assert_eq!(run.report(id).tally().read, count, "{id}");
    }
    for (name, node) in &seeded.nodes {
        nodes::outcomes(run, name, node);
    }
    assert!(run.report("profile").tally().read > 20);
}

/// Privacy lists come along where there are such; the blocklist is one of them only in appearance.
fn rules(before: &Snapshot, after: &Snapshot) {
    let (Some(before), Some(after)) = (&before.privacy_lists, &after.privacy_lists) else { return };
    assert!(before.lists.len() > 1);
    assert_eq!(after, before);
}

/// Whether it goes to whoever sees the account come and go, and not to somebody in particular.
fn is_for_everybody(xml: &str) -> bool {
    let document = roxmltree::Document::parse(xml).unwrap();
    let root = document.root_element();
    root.tag_name().name() == "presence" && root.attribute("to").is_none()
}

/// A second time everything is read, and nothing is written.
async fn repeats(first: &Move, from: &SignedIn, to: &SignedIn) {
    to.sent.take();
    let second = Move::whole(from, to).await;
    second.assert_complete();
    assert_eq!(to.sent.writes(), Vec::<String>::new());
    for (one, two) in first.reports.iter().zip(&second.reports) {
        let (one, two) = (one.tally(), two.tally());
        assert_eq!((two.copied, two.changed, two.failed), (0, 0, 0), "{second:#?}");
        assert_eq!((two.read, two.left_out), (one.read, one.left_out));
    }
}
