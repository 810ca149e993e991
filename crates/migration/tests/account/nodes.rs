//! Nodes: what comes along, who may see it, and what does not fit.

use std::rc::Rc;

use migration::{Choice, Choices, Glance, KindReport, Outcome, Problem, Reason};
use testkit::{MemoryServer, Node};

use crate::common::{PRIVATE, Stage, add_node, assert_complete, furnish, id, of, outcome, parse, stage};

const KIND: &str = "pep_nodes";
const UNKNOWN: &str = "urn:example:notes";
const BLOG: &str = "urn:xmpp:microblog:0";
const OPEN: [(&str, &str); 2] = [("pubsub#access_model", "open"), ("pubsub#max_items", "20")];

fn payload(n: usize) -> String {
    format!("<note xmlns='urn:example:notes' n='{n}'>&lt;{n}&gt;</note>")
}

/// A node with so many items, named `item0` and so on.
fn add_many(server: &MemoryServer, name: &str, fields: &[(&str, &str)], count: usize) {
    let items: Vec<(String, String)> = (0..count).map(|n| (format!("item{n}"), payload(n))).collect();
    let items: Vec<(&str, &str)> = items.iter().map(|(id, xml)| (id.as_str(), xml.as_str())).collect();
    add_node(server, name, fields, &items);
}

fn node(server: &MemoryServer, name: &str) -> Option<Node> {
    server.account("juliet", |account| account.nodes.get(name).cloned())
}

fn choose(stage: &Stage, choices: &[(&str, Choice)]) -> Vec<KindReport> {
    let choices: Choices =
        choices.iter().map(|(key, choice)| ((id(KIND), (*key).to_owned()), *choice)).collect();
    stage.world.run(async { stage.read().await.run(&choices).await })
}

#[track_caller]
fn writes_nothing_again(stage: &Stage) {
    stage.new.forget();
    let again = stage.migrate();
    assert_eq!(stage.new.sets(), 0, "{:#?}", stage.new.received());
    assert_eq!(of(&again, KIND).tally().copied, 0);
}

#[test]
fn a_node_arrives_with_configuration_items_and_their_order() {
    let stage = stage();
    add_many(&stage.old, BLOG, &OPEN, 12);
    stage.old.account("juliet", |old| {
        if let Some(blog) = old.nodes.get_mut(BLOG) {
            blog.configuration.insert("pubsub#title".to_owned(), vec!["My blog".to_owned()]);
            blog.affiliations.insert("romeo@verona.example".to_owned(), "publisher".to_owned());
        }
    });
    let reports = stage.migrate();
    assert_complete(&reports);
    assert_eq!(node(&stage.new, BLOG), node(&stage.old, BLOG));
    assert_eq!(of(&reports, KIND).tally().copied, 13);
    writes_nothing_again(&stage);
}

#[test]
fn items_of_a_server_that_gives_them_in_pages_all_arrive() {
    let stage = stage();
    stage.old.tune(|knobs| knobs.items_page = Some(5));
    add_many(&stage.old, UNKNOWN, &PRIVATE, 23);
    assert_complete(&stage.migrate());
    assert_eq!(node(&stage.new, UNKNOWN).unwrap().items, node(&stage.old, UNKNOWN).unwrap().items);
}

#[test]
fn keys_of_devices_and_what_has_passed_stay_behind() {
    for (name, reason) in [
        ("eu.siacs.conversations.axolotl.devicelist", Reason::DeviceKeys),
        ("eu.siacs.conversations.axolotl.bundles:31415", Reason::DeviceKeys),
        ("urn:xmpp:omemo:2:devices", Reason::DeviceKeys),
        ("urn:xmpp:omemo:2:bundles", Reason::DeviceKeys),
        ("urn:xmpp:omemo:1:devices", Reason::DeviceKeys),
        ("http://jabber.org/protocol/mood", Reason::PassingState),
        ("http://jabber.org/protocol/activity", Reason::PassingState),
        ("http://jabber.org/protocol/tune", Reason::PassingState),
        ("http://jabber.org/protocol/geoloc", Reason::PassingState),
        ("urn:xmpp:moved:1", Reason::EarlierMove),
    ] {
        let stage = stage();
        add_many(&stage.old, name, &OPEN, 1);
        let reports = stage.migrate();
        assert_complete(&reports);
        assert_eq!(stage.new.sets(), 0, "{name}");
        for key in [name.to_owned(), format!("{name}\nitem0")] {
            assert_eq!(outcome(&reports, KIND, &key), &Outcome::LeftOut(reason.clone()));
        }
    }
}

