//! The files besides the complete one.

use migration::{Entry, KindReport, Reason};
use wizard::{Administering, CopiesView, Program};

use super::*;

fn copies(wizard: &Wizard) -> CopiesView {
    match wizard.screen().body {
        Body::Choose(view) => view.copies,
        Body::Report(view) => view.copies,
        other => panic!("nothing is saved there: {other:?}"),
    }
}

fn ready(name: &str) -> Msg {
    Msg::FileReady {
        size: 10,
        name: name.to_owned(),
        reports: Vec::new(),
        started: String::new(),
        finished: String::new(),
    }
}

/// What is to be written: the name, and the kinds in it.
#[track_caller]
fn written(effects: &[Effect]) -> (String, Vec<&'static str>) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::WriteFile { name, order, .. } => {
            Some((name.clone(), order.chosen.iter().map(|id| id.0).collect()))
        }
        _ => None,
    });
    found.unwrap_or_else(|| panic!("nothing is written: {effects:?}"))
}

fn saved(wizard: &mut Wizard, variant: Variant) {
    wizard.update(Msg::Save(variant));
    wizard.update(ready("x"));
    wizard.update(Msg::FileSaved);
}

#[test]
fn each_file_has_a_name_and_contents_of_its_own() {
    for (variant, ending, kinds) in [
        (Variant::Essentials, "-essentials.xml", vec!["roster"]),
        (Variant::Page, "-contacts.html", vec!["avatar", "bookmarks", "profile", "roster"]),
        (Variant::Table, "-contacts.csv", vec!["avatar", "bookmarks", "profile", "roster"]),
    ] {
        let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
        let (name, chosen) = written(&wizard.update(Msg::Save(variant)));
        assert!(name.ends_with(ending) && name.is_ascii(), "{name}");
        assert!(kinds.iter().all(|kind| chosen.contains(kind)), "{chosen:?}");
        assert!(!chosen.contains(&"message_archive") && !chosen.contains(&"private_storage"));
        assert!(wizard.update(Msg::Save(Variant::Complete)).is_empty(), "one at a time");
        wizard.update(ready(&name));
        wizard.update(Msg::FileSaved);
        assert_eq!(wizard.stage(), Stage::Choose, "the complete copy is still to be saved");
    }
}

#[test]
fn a_file_that_another_took_the_place_of_is_written_anew() {
    let mut wizard = looked(Flow::Move, vec![contact("bob@x.example", "Bob")]);
    saved(&mut wizard, Variant::Complete);
    saved(&mut wizard, Variant::Page);
    assert!(matches!(copies(&wizard).page, SaveView::Saved { .. }));
    let again = wizard.update(Msg::Save(Variant::Page));
    assert!(matches!(again[..], [Effect::Download, _]), "{again:?}");
    wizard.update(Msg::FileSaved);
    assert!(matches!(choosing(&wizard).save, SaveView::Saved { .. }), "the person has it");
    let (name, _) = written(&wizard.update(Msg::Save(Variant::Complete)));
    assert!(name.ends_with(".xml"), "{name}");
}

#[test]
fn what_the_browser_does_not_take_waits_for_a_second_press() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Save(Variant::Essentials));
    wizard.update(ready("x"));
    wizard.update(Msg::SaveFailed(Trouble::SaveRefused("no".to_owned())));
    assert!(matches!(copies(&wizard).essentials, SaveView::Ready { .. }));
    assert_eq!(choosing(&wizard).save, SaveView::Idle);
    assert!(matches!(wizard.update(Msg::Save(Variant::Essentials))[..], [Effect::Download]));
}

#[test]
fn an_administrator_gets_the_new_address_and_keys_only_if_asked_for() {
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    let password = || session::Password::new("secret".to_owned());
    let send =
        |address: &str| Msg::SaveForAdministrator { address: address.to_owned(), password: password() };
    assert!(wizard.update(send("nobody")).is_empty());
    assert_eq!(copies(&wizard).administrator.problem.unwrap().code, "bad-address");
    let effects = wizard.update(send("neu@new.test"));
    let (name, chosen) = written(&effects);
    assert!(name.ends_with("-import.xml") && !chosen.contains(&"uploaded_files"), "{name} {chosen:?}");
    let password_of = |effects: &[Effect]| {
        effects.iter().any(|effect| matches!(effect, Effect::WriteFile { password: Some(_), .. }))
    };
    assert!(!password_of(&effects));
    wizard.update(Msg::CancelSave);
    wizard.update(Msg::Administer(Administering::WithPassword(true)));
    wizard.update(Msg::Administer(Administering::Program(Program::Ejabberd)));
    let effects = wizard.update(send("neu@new.test"));
    assert!(password_of(&effects));
    assert!(!format!("{effects:?}").contains("secret"));
    assert!(copies(&wizard).administrator.commands.contains("import_piefxis"));
    wizard.update(Msg::CancelSave);
    wizard.update(Msg::Administer(Administering::Program(Program::Snikket)));
    assert!(wizard.update(send("neu@new.test")).is_empty(), "there it is the small file");
}

