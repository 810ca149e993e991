//! Walks through the wizard: what a person does, what comes back, where it leads.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod copies;
mod farewell;
mod lists;
mod new_account;
mod saving;
mod surveys;
mod uploads;
mod ways;

use std::rc::Rc;
use std::time::Duration;

use jid::BareJid;
use migration::file::{Order, Step};
use migration::{
    Choice, Features, Holding, Holdings, KindId, Outcome, Plan, Problem, Progress, Reading, Survey, Verdict,
    kinds,
};
use portable::Fragment;
use session::{Failure, Password, SignInError, Status};
use wizard::{
    Body, Busy, ChooseView, Contents, Effect, FileUser, Flow, KindRow, LookView, Msg, Onto, RangeChange,
    ReviewView, RowState, SaveView, Side, Since, Stage, Submitted, Text, Trouble, Variant, With, Wizard,
};
use xml::{Element, ns};

fn jid(text: &str) -> BareJid {
    text.parse().unwrap()
}

fn form(address: &str) -> Submitted {
    let password = Password::new("secret".to_owned());
    Submitted { address: address.to_owned(), password, endpoint: String::new(), allow_plain: false }
}

fn contact(address: &str, name: &str) -> Fragment {
    Fragment::RosterItem(Element::new("item", ns::ROSTER).with_attr("jid", address).with_attr("name", name))
}

fn holding(fragments: Vec<Fragment>) -> Rc<Holding> {
    Rc::new(Holding { fragments, ..Holding::default() })
}

fn id(name: &str) -> KindId {
    kinds::by_name(name).unwrap().id()
}

/// A wizard that has signed in at the origin and read these contacts and nothing else.
fn looked(flow: Flow, contacts: Vec<Fragment>) -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(flow));
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    wizard.update(Msg::SignedIn(Side::Origin, jid("anna@old.example"), Rc::new(Features::default())));
    for kind in kinds::ALL {
        let fragments = if kind.id() == id("roster") { contacts.clone() } else { Vec::new() };
        wizard.update(Msg::Read(Side::Origin, kind.id(), holding(fragments)));
    }
    wizard
}

/// The same, at review, with these contacts at the destination.
fn reviewing(ours: Vec<Fragment>, theirs: Vec<Fragment>) -> Wizard {
    let mut wizard = looked(Flow::Move, ours);
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::Connect(Side::Destination, form("anna@new.example")));
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), Rc::new(Features::default())));
    for kind in kinds::ALL {
        let fragments = if kind.id() == id("roster") { theirs.clone() } else { Vec::new() };
        wizard.update(Msg::Read(Side::Destination, kind.id(), holding(fragments)));
    }
    wizard
}

/// What a server says that has everything.
fn everything() -> Rc<Features> {
    let mut features = Features::default();
    let names = [ns::MAM, ns::BLOCKING, ns::PRIVATE, ns::PRIVACY, ns::OFFLINE];
    features.server.features.extend(names.map(str::to_owned));
    features.account.identities.insert("pubsub/pep".to_owned());
    Rc::new(features)
}

fn choosing(wizard: &Wizard) -> ChooseView {
    match wizard.screen().body {
        Body::Choose(view) => *view,
        other => panic!("not choosing: {other:?}"),
    }
}

fn reviewing_view(wizard: &Wizard) -> ReviewView {
    match wizard.screen().body {
        Body::Review(view) => view,
        other => panic!("not reviewing: {other:?}"),
    }
}

fn plan_of(effects: &[Effect]) -> Rc<Plan> {
    let run = effects.iter().find_map(|effect| match effect {
        Effect::Run(plan) => Some(Rc::clone(plan)),
        _ => None,
    });
    run.expect("writing should start")
}

#[track_caller]
fn problem_code(wizard: &Wizard) -> Option<&'static str> {
    match wizard.screen().body {
        Body::SignIn(view) => view.problem.map(|problem| problem.code),
        Body::File(view) => view.problem.map(|problem| problem.code),
        other => panic!("no form here: {other:?}"),
    }
}

