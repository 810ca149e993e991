//! Encrypted files: a copy saved with a passphrase, and one that was picked.

use migration::Holdings;
use sealing::{Damage, OpenError, Passphrase, Strength};
use wizard::FileUser;

use super::*;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text)
}

fn seal(wizard: &mut Wizard, text: &str) -> Vec<Effect> {
    wizard.update(Msg::Seal(Variant::Complete, passphrase(text)))
}

fn ready() -> Msg {
    Msg::FileReady {
        size: 10,
        name: "anna.xml.age".to_owned(),
        reports: Vec::new(),
        started: String::new(),
        finished: String::new(),
    }
}

fn backup() -> Wizard {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Browser { today: "2026-11-20".to_owned(), has_picker: false });
    wizard
}

#[track_caller]
fn writes(effects: &[Effect]) -> (Onto, &str) {
    let written = effects.iter().find_map(|effect| match effect {
        Effect::WriteFile { onto, name, .. } => Some((*onto, name.as_str())),
        _ => None,
    });
    written.unwrap_or_else(|| panic!("nothing is written: {effects:?}"))
}

fn downloads(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Download))
}

#[test]
fn the_passphrase_goes_ahead_of_the_file_and_is_not_kept() {
    let mut wizard = backup();
    wizard.update(Msg::Strength(Strength::Fair));
    assert_eq!(choosing(&wizard).seal.strength, Strength::Fair);
    let effects = seal(&mut wizard, "some words of mine");
    assert!(matches!(&effects[0], Effect::KeepPassphrase(kept) if *kept == passphrase("some words of mine")));
    assert_eq!(writes(&effects), (Onto::Sealed, "anna@old.example-2026-11-20.xml.age"));
    assert!(!format!("{wizard:?}{effects:?}").contains("words of mine"), "neither kept nor printed");
    wizard.update(Msg::Writing(Step::Sealing { done: 3, total: 9 }, Duration::ZERO));
    let SaveView::Busy(progress) = choosing(&wizard).save else { panic!("it is being written") };
    assert_eq!((progress.label, progress.done, progress.total), (Text::new("save-step-sealing"), 3, Some(9)));

    assert!(downloads(&wizard.update(ready())), "one ordinary download");
    assert_eq!(choosing(&wizard).seal.strength, Strength::Empty, "the field is emptied");
    wizard.update(Msg::FileSaved);
    assert_eq!(wizard.stage(), Stage::Report);
    assert!(downloads(&seal(&mut wizard, "")), "the same file once more");
    wizard.update(Msg::FileSaved);
    let effects = seal(&mut wizard, "other words");
    assert_eq!(writes(&effects).0, Onto::Sealed, "another passphrase is another file");
}

#[test]
fn an_encrypted_copy_is_no_plain_one() {
    let mut wizard = backup();
    seal(&mut wizard, "some words of mine");
    wizard.update(ready());
    wizard.update(Msg::FileSaved);
    let effects = wizard.update(Msg::Save(Variant::Complete));
    assert_eq!(writes(&effects), (Onto::Download, "anna@old.example-2026-11-20.xml"));
    wizard.update(ready());
    wizard.update(Msg::FileSaved);
    assert!(seal(&mut wizard, "").is_empty(), "what was saved last is not encrypted");
}

#[test]
fn without_a_passphrase_nothing_is_written() {
    let mut wizard = backup();
    let effects = seal(&mut wizard, "");
    assert!(effects.is_empty(), "{effects:?}");
    let SaveView::Failed(explanation) = choosing(&wizard).save else { panic!("it is said why") };
    assert_eq!(explanation.code, "no-passphrase");
    wizard.update(Msg::Strength(Strength::Weak));
    assert_eq!(choosing(&wizard).save, SaveView::Idle, "it is being typed");
    assert_eq!(writes(&seal(&mut wizard, "words")).0, Onto::Sealed);
}

#[test]
fn a_passphrase_that_is_kept_for_nothing_is_forgotten() {
    let mut wizard = backup();
    seal(&mut wizard, "some words of mine");
    let effects = wizard.update(Msg::CancelSave);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::CancelWrite)));
    seal(&mut wizard, "some words of mine");
    wizard.update(ready());
    let effects = wizard.update(Msg::FileGone);
    assert!(effects.is_empty(), "it has to be typed again: {effects:?}");
}

fn picked() -> Wizard {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Restore));
    let effects = wizard.update(Msg::FilesPicked(1));
    assert!(matches!(effects[..], [Effect::ReadFile]));
    wizard.update(Msg::FileSealed);
    wizard
}

fn shown(wizard: &Wizard) -> (bool, Option<&'static str>) {
    match wizard.screen().body {
        Body::File(view) => (view.asks_passphrase, view.problem.map(|problem| problem.code)),
        other => panic!("no file is asked for: {other:?}"),
    }
}

fn unlock(wizard: &mut Wizard, text: &str) -> bool {
    let effects = wizard.update(Msg::Unlock(passphrase(text)));
    effects.iter().any(|effect| matches!(effect, Effect::Unlock(_)))
}

#[test]
fn a_picked_file_is_tried_until_a_passphrase_opens_it() {
    let mut wizard = picked();
    assert_eq!(shown(&wizard), (true, None));
    assert!(!unlock(&mut wizard, ""));
    assert_eq!(shown(&wizard), (true, Some("no-passphrase")));
    assert!(unlock(&mut wizard, "wrong"));
    assert!(!unlock(&mut wizard, "impatient"), "one after the other");
    wizard.update(Msg::FileFailed(Trouble::Sealed(OpenError::WrongPassphrase)));
    assert_eq!(shown(&wizard), (true, Some("wrong-passphrase")));
    assert!(unlock(&mut wizard, "right"));
    let mut holdings = Holdings::of_file();
    holdings.take(contact("bob@x.example", "Bob"));
    let user =
        FileUser { host: "old.example".to_owned(), name: "anna".to_owned(), holdings: Rc::new(holdings) };
    wizard.update(Msg::FileRead {
        name: "a.age".to_owned(),
        size: 9,
        users: vec![user],
        notes: 0,
        passwords: 0,
        damage: None,
    });
    assert_eq!(wizard.stage(), Stage::Choose, "that was what the passphrase was told for");
}

#[test]
fn what_no_passphrase_opens_asks_for_none() {
    let errors = [
        (OpenError::Damaged(Damage::Chunk), "sealed-damaged"),
        (OpenError::ForKeys, "sealed-for-keys"),
        (OpenError::OpenPgp, "sealed-openpgp"),
        (OpenError::OtherVersion, "sealed-otherwise"),
        (OpenError::TooHard(19), "passphrase-too-hard"),
    ];
    for (error, code) in errors {
        let mut wizard = picked();
        unlock(&mut wizard, "some");
        wizard.update(Msg::FileFailed(Trouble::Sealed(error)));
        assert_eq!(shown(&wizard), (false, Some(code)));
    }
}

#[test]
fn a_worker_that_did_not_come_can_be_called_again() {
    for (trouble, code) in [
        (Trouble::PageIncomplete("offline".to_owned()), "page-incomplete"),
        (Trouble::SealingFailed("no memory".to_owned()), "sealing-failed"),
    ] {
        let mut wizard = picked();
        unlock(&mut wizard, "right");
        wizard.update(Msg::FileFailed(trouble));
        assert_eq!(shown(&wizard), (true, Some(code)));
        assert!(unlock(&mut wizard, "right"));
    }
}