#[test]
fn uploaded_files_in_a_zip_come_along_unless_unticked() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Restore));
    wizard.update(Msg::FilesPicked(1));
    let mut holdings = Holdings::from_fragments(vec![contact("bob@x.example", "Bob")]);
    holdings.count_uploads(2);
    wizard.update(Msg::FileRead {
        name: "anna.zip".to_owned(),
        size: 10,
        users: vec![FileUser {
            host: "old.example".to_owned(),
            name: "anna".to_owned(),
            holdings: Rc::new(holdings),
        }],
        notes: 0,
        passwords: 0,
        damage: None,
    });
    wizard.update(Msg::FileContinue);
    let uploads = |wizard: &Wizard| {
        let rows = choosing(wizard).rows;
        let row = rows.into_iter().find(|row| row.id.0 == "uploaded_files").unwrap();
        (row.id, row.selected, row.count)
    };
    let (id, is_selected, count) = uploads(&wizard);
    assert_eq!((is_selected, count), (true, Some(2)));
    let (name, chosen) = written(&wizard.update(Msg::Save(Variant::Complete)));
    assert!(name.ends_with(".zip") && chosen.contains(&"uploaded_files"), "{name} {chosen:?}");
    wizard.update(Msg::CancelSave);
    assert!(wizard.update(Msg::Select(id, false)).is_empty());
    let (name, chosen) = written(&wizard.update(Msg::Save(Variant::Complete)));
    assert!(name.ends_with(".xml") && !chosen.contains(&"uploaded_files"), "{name} {chosen:?}");
    wizard.update(Msg::CancelSave);
    assert!(wizard.update(Msg::Select(id, true)).is_empty(), "nothing has to be looked for");
}

#[test]
fn what_is_not_in_a_file_is_named() {
    let entry = |label: &str, outcome| Entry::new(label, label, outcome);
    let entries = vec![
        entry("bob@x.example", Outcome::Copied),
        entry("cy@x.example", Outcome::LeftOut(Reason::NoRoomForPortals)),
    ];
    let note = "<a xmlns='urn:example:a'>1</a>";
    let private = Fragment::Private(Element::parse(note).unwrap());
    let mut wizard = looked(Flow::Backup, vec![contact("bob@x.example", "Bob")]);
    wizard.update(Msg::Read(Side::Origin, id("private_storage"), holding(vec![private])));
    wizard.update(Msg::Save(Variant::Essentials));
    assert!(copies(&wizard).left.is_empty(), "it is not written yet");
    wizard.update(Msg::FileReady {
        size: 10,
        name: "x".to_owned(),
        reports: vec![KindReport::new(id("roster"), entries)],
        started: String::new(),
        finished: String::new(),
    });
    wizard.update(Msg::FileSaved);
    let left = copies(&wizard).left;
    let found = |name: &str| left.iter().find(|left| left.id.0 == name);
    let of = |name: &str| found(name).unwrap_or_else(|| panic!("{name} is not in {left:?}"));
    assert_eq!((of("roster").count, of("roster").names.as_slice()), (1, &["cy@x.example".to_owned()][..]));
    assert_eq!((of("private_storage").count, of("private_storage").names.len()), (1, 1));
    assert_eq!(of("private_storage").unnamed(), 0);
}

#[test]
fn a_file_can_become_any_other() {
    let mut wizard = Wizard::default();
    wizard.update(Msg::Start(Flow::Restore));
    wizard.update(Msg::FilesPicked(1));
    let user = |name: &str| FileUser {
        host: "old.example".to_owned(),
        name: name.to_owned(),
        holdings: Rc::new(Holdings::from_fragments(vec![contact("bob@x.example", "Bob")])),
    };
    wizard.update(Msg::FileRead {
        name: "both.xml".to_owned(),
        size: 10,
        users: vec![user("anna"), user("bert")],
        notes: 0,
        passwords: 1,
        damage: Some(Trouble::FileUnreadable("cut".to_owned())),
    });
    let Body::File(view) = wizard.screen().body else { panic!("still at the file") };
    assert_eq!((view.passwords, view.rescued, view.can_continue), (1, Some(2), false));
    assert_eq!(view.problem.map(|it| it.code), Some("file-unreadable"));
    wizard.update(Msg::PickUser(1));
    let Body::File(view) = wizard.screen().body else { panic!("still at the file") };
    assert!(view.can_continue, "what is whole can be used");
    wizard.update(Msg::FileContinue);
    assert!(copies(&wizard).complete.is_some());
    for variant in [Variant::Complete, Variant::Essentials, Variant::Page, Variant::Table] {
        let effects = wizard.update(Msg::Save(variant));
        let (name, _) = written(&effects);
        assert!(name.starts_with("bert@old.example"), "{name}");
        let of_user = |effect: &Effect| matches!(effect, Effect::WriteFile { user: Some(1), .. });
        assert!(effects.iter().any(of_user), "{effects:?}");
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Read(_))));
        wizard.update(ready(&name));
        wizard.update(Msg::FileSaved);
    }
}
