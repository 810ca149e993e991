//! What must hold for any bytes: no panic, no hang, no memory over the limits, and the laws below.
//!
//! `cargo +nightly fuzz run reader fuzz/corpus/reader fuzz/seeds crates/portable/tests/fixtures` looks
//! for bytes where it does not, guided by coverage. The same functions run on stable, over bytes
//! changed blindly: in `cargo test -p fuzz` for a bounded time, or as `cargo run -p fuzz --bin reader`.

pub mod mutate;
mod sealed;

use std::collections::BTreeMap;

use jid::BareJid;
use portable::zip::{Check, Directory, HEADER, TAIL};
use portable::{Event, Files, Fragment, Limits, Need, ReadError, Reader, write_all};
use xml::{Element, Rules, parse};

pub use sealed::sealed;

/// A file in any chunking: the first two bytes say which, and how tight the limits are.
pub fn reader(data: &[u8]) {
    let Some(([size, tight], file)) = data.split_first_chunk() else { return };
    let limits = match tight {
        0 => Limits { max_fragment: 300, max_pep: 700, max_users: 2 },
        _ => Limits::default(),
    };
    let (events, end) = read(file, file.len().max(1), &limits);
    assert_eq!((&events, &end), (&read(file, usize::from(*size).max(1), &limits).0, &end));
    // Who begins a user ends it, damaged or not.
    let mut is_open = false;
    for event in &events {
        match event {
            Event::User { .. } => assert!(!std::mem::replace(&mut is_open, true)),
            Event::EndUser => assert!(std::mem::replace(&mut is_open, false)),
            Event::Fragment(_) => assert!(is_open),
            Event::Note(_) | Event::Include { .. } => {}
        }
    }
    assert!(!is_open);
    let mut of_user = Vec::new();
    for event in events {
        match event {
            Event::Fragment(fragment) => of_user.push(fragment),
            Event::EndUser => written_is_read_again(std::mem::take(&mut of_user)),
            _ => {}
        }
    }
}

fn read(file: &[u8], size: usize, limits: &Limits) -> (Vec<Event>, Result<(), ReadError>) {
    let mut reader = Reader::new(limits.clone());
    let mut events = Vec::new();
    for chunk in file.chunks(size) {
        let fed = reader.feed(chunk);
        while let Ok(Some(event)) = reader.next() {
            events.push(event);
        }
        if fed.is_err() {
            break;
        }
    }
    let end = reader.finish();
    while let Ok(Some(event)) = reader.next() {
        events.push(event);
    }
    (events, end)
}

/// What we write needs no repair, and is the same when written again.
fn written_is_read_again(fragments: Vec<Fragment>) {
    let Ok(account) = BareJid::new(Some("anna"), "old.test") else { return };
    let (text, _) = write_all(&account, fragments);
    let (events, end) = read(text.as_bytes(), text.len(), &Limits::default());
    assert_eq!(end, Ok(()), "{text}");
    assert!(!events.iter().any(|event| matches!(event, Event::Note(_))), "{events:?}");
    let again = events.into_iter().filter_map(|event| match event {
        Event::Fragment(fragment) => Some(fragment),
        _ => None,
    });
    assert_eq!(write_all(&account, again).0, text);
}

/// A frame, or a document: what was read is written and read again, and means the same.
pub fn element(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for rules in [Rules::stream(), Rules::file(), Rules::file().with_many_roots()] {
        let Ok(element) = parse(text, &rules) else { continue };
        let again = Element::parse(&element.to_xml()).map_err(|error| error.to_string());
        assert_eq!(again.as_ref(), Ok(&element));
        assert_eq!(again.map(|again| again.canonical()), Ok(element.canonical()));
    }
}

/// Files that include one another: they stand in `data` one after the other, each behind a byte 0xFF.
pub fn files(data: &[u8]) {
    let texts: Vec<&[u8]> = data.split(|byte| *byte == 0xff).take(30).collect();
    let name = |n: usize| format!("{}{n}.xml", if n % 3 == 2 { "a/" } else { "" });
    let mut files = Files::new((0..texts.len()).map(name).collect(), Limits::default());
    let (mut open, mut ended) = (BTreeMap::new(), 0);
    for _ in 0..data.len() * 4 + 1000 {
        match files.next() {
            Need::Bytes { file, from } => {
                let known = open.entry(file).or_insert(0);
                // A part that turned out to be one is read again from its start.
                assert!(from == *known || from == 0);
                let rest = texts.get(file).and_then(|text| text.get(from as usize..)).unwrap_or_default();
                let len = rest.len().min(64);
                files.feed(&rest[..len]);
                *known = from + len as u64;
            }
            Need::Event(_) => {}
            Need::Ended { .. } => ended += 1,
            Need::Nothing => return assert!(ended <= texts.len()),
        }
    }
    panic!("files are read for ever");
}

/// A zip: nothing it says about itself is believed.
pub fn zip(data: &[u8]) {
    let tail = &data[data.len().saturating_sub(TAIL)..];
    let Ok(directory) = Directory::find(tail, data.len() as u64) else { return };
    let Some(bytes) = data.get(directory.at as usize..(directory.at + directory.len) as usize) else {
        panic!("{directory:?} is outside of {} bytes", data.len());
    };
    for entry in directory.entries(bytes).unwrap_or_default() {
        let header = usize::try_from(entry.header_at).ok().and_then(|at| data.get(at..)).unwrap_or_default();
        let Ok(at) = entry.data_at(&header[..header.len().min(HEADER)]) else { continue };
        let mut check = Check::new();
        let packed = usize::try_from(at).ok().and_then(|at| data.get(at..)).unwrap_or_default();
        let fits = check.feed(packed, &entry);
        assert_eq!(fits, packed.len() as u64 <= entry.size);
    }
}
