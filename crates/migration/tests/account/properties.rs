//! Whatever the two accounts hold and whatever the server refuses: the report
//! has every item once, nothing of the destination is lost, and repeating
//! writes nothing that could arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use migration::Outcome;
use proptest::prelude::*;

use crate::common::{Stage, add_contact, of, stage};

type Contacts = BTreeMap<String, (String, BTreeSet<String>)>;

fn contacts() -> impl Strategy<Value = Contacts> {
    let address = "[abAB]{1,2}@[xyX]\\.example(/r)?";
    let groups = prop::collection::btree_set("[ghé]", 0..3);
    prop::collection::btree_map(address, ("[A-C ]{0,2}", groups), 0..12)
}

fn fill(server: &testkit::MemoryServer, contacts: &Contacts) {
    for (address, (name, groups)) in contacts {
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        add_contact(server, address, name.trim(), &groups);
    }
}

fn moved(old: &Contacts, new: &Contacts, refused: &BTreeSet<String>) -> Stage {
    let stage = stage();
    fill(&stage.old, old);
    // The new server prepares what it is given.
    let prepared = new.iter().filter(|(address, _)| !address.contains('/'));
    fill(&stage.new, &prepared.map(|(a, contact)| (a.to_lowercase(), contact.clone())).collect());
    let refused = refused.clone();
    stage.new.tune(|knobs| {
        knobs.refuse = Some(Rc::new(move |payload| {
            let address = payload.first_child().and_then(|item| item.attr("jid"));
            address.is_some_and(|address| refused.contains(address)).then_some("not-acceptable")
        }));
    });
    stage
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_report_has_every_item_once(
        old in contacts(),
        new in contacts(),
        refused in prop::collection::btree_set("[ab]{1,2}@[xy]\\.example", 0..4),
    ) {
        let stage = moved(&old, &new, &refused);
        let before = stage.new.account("juliet", |new| new.roster.clone());
        let reports = stage.migrate();
        let roster = of(&reports, "roster");
        prop_assert_eq!(roster.entries.len(), old.len());
        let keys: BTreeSet<&str> = roster.entries.iter().map(|entry| entry.key.as_str()).collect();
        prop_assert_eq!(keys.len(), old.len());

        let after = stage.new.account("juliet", |new| new.roster.clone());
        for (address, item) in &before {
            prop_assert!(after[address].groups.is_superset(&item.groups));
        }
        for entry in &roster.entries {
            match &entry.outcome {
                Outcome::Copied | Outcome::AlreadyThere | Outcome::Changed(_) => {
                    prop_assert!(entry.verified && after.contains_key(&entry.key));
                }
                Outcome::Failed(_) => prop_assert!(refused.contains(&entry.key)),
                Outcome::LeftOut(_) => prop_assert!(!entry.verified),
            }
        }
    }

    #[test]
    fn repeating_writes_nothing(old in contacts(), new in contacts()) {
        let stage = moved(&old, &new, &BTreeSet::new());
        stage.migrate();
        stage.new.forget();
        let again = stage.migrate();
        prop_assert!(of(&again, "roster").is_complete());
        prop_assert_eq!(stage.new.sets(), 0);
    }
}
