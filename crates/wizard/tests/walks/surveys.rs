//! Counting before reading, reading when it is needed, and waiting for both ends.

use super::*;

/// Signed in at an origin whose server has everything, with these contacts read.
fn counted(flow: Flow) -> (Wizard, Vec<Effect>) {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Browser { today: "2026-11-20".to_owned(), has_picker: true });
    wizard.update(Msg::Start(flow));
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    let effects = wizard.update(Msg::SignedIn(Side::Origin, jid("anna@old.example"), everything()));
    for kind in kinds::ALL.into_iter().filter(|kind| kind.reading() == Reading::AtOnce) {
        let contacts = || vec![contact("bob@x.example", "Bob")];
        let fragments = if kind.id() == id("roster") { contacts() } else { Vec::new() };
        wizard.update(Msg::Read(Side::Origin, kind.id(), holding(fragments)));
    }
    (wizard, effects)
}

fn survey(count: Option<u64>, round_trips: u64) -> Survey {
    Survey { count, round_trips, ..Survey::default() }
}

/// These are read, and there is nothing.
fn nothing_in(wizard: &mut Wizard, names: &[&str]) {
    for name in names {
        wizard.update(Msg::Read(Side::Origin, id(name), holding(Vec::new())));
    }
}

fn row(wizard: &Wizard, name: &str) -> KindRow {
    choosing(wizard).rows.into_iter().find(|row| row.id == id(name)).unwrap()
}

fn reads(effects: &[Effect], name: &str) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Read(kinds) if kinds.contains(&id(name))))
}

fn finds(effects: &[Effect], name: &str) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Find { kinds, .. } if kinds.contains(&id(name))))
}

fn order(effects: &[Effect]) -> Rc<Order> {
    let order = effects.iter().find_map(|effect| match effect {
        Effect::WriteFile { order, .. } => Some(Rc::clone(order)),
        _ => None,
    });
    order.expect("a file should be written")
}

fn node(name: &str) -> Fragment {
    let mut node = portable::PepNode::new(name);
    node.items
        .push(Element::new("item", ns::PUBSUB).with_attr("id", "1").with_child(Element::new("a", "urn:x")));
    Fragment::PepNode(node)
}

#[test]
fn much_is_counted_first_and_read_when_it_is_needed() {
    let (mut wizard, effects) = counted(Flow::Move);
    let surveyed: Vec<KindId> = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Survey(kinds) => Some(kinds.clone()),
            _ => None,
        })
        .unwrap();
    assert!(surveyed.contains(&id("pep_nodes")) && surveyed.contains(&id("message_archive")));
    assert!(!surveyed.contains(&id("subscription_requests")), "others would notice");
    assert!(reads(&effects, "roster") && !reads(&effects, "pep_nodes"));
    assert_eq!(row(&wizard, "pep_nodes").state, RowState::Counting);
    let effects = wizard.update(Msg::Surveyed(id("pep_nodes"), Ok(survey(Some(300), 3))));
    assert!(!reads(&effects, "pep_nodes"), "{effects:?}");
    let counted = row(&wizard, "pep_nodes");
    assert_eq!((counted.state, counted.count), (RowState::Ready, Some(300)));
    let effects = wizard.update(Msg::ChooseContinue);
    assert!(reads(&effects, "pep_nodes") && !reads(&effects, "message_archive"), "{effects:?}");
    assert_eq!(wizard.stage(), Stage::Destination, "reading goes on meanwhile");
}

#[test]
fn what_is_wanted_while_it_is_counted_is_read_once() {
    let (mut wizard, _) = counted(Flow::Move);
    let effects = wizard.update(Msg::ChooseContinue);
    assert!(!reads(&effects, "pep_nodes"), "it is being counted: {effects:?}");
    let effects = wizard.update(Msg::Surveyed(id("pep_nodes"), Ok(survey(Some(300), 3))));
    assert!(reads(&effects, "pep_nodes"), "{effects:?}");
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert!(!reads(&effects, "pep_nodes"), "twice: {effects:?}");

    // It was so little that it came in place of its number.
    let (mut wizard, _) = counted(Flow::Move);
    wizard.update(Msg::ChooseContinue);
    let effects = wizard.update(Msg::Read(Side::Origin, id("pep_nodes"), holding(vec![node("urn:x:a")])));
    assert!(!reads(&effects, "pep_nodes"), "{effects:?}");
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert!(!reads(&effects, "pep_nodes"), "{effects:?}");
}

