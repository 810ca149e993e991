//! Damaged and hostile files.

mod common;

use common::{EJABBERD, PROSODY_13, file, read, summary};
use portable::{Document, Fragment, Limits, ReadError, Reader, read_what_is_whole};
use xml::Malformed;

fn lines(text: &str, limits: Limits) -> (Vec<String>, Result<(), ReadError>) {
    let mut reader = Reader::new(limits);
    let end = reader.feed(text.as_bytes()).and_then(|()| reader.finish());
    let mut lines = Vec::new();
    while let Ok(Some(event)) = reader.next() {
        lines.push(summary(&event));
    }
    assert_eq!(reader.next().err(), end.clone().err(), "an error is repeated");
    (lines, end)
}

#[test]
fn what_was_whole_before_the_damage_is_saved() {
    let text = file(
        "<vCard xmlns='vcard-temp'/><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'/>\
         <items node='m'><item id='1'></items></pubsub><query xmlns='jabber:iq:roster'><item jid='a@x'/></query>",
    );
    let (lines, end) = lines(&text, Limits::default());
    assert_eq!(lines, ["user anna@old.test", "vcard <vCard xmlns='vcard-temp'/>", "node n ", "end"]);
    let Err(ReadError::Xml(error)) = end else { panic!("{end:?}") };
    assert_eq!(error.at as usize, text.find("</items></pubsub>").unwrap());
    assert!(matches!(error.problem, Malformed::WrongEnd { .. }));
}

#[test]
fn a_file_cut_anywhere_gives_all_that_came_before() {
    for whole in [EJABBERD, PROSODY_13] {
        let (fragments, _) = read(whole);
        let mut most = 0;
        for len in (0..whole.trim_end().len()).step_by(1499) {
            let mut cut = whole.as_bytes()[..len].to_vec();
            let (document, end) = read_what_is_whole(&cut);
            assert!(end.is_err(), "{len}");
            let saved = document.users.first().map_or(&[][..], |user| &user.fragments);
            most = most.max(saved.len());
            // Nodes come last, those that are whole.
            assert!(saved.iter().all(|fragment| match fragment {
                Fragment::PepNode(node) => fragments.iter().any(|whole| {
                    matches!(whole, Fragment::PepNode(whole) if whole.name == node.name
                        && whole.items.starts_with(&node.items))
                }),
                other => fragments.contains(other),
            }));
            // The same if the rest is not missing but broken.
            cut.extend_from_slice(b"<\0");
            assert_eq!(read_what_is_whole(&cut).0, document, "{len}");
        }
        assert!(most > fragments.len() / 2, "{most} of {}", fragments.len());
    }
}

#[test]
fn what_is_too_large_is_passed_over() {
    let limits = Limits { max_fragment: 1000, max_pep: 3000, ..Limits::default() };
    let sized = |element: &str, bytes: usize| file(&element.replace('*', &"<a/>".repeat(bytes / 4)));
    let vcard = "<vCard xmlns='vcard-temp'>*</vCard><blocklist xmlns='urn:xmpp:blocking'/>";
    let found = |text: &str| {
        let (lines, end) = lines(text, limits.clone());
        assert_eq!(end, Ok(()));
        lines.into_iter().map(|line| line.chars().take(50).collect::<String>()).collect::<Vec<_>>()
    };
    assert!(found(&sized(vcard, 900))[1].starts_with("vcard "));
    assert_eq!(
        found(&sized(vcard, 1100)),
        ["user anna@old.test", "note vCard: left out: it is larger than 1000 bytes", "end"]
    );
    let whole = "<items node='n'><item id='i'><p>*</p></item></items>";
    let pubsub = |nodes: &str| {
        format!("<pubsub xmlns='http://jabber.org/protocol/pubsub'>{nodes}<items node='m'/></pubsub>")
    };
    assert_eq!(found(&sized(&pubsub(whole), 2800)).len(), 4);
    let left = "note items: left out: it is larger than 3000 bytes";
    assert_eq!(found(&sized(&pubsub(whole), 3100)), ["user anna@old.test", left, "node m ", "end"]);
    let second = &found(&sized(&pubsub(&whole.repeat(2)), 1500))[1];
    assert_eq!(second, "note n: left out: it is larger than 3000 bytes");
}

#[test]
fn a_text_that_cannot_be_held_ends_the_reading() {
    let limits = Limits { max_fragment: 1000, ..Limits::default() };
    let text = file(&format!("<a xmlns='o'/><b xmlns='o'>{}</b>", "x".repeat(1001)));
    let (lines, end) = lines(&text, limits);
    assert_eq!(lines, ["user anna@old.test", "foreign <a xmlns='o'/>", "end"]);
    assert_eq!(end, Err(ReadError::TooLarge { at: text.find("xxx").unwrap() as u64, limit: 1000 }));
}

#[test]
fn depth_users_and_entities_are_bounded() {
    let deep = file(&("<a>".repeat(200) + &"</a>".repeat(200)));
    assert!(
        matches!(lines(&deep, Limits::default()).1, Err(ReadError::Xml(e)) if e.problem == Malformed::TooDeep(160))
    );
    let users = file("").replace("<user name='anna'></user>", &"<user name='u'/>".repeat(50));
    let (found, end) = lines(&users, Limits { max_users: 3, ..Limits::default() });
    assert_eq!(end, Ok(()));
    assert_eq!(found.len(), 7);
    assert_eq!(found[6], "note user: left out: there are more than 3");
    for entity in ["&x;", "&lol9;", "&#0;"] {
        assert!(matches!(
            read_what_is_whole(file(&format!("<a>{entity}</a>")).as_bytes()).1,
            Err(ReadError::Xml(_))
        ));
    }
    let bomb =
        format!("<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>{}", file("&a;&c;"));
    assert_eq!(read_what_is_whole(bomb.as_bytes()).0, Document::default());
}
