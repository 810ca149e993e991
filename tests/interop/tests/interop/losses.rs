//! Connections that are lost in the middle: the run goes on by itself and nothing is missing.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join;
use interop::{Move, SignedIn, Snapshot};
use migration::Progress;
use servers::front::Direction;
use servers::seed::{self, Seeded, Size};
use servers::{Kind, Network, Options, Side};

use crate::common::{PASSWORD, USER, locally, options, witness};

#[tokio::test]
async fn the_wire_to_ejabberd_is_cut() {
    cut(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn the_wire_to_prosody_is_cut() {
    cut(Kind::Ejabberd, Kind::Prosody).await;
}

async fn network(old: Kind, new: Kind) -> (Network, Seeded) {
    let options = Options { localhost_ports: Some([0, 0]), ..options(old, new) };
    let network = Network::start(options).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &Size::full(60)).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    (network, seeded)
}

/// Both wires are cut: that of the origin while it is read, that of the destination again and again
/// while it is written, the answers lost as well as the requests.
async fn cut(old: Kind, new: Kind) {
    let (network, seeded) = network(old, new).await;
    let fronts = [Side::Old, Side::New].map(|side| network.plain_front(side).unwrap());
    let move_ = async {
        locally(async {
            let from = SignedIn::behind_front(&network, Side::Old, USER, PASSWORD).await;
            let to = SignedIn::behind_front(&network, Side::New, USER, PASSWORD).await;
            fronts[0].cut_after(Direction::ToClient, 20_000);
            fronts[1].cut_after(Direction::ToServer, 9_000);
            let run = Move::everything(&from, &to).await;
            (run, to.sent.writes())
        })
        .await
    };
    // The second and third cut come while answers are on their way.
    let trouble = async {
        let start = fronts[1].passed(Direction::ToServer);
        for bytes in [2_000, 40_000] {
            until(|| fronts[1].passed(Direction::ToServer) > start + 10_000).await;
            tokio::time::sleep(Duration::from_millis(900)).await;
            fronts[1].cut_after(Direction::ToClient, bytes);
        }
    };
    let ((run, writes), ()) = join(move_, trouble).await;
    complete(&network, &seeded, &run).await;
    // What was confirmed before a cut is not written again; what was on its way may be, once a cut.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for write in &writes {
        *counts.entry(write).or_default() += 1;
    }
    assert!(counts.values().all(|count| *count <= 4), "{counts:?}");
    assert!(writes.len() < counts.len() + 60, "{} of {}", counts.len(), writes.len());
}

#[tokio::test]
async fn ejabberd_restarts() {
    restarts(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn prosody_restarts() {
    restarts(Kind::Ejabberd, Kind::Prosody).await;
}

/// The server itself goes away while it is written to, and comes back.
async fn restarts(old: Kind, new: Kind) {
    let (network, seeded) = network(old, new).await;
    let front = network.plain_front(Side::New).unwrap();
    // Loopback is too quick to do anything in the middle of it.
    front.delay(Duration::from_millis(30));
    let move_ = locally(async {
        let from = SignedIn::behind_front(&network, Side::Old, USER, PASSWORD).await;
        let to = SignedIn::behind_front(&network, Side::New, USER, PASSWORD).await;
        Move::everything(&from, &to).await
    });
    let trouble = async {
        until(|| front.passed(Direction::ToServer) > 12_000).await;
        network.restart(Side::New).await.unwrap();
    };
    let (run, ()) = join(move_, trouble).await;
    complete(&network, &seeded, &run).await;
}

async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn complete(network: &Network, seeded: &Seeded, run: &Move) {
    run.assert_complete();
    assert!(run.progress.iter().any(|event| matches!(event, Progress::Paused { .. })), "never paused");
    let new = witness(network, Side::New).await;
    let found = Snapshot::take(&new, &seeded.private).await;
    let roster: Vec<_> = found.roster.iter().map(|item| (&item.jid, &item.name, &item.groups)).collect();
    let wanted: Vec<_> = seeded.roster.iter().map(|item| (&item.jid, &item.name, &item.groups)).collect();
    assert_eq!(roster, wanted);
    assert_eq!(new.bookmarks().await.unwrap(), seeded.bookmarks);
    assert_eq!(found.blocked, seeded.blocked);
    for element in &seeded.private {
        assert!(found.private.values().any(|stored| stored == element), "{element}");
    }
    let picture = seeded.picture.as_ref().unwrap();
    for node in ["urn:xmpp:avatar:data", "urn:xmpp:avatar:metadata"] {
        assert_eq!(found.nodes[node].items.last().unwrap().id, picture.id);
    }
    for node in ["urn:xmpp:vcard4", "http://jabber.org/protocol/nick", "urn:xmpp:avatar:metadata"] {
        assert_eq!(found.nodes[node].items.len(), 1, "{node}");
    }
}
