//! Nothing grows with the archive. Alone in its program, since it is the program that is measured.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::file;
use portable::{Event, Fragment, Limits, Reader};

#[test]
fn memory_stays_flat_at_any_size() {
    const SIZE: u64 = 208 << 20;
    let result = format!(
        "<result xmlns='urn:xmpp:mam:2' id='*'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' \
         stamp='2020-01-01T00:00:00Z'/><message xmlns='jabber:client' to='a@x' from='b@x'><body>{}</body></message>\
         </forwarded></result>",
        "word ".repeat(4000)
    );
    let text = file("<archive xmlns='urn:xmpp:pie:0#mam'>|</archive>");
    let (head, tail) = text.split_once('|').unwrap();
    let mut reader = Reader::new(Limits::default());
    reader.feed(head.as_bytes()).unwrap();
    let (mut fed, mut results, mut before) = (0, 0_u64, None);
    // A slice that ends anywhere, as slices of a file do.
    let page = result.repeat(16);
    for slice in std::iter::repeat(page.as_bytes().chunks(100_001)).flatten() {
        if fed >= SIZE && fed.is_multiple_of(page.len() as u64) {
            break;
        }
        reader.feed(slice).unwrap();
        fed += slice.len() as u64;
        while let Some(event) = reader.next().unwrap() {
            results += u64::from(matches!(event, Event::Fragment(Fragment::ArchiveResult(_))));
        }
        if fed > SIZE / 16 {
            before.get_or_insert_with(memory);
        }
    }
    let grown = memory().saturating_sub(before.unwrap());
    reader.feed(tail.as_bytes()).unwrap();
    assert_eq!((results, reader.finish()), (fed / page.len() as u64 * 16, Ok(())));
    assert!(grown < 2 << 20, "{grown} bytes more after {fed}");
}

/// Bytes this process holds, as the kernel counts them (proc(5), `statm`).
fn memory() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap() * 4096
}