#[test]
fn identity_keys_come_along_only_if_the_person_says_so() {
    const KEYS: &str = "urn:xmpp:openpgp:0:public-keys";
    let stage = stage();
    add_many(&stage.old, KEYS, &OPEN, 1);
    let reports = stage.migrate();
    for key in [KEYS.to_owned(), format!("{KEYS}\nitem0")] {
        assert_eq!(outcome(&reports, KIND, &key), &Outcome::LeftOut(Reason::Declined));
    }
    assert_eq!(stage.new.sets(), 0);
    assert_complete(&choose(&stage, &[(KEYS, Choice::Take)]));
    assert_eq!(node(&stage.new, KEYS), node(&stage.old, KEYS));
    writes_nothing_again(&stage);
    // Where the new account has keys of its own, more are not mixed in.
    stage.new.account("juliet", |new| {
        if let Some(keys) = new.nodes.get_mut(KEYS) {
            keys.items = vec![("theirs".to_owned(), parse("<key xmlns='urn:x'/>"))];
        }
    });
    let reports = stage.migrate();
    assert_eq!(outcome(&reports, KIND, &format!("{KEYS}\nitem0")), &Outcome::LeftOut(Reason::Declined));
}

#[test]
fn an_unknown_node_stays_behind_with_all_of_it_if_the_person_says_so() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 3);
    let reports = choose(&stage, &[(UNKNOWN, Choice::Keep)]);
    assert_complete(&reports);
    assert_eq!(of(&reports, KIND).tally().left_out, 4);
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn a_model_the_server_lacks_becomes_the_next_stricter_one() {
    for (wanted, known, expected) in [
        ("open", &["presence", "whitelist"][..], "presence"),
        ("presence", &["open", "whitelist"], "whitelist"),
        ("roster", &["open", "presence", "authorize", "whitelist"], "authorize"),
        ("authorize", &["open", "presence", "whitelist"], "whitelist"),
    ] {
        let stage = stage();
        add_many(&stage.old, UNKNOWN, &[("pubsub#access_model", wanted), ("pubsub#max_items", "max")], 2);
        stage.new.tune(|knobs| knobs.access_models = known.iter().map(|model| (*model).to_owned()).collect());
        let reports = stage.migrate();
        assert_complete(&reports);
        assert_eq!(node(&stage.new, UNKNOWN).unwrap().value("pubsub#access_model"), expected);
        assert_eq!(node(&stage.new, UNKNOWN).unwrap().items.len(), 2);
        assert_eq!(outcome(&reports, KIND, UNKNOWN), &Outcome::Changed(Reason::StricterAccess), "{wanted}");
        writes_nothing_again(&stage);
    }
}

/// Refuses what sets `value` anywhere in a form.
fn refuse_value(server: &MemoryServer, value: &'static str) {
    server.tune(|knobs| {
        knobs.refuse = Some(Rc::new(move |payload| {
            let sets = payload.to_xml().contains(&format!("<value>{value}</value>"));
            sets.then_some("not-acceptable")
        }));
    });
}

#[test]
fn a_model_that_is_listed_and_refused_becomes_a_stricter_one() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &[("pubsub#access_model", "roster"), ("pubsub#max_items", "9")], 2);
    refuse_value(&stage.new, "roster");
    let reports = stage.migrate();
    assert_complete(&reports);
    let there = node(&stage.new, UNKNOWN).unwrap();
    assert_eq!((there.value("pubsub#access_model"), there.value("pubsub#max_items")), ("authorize", "9"));
    assert_eq!(outcome(&reports, KIND, UNKNOWN), &Outcome::Changed(Reason::StricterAccess));
}

#[test]
fn nothing_is_published_where_it_cannot_be_kept_private() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 2);
    add_many(&stage.old, BLOG, &OPEN, 2);
    refuse_value(&stage.new, "whitelist");
    let reports = stage.migrate();
    for key in [UNKNOWN, "urn:example:notes\nitem0", "urn:example:notes\nitem1"] {
        assert_eq!(outcome(&reports, KIND, key), &Outcome::Failed(Problem::NotPrivate));
    }
    assert_eq!(node(&stage.new, UNKNOWN).unwrap().items, []);
    assert_eq!(node(&stage.new, BLOG).unwrap().items.len(), 2);
}