#[test]
fn what_was_unticked_is_neither_read_nor_lost_from_the_report() {
    let (mut wizard, _) = counted(Flow::Move);
    wizard.update(Msg::Surveyed(id("pep_nodes"), Ok(survey(Some(7), 3))));
    wizard.update(Msg::Select(id("pep_nodes"), false));
    let effects = wizard.update(Msg::ChooseContinue);
    assert!(!reads(&effects, "pep_nodes"));
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    let report = wizard.report().unwrap();
    let nodes = report.kinds.iter().find(|kind| kind.id == id("pep_nodes")).unwrap();
    assert_eq!((nodes.tally().read, nodes.tally().left_out), (7, 7));
}

#[test]
fn a_failed_count_is_named_and_counted_again() {
    let (mut wizard, _) = counted(Flow::Move);
    wizard.update(Msg::Surveyed(id("pep_nodes"), Err(Problem::SlowServer)));
    let failed = row(&wizard, "pep_nodes");
    assert_eq!(failed.state, RowState::Failed);
    assert_eq!(failed.problem.map(|problem| problem.code), Some("slow-server"));
    let effects = wizard.update(Msg::Retry);
    assert!(matches!(&effects[..], [Effect::Survey(kinds)] if *kinds == [id("pep_nodes")]), "{effects:?}");
}

#[test]
fn the_review_waits_for_both_ends() {
    let (mut wizard, _) = counted(Flow::Move);
    nothing_in(&mut wizard, &["message_archive", "offline_messages"]);
    wizard.update(Msg::Surveyed(id("pep_nodes"), Ok(survey(Some(1), 2))));
    wizard.update(Msg::ChooseContinue);
    let effects = wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    assert!(finds(&effects, "roster") && !finds(&effects, "pep_nodes"), "{effects:?}");
    wizard.update(Msg::Read(Side::Destination, id("roster"), holding(Vec::new())));
    assert!(!reviewing_view(&wizard).can_start, "the nodes are still on their way");
    let effects = wizard.update(Msg::Read(Side::Origin, id("pep_nodes"), holding(vec![node("urn:x:notes")])));
    assert!(finds(&effects, "pep_nodes"), "{effects:?}");
    assert!(!reviewing_view(&wizard).can_start);
    wizard.update(Msg::Read(Side::Destination, id("pep_nodes"), holding(Vec::new())));
    assert!(reviewing_view(&wizard).can_start);
}

#[test]
fn requests_are_looked_for_only_when_asked() {
    let (mut wizard, _) = counted(Flow::Move);
    let requests = row(&wizard, "subscription_requests");
    assert_eq!((requests.state, requests.selected, requests.can_select), (RowState::Pending, false, true));
    assert_eq!(requests.summary.id, "kind-when-asked");
    let effects = wizard.update(Msg::Select(id("subscription_requests"), true));
    assert!(reads(&effects, "subscription_requests"));
    assert_eq!(row(&wizard, "subscription_requests").state, RowState::Counting);
}

#[test]
fn nobody_looks_for_requests_at_the_destination() {
    let (mut wizard, _) = counted(Flow::Move);
    wizard.update(Msg::Select(id("subscription_requests"), true));
    let request =
        Element::new("presence", ns::CLIENT).with_attr("type", "subscribe").with_attr("from", "a@x");
    let found = holding(vec![Fragment::SubscriptionRequest(request)]);
    wizard.update(Msg::Read(Side::Origin, id("subscription_requests"), found));
    wizard.update(Msg::ChooseContinue);
    let effects = wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    assert!(finds(&effects, "roster") && !finds(&effects, "subscription_requests"), "{effects:?}");
}

#[test]
fn history_goes_into_the_file_and_is_named_in_a_move() {
    let (mut wizard, _) = counted(Flow::Move);
    nothing_in(&mut wizard, &["pep_nodes", "offline_messages"]);
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(Some(12_345), 50))));
    wizard.update(Msg::Surveyed(id("uploaded_files"), Ok(Survey::default())));
    let history = row(&wizard, "message_archive");
    assert!(history.selected);
    assert_eq!(history.remark.map(|remark| remark.id), Some("history-into-copy".into()));
    let uploads = row(&wizard, "uploaded_files");
    assert_eq!((uploads.state, uploads.count, uploads.selected), (RowState::Ready, None, false));
    assert!(choosing(&wizard).range.is_some());
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert!(order(&effects).chosen.contains(&id("message_archive")));
    wizard.update(Msg::CancelSave);
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    wizard.update(Msg::Read(Side::Destination, id("roster"), holding(Vec::new())));
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    assert_eq!(plan.kind(id("message_archive")).unwrap().counts().left_out, 12_345);
}

