//! Files that include one another, picked together or packed into a zip.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use std::io::Read;

use common::summary;
use portable::zip::{Check, Directory, Entry, HEADER, TAIL, ZipError};
use portable::{Files, Limits, Need, ReadError};

type Picked<'a> = Vec<(&'a str, &'a [u8])>;

/// Everything that is told, feeding `size` bytes at a time.
fn told(picked: &Picked, size: usize) -> Vec<String> {
    let names = picked.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut files = Files::new(names, Limits::default());
    let mut lines = Vec::new();
    loop {
        match files.next() {
            Need::Event(event) => lines.push(summary(&event)),
            Need::Ended { file, result: Ok(()) } => lines.push(format!("ended {}", picked[file].0)),
            Need::Ended { file, result: Err(error) } => lines.push(format!("{}: {error}", picked[file].0)),
            Need::Bytes { file, from } => {
                let rest = &picked[file].1[usize::try_from(from).unwrap()..];
                files.feed(&rest[..rest.len().min(size)]);
            }
            Need::Nothing => return lines,
        }
    }
}

#[track_caller]
fn check(picked: &Picked, expected: &[&str]) {
    for size in [1, 50, 100_000] {
        let lines = told(picked, size);
        let short: Vec<String> = lines.iter().map(|line| line.chars().take(60).collect()).collect();
        assert_eq!(short, expected, "{size} bytes at a time");
    }
}

macro_rules! fixtures {
    ($folder:literal: $($name:literal),* $(,)?) => {
        vec![$(($name, &include_bytes!(concat!("fixtures/wild/", $folder, "/", $name))[..])),*]
    };
}

const TIGASE: [&str; 11] = [
    "user anna@x.test",
    "note status: left out: it does not belong there",
    "note scram-credentials: left out: passwords and keys of the ",
    "roster <item xmlns='jabber:iq:roster' jid='cid@y.test' subsc",
    "vcard <vCard xmlns='vcard-temp'><FN>Anna</FN></vCard>",
    "privacy <query xmlns='jabber:iq:privacy'><default name='b'/>",
    "privacy <query xmlns='jabber:iq:privacy'><list name='b'><ite",
    "note archive: left out: it does not belong there",
    "archived <result xmlns='urn:xmpp:mam:2' id='1'><forwarded xm",
    "node urn:xmpp:avatar:metadata <x xmlns='jabber:x:data' type=",
    "end",
];

/// With the notes of a user before the user.
fn tigase() -> Vec<&'static str> {
    let mut lines = TIGASE.to_vec();
    lines.swap(0, 1);
    lines.extend(["user bea@x.test", "roster <item xmlns='jabber:iq:roster' jid='anna@x.test' subs", "end"]);
    lines.push("ended export.xml");
    lines
}

#[test]
fn an_export_of_tigase_in_folders() {
    let files = fixtures!("tigase": "x.test/anna.xml", "x.test/anna/archive.xml", "x.test/anna/pep.xml",
        "x.test/bea.xml", "x.test.xml", "export.xml");
    check(&files, &tigase());
}

#[test]
fn an_export_of_tigase_picked_without_its_folders() {
    let files: Picked = fixtures!("tigase": "export.xml", "x.test/anna.xml", "x.test/anna/archive.xml",
        "x.test/anna/pep.xml", "x.test/bea.xml", "x.test.xml");
    let files = files.into_iter().map(|(name, bytes)| (name.rsplit('/').next().unwrap(), bytes)).collect();
    check(&files, &tigase());
}

#[test]
fn an_export_of_ejabberd_in_any_order_and_without_its_frame() {
    let (frame, host) = ("20260101-120000.xml", "20260101-120000_x_test.xml");
    let both: Picked = fixtures!("ejabberd": "20260101-120000.xml", "20260101-120000_x_test.xml");
    let found = |picked: &Picked| told(picked, 10);
    let whole = found(&both);
    assert_eq!((whole.first().unwrap().as_str(), whole.len()), ("user anna@x.test", 11));
    assert_eq!(whole.last().unwrap(), &format!("ended {frame}"));
    assert_eq!(found(&vec![both[1], both[0]]), whole);
    let alone = found(&vec![both[1], ("other.xml", b"<server-data xmlns='urn:xmpp:pie:0'/>")]);
    assert_eq!(alone[0], "ended other.xml");
    assert_eq!(alone[1..alone.len() - 1], whole[..whole.len() - 1]);
    assert_eq!(alone.last().unwrap(), &format!("ended {host}"));
}

fn file(inside: &str) -> String {
    format!(
        "<server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'>{inside}</server-data>"
    )
}