#[test]
fn a_node_that_is_too_open_is_closed_first_or_gets_nothing() {
    for (choice, expected) in [(None, "whitelist"), (Some(Choice::Keep), "open")] {
        let stage = stage();
        add_many(&stage.old, UNKNOWN, &PRIVATE, 1);
        add_node(&stage.new, UNKNOWN, &OPEN, &[]);
        let choices: Vec<(&str, Choice)> = choice.map(|choice| (UNKNOWN, choice)).into_iter().collect();
        let reports = choose(&stage, &choices);
        let there = node(&stage.new, UNKNOWN).unwrap();
        assert_eq!(there.value("pubsub#access_model"), expected);
        let item = outcome(&reports, KIND, "urn:example:notes\nitem0");
        match choice {
            None => assert_eq!((item, there.items.len()), (&Outcome::Copied, 1)),
            Some(_) => assert_eq!((item, there.items.len()), (&Outcome::Failed(Problem::NotPrivate), 0)),
        }
    }
}

#[test]
fn a_stricter_node_stays_so_unless_the_person_opens_it() {
    for (choice, expected) in [(Choice::Keep, "whitelist"), (Choice::Take, "open")] {
        let stage = stage();
        add_many(&stage.old, BLOG, &OPEN, 1);
        add_node(&stage.new, BLOG, &PRIVATE, &[("theirs", "<x xmlns='urn:x'/>")]);
        assert_complete(&choose(&stage, &[(BLOG, choice)]));
        let there = node(&stage.new, BLOG).unwrap();
        assert_eq!(there.value("pubsub#access_model"), expected);
        let ids: Vec<&str> = there.items.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["theirs", "item0"]);
    }
}

#[test]
fn where_there_is_no_room_for_all_the_newest_come_along() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 12);
    stage.new.tune(|knobs| knobs.most_items = Some(5));
    let reports = stage.migrate();
    assert_complete(&reports);
    let there = node(&stage.new, UNKNOWN).unwrap();
    let ids: Vec<&str> = there.items.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["item7", "item8", "item9", "item10", "item11"]);
    let left = outcome(&reports, KIND, "urn:example:notes\nitem6");
    assert_eq!(left, &Outcome::LeftOut(Reason::MoreThanServerKeeps));
    let tally = of(&reports, KIND).tally();
    assert_eq!((tally.copied, tally.left_out), (6, 7));
    writes_nothing_again(&stage);
}

#[test]
fn what_stands_in_a_full_node_is_not_pushed_out() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 4);
    stage.new.tune(|knobs| knobs.most_items = Some(3));
    let full = [("pubsub#access_model", "whitelist"), ("pubsub#max_items", "3")];
    add_node(&stage.new, UNKNOWN, &full, &[("a", "<x xmlns='urn:x'/>"), ("item1", &payload(1))]);
    let reports = stage.migrate();
    assert_complete(&reports);
    let there = node(&stage.new, UNKNOWN).unwrap();
    let ids: Vec<&str> = there.items.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["a", "item1", "item3"]);
    writes_nothing_again(&stage);
}

#[test]
fn a_server_that_knows_few_options_gets_what_it_knows() {
    let stage = stage();
    let fields = [("pubsub#access_model", "open"), ("pubsub#max_items", "7"), ("pubsub#x-own", "odd")];
    add_many(&stage.old, UNKNOWN, &fields, 2);
    refuse_value(&stage.new, "odd");
    let reports = stage.migrate();
    assert_complete(&reports);
    let there = node(&stage.new, UNKNOWN).unwrap();
    assert_eq!((there.value("pubsub#access_model"), there.value("pubsub#max_items")), ("open", "7"));
    assert_eq!(outcome(&reports, KIND, UNKNOWN), &Outcome::Copied);
}

