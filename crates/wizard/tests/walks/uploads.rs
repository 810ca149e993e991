//! Looking for uploaded files before any is fetched, and trying again what the origin did not give.

use migration::file::{Link, Linked};

use super::*;

const UPLOADS: &str = "uploaded_files";

/// Everything was counted: a history, and files nobody has looked for.
fn counted(flow: Flow) -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Browser { today: "2026-11-20".to_owned(), has_picker: true });
    wizard.update(Msg::Start(flow));
    wizard.update(Msg::Connect(Side::Origin, form("anna@old.example")));
    wizard.update(Msg::SignedIn(Side::Origin, jid("anna@old.example"), everything()));
    for kind in kinds::ALL.into_iter().filter(|kind| kind.reading() != Reading::IntoFile) {
        wizard.update(Msg::Read(Side::Origin, kind.id(), holding(Vec::new())));
    }
    let history = Survey { count: Some(9), ..Survey::default() };
    wizard.update(Msg::Surveyed(id("message_archive"), Ok(history)));
    wizard.update(Msg::Surveyed(id(UPLOADS), Ok(Survey::default())));
    wizard
}

fn row(wizard: &Wizard) -> KindRow {
    choosing(wizard).rows.into_iter().find(|row| row.id == id(UPLOADS)).unwrap()
}

fn looks(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::LookForFiles(_)))
}

fn ends(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::EndLook))
}

fn found() -> Rc<Linked> {
    let link = |name: &str, size| Link {
        url: format!("https://old.example/{name}"),
        name: name.to_owned(),
        size,
        problem: None,
    };
    let gone = Link { problem: Some(Problem::NotFetched("HTTP status 404".to_owned())), ..link("c", None) };
    Rc::new(Linked::of(vec![link("a", Some(1_000)), link("b", None), gone], None))
}

#[test]
fn a_tick_looks_for_them_and_the_row_says_how_much_there_is() {
    let mut wizard = counted(Flow::Backup);
    let unseen = row(&wizard);
    assert_eq!((unseen.state, unseen.count, unseen.selected), (RowState::Ready, None, false));
    assert!(looks(&wizard.update(Msg::Select(id(UPLOADS), true))));
    assert!(!looks(&wizard.update(Msg::LookForFiles)), "it goes on already");
    wizard.update(Msg::Looking(Step::Sizes { done: 1, total: 3 }, Duration::ZERO));
    let counting = row(&wizard);
    assert_eq!(counting.state, RowState::Counting);
    let Some(LookView::Underway { done: 1, total: Some(3), .. }) = counting.look else { panic!() };
    wizard.update(Msg::Looked(found()));
    let known = row(&wizard);
    assert_eq!((known.state, known.count, known.bytes), (RowState::Ready, Some(3), Some(1_000)));
    let Some(LookView::Done { files, remarks }) = known.look else { panic!() };
    assert_eq!(files.files.len(), 3);
    let remarks: Vec<&str> = remarks.iter().map(|remark| remark.id.as_ref()).collect();
    assert_eq!(remarks, ["uploads-unknown-size", "uploads-doubtful"]);
    let effects = wizard.update(Msg::Save(Variant::Complete));
    let writes = effects.iter().find_map(|effect| match effect {
        Effect::WriteFile { order, expected, .. } => Some((order.linked.is_some(), *expected)),
        _ => None,
    });
    assert_eq!(writes, Some((true, Some(1_000))), "the room is asked for before anything is fetched");
}

#[test]
fn it_can_be_ended() {
    let mut wizard = counted(Flow::Backup);
    wizard.update(Msg::Select(id(UPLOADS), true));
    assert!(ends(&wizard.update(Msg::EndLook)));
    let offered = row(&wizard);
    assert!(offered.selected && offered.look == Some(LookView::Offered));
    assert!(looks(&wizard.update(Msg::LookForFiles)));
    assert!(ends(&wizard.update(Msg::Select(id(UPLOADS), false))));
    assert!(wizard.update(Msg::Looked(found())).is_empty());
    assert_eq!(row(&wizard).count, None, "what was given up is not heard of");
    wizard.update(Msg::Select(id(UPLOADS), true));
    assert!(ends(&wizard.update(Msg::Save(Variant::Complete))), "writing the file finds them, too");
    wizard.update(Msg::CancelSave);
    wizard.update(Msg::LookForFiles);
    assert!(ends(&wizard.update(Msg::SignOut(Side::Origin))));
}

#[test]
fn another_part_of_the_history_has_other_files() {
    let mut wizard = counted(Flow::Backup);
    wizard.update(Msg::Select(id(UPLOADS), true));
    wizard.update(Msg::Looked(found()));
    wizard.update(Msg::Range(RangeChange::Since(Since::Year)));
    let unseen = row(&wizard);
    assert_eq!((unseen.state, unseen.count, unseen.bytes), (RowState::Ready, None, None));
    let effects = wizard.update(Msg::LookForFiles);
    let since = effects.iter().find_map(|effect| match effect {
        Effect::LookForFiles(range) => range.since.clone(),
        _ => None,
    });
    assert_eq!(since.as_deref(), Some("2025-11-20T00:00:00Z"));
}

