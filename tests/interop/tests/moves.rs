//! Whole moves between real servers, read back by a client that shares no code with us.

use interop::{Move, sign_in};
use migration::Outcome;
use servers::seed::{self, Size};
use servers::{Client, End, Kind, Limits, Network, Options, Side};
use tokio::task::LocalSet;

const PASSWORD: &str = "pässword, =with= 'specials'";

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
    let options = Options {
        old: End::new(old, "old.test"),
        new: End::new(new, "new.test"),
        limits: Limits::Unlimited,
        ..Options::default()
    };
    let network = Network::start(options).await.unwrap();
    let seeded = seed::fill(&network, Side::Old, "anna", PASSWORD, &Size::full(contacts)).await.unwrap();
    network.server(Side::New).register("anna", PASSWORD).await.unwrap();
    LocalSet::new().run_until(check_move(&network, &seeded)).await;
}

async fn check_move(network: &Network, seeded: &seed::Seeded) {
    let from = sign_in(network.server(Side::Old), "anna", PASSWORD).await;
    let to = sign_in(network.server(Side::New), "anna", PASSWORD).await;
    let first = Move::everything(&from, &to).await;
    for report in &first.reports {
        let tally = report.tally();
        println!("{}: {tally:?}", report.id);
        for entry in &report.entries {
            if !matches!(entry.outcome, Outcome::Copied) {
                println!("   {:?} {}: {:?}", entry.verified, entry.label, entry.outcome);
            }
        }
        assert_eq!(report.problem, None, "{}", report.id);
        assert!(report.is_complete(), "{} is not complete", report.id);
    }
    arrived(network, seeded).await;
    let second = Move::everything(&from, &to).await;
    for report in &second.reports {
        let tally = report.tally();
        assert_eq!((tally.copied, tally.changed, tally.failed), (0, 0, 0), "{}", report.id);
    }
}

async fn arrived(network: &Network, seeded: &seed::Seeded) {
    let client = Client::connect(network.server(Side::New), "anna", PASSWORD).await.unwrap();
    let roster = client.roster().await.unwrap();
    for item in &seeded.roster {
        let found = roster.iter().find(|other| other.jid == item.jid);
        let found = found.unwrap_or_else(|| panic!("{item:?} did not arrive"));
        assert_eq!((&found.name, &found.groups), (&item.name, &item.groups), "{}", item.jid);
    }
    assert_eq!(client.bookmarks().await.unwrap(), seeded.bookmarks);
    assert_eq!(client.blocklist().await.unwrap(), seeded.blocked);
}