#[test]
fn a_move_goes_from_stage_to_stage() {
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    assert_eq!(wizard.stage(), Stage::Review);
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    assert_eq!(wizard.stage(), Stage::Migrating);
    assert_eq!(plan.kind(id("roster")).unwrap().counts().add, 1);
    assert!(wizard.update(Msg::ReviewStart).is_empty(), "pressed twice, writes twice");
    wizard.update(Msg::Progress(Progress::Started { kind: id("roster"), total: 1 }, Duration::ZERO));
    let Body::Migrating(view) = wizard.screen().body else { panic!() };
    assert_eq!((view.done, view.total), (0, 1));
    let ended = |reports| Msg::RunEnded {
        reports,
        started: "2026-01-01T00:00:00Z".to_owned(),
        finished: "2026-01-01T00:01:00Z".to_owned(),
    };
    let entry =
        migration::Entry { verified: true, ..migration::Entry::new("bob@x.example", "Bob", Outcome::Copied) };
    let report = migration::KindReport::new(id("roster"), vec![entry]);
    wizard.update(ended(vec![report]));
    assert_eq!(wizard.stage(), Stage::Report);
    assert_eq!(wizard.report().unwrap().verdict(), Verdict::Complete);
}

#[test]
fn nothing_is_written_before_the_person_says_so() {
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    for msg in [Msg::Retry, Msg::Pause, Msg::Resume, Msg::ChooseContinue, Msg::Back] {
        let effects = wizard.update(msg);
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Run(_))), "{effects:?}");
    }
}

#[test]
fn addresses_are_taken_as_people_paste_them() {
    for typed in
        ["anna@old.example", " Anna@OLD.example ", "xmpp:anna@old.example?message", "anna@old.example/phone"]
    {
        let mut wizard = Wizard::default();
        wizard.update(Msg::Start(Flow::Move));
        let effects = wizard.update(Msg::Connect(Side::Origin, form(typed)));
        let Some(Effect::SignIn { jid: found, .. }) = effects.first() else { panic!("{typed}: {effects:?}") };
        assert_eq!(*found, jid("anna@old.example"), "{typed}");
    }
    for typed in ["", "anna", "old.example", "@old.example", "anna@", "an na@old.example"] {
        let mut wizard = Wizard::default();
        wizard.update(Msg::Start(Flow::Move));
        assert!(wizard.update(Msg::Connect(Side::Origin, form(typed))).is_empty(), "{typed}");
        assert_eq!(problem_code(&wizard), Some("bad-address"), "{typed}");
    }
}

#[test]
fn the_same_account_at_both_ends_starts_nothing() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::ChooseContinue);
    let effects = wizard.update(Msg::Connect(Side::Destination, form("ANNA@Old.Example")));
    assert!(effects.is_empty());
    assert_eq!(problem_code(&wizard), Some("same-account"));
}

#[test]
fn an_empty_password_and_a_bad_endpoint_are_told_before_anything_is_sent() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    let empty = Submitted { password: Password::new(String::new()), ..form("anna@old.example") };
    assert!(wizard.update(Msg::Connect(Side::Origin, empty)).is_empty());
    assert_eq!(problem_code(&wizard), Some("no-password"));
    let plain = Submitted { endpoint: "ws://old.example/ws".to_owned(), ..form("anna@old.example") };
    assert!(wizard.update(Msg::Connect(Side::Origin, plain)).is_empty());
    assert_eq!(problem_code(&wizard), Some("bad-endpoint"));
}

#[test]
fn connecting_twice_connects_once() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    assert_eq!(wizard.update(Msg::Connect(Side::Origin, form("anna@old.example"))).len(), 1);
    assert!(wizard.update(Msg::Connect(Side::Origin, form("anna@old.example"))).is_empty());
}