#[test]
fn a_time_is_told_once_the_pace_is_known() {
    let (mut wizard, _) = counted(Flow::Backup);
    nothing_in(&mut wizard, &["offline_messages"]);
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(Some(100_000), 400))));
    wizard.update(Msg::Surveyed(id("pep_nodes"), Ok(survey(Some(7), 200))));
    assert_eq!(choosing(&wizard).time_to_save, None);
    wizard.update(Msg::Pace(Side::Origin, Duration::from_secs(1)));
    let ten_minutes = Text::new("time-minutes").with("count", 10_usize);
    assert_eq!(choosing(&wizard).time_to_save, Some(ten_minutes));
    wizard.update(Msg::Select(id("message_archive"), false));
    let four = Text::new("time-minutes").with("count", 4_usize);
    assert_eq!(choosing(&wizard).time_to_save, Some(four));
}

#[test]
fn only_the_part_that_was_chosen_is_asked_for() {
    let (mut wizard, _) = counted(Flow::Backup);
    nothing_in(&mut wizard, &["pep_nodes", "offline_messages"]);
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(None, 0))));
    wizard.update(Msg::Range(RangeChange::Since(Since::Day)));
    wizard.update(Msg::Range(RangeChange::Day("2024-02-29".to_owned())));
    wizard.update(Msg::Range(RangeChange::Day(String::new())));
    wizard.update(Msg::Range(RangeChange::With(With::Only)));
    wizard.update(Msg::Save(Variant::Complete));
    let SaveView::Failed(problem) = choosing(&wizard).save else { panic!("an address is missing") };
    assert_eq!(problem.code, "bad-address");
    wizard.update(Msg::Range(RangeChange::Address("bob@x.example".to_owned())));
    let range = order(&wizard.update(Msg::Save(Variant::Complete))).range.clone();
    assert_eq!(range.since.as_deref(), Some("2024-02-29T00:00:00Z"));
    assert_eq!(range.only, Some(jid("bob@x.example")));
}

#[test]
fn further_private_data_is_asked_for_by_name() {
    let (mut wizard, _) = counted(Flow::Backup);
    let add = |name: &str, namespace: &str| Msg::AddPrivate {
        name: name.to_owned(),
        namespace: namespace.to_owned(),
    };
    assert!(wizard.update(add("not a name", "urn:x")).is_empty());
    let problem = choosing(&wizard).private.unwrap().problem;
    assert_eq!(problem.map(|problem| problem.code), Some("bad-name"));
    let effects = wizard.update(add(" notes ", "urn:x"));
    let wanted = vec![("notes".to_owned(), "urn:x".to_owned())];
    assert!(matches!(&effects[..], [Effect::Probe(names), Effect::Read(_)] if *names == wanted));
    assert!(wizard.update(add("notes", "urn:x")).is_empty(), "once is enough");
    assert_eq!(choosing(&wizard).private.unwrap().problem, None);
    let effects = wizard.update(Msg::RemovePrivate(0));
    assert!(matches!(&effects[..], [Effect::Probe(names), Effect::Read(_)] if names.is_empty()));
}

#[test]
fn a_file_waits_until_the_history_is_counted() {
    let (mut wizard, _) = counted(Flow::Backup);
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::WriteFile { .. })), "{effects:?}");
    nothing_in(&mut wizard, &["pep_nodes", "offline_messages"]);
    assert!(matches!(choosing(&wizard).save, SaveView::Busy(_)));
    let effects = wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(Some(9), 1))));
    assert!(order(&effects).chosen.contains(&id("message_archive")));
}

#[test]
fn a_review_waits_until_the_history_is_counted() {
    let (mut wizard, _) = counted(Flow::Move);
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    nothing_in(&mut wizard, &["pep_nodes", "offline_messages"]);
    wizard.update(Msg::Read(Side::Destination, id("roster"), holding(Vec::new())));
    assert!(!reviewing_view(&wizard).can_start);
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(Some(9), 1))));
    assert!(reviewing_view(&wizard).can_start);
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    assert!(plan.kind(id("message_archive")).is_some());
}