#[test]
fn where_nothing_could_be_read_it_is_tried_again() {
    let mut wizard = counted(Flow::Backup);
    wizard.update(Msg::Select(id(UPLOADS), true));
    wizard.update(Msg::Looked(Rc::new(Linked::of(Vec::new(), Some(Problem::SlowServer)))));
    let failed = row(&wizard);
    assert_eq!(failed.state, RowState::Failed);
    assert_eq!(failed.problem.map(|problem| problem.code), Some("slow-server"));
    assert!(looks(&wizard.update(Msg::Retry)));
}

#[test]
fn no_archive_is_packed_around_nothing() {
    let mut wizard = counted(Flow::Backup);
    wizard.update(Msg::Select(id(UPLOADS), true));
    wizard.update(Msg::Looked(Rc::default()));
    assert_eq!(row(&wizard).state, RowState::Empty);
    let effects = wizard.update(Msg::Save(Variant::Complete));
    let name = effects.iter().find_map(|effect| match effect {
        Effect::WriteFile { name, .. } => Some(name.clone()),
        _ => None,
    });
    assert_eq!(name.as_deref(), Some("anna@old.example-2026-11-20.xml"));
}

#[test]
fn what_the_origin_did_not_give_is_asked_for_again() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    let unread = |key: &str| migration::Unread { key: key.to_owned(), problem: Problem::SlowServer };
    let short = Holding {
        fragments: vec![contact("bob@x.example", "Bob")],
        unread: vec![unread("half")],
        ..Holding::default()
    };
    wizard.update(Msg::Read(Side::Origin, id("roster"), Rc::new(short)));
    wizard.update(Msg::ChooseContinue);
    wizard.update(Msg::Connect(Side::Destination, form("anna@new.example")));
    wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), Rc::new(Features::default())));
    wizard.update(Msg::Read(Side::Destination, id("roster"), holding(Vec::new())));
    wizard.update(Msg::ReviewStart);
    let ended = |names: &[&str]| {
        let entry = |name: &&str| migration::Entry {
            verified: true,
            ..migration::Entry::new(*name, *name, Outcome::Copied)
        };
        Msg::RunEnded {
            reports: vec![migration::KindReport::new(id("roster"), names.iter().map(entry).collect())],
            started: String::new(),
            finished: String::new(),
        }
    };
    wizard.update(ended(&["bob@x.example"]));
    assert_eq!(wizard.report().unwrap().verdict(), Verdict::Partial);
    let effects = wizard.update(Msg::Retry);
    let reads = |kinds: &[KindId]| kinds == [id("roster")];
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Read(kinds) if reads(kinds))),
        "{effects:?}"
    );
    let all = vec![contact("bob@x.example", "Bob"), contact("eve@x.example", "Eve")];
    let effects = wizard.update(Msg::Read(Side::Origin, id("roster"), holding(all)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Find { .. })), "{effects:?}");
    let theirs = vec![contact("bob@x.example", "Bob")];
    wizard.update(Msg::Read(Side::Destination, id("roster"), holding(theirs)));
    let plan = plan_of(&wizard.update(Msg::ReviewStart));
    assert_eq!(plan.kind(id("roster")).unwrap().counts().add, 1);
    wizard.update(ended(&["bob@x.example", "eve@x.example"]));
    let report = wizard.report().unwrap();
    let roster = report.kinds.iter().find(|kind| kind.id == id("roster")).unwrap();
    assert_eq!((roster.tally().read, roster.tally().copied, roster.tally().failed), (2, 2, 0));
    assert_eq!(report.verdict(), Verdict::Complete);
}

#[test]
fn a_file_that_is_short_is_written_anew() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    let failed = Holding { problem: Some(Problem::SlowServer), ..Holding::default() };
    wizard.update(Msg::Read(Side::Origin, id("blocklist"), Rc::new(failed)));
    wizard.update(Msg::Save(Variant::Complete));
    let report = migration::KindReport {
        problem: Some(Problem::SlowServer),
        ..migration::KindReport::new(id("blocklist"), Vec::new())
    };
    wizard.update(Msg::FileReady {
        size: 10,
        name: "anna.xml".to_owned(),
        reports: vec![report],
        started: String::new(),
        finished: String::new(),
    });
    wizard.update(Msg::FileSaved);
    assert_eq!(wizard.stage(), Stage::Report);
    let effects = wizard.update(Msg::Retry);
    let reads = |kinds: &[KindId]| kinds == [id("blocklist")];
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Read(kinds) if reads(kinds))),
        "{effects:?}"
    );
    let effects = wizard.update(Msg::Read(Side::Origin, id("blocklist"), holding(Vec::new())));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::WriteFile { .. })), "{effects:?}");
}