#[test]
fn a_provider_that_takes_plain_passwords_only_is_asked_about() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    let error = Box::new(SignInError::Failed(Failure::PlainOnly));
    let trouble = Trouble::SignIn { domain: "old.example".to_owned(), error };
    wizard.update(Msg::SignInFailed(Side::Origin, trouble));
    let Body::SignIn(view) = wizard.screen().body else { panic!() };
    assert!(view.asks_for_plain);
    assert!(!view.connecting);
    let agreed = Submitted { allow_plain: true, ..form("anna@old.example") };
    let effects = wizard.update(Msg::Connect(Side::Origin, agreed));
    assert!(matches!(effects[..], [Effect::SignIn { allow_plain: true, .. }]));
}

#[test]
fn saving_waits_for_what_is_still_read_and_saves_once() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Backup));
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    wizard.update(Msg::SignedIn(Side::Origin, jid("anna@old.example"), Rc::new(Features::default())));
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert!(matches!(effects[..], [Effect::Busy(Busy::Running)]), "{effects:?}");
    let mut writes = 0;
    for kind in kinds::ALL {
        let effects = wizard.update(Msg::Read(Side::Origin, kind.id(), holding(Vec::new())));
        writes += effects.iter().filter(|effect| matches!(effect, Effect::WriteFile { .. })).count();
    }
    assert_eq!(writes, 1);
    assert!(wizard.update(Msg::Save(Variant::Complete)).is_empty());
}

#[test]
fn a_refused_download_is_offered_for_a_second_press() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    let ready = Msg::FileReady {
        size: 10,
        name: "anna.xml".to_owned(),
        reports: Vec::new(),
        started: String::new(),
        finished: String::new(),
    };
    assert!(matches!(wizard.update(ready)[..], [Effect::Download, Effect::Busy(Busy::Unsaved)]));
    wizard.update(Msg::SaveFailed(Trouble::SaveRefused("no".to_owned())));
    let Body::Choose(view) = wizard.screen().body else { panic!() };
    assert!(matches!(view.save, SaveView::Ready { .. }));
    assert!(matches!(wizard.update(Msg::Save(Variant::Complete))[..], [Effect::Download]));
    wizard.update(Msg::FileSaved);
    assert_eq!(wizard.stage(), Stage::Report, "a backup ends in its report");
}

#[test]
fn what_could_not_be_read_is_named_and_read_again() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    let failed = Holding { problem: Some(Problem::SlowServer), ..Holding::default() };
    wizard.update(Msg::Read(Side::Origin, id("bookmarks"), Rc::new(failed)));
    let Body::Choose(view) = wizard.screen().body else { panic!() };
    let row = view.rows.iter().find(|row| row.id == id("bookmarks")).unwrap();
    assert_eq!(row.state, RowState::Failed);
    assert_eq!(row.problem.as_ref().map(|problem| problem.code), Some("slow-server"));
    let effects = wizard.update(Msg::Retry);
    assert!(matches!(&effects[..], [Effect::Read(kinds)] if *kinds == [id("bookmarks")]));
}

#[test]
fn a_decision_in_review_changes_the_plan() {
    let mut wizard =
        reviewing(vec![contact("bob@x.example", "Bob")], vec![contact("bob@x.example", "Robert")]);
    let Body::Review(view) = wizard.screen().body else { panic!() };
    assert_eq!((view.totals.add, view.totals.change), (0, 1));
    wizard.update(Msg::Decide(id("roster"), "bob@x.example".to_owned(), Choice::Keep));
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    let item = &plan.kind(id("roster")).unwrap().items[0];
    assert!(matches!(item.action, migration::Action::Change { choice: Choice::Keep, .. }));
}

#[test]
fn going_back_to_review_reads_the_destination_again() {
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    wizard.update(Msg::Back);
    assert_eq!(wizard.stage(), Stage::Destination);
    let effects = wizard.update(Msg::Continue(Side::Destination));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Find { .. })));
    let Body::Review(view) = wizard.screen().body else { panic!() };
    assert!(!view.can_start);
}

#[test]
fn with_nothing_ticked_there_is_no_going_on() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Select(id("roster"), false));
    wizard.update(Msg::ChooseContinue);
    let Body::Choose(view) = wizard.screen().body else { panic!() };
    assert!(!view.can_continue);
}

