//! Files as programs in the wild write them: what is read, and what is noted.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{element, file, summary};
use portable::{Format, Fragment, Limits, ReadError, Reader, read_all};

/// What is read of `file`, a line for each thing, against the file `NAME.txt` beside it.
#[track_caller]
fn check(file: &str, expected: &str) {
    let mut reader = Reader::new(Limits::default());
    reader.feed(file.as_bytes()).unwrap();
    assert_eq!(reader.finish(), Ok(()));
    let mut lines = String::new();
    while let Some(event) = reader.next().unwrap() {
        lines.push_str(&summary(&event));
        lines.push('\n');
    }
    assert!(!lines.contains("hush"), "a password shows");
    assert!(lines == expected, "got:\n{lines}\nexpected:\n{expected}");
}

macro_rules! wild {
    ($($name:ident: $file:literal,)*) => {$(
        #[test]
        fn $name() {
            check(
                include_str!(concat!("fixtures/wild/", $file, ".xml")),
                include_str!(concat!("fixtures/wild/", $file, ".txt")),
            );
        }
    )*};
}

wild! {
    qxmpp_and_kaidan: "qxmpp",
    qxmpp_inside_xep_0227: "qxmpp-xep0227",
    openfire: "openfire-xep0227",
    cheogram: "cheogram",
    prosodys_storage: "prosody-storage",
    every_spelling_of_xml: "spellings",
    every_sort_of_archive: "archives",
    a_single_host_of_ejabberd: "ejabberd/20260101-120000_x_test",
    includes_that_nobody_gives: "tigase/x.test",
}

const FILES: [&str; 10] = [
    include_str!("fixtures/wild/qxmpp.xml"),
    include_str!("fixtures/wild/qxmpp-xep0227.xml"),
    include_str!("fixtures/wild/openfire-xep0227.xml"),
    include_str!("fixtures/wild/cheogram.xml"),
    include_str!("fixtures/wild/prosody-storage.xml"),
    include_str!("fixtures/wild/spellings.xml"),
    include_str!("fixtures/wild/archives.xml"),
    include_str!("fixtures/wild/ejabberd/20260101-120000_x_test.xml"),
    include_str!("fixtures/wild/tigase/x.test.xml"),
    common::EJABBERD,
];

#[test]
fn what_was_read_of_them_is_written_and_read_again_the_same() {
    let canonical = |text: &str| xml::parse(text, &xml::Rules::file()).unwrap().canonical();
    for file in FILES {
        for user in read_all(file.as_bytes()).unwrap().users {
            let account = jid::BareJid::new(Some(&user.name), &user.host).unwrap();
            let (once, _) = portable::write_all(&account, user.fragments);
            let mut again = read_all(once.as_bytes()).unwrap();
            assert_eq!(again.notes, [], "what we write needs no repair");
            let (twice, _) = portable::write_all(&account, again.users.remove(0).fragments);
            assert_eq!(canonical(&twice), canonical(&once), "{account}");
        }
    }
}

#[test]
fn other_formats_are_named() {
    let end = |bytes: &[u8]| read_all(bytes).unwrap_err();
    assert_eq!(
        end(include_bytes!("fixtures/wild/openfire-own.xml")),
        ReadError::OtherFormat(Format::Openfire)
    );
    assert_eq!(end(include_bytes!("fixtures/wild/tigase.zip")), ReadError::OtherFormat(Format::Zip));
    // The first packets of an encrypted backup of Cheogram: a session key made from a passphrase.
    assert_eq!(end(b"\xc3\x40\x06\x1e\x09\x03\x0b\x04\x10hush"), ReadError::OtherFormat(Format::OpenPgp));
    assert_eq!(end(b"-----BEGIN PGP MESSAGE-----\n\nwy4GHgk=\n"), ReadError::OtherFormat(Format::OpenPgp));
    assert_eq!(end(b"age-encryption.org/v1\n-> scrypt aGk 15\n"), ReadError::OtherFormat(Format::Age));
    let whole = include_bytes!("fixtures/wild/tigase.zip");
    for len in 1..4 {
        let mut reader = Reader::new(Limits::default());
        let fed = whole.chunks(len).try_for_each(|chunk| reader.feed(chunk));
        assert_eq!(fed.and_then(|()| reader.finish()), Err(ReadError::OtherFormat(Format::Zip)));
    }
    let end = end(include_bytes!("fixtures/wild/tigase/x.test/bea.xml"));
    assert_eq!(end, ReadError::NotXep0227 { name: "user".into(), ns: "urn:xmpp:pie:0".into() });
}

#[test]
fn forms_of_any_type_become_submitted_ones() {
    for kind in ["form", "submit", "result", "none"] {
        let kind = if kind == "none" { String::new() } else { format!(" type='{kind}'") };
        let form = format!("<x xmlns='jabber:x:data'{kind}><field var='a'><value>1</value></field></x>");
        let text = file(&format!(
            "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='n'>{form}</configure></pubsub>"
        ));
        let user = read_all(text.as_bytes()).unwrap().users.remove(0);
        let [Fragment::PepNode(node)] = &user.fragments[..] else { panic!("{user:?}") };
        assert_eq!(node.configure, Some(element(&form)));
        let (written, _) = portable::write_all(&common::account(), user.fragments);
        assert!(
            written.contains("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'"),
            "{written}"
        );
    }
}