#[test]
fn the_owner_is_the_new_account_and_others_keep_their_rights() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 1);
    add_many(&stage.new, UNKNOWN, &PRIVATE, 1);
    for (server, member) in [(&stage.old, "romeo@verona.example"), (&stage.new, "nurse@verona.example")] {
        server.account("juliet", |account| {
            let node = account.nodes.get_mut(UNKNOWN).unwrap();
            node.affiliations.insert(member.to_owned(), "member".to_owned());
            node.subscriptions.insert(member.to_owned(), "subscribed".to_owned());
            node.subscriptions.insert(account.bare.clone(), "subscribed".to_owned());
        });
    }
    let reports = choose(&stage, &[(UNKNOWN, Choice::Take)]);
    assert_complete(&reports);
    let there = node(&stage.new, UNKNOWN).unwrap().affiliations;
    let members: Vec<&str> = there.keys().map(String::as_str).collect();
    assert_eq!(members, ["nurse@verona.example", "romeo@verona.example"]);
    let theirs = outcome(&reports, KIND, "urn:example:notes\n\nromeo@verona.example");
    assert_eq!(theirs, &Outcome::LeftOut(Reason::TheirSubscription));
    assert_eq!(of(&reports, KIND).tally().read, 3);
}

#[test]
fn an_item_that_differs_stays_unless_the_person_takes_theirs() {
    for (choice, expected) in [(Choice::Keep, payload(9)), (Choice::Take, payload(0))] {
        let stage = stage();
        add_many(&stage.old, BLOG, &OPEN, 1);
        add_node(&stage.new, BLOG, &OPEN, &[("item0", &payload(9))]);
        assert_complete(&choose(&stage, &[("urn:xmpp:microblog:0\nitem0", choice)]));
        assert_eq!(node(&stage.new, BLOG).unwrap().items[0].1, parse(&expected));
    }
}

#[test]
fn who_may_see_the_profile_stays_so() {
    let stage = stage();
    furnish(&stage.old);
    stage.old.account("juliet", |old| {
        for (name, model) in [("urn:xmpp:vcard4", "open"), ("urn:xmpp:avatar:data", "whitelist")] {
            let node = old.nodes.get_mut(name).unwrap();
            node.configuration.insert("pubsub#access_model".to_owned(), vec![model.to_owned()]);
        }
    });
    let reports = stage.migrate();
    assert_complete(&reports);
    let access = |name| node(&stage.new, name).unwrap().value("pubsub#access_model").to_owned();
    assert_eq!(
        (access("urn:xmpp:vcard4"), access("urn:xmpp:avatar:data")),
        ("open".into(), "whitelist".into())
    );
    assert_eq!(access("urn:xmpp:avatar:metadata"), "presence");
    assert_eq!(outcome(&reports, KIND, "urn:xmpp:vcard4"), &Outcome::Copied);
    writes_nothing_again(&stage);
}

#[test]
fn a_node_that_cannot_be_read_is_named_and_the_rest_arrives() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 1);
    add_many(&stage.old, BLOG, &OPEN, 1);
    stage.old.tune(|knobs| {
        knobs.refuse = Some(Rc::new(|payload| {
            let command = payload.first_child()?;
            (command.name() == "items" && command.attr("node") == Some(BLOG))
                .then_some("internal-server-error")
        }));
    });
    let (unread, reports) = stage.world.run(async {
        let moving = stage.read().await;
        let unread = moving.origin.get(id(KIND)).unwrap().unread.clone();
        (unread, moving.run(&Choices::new()).await)
    });
    assert_eq!(unread.iter().map(|unread| unread.key.as_str()).collect::<Vec<_>>(), [BLOG]);
    assert!(node(&stage.new, UNKNOWN).is_some());
    assert_eq!(of(&reports, KIND).tally().read, 2);
}

#[test]
fn a_list_that_cannot_be_read_is_named_and_the_node_arrives() {
    for refused in ["affiliations", "subscriptions"] {
        let stage = stage();
        add_many(&stage.old, UNKNOWN, &PRIVATE, 2);
        stage.old.tune(|knobs| {
            knobs.refuse = Some(Rc::new(move |payload| {
                (payload.first_child()?.name() == refused).then_some("forbidden")
            }));
        });
        let unread = stage.world.run(async {
            let moving = stage.read().await;
            let unread = moving.origin.get(id(KIND)).unwrap().unread.clone();
            moving.run(&Choices::new()).await;
            unread
        });
        let named: Vec<&str> = unread.iter().map(|unread| unread.key.as_str()).collect();
        assert_eq!(named, [format!("{UNKNOWN} ({refused})")]);
        assert_eq!(node(&stage.new, UNKNOWN).unwrap().items.len(), 2);
    }
}