#[test]
fn what_was_not_chosen_or_not_read_is_in_the_report_too() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    let blocked = Element::new("item", ns::BLOCKING).with_attr("jid", "eve@x.example");
    wizard.update(Msg::Read(Side::Origin, id("blocklist"), holding(vec![Fragment::Blocked(blocked)])));
    let unread = migration::Unread { key: "notes".to_owned(), problem: Problem::SlowServer };
    let partly = Holding { unread: vec![unread], ..Holding::default() };
    wizard.update(Msg::Read(Side::Origin, id("private_storage"), Rc::new(partly)));
    wizard.update(Msg::Select(id("roster"), false));
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), Rc::new(Features::default())));
    wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    let report = wizard.report().unwrap();
    let outcome =
        |kind| &report.kinds.iter().find(|report| report.id == id(kind)).unwrap().entries[0].outcome;
    assert_eq!(*outcome("roster"), Outcome::LeftOut(migration::Reason::NotChosen));
    assert_eq!(*outcome("private_storage"), Outcome::Failed(Problem::SlowServer));
    assert_eq!(report.verdict(), Verdict::Failed);
}

#[test]
fn a_connection_that_is_away_pauses_and_a_refused_return_asks() {
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    wizard.update(Msg::ReviewStart);
    wizard.update(Msg::Progress(Progress::Started { kind: id("roster"), total: 1 }, Duration::ZERO));
    wizard.update(Msg::Status(Side::Destination, Status::Waiting { attempt: 1 }));
    let Body::Migrating(view) = wizard.screen().body else { panic!() };
    assert!(view.waiting);
    assert_eq!(view.rows[0].state.name(), "paused");
    let error = SignInError::Failed(Failure::PasswordNeeded);
    wizard.update(Msg::Status(Side::Destination, Status::Stopped(error)));
    let Body::Migrating(view) = wizard.screen().body else { panic!() };
    assert!(view.asks_password);
    let asked = wizard.screen().asks_password.unwrap();
    assert_eq!((asked.side, asked.problem.code), (Side::Destination, "password-needed"));
    let effects = wizard.update(Msg::Password(Side::Destination, form("")));
    assert!(matches!(effects[..], [Effect::ResumeSession { side: Side::Destination, .. }]));
}

#[test]
fn no_secret_is_printed_anywhere() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Move));
    let msg = Msg::Connect(Side::Origin, form("anna@old.example"));
    assert!(!format!("{msg:?}").contains("secret"));
    let effects = wizard.update(msg);
    assert!(!format!("{effects:?}{wizard:?}").contains("secret"));
}

#[test]
fn leaving_is_asked_about_while_there_is_something_to_lose() {
    let busy = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Busy(busy) => Some(*busy),
            _ => None,
        })
    };
    let mut wizard = reviewing(vec![contact("bob@x.example", "Bob")], Vec::new());
    assert_eq!(busy(&wizard.update(Msg::ReviewStart)), Some(Busy::Running));
    let ended = Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() };
    assert_eq!(
        busy(&wizard.update(ended)),
        Some(Busy::Unsaved),
        "nothing arrived, and nobody kept the report"
    );
    assert_eq!(busy(&wizard.update(Msg::SaveReport)), Some(Busy::Idle));
}

#[test]
fn another_way_begins_with_nothing_of_the_first() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Back);
    wizard.update(Msg::Back);
    wizard.update(Msg::Start(Flow::Move));
    let effects = wizard.update(Msg::Continue(Side::Origin));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Read(_))), "the account is read again");
}

