//! Both sides have a value: keep, take, unite.

use migration::{Choice, Choices, KindReport, Outcome, Reason};
use testkit::RosterItem;

use crate::common::{
    Stage, add_contact, add_picture, add_private, assert_complete, furnish, id, of, outcome, stage,
};

const FRIEND: &str = "romeo@verona.example";

/// Runs with one choice for one item.
fn choose(stage: &Stage, kind: &str, key: &str, choice: Choice) -> Vec<KindReport> {
    let choices = Choices::from([((id(kind), key.to_owned()), choice)]);
    stage.world.run(async { stage.read().await.run(&choices).await })
}

/// romeo is on both sides, under other names and in other groups.
fn differing() -> Stage {
    let stage = stage();
    add_contact(&stage.old, FRIEND, "Romeo", &["Love"]);
    add_contact(&stage.new, FRIEND, "R. M.", &["Family"]);
    stage
}

fn there(stage: &Stage) -> RosterItem {
    stage.new.account("juliet", |new| new.roster[FRIEND].clone())
}

#[test]
fn keep_writes_nothing() {
    let stage = differing();
    let reports = choose(&stage, "roster", FRIEND, Choice::Keep);
    assert_complete(&reports);
    assert_eq!(outcome(&reports, "roster", FRIEND), &Outcome::LeftOut(Reason::KeptTheirs));
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn take_takes_the_name_and_loses_no_group() {
    let stage = differing();
    let reports = choose(&stage, "roster", FRIEND, Choice::Take);
    assert_complete(&reports);
    assert_eq!(there(&stage).name.as_deref(), Some("Romeo"));
    assert_eq!(there(&stage).groups, ["Family", "Love"].map(str::to_owned).into());
}

#[test]
fn unite_keeps_their_name_and_has_all_groups() {
    let stage = differing();
    let reports = choose(&stage, "roster", FRIEND, Choice::Unite);
    assert_complete(&reports);
    assert_eq!(there(&stage).name.as_deref(), Some("R. M."));
    assert_eq!(there(&stage).groups, ["Family", "Love"].map(str::to_owned).into());
    assert_eq!(outcome(&reports, "roster", FRIEND), &Outcome::Changed(Reason::Merged));
}

#[test]
fn uniting_twice_writes_once() {
    let stage = differing();
    assert_complete(&choose(&stage, "roster", FRIEND, Choice::Unite));
    stage.new.forget();
    assert_complete(&choose(&stage, "roster", FRIEND, Choice::Unite));
    assert_eq!(stage.new.sets(), 0);
}

#[test]
fn what_only_the_new_account_has_stays() {
    let stage = stage();
    furnish(&stage.old);
    add_contact(&stage.new, "paris@verona.example", "Paris", &["Suitors"]);
    add_private(&stage.new, "<storage xmlns='storage:imprefs'><x/></storage>");
    stage.new.account("juliet", |new| new.blocked.insert("nurse@capulet.example".to_owned()));
    assert_complete(&stage.migrate());
    stage.new.account("juliet", |new| {
        assert_eq!(new.roster["paris@verona.example"].name.as_deref(), Some("Paris"));
        assert!(new.private.contains_key(&("storage".to_owned(), "storage:imprefs".to_owned())));
        assert_eq!(new.blocked.len(), 3);
    });
}

#[test]
fn another_picture_stays_unless_the_person_takes_theirs() {
    for choice in [None, Some(Choice::Keep), Some(Choice::Take)] {
        let stage = stage();
        furnish(&stage.old);
        add_picture(&stage.new, "AAAA", "other");
        let choices = choice.map(|choice| ((id("avatar"), "picture".to_owned()), choice));
        let choices: Choices = choices.into_iter().collect();
        let reports = stage.world.run(async { stage.read().await.run(&choices).await });
        assert_complete(&reports);
        let data = stage.new.account("juliet", |new| new.nodes["urn:xmpp:avatar:data"].items[0].1.text());
        assert_eq!(data, if choice == Some(Choice::Take) { "iVBORw0KGgo=" } else { "AAAA" });
    }
}

#[test]
fn a_private_element_that_differs_is_left_unless_taken() {
    for (choice, expected) in [(Choice::Keep, "theirs"), (Choice::Take, "ours")] {
        let stage = stage();
        add_private(&stage.old, "<roster xmlns='roster:delimiter'>ours</roster>");
        add_private(&stage.new, "<roster xmlns='roster:delimiter'>theirs</roster>");
        let reports = choose(&stage, "private_storage", "{roster:delimiter}roster", choice);
        assert_complete(&reports);
        let key = ("roster".to_owned(), "roster:delimiter".to_owned());
        assert_eq!(stage.new.account("juliet", |new| new.private[&key].text()), expected);
    }
}

#[test]
fn what_changed_since_the_review_is_a_conflict() {
    let stage = differing();
    let reports = stage.world.run(async {
        let moving = stage.read().await;
        add_contact(&stage.new, FRIEND, "Just renamed", &["Family"]);
        let choices = Choices::from([((id("roster"), FRIEND.to_owned()), Choice::Take)]);
        moving.run(&choices).await
    });
    assert_eq!(outcome(&reports, "roster", FRIEND), &Outcome::Failed(migration::Problem::Conflict));
    assert!(!of(&reports, "roster").is_complete());
    assert_eq!(there(&stage).name.as_deref(), Some("Just renamed"));
    assert_eq!(stage.new.sets(), 0);
}
