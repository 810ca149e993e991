//! Writing a file: to a place on the disk, step by step, given up, interrupted.

use super::*;

fn ready() -> Msg {
    Msg::FileReady {
        size: 10,
        name: "anna.xml".to_owned(),
        reports: Vec::new(),
        started: String::new(),
        finished: String::new(),
    }
}

fn progress(wizard: &Wizard) -> wizard::SaveProgress {
    match choosing(wizard).save {
        SaveView::Busy(progress) => progress,
        other => panic!("nothing is being saved: {other:?}"),
    }
}

fn writes(effects: &[Effect]) -> Option<Onto> {
    effects.iter().find_map(|effect| match effect {
        Effect::WriteFile { onto, .. } => Some(*onto),
        _ => None,
    })
}

#[test]
fn the_place_on_the_disk_comes_before_the_reading() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Browser { today: "2026-11-20".to_owned(), has_picker: true });
    assert!(choosing(&wizard).can_save_to_disk);
    let effects = wizard.update(Msg::SaveToDisk(Variant::Complete));
    let [Effect::PickPlace { name }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(name, "anna@old.example-2026-11-20.xml");
    wizard.update(Msg::PlacePicked(false));
    assert_eq!(choosing(&wizard).save, SaveView::Idle, "the person thought better of it");
    wizard.update(Msg::SaveToDisk(Variant::Complete));
    assert_eq!(writes(&wizard.update(Msg::PlacePicked(true))), Some(Onto::Disk));
    let effects = wizard.update(ready());
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Download)), "it is where it should be");
    assert_eq!(wizard.stage(), Stage::Report);
}

#[test]
fn each_step_says_how_far_it_is() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    assert_eq!(progress(&wizard).total, None);
    let archive = |done| Step::Archive { done, total: Some(1_000), is_estimate: true };
    wizard.update(Msg::Writing(archive(100), Duration::from_secs(2)));
    let begun = progress(&wizard);
    assert_eq!((begun.done, begun.total, begun.time_left), (100, Some(1_000), None));
    assert_eq!(begun.reached.map(|text| text.id), Some("reached-messages-about".into()));
    wizard.update(Msg::Writing(archive(400), Duration::from_secs(62)));
    let two_minutes = Text::new("time-minutes").with("count", 2_usize);
    assert_eq!(progress(&wizard).time_left, Some(two_minutes));
    wizard.update(Msg::Writing(Step::Proving { done: 5, total: 10 }, Duration::from_secs(63)));
    assert_eq!(progress(&wizard).label, Text::new("save-step-proving"));
}

#[test]
fn a_file_that_was_given_up_is_never_heard_of() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    let effects = wizard.update(Msg::CancelSave);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CancelWrite)));
    let effects = wizard.update(ready());
    assert!(effects.is_empty(), "{effects:?}");
    assert_eq!(choosing(&wizard).save, SaveView::Idle);
}

#[test]
fn a_lost_connection_is_waited_for_and_a_refused_return_asks() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    wizard.update(Msg::Status(Side::Origin, Status::Waiting { attempt: 1 }));
    assert!(progress(&wizard).waiting);
    let stopped = Status::Stopped(SignInError::Failed(Failure::PasswordNeeded));
    wizard.update(Msg::Status(Side::Origin, stopped));
    let asked = wizard.screen().asks_password.unwrap();
    assert_eq!((asked.side, asked.problem.code), (Side::Origin, "password-needed"));
}

#[test]
fn another_choice_makes_the_file_of_before_an_old_one() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    wizard.update(ready());
    wizard.update(Msg::FileSaved);
    assert!(matches!(choosing(&wizard).save, SaveView::Saved { .. }));
    wizard.update(Msg::Select(id("roster"), false));
    assert_eq!(choosing(&wizard).save, SaveView::Idle);
}

#[test]
fn signing_out_ends_the_writing() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    let effects = wizard.update(Msg::SignOut(Side::Origin));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CancelWrite)), "{effects:?}");
}

fn contents(wizard: &Wizard) -> Contents {
    match choosing(wizard).save {
        SaveView::Saved { of, .. } => of,
        other => panic!("not saved: {other:?}"),
    }
}

