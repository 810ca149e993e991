//! Thousands of items: folded away, drawn a piece at a time, printed unfolded.

use super::*;

const MANY: usize = 2_000;

fn many(name: &str) -> Vec<Fragment> {
    (0..MANY).map(|n| contact(&format!("contact{n}@x.example"), name)).collect()
}

fn plan_row(wizard: &Wizard) -> wizard::PlanRow {
    reviewing_view(wizard).rows.into_iter().find(|row| row.id == id("roster")).unwrap()
}

#[test]
fn long_lists_are_drawn_when_opened_and_a_piece_at_a_time() {
    let mut wizard = reviewing(many("Bob"), Vec::new());
    let row = plan_row(&wizard);
    assert_eq!((row.settled.len(), row.all_settled), (0, MANY));
    wizard.update(Msg::Open(id("roster"), true));
    assert_eq!(plan_row(&wizard).settled.len(), 200);
    wizard.update(Msg::More(id("roster"), 200));
    wizard.update(Msg::More(id("roster"), 200));
    assert_eq!(plan_row(&wizard).settled.len(), 400, "told twice, it is one press");
    wizard.update(Msg::Open(id("roster"), false));
    assert_eq!(plan_row(&wizard).settled.len(), 0);
}

#[test]
fn what_asks_for_a_decision_is_in_sight_a_piece_at_a_time() {
    let mut wizard = reviewing(many("Bob"), many("Robert"));
    let row = plan_row(&wizard);
    assert_eq!((row.asking.len(), row.all_asking), (200, MANY));
    let key = "contact1999@x.example".to_owned();
    wizard.update(Msg::Decide(id("roster"), key.clone(), Choice::Keep));
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    let item = plan.kind(id("roster")).unwrap().items.iter().find(|it| it.item.key == key).unwrap();
    assert!(matches!(item.action, migration::Action::Change { choice: Choice::Keep, .. }));
}

#[test]
fn on_paper_everything_is_unfolded() {
    let mut wizard = reviewing(many("Bob"), Vec::new());
    wizard.update(Msg::ReviewStart);
    let reason = migration::Reason::ThisIsYou;
    let entry = |n: usize| migration::Entry::new(n.to_string(), "x", Outcome::LeftOut(reason.clone()));
    let report = migration::KindReport::new(id("roster"), (0..300).map(entry).collect());
    let finished = "2026-01-01T00:01:00Z".to_owned();
    wizard.update(Msg::RunEnded { reports: vec![report], started: String::new(), finished });
    let shown = |wizard: &Wizard| {
        let Body::Report(view) = wizard.screen().body else { panic!() };
        let row = view.rows.into_iter().find(|row| row.id == id("roster")).unwrap();
        (row.exceptions.len(), row.all_exceptions)
    };
    assert_eq!(shown(&wizard), (0, 300));
    let effects = wizard.update(Msg::Print);
    assert!(matches!(effects[..], [Effect::Print]));
    assert_eq!(shown(&wizard), (300, 300));
}