#[test]
fn a_server_without_the_archive_is_not_waited_for() {
    let (mut wizard, _) = counted(Flow::Backup);
    wizard.update(Msg::Save(Variant::Complete));
    nothing_in(&mut wizard, &["pep_nodes", "offline_messages"]);
    let unsupported = Holding { unsupported: Some(migration::Reason::Unsupported), ..Holding::default() };
    order(&wizard.update(Msg::Read(Side::Origin, id("message_archive"), Rc::new(unsupported))));
}

#[test]
fn a_failed_count_of_the_history_leaves_the_report_incomplete() {
    let (mut wizard, _) = counted(Flow::Move);
    wizard.update(Msg::Surveyed(id("message_archive"), Err(Problem::SlowServer)));
    assert!(row(&wizard, "message_archive").can_select, "it can be read nevertheless");
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    let report = wizard.report().unwrap();
    let history = report.kinds.iter().find(|kind| kind.id == id("message_archive")).unwrap();
    assert_eq!(history.problem, Some(Problem::SlowServer));
    let (mut wizard, _) = counted(Flow::Backup);
    wizard.update(Msg::Surveyed(id("message_archive"), Err(Problem::SlowServer)));
    let effects = wizard.update(Msg::Retry);
    assert!(
        matches!(&effects[..], [Effect::Survey(kinds)] if *kinds == [id("message_archive")]),
        "{effects:?}"
    );
}

#[test]
fn no_time_is_told_while_a_count_is_unknown() {
    let (mut wizard, _) = counted(Flow::Backup);
    nothing_in(&mut wizard, &["offline_messages"]);
    wizard.update(Msg::Pace(Side::Origin, Duration::from_secs(1)));
    wizard.update(Msg::Surveyed(id("pep_nodes"), Ok(survey(Some(7), 200))));
    assert_eq!(choosing(&wizard).time_to_save, None);
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(None, 0))));
    assert_eq!(choosing(&wizard).time_to_save, None);
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(survey(Some(100), 40))));
    assert!(choosing(&wizard).time_to_save.is_some());
}

#[test]
fn requests_that_were_unticked_are_not_looked_for_again() {
    let (mut wizard, _) = counted(Flow::Move);
    let failed = || Rc::new(Holding { problem: Some(Problem::SlowServer), ..Holding::default() });
    wizard.update(Msg::Select(id("subscription_requests"), true));
    wizard.update(Msg::Read(Side::Origin, id("subscription_requests"), failed()));
    wizard.update(Msg::Select(id("subscription_requests"), false));
    wizard.update(Msg::Read(Side::Origin, id("blocklist"), failed()));
    let effects = wizard.update(Msg::Retry);
    assert!(matches!(&effects[..], [Effect::Read(kinds)] if *kinds == [id("blocklist")]), "{effects:?}");
}

#[test]
fn what_stays_behind_as_a_whole_says_why() {
    let (mut wizard, _) = counted(Flow::Move);
    nothing_in(&mut wizard, &["pep_nodes", "message_archive"]);
    let stays = Holding { unsupported: Some(migration::Reason::StaysOnServer), ..Holding::default() };
    wizard.update(Msg::Read(Side::Origin, id("offline_messages"), Rc::new(stays)));
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
    wizard.update(Msg::Read(Side::Destination, id("roster"), holding(Vec::new())));
    let why = Some(Text::new("reason-stays-on-server"));
    let reasons = |rows: Vec<(KindId, Option<Text>)>| {
        let said: Vec<_> = rows.into_iter().filter(|(_, reason)| reason.is_some()).collect();
        assert_eq!(said, [(id("offline_messages"), why.clone())]);
    };
    reasons(reviewing_view(&wizard).rows.into_iter().map(|row| (row.id, row.reason)).collect());
    wizard.update(Msg::ReviewStart);
    let Body::Migrating(view) = wizard.screen().body else { panic!() };
    reasons(view.rows.into_iter().map(|row| (row.id, row.reason)).collect());
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    let Body::Report(view) = wizard.screen().body else { panic!() };
    reasons(view.rows.into_iter().map(|row| (row.id, row.reason)).collect());
}