#[test]
fn once_more_is_the_same_file_as_long_as_it_is_kept() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    wizard.update(ready());
    wizard.update(Msg::FileSaved);
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert!(matches!(effects[..], [Effect::Download, Effect::Busy(_)]), "{effects:?}");
    wizard.update(Msg::FileSaved);
    assert_eq!(contents(&wizard), Contents::Everything);
    wizard.update(Msg::Save(Variant::Complete));
    assert_eq!(writes(&wizard.update(Msg::FileGone)), Some(Onto::Download));
}

#[test]
fn what_went_to_the_disk_is_written_anew() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::SaveToDisk(Variant::Complete));
    wizard.update(Msg::PlacePicked(true));
    wizard.update(ready());
    assert_eq!(contents(&wizard), Contents::Everything);
    assert_eq!(writes(&wizard.update(Msg::Save(Variant::Complete))), Some(Onto::Download));
}

#[test]
fn a_place_nobody_picked_leaves_the_file_of_before() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    wizard.update(ready());
    wizard.update(Msg::SaveFailed(Trouble::SaveRefused("no".to_owned())));
    wizard.update(Msg::SaveToDisk(Variant::Complete));
    wizard.update(Msg::PlacePicked(false));
    assert!(matches!(choosing(&wizard).save, SaveView::Ready { .. }));
    assert!(matches!(wizard.update(Msg::Save(Variant::Complete))[..], [Effect::Download]));
}

#[test]
fn a_place_that_is_not_needed_any_more_is_given_back() {
    let mut wizard = looked(Flow::Backup, Vec::new());
    wizard.update(Msg::Select(id("subscription_requests"), true));
    wizard.update(Msg::SaveToDisk(Variant::Complete));
    let unread = Rc::new(Holding { problem: Some(Problem::SlowServer), ..Holding::default() });
    wizard.update(Msg::Read(Side::Origin, id("roster"), unread));
    wizard.update(Msg::Retry);
    wizard.update(Msg::PlacePicked(true));
    assert!(matches!(choosing(&wizard).save, SaveView::Busy(_)), "the contacts are still read");
    let effects = wizard.update(Msg::CancelSave);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CancelWrite)), "{effects:?}");
}

#[test]
fn another_choice_while_it_is_written_is_not_in_the_file() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Complete));
    wizard.update(Msg::Select(id("bookmarks"), false));
    wizard.update(ready());
    wizard.update(Msg::FileSaved);
    assert_eq!(wizard.stage(), Stage::Choose);
    assert_eq!(contents(&wizard), Contents::Other);
    assert!(!choosing(&wizard).can_continue);
    assert_eq!(writes(&wizard.update(Msg::Save(Variant::Complete))), Some(Onto::Download));
    wizard.update(ready());
    wizard.update(Msg::Select(id("bookmarks"), true));
    wizard.update(Msg::FileSaved);
    assert_eq!(contents(&wizard), Contents::Other);
}

#[test]
fn a_move_says_what_failed_in_its_copy() {
    let wizard = || {
        let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
        wizard
            .update(Msg::Surveyed(id("message_archive"), Ok(Survey { count: Some(9), ..Survey::default() })));
        wizard
    };
    let copy = || {
        let mut history = migration::KindReport::new(id("message_archive"), Vec::new());
        let many = |count, outcome, verified| migration::Unlisted { count, outcome, verified };
        history.unlisted =
            vec![many(7, Outcome::Copied, true), many(2, Outcome::Failed(Problem::SlowServer), false)];
        let Msg::FileReady { size, name, started, finished, .. } = ready() else { unreachable!() };
        Msg::FileReady { size, name, reports: vec![history], started, finished }
    };
    let run = |wizard: &mut Wizard| {
        wizard.update(Msg::ChooseContinue);
        wizard.update(Msg::SignedIn(Side::Destination, jid("anna@new.example"), everything()));
        wizard.update(Msg::RunEnded { reports: Vec::new(), started: String::new(), finished: String::new() });
    };
    let save = |wizard: &mut Wizard| {
        wizard.update(Msg::Save(Variant::Complete));
        wizard.update(copy());
        wizard.update(Msg::FileSaved);
    };
    let (mut before, mut after) = (wizard(), wizard());
    save(&mut before);
    run(&mut before);
    run(&mut after);
    save(&mut after);
    for wizard in [before, after] {
        let report = wizard.report().unwrap();
        let history = report.kinds.iter().find(|kind| kind.id == id("message_archive")).unwrap().tally();
        assert_eq!((history.left_out, history.failed, history.verified), (7, 2, 0));
        assert_ne!(report.verdict(), Verdict::Complete);
    }
}
