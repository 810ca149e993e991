//! Exports of real servers.

mod common;

use std::collections::BTreeMap;

use common::{EJABBERD, PROSODY_12, PROSODY_13, events, read};
use portable::{Action, Fragment, Limits, Part, Reason, write_all};

fn count(fragments: &[Fragment]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for fragment in fragments {
        let name = match fragment {
            Fragment::RosterItem(_) => "roster",
            Fragment::Vcard(_) => "vcard",
            Fragment::Private(_) => "private",
            Fragment::PrivacyList(_) => "privacy",
            Fragment::Blocked(_) => "blocked",
            Fragment::PepNode(_) => "node",
            Fragment::OfflineMessage(_) => "offline",
            Fragment::SubscriptionRequest(_) => "request",
            Fragment::ArchivePreferences(_) => "prefs",
            Fragment::ArchiveResult(_) => "archive",
            Fragment::Foreign(_) => "foreign",
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

#[test]
fn every_server_export_is_read_whole() {
    let prosody = [("archive", 105), ("node", 13), ("private", 4), ("request", 1), ("roster", 19)];
    for (file, expected) in [
        (PROSODY_12, prosody.to_vec()),
        (PROSODY_13, prosody.to_vec()),
        (
            EJABBERD,
            vec![
                ("offline", 5),
                ("privacy", 4),
                ("private", 5),
                ("request", 1),
                ("roster", 19),
                ("vcard", 1),
            ],
        ),
    ] {
        let (fragments, notes) = read(file);
        assert_eq!(count(&fragments), expected.into_iter().collect());
        let credentials: Vec<_> = notes.iter().filter(|n| n.reason == Reason::Credentials).collect();
        assert_eq!(credentials.len(), 1);
        assert!(notes.iter().all(|n| matches!(n.part, Part::Credentials | Part::Document)), "{notes:?}");
    }
}

#[test]
fn nodes_come_with_configuration_and_items() {
    for file in [PROSODY_12, PROSODY_13] {
        let (fragments, _) = read(file);
        let nodes: BTreeMap<_, _> = fragments
            .iter()
            .filter_map(|f| match f {
                Fragment::PepNode(node) => Some((node.name.as_str(), node)),
                _ => None,
            })
            .collect();
        assert!(nodes.values().all(|node| node.configure.is_some()));
        let many = nodes["urn:bench:many"];
        assert_eq!(many.items.len(), 150);
        assert_eq!(many.items[0].ns(), "http://jabber.org/protocol/pubsub");
        assert_eq!(nodes["urn:bench:whitelisted"].affiliations.as_ref().unwrap().children().count(), 3);
        assert_eq!(nodes["storage:bookmarks"].items.len(), 0, "listed, although nobody published it");
        assert_eq!(nodes["urn:xmpp:bookmarks:1"].items.len(), 4);
    }
}

#[test]
fn prosodys_pending_request_is_a_stanza() {
    let (fragments, _) = read(PROSODY_13);
    let request = fragments.iter().find_map(|f| match f {
        Fragment::SubscriptionRequest(presence) => Some(presence.to_xml()),
        _ => None,
    });
    assert_eq!(
        request.unwrap(),
        "<presence xmlns='jabber:client' from='eve@friends.test' type='subscribe'/>"
    );
}

#[test]
fn a_file_written_and_read_again_is_the_same() {
    for (file, account) in
        [(EJABBERD, "small@new.test"), (PROSODY_12, "small@old.test"), (PROSODY_13, "small@old.test")]
    {
        let (fragments, _) = read(file);
        let (written, notes) = write_all(&account.parse().unwrap(), fragments.clone());
        // The writer repairs only what it says: in these, addresses and the times of messages are good already.
        assert!(notes.iter().all(|n| n.action == Action::Kept), "{notes:?}");
        let (again, notes) = read(&written);
        assert_eq!(notes, []);
        let sorted = |mut fragments: Vec<Fragment>| {
            fragments.sort_by_key(|f| format!("{f:?}"));
            fragments
        };
        assert_eq!(sorted(again.clone()), sorted(fragments));
        assert_eq!(write_all(&account.parse().unwrap(), again).0, written, "the second file is the first");
    }
}

#[test]
fn chunks_of_any_size_give_the_same() {
    for file in [EJABBERD, PROSODY_13] {
        let whole = events(file.as_bytes(), &[], Limits::default());
        assert_eq!(whole.1, Ok(()));
        for size in [1, 7, 4096] {
            let cuts: Vec<usize> = (0..file.len()).step_by(size).collect();
            assert_eq!(events(file.as_bytes(), &cuts, Limits::default()), whole, "{size}");
        }
    }
}

#[test]
fn no_file_cut_short_is_taken_for_whole() {
    let file = &EJABBERD[..EJABBERD.len()].trim_end();
    for len in (0..file.len()).step_by(997).chain(file.len() - 60..file.len()) {
        assert!(events(&file.as_bytes()[..len], &[], Limits::default()).1.is_err(), "{len}");
    }
}
