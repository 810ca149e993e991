//! Servers that let a client send only so much at a time stall; they do not refuse.

use std::ops::Range;
use std::time::{Duration, Instant};

use interop::{Move, SignedIn};
use migration::file::ArchiveRange;
use migration::kinds;
use portable::Fragment;
use servers::client::RosterItem;
use servers::seed::{self, Seeded, Size};
use servers::{Kind, Limits, Network, Options, Side};

use crate::common::{PASSWORD, USER, locally, options, page, witness};
use crate::{history, nodes};

/// The slow one: ejabberd takes 3,000 bytes a second, and the picture alone has 108 kB of text.
#[tokio::test]
async fn under_the_limits_of_ejabberd() {
    under_the_default_limits(Kind::Prosody, Kind::Ejabberd, 20..300).await;
}

/// Prosody takes 10,000 bytes a second.
#[tokio::test]
async fn under_the_limits_of_prosody() {
    under_the_default_limits(Kind::Ejabberd, Kind::Prosody, 5..180).await;
}

/// A copy of everything but the uploaded files: nothing is given up, and nothing is missing.
async fn assert_saved(from: &SignedIn, seeded: &Seeded) {
    let names: Vec<&str> =
        kinds::ALL.iter().map(|kind| kind.id().0).filter(|name| *name != "uploaded_files").collect();
    let saved = history::save_from(from, &names, ArchiveRange::default()).await;
    for report in &saved.reports {
        assert!(report.is_complete(), "{report:#?}");
    }
    let count = |is_one: fn(&Fragment) -> bool| saved.fragments.iter().filter(|one| is_one(one)).count();
    assert_eq!(count(|one| matches!(one, Fragment::RosterItem(_))), seeded.roster.len());
    assert_eq!(count(|one| matches!(one, Fragment::ArchiveResult(_))), seeded.messages);
    assert_eq!(count(|one| matches!(one, Fragment::Blocked(_))), seeded.blocked.len());
    // Prosody lists one that nobody published: the older form of the bookmarks.
    for (name, node) in seeded.nodes.iter().filter(|(name, _)| *name != "storage:bookmarks") {
        let found = saved.fragments.iter().find_map(|one| match one {
            Fragment::PepNode(found) if found.name == *name => Some(found.items.len()),
            _ => None,
        });
        assert_eq!(found, Some(node.items.len()), "{name}");
    }
}

/// `seconds`: how long it may take, and must if the limits hold.
async fn under_the_default_limits(old: Kind, new: Kind, seconds: Range<u64>) {
    let options = Options { limits: Limits::Default, ..options(old, new) };
    let network = Network::start(options).await.unwrap();
    let size = Size { nodes: Some(12), messages: 40, offline: 3, ..Size::fullest(200) };
    let seeded = seed::fill(&network, Side::Old, USER, PASSWORD, &size).await.unwrap();
    network.server(Side::New).register(USER, PASSWORD).await.unwrap();
    locally(async {
        let from = page(&network, Side::Old).await;
        let start = Instant::now();
        assert_saved(&from, &seeded).await;
        assert!(start.elapsed() < Duration::from_secs(120), "a copy took {:?}", start.elapsed());
        let start = Instant::now();
        let to = page(&network, Side::New).await;
        let run = Move::whole(&from, &to).await;
        run.assert_complete();
        let seconds = Duration::from_secs(seconds.start)..Duration::from_secs(seconds.end);
        assert!(seconds.contains(&start.elapsed()), "{:?}", start.elapsed());
        // Prosody's pace is one that nobody notices.
        assert!(run.was_slow || new == Kind::Prosody);
        // Nothing was given up and sent again.
        let mut writes = to.sent.writes();
        let sent = writes.len();
        writes.sort();
        writes.dedup();
        assert_eq!(writes.len(), sent);
    })
    .await;
    assert_eq!(network.server(Side::Old).offline_messages(USER).await.unwrap(), seeded.offline);
    let new = witness(&network, Side::New).await;
    let known = |roster: Vec<RosterItem>| -> Vec<_> {
        roster.into_iter().map(|item| (item.jid, item.name, item.groups)).collect()
    };
    assert_eq!(known(new.roster().await.unwrap()), known(seeded.roster));
    assert_eq!(new.bookmarks().await.unwrap(), seeded.bookmarks);
    assert_eq!(new.blocklist().await.unwrap(), seeded.blocked);
    let found = new.pep().await.unwrap();
    for (name, node) in &seeded.nodes {
        nodes::arrived(name, node, found.get(name), network.server(Side::New).kind);
    }
    let metadata = new.pep_items("urn:xmpp:avatar:metadata").await.unwrap();
    assert_eq!(metadata[0].id, seeded.picture.unwrap().id);
}