#[test]
fn circles_end() {
    let main = file("<xi:include href='a.xml'/><xi:include href='main.xml'/>");
    let host = "<host xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude' jid='x.test'>\
                <xi:include href='a.xml'/><xi:include href='b.xml'/><xi:include href='b.xml'/></host>";
    let user = "<user xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude' name='u'>\
                <xi:include href='main.xml'/></user>";
    let not_here =
        |name: &str| format!("note {name}: left out: it points to another file, which is not here");
    let (a, b, m) = (not_here("a.xml"), not_here("b.xml"), not_here("main.xml"));
    let cut = |line: &String| line.chars().take(60).collect::<String>();
    check(
        &vec![("main.xml", main.as_bytes()), ("a.xml", host.as_bytes()), ("b.xml", user.as_bytes())],
        &[&cut(&a), "user u@x.test", &cut(&m), "end", &cut(&b), &cut(&m), "ended main.xml"],
    );
}

#[test]
fn includes_nest_only_so_deep() {
    let host =
        |n: usize| format!("<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{}.xml'/>", n + 1);
    let mut texts = vec![file(&format!("<host jid='x.test'>{}</host>", host(0)))];
    texts.extend((1..20).map(host));
    let names: Vec<String> = (0..20).map(|n| format!("{n}.xml")).collect();
    let picked: Picked =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let lines = told(&picked, 100);
    assert_eq!(lines[0], "note 9.xml: left out: it points to another file, which is not here");
    assert_eq!(lines[1], "ended 0.xml");
    // The others stand for themselves then, and are no accounts.
    assert!(lines[2..].iter().all(|line| line.contains("expected a XEP-0227 document")), "{lines:#?}");
}

#[test]
fn only_plain_relative_includes_are_asked_for() {
    let main = file(
        "<xi:include href='a.xml' parse='text'/><xi:include href='a.xml' xpointer='x'/><xi:include/>\
         <xi:include href='https://x.test/a.xml'><xi:fallback><host jid='no'/></xi:fallback></xi:include>",
    );
    let lines = told(&vec![("main.xml", main.as_bytes()), ("a.xml", b"<a/>")], 7);
    assert!(lines[..4].iter().all(|line| line.ends_with("it points to another file, which is not here")));
    assert_eq!(lines[4], "ended main.xml");
}

#[test]
fn a_damaged_part_does_not_end_the_whole() {
    let main = file(
        "<host jid='x.test'><xi:include href='a.xml'/><xi:include href='b.xml'/><user name='c'/></host>",
    );
    let cut = "<user xmlns='urn:xmpp:pie:0' name='a'><vCard xmlns='vcard-temp'/>\
               <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='n'/><items node='m'><item";
    let picked =
        vec![("main.xml", main.as_bytes()), ("a.xml", cut.as_bytes()), ("b.xml", b"not XML".as_slice())];
    check(
        &picked,
        &[
            "user a@x.test",
            "vcard <vCard xmlns='vcard-temp'/>",
            "note a.xml: left out: its file is damaged: the file is damag",
            "node n ",
            "end",
            "note b.xml: left out: its file is damaged: the file is damag",
            "user c@x.test",
            "end",
            "ended main.xml",
        ],
    );
}

/// The entries of a zip with their bytes, unpacked as the page does, but all at once.
fn unpacked(zip: &[u8]) -> Result<Vec<(Entry, Vec<u8>)>, ZipError> {
    let tail = &zip[zip.len().saturating_sub(TAIL)..];
    let directory = Directory::find(tail, zip.len() as u64)?;
    let at = usize::try_from(directory.at).unwrap();
    let entries = directory.entries(&zip[at..at + usize::try_from(directory.len).unwrap()])?;
    let mut files = Vec::new();
    for entry in entries {
        let at = usize::try_from(entry.header_at).unwrap();
        let at = usize::try_from(entry.data_at(zip.get(at..at + HEADER).ok_or(ZipError::Damaged)?)?).unwrap();
        let end = at + usize::try_from(entry.packed).unwrap();
        let packed = zip.get(at..end).ok_or(ZipError::Damaged)?;
        let mut bytes = Vec::new();
        if entry.is_deflated {
            let inflated = flate2::read::DeflateDecoder::new(packed).read_to_end(&mut bytes);
            inflated.map_err(|_| ZipError::Damaged)?;
        } else {
            bytes.extend_from_slice(packed);
        }
        let mut check = Check::new();
        if !(bytes.chunks(100).all(|chunk| check.feed(chunk, &entry)) && check.is_whole(&entry)) {
            return Err(ZipError::Damaged);
        }
        files.push((entry, bytes));
    }
    Ok(files)
}

#[test]
fn a_zip_is_read_like_its_files() {
    for zip in [
        &include_bytes!("fixtures/wild/tigase.zip")[..],
        // Written to a pipe: sizes only behind the data, and in the directory.
        include_bytes!("fixtures/wild/tigase-streamed.zip"),
    ] {
        let files = unpacked(zip).unwrap();
        assert!(files.iter().any(|(entry, _)| entry.is_deflated));
        let picked = files.iter().map(|(entry, bytes)| (entry.name.as_str(), bytes.as_slice())).collect();
        check(&picked, &tigase());
    }
}

