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
