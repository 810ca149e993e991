//! The ordinary move: everything arrives, once.

use migration::{Choices, Outcome, Reason};
use session::form;
use testkit::Account;

use crate::common::{Stage, assert_complete, furnish, id, of, outcome, stage};

fn accounts(stage: &Stage) -> (Account, Account) {
    (stage.old.account("juliet", |old| old.clone()), stage.new.account("juliet", |new| new.clone()))
}

#[test]
fn everything_arrives() {
    let stage = stage();
    furnish(&stage.old);
    let before = stage.old.account("juliet", |old| old.clone());
    let reports = stage.migrate();
    assert_complete(&reports);
    let (old, new) = accounts(&stage);
    assert_eq!(old, before);
    assert_eq!(stage.old.sets(), 0);
    assert_eq!(old.roster.len(), new.roster.len());
    for (address, item) in &old.roster {
        assert_eq!((&new.roster[address].name, &new.roster[address].groups), (&item.name, &item.groups));
    }
    assert_eq!(old.private, new.private);
    assert_eq!(old.blocked, new.blocked);
    for node in ["urn:xmpp:avatar:data", "urn:xmpp:bookmarks:1"] {
        assert_eq!(old.nodes[node].items, new.nodes[node].items, "{node}");
    }
    assert_eq!(of(&reports, "roster").tally().copied, 32);
    assert_eq!(of(&reports, "bookmarks").tally().copied, 2);
    assert_eq!(of(&reports, "avatar").tally().copied, 1);
}

#[test]
fn a_second_run_writes_nothing() {
    let stage = stage();
    furnish(&stage.old);
    assert_complete(&stage.migrate());
    stage.new.forget();
    let again = stage.migrate();
    assert_complete(&again);
    assert_eq!(stage.new.sets(), 0, "{:#?}", stage.new.received());
    for report in &again {
        let tally = report.tally();
        assert_eq!(tally.already_there + tally.left_out, tally.read, "{report:#?}");
    }
}

#[test]
fn an_empty_account_moves() {
    let stage = stage();
    let reports = stage.migrate();
    assert_complete(&reports);
    // What the server does by itself it does at both ends.
    let mut entries = reports.iter().flat_map(|report| &report.entries);
    assert!(entries.all(|entry| entry.outcome == Outcome::AlreadyThere), "{reports:#?}");
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn bookmarks_are_never_where_others_can_read_them() {
    let stage = stage();
    furnish(&stage.old);
    assert_complete(&stage.migrate());
    let configuration = |node: &str| {
        stage.new.account("juliet", |new| new.nodes[node].value("pubsub#access_model").to_owned())
    };
    assert_eq!(configuration("urn:xmpp:bookmarks:1"), "whitelist");
    // And it was so before the first item.
    let first = |wanted: &str| {
        stage.new.received().iter().position(|received| {
            let command = received.payload.first_child();
            received.is_set
                && command.is_some_and(|command| {
                    command.name() == wanted && command.attr("node") == Some("urn:xmpp:bookmarks:1")
                })
        })
    };
    assert!(first("create").unwrap() < first("publish").unwrap());
    let created = &stage.new.received()[first("create").unwrap()].payload;
    let form = created.children().nth(1).and_then(|configure| configure.first_child()).unwrap();
    assert_eq!(form::value(form, "pubsub#access_model").as_deref(), Some("whitelist"));
}

#[test]
fn the_own_address_in_the_profile_becomes_the_new_one() {
    let stage = stage();
    furnish(&stage.old);
    let reports = stage.migrate();
    let vcard = stage.new.account("juliet", |new| new.vcard.clone().unwrap());
    assert_eq!(vcard.child_text("JABBERID", "vcard-temp").as_deref(), Some("juliet@montague.example"));
    let changed = of(&reports, "profile").entries.iter();
    let changed = changed.filter(|entry| entry.outcome == Outcome::Changed(Reason::OwnAddress)).count();
    assert_eq!(changed, 1);
}

#[test]
fn blocked_addresses_come_first() {
    let stage = stage();
    furnish(&stage.old);
    stage.migrate();
    let received = stage.new.received();
    let mut sets = received.iter().filter(|received| received.is_write());
    assert!(sets.by_ref().take(2).all(|received| received.payload.name() == "block"));
    assert!(sets.all(|received| received.payload.name() != "block"));
}

#[test]
fn what_stays_behind_as_a_whole_is_said() {
    let stage = stage();
    stage.old.tune(|knobs| {
        knobs.server_features.retain(|feature| feature != xml::ns::OFFLINE);
        knobs.account_features.retain(|feature| feature != xml::ns::OFFLINE);
    });
    let (plan, reports) = stage.world.run(async {
        let moving = stage.read().await;
        (moving.plan(&Choices::new()), moving.run(&Choices::new()).await)
    });
    for (kind, reason) in [
        ("offline_messages", Some(Reason::StaysOnServer)),
        ("uploaded_files", Some(Reason::OnlyInFile)),
        ("roster", None),
    ] {
        assert_eq!(plan.kind(id(kind)).unwrap().reason, reason, "{kind}");
        assert_eq!(of(&reports, kind).reason, reason, "{kind}");
    }
}

#[test]
fn a_slow_server_is_waited_for() {
    let stage = stage();
    furnish(&stage.old);
    stage.new.tune(|knobs| knobs.bytes_per_second = Some(500));
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(outcome(&reports, "roster", "friend7@verona.example"), &Outcome::Copied);
    assert_eq!(stage.new.sign_ins().len(), 1);
}