#[test]
fn an_item_that_is_refused_does_not_hold_up_the_others() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 3);
    stage.new.identity("juliet", |juliet| juliet.limit = Some(20_000));
    stage.old.account("juliet", |old| {
        let large = format!("<x xmlns='urn:x'>{}</x>", "x".repeat(30_000));
        old.nodes.get_mut(UNKNOWN).unwrap().items[1].1 = parse(&large);
    });
    let reports = stage.migrate();
    let failed = outcome(&reports, KIND, "urn:example:notes\nitem1");
    assert!(matches!(failed, Outcome::Failed(Problem::TooLarge { limit: 20_000, .. })), "{failed:?}");
    assert_eq!(of(&reports, KIND).tally().copied, 3);
}

#[test]
fn a_lost_connection_leaves_no_gap_and_no_other_order() {
    for cut in [1, 2, 3, 5, 8, 13] {
        let stage = stage();
        add_many(&stage.old, UNKNOWN, &PRIVATE, 9);
        add_many(&stage.old, BLOG, &OPEN, 4);
        let reports = stage.world.run(async {
            let moving = stage.read().await;
            stage.new.tune(|knobs| {
                knobs.cut_after = Some(8 + cut);
                knobs.down_for = std::time::Duration::from_secs(3);
            });
            moving.run(&Choices::new()).await
        });
        assert_complete(&reports);
        for name in [UNKNOWN, BLOG] {
            assert_eq!(node(&stage.new, name), node(&stage.old, name), "cut {cut}");
        }
    }
}

#[test]
fn a_server_without_personal_eventing_is_left_alone() {
    let stage = stage();
    add_many(&stage.old, UNKNOWN, &PRIVATE, 2);
    let reports = stage.world.run(async {
        let mut moving = stage.read().await;
        moving.mapping.features.account.identities.clear();
        moving.run(&Choices::new()).await
    });
    assert_eq!(outcome(&reports, KIND, UNKNOWN), &Outcome::LeftOut(Reason::Unsupported));
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn a_survey_counts_without_reading() {
    let stage = stage();
    furnish(&stage.old);
    add_many(&stage.old, UNKNOWN, &PRIVATE, 7);
    let (count, read) = stage.world.run(async {
        let from = crate::common::open(&stage.world, "capulet.example").await;
        let kind = migration::kinds::by_name(KIND).unwrap();
        let survey = kind.survey(&from).await.unwrap();
        assert!(!survey.is_estimate);
        let asked = stage.old.received();
        assert!(asked.iter().all(|received| received.payload.name() == "query"), "{asked:#?}");
        let holding = migration::Holding::read(kind, &from).await;
        (survey.count.unwrap(), migration::preview(kind.id(), &holding).len())
    });
    assert_eq!(count as usize, read);
}

#[test]
fn a_glance_reads_a_little_and_counts_what_is_much() {
    let stage = stage();
    furnish(&stage.old);
    stage.world.run(async {
        let from = crate::common::open(&stage.world, "capulet.example").await;
        let kind = migration::kinds::by_name(KIND).unwrap();
        let Ok(Glance::Read(all)) = kind.glance(&from).await else { panic!("much") };
        assert_eq!(all, migration::Holding::read(kind, &from).await);
        assert!(!all.fragments.is_empty());

        add_many(&stage.old, UNKNOWN, &PRIVATE, 51);
        let Ok(Glance::Counted(survey)) = kind.glance(&from).await else { panic!("little") };
        assert_eq!(survey, kind.survey(&from).await.unwrap());
    });
}

#[test]
fn the_nodes_are_listed_when_the_account_is_opened_and_anew_after_that() {
    let stage = stage();
    furnish(&stage.old);
    stage.world.run(async {
        let from = crate::common::open(&stage.world, "capulet.example").await;
        let listed = from.nodes().await.unwrap();
        add_many(&stage.old, "urn:x:later", &PRIVATE, 1);
        let later = from.nodes().await.unwrap();
        assert_eq!(later.len(), listed.len() + 1);
    });
}
