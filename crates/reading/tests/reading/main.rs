//! Histories read as a person reads them: page by page, and by what is looked for.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;
mod hostile;
mod pages;
mod searching;
mod waiting;

use portable::{Event, Fragment, Limits, Reader};
use reading::{Conversation, Extent, Found, From, Index, Message, Page, Place, Search, Turning};

const OWN: &str = "anna@old.test";

/// A file, and what is known of it.
struct History {
    bytes: Vec<u8>,
    index: Index,
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The archive of anna@old.test with these results in it.
fn file(results: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<server-data xmlns='urn:xmpp:pie:0'><host jid='old.test'><user name='anna'>\
         <archive xmlns='urn:xmpp:pie:0#mam'>{results}</archive></user></host></server-data>"
    )
}

/// One result; times are minutes since 2020-01-01.
fn result(id: &str, minute: u32, message: &str) -> String {
    let (day, hour, minute) = (minute / 1440 + 1, minute / 60 % 24, minute % 60);
    format!(
        "<result xmlns='urn:xmpp:mam:2' id='{id}'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2020-01-{day:02}T{hour:02}:{minute:02}:00Z'/>{message}\
         </forwarded></result>\n"
    )
}

/// A message of a chat with bea, by her or to her.
fn chat(id: &str, is_own: bool, inside: &str) -> String {
    let (from, to) = if is_own { (OWN, "bea@b.test") } else { ("bea@b.test/phone", OWN) };
    format!("<message xmlns='jabber:client' type='chat' id='{id}' from='{from}' to='{to}'>{inside}</message>")
}

fn body(text: &str) -> String {
    format!("<body>{text}</body>")
}

impl History {
    fn of(results: &str) -> Self {
        Self::read(file(results).into_bytes(), 1 << 16)
    }

    /// Reads a file in pieces of this size.
    fn read(bytes: Vec<u8>, piece: usize) -> Self {
        let mut reader = Reader::new(Limits::default());
        let mut index = Index::new(OWN, fold);
        for part in bytes.chunks(piece) {
            reader.feed(part).unwrap();
            while let Some(event) = reader.next().unwrap() {
                let extent = Extent { file: 0, bytes: reader.piece() };
                let place = Place { extent, left: reader.left() };
                match event {
                    Event::Fragment(Fragment::ArchiveResult(result)) => {
                        index.take(&result, &place, reader.bindings());
                    }
                    Event::Fragment(Fragment::OfflineMessage(message)) => {
                        index.wait(&message, &place, reader.bindings());
                    }
                    _ => {}
                }
            }
        }
        reader.finish().unwrap();
        index.close();
        Self { bytes, index }
    }

    fn stretch(&self, block: u32) -> &[u8] {
        let bytes = self.index.extent(block).unwrap().bytes;
        &self.bytes[usize::try_from(bytes.start).unwrap()..usize::try_from(bytes.end).unwrap()]
    }

    fn page(&self, conversation: usize, from: From) -> Page {
        let mut turning = Turning::new(u32::try_from(conversation).unwrap(), from);
        while let Some(block) = turning.next(&self.index) {
            turning.feed(&self.index, block, Some(self.stretch(block)));
        }
        turning.page(&self.index).unwrap()
    }

    /// All messages of a conversation, page by page.
    fn all(&self, conversation: usize) -> Vec<Message> {
        let total = self.index.conversations()[conversation].messages;
        let mut messages = Vec::new();
        while messages.len() < total as usize {
            let page = self.page(conversation, From::Message(u32::try_from(messages.len()).unwrap()));
            assert_eq!((page.first as usize, page.total, page.unreadable), (messages.len(), total, 0));
            assert!(!page.messages.is_empty());
            messages.extend(page.messages);
        }
        messages
    }

    fn conversation(&self, address: &str) -> usize {
        let is_it = |it: &Conversation| it.address == address;
        self.index.conversations().iter().position(is_it).unwrap()
    }

    fn find(&self, typed: &str) -> Vec<Found> {
        let Some(mut search) = Search::new(&self.index, typed, None) else { return Vec::new() };
        while search.step(&self.index) {}
        let count = search.count();
        let mut found = Vec::new();
        while let Some(block) = search.next_block() {
            found.extend(search.feed(&self.index, block, self.stretch(block)));
        }
        assert!(count.is_none_or(|count| count == found.len()), "{count:?} {found:?}");
        found
    }
}
