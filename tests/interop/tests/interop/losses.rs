//! Connections that are lost in the middle: the run goes on by itself and nothing is missing.

use std::collections::BTreeMap;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
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
    let [from_front, to_front] = [Side::Old, Side::New].map(|side| network.plain_front(side).unwrap());
    to_front.delay(Duration::from_millis(10));
    let (run, writes) = locally(async {
        let from = SignedIn::behind_front(&network, Side::Old, USER, PASSWORD).await;
        let to = SignedIn::behind_front(&network, Side::New, USER, PASSWORD).await;
        from_front.cut_after(Direction::ToClient, 20_000);
        let trouble = async {
            let cuts = [
                (20, Direction::ToServer, 2_000),
                (45, Direction::ToClient, 500),
                (70, Direction::ToServer, 30_000),
            ];
            for (writes, direction, bytes) in cuts {
                until(|| to.sent.writes().len() > writes).await;
                to_front.cut_after(direction, bytes);
            }
        };
        let run = beside(Move::everything(&from, &to), trouble).await;
        // The stream is resumed (XEP-0198). Where servers at times have forgotten it, or read on in the middle of a
        // frame, another begins, and the run goes on from what is there.
        for account in [&from, &to] {
            assert!(account.sent.count("<resume ") >= 1);
        }
        (run, to.sent.writes())
    })
    .await;
    complete(&network, &seeded, &run).await;
    // What had no answer yet is written again, once a cut at most.
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for write in &writes {
        *counts.entry(write).or_default() += 1;
    }
    assert!(counts.values().all(|count| *count <= 4), "{counts:?}");
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
    let run = locally(async {
        let from = SignedIn::behind_front(&network, Side::Old, USER, PASSWORD).await;
        let to = SignedIn::behind_front(&network, Side::New, USER, PASSWORD).await;
        let trouble = async {
            until(|| to.sent.writes().len() > 20).await;
            // Some of these have no answer yet, and will not get one.
            front.stall(true);
            network.stop(Side::New).await;
            front.cut();
            front.stall(false);
            network.start_again(Side::New).await.unwrap();
        };
        beside(Move::everything(&from, &to), trouble).await
    })
    .await;
    complete(&network, &seeded, &run).await;
    assert!(run.progress.iter().any(|event| matches!(event, Progress::Paused { .. })), "never paused");
}

#[tokio::test]
async fn ejabberd_is_out_of_reach_for_twenty_seconds() {
    out_of_reach(Kind::Prosody, Kind::Ejabberd).await;
}

#[tokio::test]
async fn prosody_is_out_of_reach_for_twenty_seconds() {
    out_of_reach(Kind::Ejabberd, Kind::Prosody).await;
}

/// Nothing gets through for a while, first while the origin is read, then while the destination is written.
async fn out_of_reach(old: Kind, new: Kind) {
    let (network, seeded) = network(old, new).await;
    let [from_front, to_front] = [Side::Old, Side::New].map(|side| network.plain_front(side).unwrap());
    from_front.delay(Duration::from_millis(30));
    to_front.delay(Duration::from_millis(30));
    let away = Duration::from_secs(20);
    let (run, writes) = locally(async {
        let from = SignedIn::behind_front(&network, Side::Old, USER, PASSWORD).await;
        let to = SignedIn::behind_front(&network, Side::New, USER, PASSWORD).await;
        let before = [from.session().jid(), to.session().jid()];
        let trouble = async {
            until(|| from.sent.count("<iq") > 0).await;
            from_front.away_for(away);
            until(|| to.sent.writes().len() > 20).await;
            to_front.away_for(away);
        };
        let run = beside(Move::everything(&from, &to), trouble).await;
        for account in [&from, &to] {
            assert!(account.sent.count("<resume ") > 0);
            assert_eq!(account.sent.count("<enable "), 0, "a stream was begun anew");
        }
        assert_eq!([from.session().jid(), to.session().jid()], before);
        (run, to.sent.writes())
    })
    .await;
    complete(&network, &seeded, &run).await;
    assert!(writes.len() > 20);
}

/// A run, and the trouble that comes over it while it lasts.
async fn beside(run: impl Future<Output = Move>, trouble: impl Future<Output = ()>) -> Move {
    match select(pin!(run), pin!(trouble)).await {
        Either::Left(_) => panic!("the run was over before all of its trouble had come"),
        Either::Right(((), run)) => run.await,
    }
}

async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn complete(network: &Network, seeded: &Seeded, run: &Move) {
    run.assert_complete();
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
