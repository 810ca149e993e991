//! Contacts that an administrator puts into rosters: `mod_groups` on Prosody, `mod_shared_roster` on
//! ejabberd. They look like any others; a set for one is accepted, and the group comes back.

use interop::{Move, SignedIn};
use migration::{Outcome, Reason};
use servers::client::write::roster_set;
use servers::{Client, Kind, Network, Options, SharedGroup, Side};

use crate::common::{
    PASSWORD, USER, contact, contact_of, empty_accounts, fill, locally, options, page, witness,
};

fn with_team(old: Kind, new: Kind) -> Options {
    let mut options = options(old, new);
    for end in [&mut options.old, &mut options.new] {
        let member = |user: &str| (user.to_owned(), format!("{user} of the team"));
        let members = vec![member(USER), member("bob")];
        end.shared_groups = vec![SharedGroup { name: "Team".into(), members }];
    }
    options
}

/// The old account knows a colleague of its own server by the group, and one of the new server by hand;
/// for the new account that one is in the group.
async fn accounts(old: Kind, new: Kind) -> Network {
    let network = empty_accounts(with_team(old, new)).await;
    for side in [Side::Old, Side::New] {
        network.server(side).register("bob", PASSWORD).await.unwrap();
    }
    let by_hand = roster_set(&contact("bob@new.test", "My Bob", &["Mine"]));
    fill(&witness(&network, Side::Old).await, [by_hand]).await;
    network
}

#[tokio::test]
async fn on_ejabberd() {
    let network = accounts(Kind::Prosody, Kind::Ejabberd).await;
    let new = witness(&network, Side::New).await;
    // ejabberd gives no names to them.
    assert_eq!(contact_of(&new, "bob@new.test").await.map(|bob| bob.name), Some(String::new()));
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        check(&run, &new).await;
        let bob = contact_of(&new, "bob@new.test").await.unwrap();
        assert_eq!((bob.name.as_str(), bob.subscription.as_str()), ("My Bob", "both"));
        assert!(bob.groups.contains("Mine") && bob.groups.contains("Team"), "{bob:?}");
        written_once(&from, &to).await;
    })
    .await;
}

#[tokio::test]
async fn on_prosody() {
    let network = accounts(Kind::Ejabberd, Kind::Prosody).await;
    let new = witness(&network, Side::New).await;
    assert_eq!(
        contact_of(&new, "bob@new.test").await.map(|bob| bob.name),
        Some("bob of the team".to_owned())
    );
    locally(async {
        let (from, to) = (page(&network, Side::Old).await, page(&network, Side::New).await);
        let run = Move::everything(&from, &to).await;
        check(&run, &new).await;
        // The administrator's name is the one that is there, so it stays.
        let bob = contact_of(&new, "bob@new.test").await.unwrap();
        assert_eq!((bob.name.as_str(), bob.subscription.as_str()), ("bob of the team", "both"));
        assert!(bob.groups.contains("Mine") && bob.groups.contains("Team"), "{bob:?}");
        written_once(&from, &to).await;
        drop(to);
    })
    .await;
    drop(new);
    // What is in the group is the administrator's still, and comes back as it was with the next start.
    network.restart(Side::New).await.unwrap();
    let bob = contact_of(&witness(&network, Side::New).await, "bob@new.test").await.unwrap();
    assert_eq!((bob.name.as_str(), bob.groups.contains("Team")), ("bob of the team", true));
}

/// The colleague of the old server arrives as an ordinary contact, the other is united.
async fn check(run: &Move, new: &Client) {
    run.assert_complete();
    assert_eq!(run.outcome("roster", "bob@old.test"), &Outcome::Copied);
    assert_eq!(run.outcome("roster", "bob@new.test"), &Outcome::Changed(Reason::Merged));
    let bob = contact_of(new, "bob@old.test").await.unwrap();
    assert!(bob.groups.contains("Team"), "{bob:?}");
    assert_eq!(bob.subscription, "none");
}

/// Nothing was sent twice, and coming again nothing is sent at all.
async fn written_once(from: &SignedIn, to: &SignedIn) {
    let mut writes = to.sent.writes();
    assert_eq!(writes.len(), 2);
    writes.dedup();
    assert_eq!(writes.len(), 2);
    to.sent.take();
    Move::everything(from, to).await.assert_complete();
    assert_eq!(to.sent.writes(), Vec::<String>::new());
}