#[test]
fn what_an_account_still_sends_is_no_part_of_a_file() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Back);
    wizard.update(Msg::Back);
    let effects = wizard.update(Msg::Start(Flow::Restore));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SignOut(Side::Origin))), "{effects:?}");
    assert!(matches!(wizard.screen().body, Body::File(_)));
    assert!(wizard.update(Msg::FileContinue).is_empty(), "there is no file yet");
    let user = wizard::FileUser {
        host: "file.example".to_owned(),
        name: "anna".to_owned(),
        holdings: Rc::new(migration::Holdings {
            kinds: [(id("roster"), holding(vec![contact("bob@x.example", "Bob")]))].into_iter().collect(),
            unclaimed: Vec::new(),
        }),
    };
    let read = Msg::FileRead {
        name: "anna.xml".to_owned(),
        size: 10,
        users: vec![user],
        notes: 0,
        passwords: 0,
        damage: None,
    };
    wizard.update(read);
    wizard.update(Msg::FileContinue);
    let before = choosing(&wizard);
    let late = holding(vec![contact("eve@x.example", "Eve"), contact("mia@x.example", "Mia")]);
    wizard.update(Msg::Read(Side::Origin, id("roster"), late));
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(Survey { count: Some(9), ..Survey::default() })));
    assert_eq!(choosing(&wizard), before);
}

#[test]
fn trying_again_keeps_what_arrived_before() {
    let mut wizard =
        reviewing(vec![contact("bob@x.example", "Bob"), contact("eve@x.example", "Eve")], Vec::new());
    wizard.update(Msg::ReviewStart);
    let entry = |key: &str, outcome: Outcome| migration::Entry {
        verified: outcome == Outcome::Copied,
        ..migration::Entry::new(key, key, outcome)
    };
    let ended = |entries| Msg::RunEnded {
        reports: vec![migration::KindReport::new(id("roster"), entries)],
        started: "2026-01-01T00:00:00Z".to_owned(),
        finished: "2026-01-01T00:01:00Z".to_owned(),
    };
    wizard.update(ended(vec![
        entry("bob@x.example", Outcome::Copied),
        entry("eve@x.example", Outcome::Failed(Problem::SlowServer)),
    ]));
    assert_eq!(wizard.report().unwrap().verdict(), Verdict::Partial);
    wizard.update(Msg::Retry);
    for kind in kinds::ALL {
        let theirs =
            if kind.id() == id("roster") { vec![contact("bob@x.example", "Bob")] } else { Vec::new() };
        wizard.update(Msg::Read(Side::Destination, kind.id(), holding(theirs)));
    }
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    let again: Vec<_> = plan.kinds.iter().flat_map(|kind| &kind.items).map(|item| &item.item.key).collect();
    assert_eq!(again, ["eve@x.example"], "only what failed");
    wizard.update(ended(vec![entry("eve@x.example", Outcome::Copied)]));
    let report = wizard.report().unwrap();
    assert_eq!(report.verdict(), Verdict::Complete);
    let roster = report.kinds.iter().find(|kind| kind.id == id("roster")).unwrap();
    assert_eq!(roster.tally().copied, 2);
}

#[test]
fn a_run_says_how_long_it_still_takes() {
    let ours = (0..100).map(|n| contact(&format!("c{n}@x.example"), "Bob")).collect();
    let theirs = (0..40).map(|n| contact(&format!("c{n}@x.example"), "Bob")).collect();
    let mut wizard = reviewing(ours, theirs);
    wizard.update(Msg::ReviewStart);
    let time = |wizard: &Wizard| match wizard.screen().body {
        Body::Migrating(view) => view.time_left,
        other => panic!("not migrating: {other:?}"),
    };
    let settled = |done| Progress::Settled { kind: id("roster"), done };
    wizard.update(Msg::Progress(Progress::Started { kind: id("roster"), total: 100 }, Duration::ZERO));
    wizard.update(Msg::Progress(settled(1), Duration::from_secs(1)));
    assert_eq!(time(&wizard), None);
    wizard.update(Msg::Progress(settled(11), Duration::from_secs(61)));
    // 49 of 60 are left to write, at six seconds each.
    let five = Some(Text::new("time-minutes").with("count", 5_usize));
    assert_eq!(time(&wizard), five);
    wizard.update(Msg::Status(Side::Destination, Status::Waiting { attempt: 1 }));
    assert_eq!(time(&wizard), None, "nobody knows when the connection comes back");
}
