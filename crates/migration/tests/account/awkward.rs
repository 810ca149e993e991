//! Accounts that are not as one would like them.

use migration::{Outcome, Problem, Reason};

use crate::common::{add_contact, assert_complete, furnish, of, outcome, stage};

#[test]
fn the_new_account_is_no_contact_of_its_own() {
    let stage = stage();
    add_contact(&stage.old, "Juliet@Montague.example", "Me, later", &[]);
    let reports = stage.migrate();
    assert_complete(&reports);
    let outcome = outcome(&reports, "roster", "juliet@montague.example");
    assert_eq!(outcome, &Outcome::LeftOut(Reason::ThisIsYou));
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn full_addresses_lose_their_resource() {
    let stage = stage();
    add_contact(&stage.old, "romeo@verona.example/balcony", "Romeo", &["Love"]);
    let reports = stage.migrate();
    assert_complete(&reports);
    let outcome = outcome(&reports, "roster", "romeo@verona.example");
    assert_eq!(outcome, &Outcome::Changed(Reason::ResourceDropped));
    stage.new.account("juliet", |new| assert!(new.roster.contains_key("romeo@verona.example")));
}

#[test]
fn equal_after_preparation_means_one_contact_with_all_groups() {
    let stage = stage();
    add_contact(&stage.old, "romeo@verona.example", "Romeo", &["Love"]);
    add_contact(&stage.old, "ROMEO@Verona.example", "Romeo M.", &["Family"]);
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(of(&reports, "roster").tally().read, 2);
    stage.new.account("juliet", |new| {
        assert_eq!(new.roster.len(), 1);
        let groups = ["Family", "Love"].map(str::to_owned);
        assert_eq!(new.roster["romeo@verona.example"].groups, groups.into());
    });
    stage.new.forget();
    assert_complete(&stage.migrate());
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn names_of_1500_characters_arrive() {
    let stage = stage();
    let name = "\u{e4}".repeat(1500);
    add_contact(&stage.old, "romeo@verona.example", &name, &[]);
    assert_complete(&stage.migrate());
    let arrived = stage.new.account("juliet", |new| new.roster["romeo@verona.example"].name.clone());
    assert_eq!(arrived, Some(name));
}

#[test]
fn an_administrators_contact_is_named_and_not_tried_twice() {
    let stage = stage();
    add_contact(&stage.old, "boss@corp.example", "Boss", &["Mine"]);
    add_contact(&stage.old, "romeo@verona.example", "Romeo", &[]);
    add_contact(&stage.new, "boss@corp.example", "The boss", &["Staff"]);
    stage.new.account("juliet", |new| {
        if let Some(item) = new.roster.get_mut("boss@corp.example") {
            item.is_shared = true;
        }
    });
    let reports = stage.migrate();
    let refused = outcome(&reports, "roster", "boss@corp.example");
    assert!(matches!(refused, Outcome::Failed(Problem::Refused(_))), "{refused:?}");
    assert_eq!(outcome(&reports, "roster", "romeo@verona.example"), &Outcome::Copied);
    assert_eq!(stage.new.sets(), 2);
}

#[test]
fn a_vcard_over_the_limit_is_named_with_its_size() {
    let stage = stage();
    furnish(&stage.old);
    stage.new.identity("juliet", |juliet| juliet.limit = Some(20_000));
    stage.old.account("juliet", |old| {
        let mut vcard = old.vcard.clone().unwrap();
        vcard.push(xml::Element::new("NOTE", "vcard-temp").with_text("x".repeat(30_000)));
        old.vcard = Some(vcard);
    });
    let reports = stage.migrate();
    let failed: Vec<_> = reports
        .iter()
        .flat_map(|report| &report.entries)
        .filter(|entry| matches!(entry.outcome, Outcome::Failed(_)))
        .collect();
    assert!(!failed.is_empty());
    for entry in failed {
        let Outcome::Failed(Problem::TooLarge { size, limit: 20_000 }) = entry.outcome else {
            panic!("{entry:?}")
        };
        assert!(size > 30_000);
    }
    for kind in ["roster", "blocklist", "bookmarks", "private_storage"] {
        assert!(of(&reports, kind).is_complete(), "{kind}");
    }
}

#[test]
fn a_server_without_blocking_leaves_the_list_out() {
    let stage = stage();
    furnish(&stage.old);
    stage.new.tune(|knobs| knobs.server_features.retain(|feature| feature != "urn:xmpp:blocking"));
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(outcome(&reports, "blocklist", "spam.example"), &Outcome::LeftOut(Reason::Unsupported));
}