/// A zip64 of one stored file, made by hand (APPNOTE 6.3 §4.3).
fn zip64() -> Vec<u8> {
    let data = b"<a/>";
    let crc = 0x01d1_1cd4_u64;
    let mut zip = Vec::new();
    let numbers = |zip: &mut Vec<u8>, numbers: &[(u64, usize)]| {
        numbers.iter().for_each(|(number, len)| zip.extend_from_slice(&number.to_le_bytes()[..*len]));
    };
    zip.extend_from_slice(b"PK\x03\x04");
    numbers(
        &mut zip,
        &[(45, 2), (0, 2), (0, 2), (0, 4), (crc, 4), (0xffff_ffff, 4), (0xffff_ffff, 4), (5, 2), (20, 2)],
    );
    zip.extend_from_slice(b"a.xml");
    numbers(&mut zip, &[(1, 2), (16, 2), (4, 8), (4, 8)]);
    zip.extend_from_slice(data);
    let directory = zip.len() as u64;
    zip.extend_from_slice(b"PK\x01\x02");
    numbers(
        &mut zip,
        &[(45, 2), (45, 2), (0, 2), (0, 2), (0, 4), (crc, 4), (0xffff_ffff, 4), (0xffff_ffff, 4)],
    );
    numbers(&mut zip, &[(5, 2), (28 + 5, 2), (0, 2), (0, 2), (0, 2), (0, 4), (0xffff_ffff, 4)]);
    zip.extend_from_slice(b"a.xml");
    // A field of another kind stands before the one that counts.
    numbers(&mut zip, &[(0x5455, 2), (1, 2), (0, 1), (1, 2), (24, 2), (4, 8), (4, 8), (0, 8)]);
    let end = zip.len() as u64;
    zip.extend_from_slice(b"PK\x06\x06");
    numbers(
        &mut zip,
        &[(44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (1, 8), (1, 8), (end - directory, 8), (directory, 8)],
    );
    zip.extend_from_slice(b"PK\x06\x07");
    numbers(&mut zip, &[(0, 4), (end, 8), (1, 4)]);
    zip.extend_from_slice(b"PK\x05\x06");
    numbers(
        &mut zip,
        &[(0, 2), (0, 2), (0xffff, 2), (0xffff, 2), (0xffff_ffff, 4), (0xffff_ffff, 4), (2, 2)],
    );
    zip.extend_from_slice(b"hi");
    zip
}

#[test]
fn large_zips_are_understood() {
    let files = unpacked(&zip64()).unwrap();
    assert_eq!(files.len(), 1);
    let (entry, bytes) = &files[0];
    assert_eq!(
        (entry.name.as_str(), entry.size, entry.header_at, bytes.as_slice()),
        ("a.xml", 4, 0, &b"<a/>"[..])
    );
}

#[test]
fn a_zip_cut_or_changed_anywhere_is_refused_or_the_same() {
    for zip in [zip64(), include_bytes!("fixtures/wild/tigase.zip").to_vec()] {
        let whole: Vec<_> = unpacked(&zip).unwrap().into_iter().map(|(_, bytes)| bytes).collect();
        for len in 0..zip.len() {
            assert!(unpacked(&zip[..len]).is_err(), "{len}");
        }
        for at in 0..zip.len() {
            let mut changed = zip.clone();
            changed[at] ^= 0x11;
            // Names, times and versions may change; what comes out never does unnoticed.
            if let Ok(files) = unpacked(&changed) {
                assert!(files.iter().all(|(_, bytes)| whole.contains(bytes)), "{at}");
            }
        }
    }
}

#[test]
fn what_cannot_be_unpacked_is_named() {
    let zip = include_bytes!("fixtures/wild/tigase.zip");
    let directory = Directory::find(zip, zip.len() as u64).unwrap();
    let at = usize::try_from(directory.at).unwrap();
    let entry = |offset: usize, value: u8| {
        let mut changed = zip[at..].to_vec();
        changed[offset] = value;
        directory.entries(&changed).unwrap_err()
    };
    assert_eq!(entry(10, 99), ZipError::Method("export.xml".into(), 99));
    assert_eq!(entry(8, 1), ZipError::Encrypted("export.xml".into()));
    assert_eq!(Directory::find(b"<a/>", 4), Err(ZipError::NoEnd));
    let many = Directory { count: 1 << 40, ..directory };
    assert_eq!(many.entries(&zip[at..]), Err(ZipError::Damaged));
    assert!(matches!(portable::read_all(zip), Err(ReadError::OtherFormat(portable::Format::Zip))));
}
