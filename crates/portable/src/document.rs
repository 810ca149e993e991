//! A whole file at once, for what fits into memory.

use jid::BareJid;

use crate::error::ReadError;
use crate::fragment::Fragment;
use crate::limits::Limits;
use crate::note::Note;
use crate::read::{Event, Reader};
use crate::write::Writer;

/// Everything a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub users: Vec<User>,
    pub notes: Vec<Note>,
}

/// One account of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub host: String,
    pub name: String,
    /// A room of a service, not an account (XEP-0519).
    pub is_room: bool,
    pub fragments: Vec<Fragment>,
}

/// Reads a whole file within the default [`Limits`].
pub fn read_all(bytes: &[u8]) -> Result<Document, ReadError> {
    let (document, end) = read_what_is_whole(bytes);
    end.map(|()| document)
}

/// Reads as much of a file as is undamaged, and says why not more.
pub fn read_what_is_whole(bytes: &[u8]) -> (Document, Result<(), ReadError>) {
    let mut reader = Reader::new(Limits::default());
    let end = reader.feed(bytes).and_then(|()| reader.finish());
    let mut document = Document::default();
    while let Ok(Some(event)) = reader.next() {
        document.take(event);
    }
    (document, end)
}

impl Document {
    fn take(&mut self, event: Event) {
        match event {
            Event::User { host, name, is_room } => {
                self.users.push(User { host, name, is_room, fragments: Vec::new() });
            }
            Event::Fragment(fragment) => {
                if let Some(user) = self.users.last_mut() {
                    user.fragments.push(fragment);
                }
            }
            Event::Note(note) => self.notes.push(note),
            Event::EndUser | Event::Include { .. } => {}
        }
    }
}

/// The file of one account, and what was left out or changed.
pub fn write_all(account: &BareJid, fragments: impl IntoIterator<Item = Fragment>) -> (String, Vec<Note>) {
    let mut writer = Writer::new(account);
    for fragment in fragments {
        writer.push(fragment);
    }
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let notes = writer.begin(&mut out).and_then(|archive| archive.finish(&mut out)).unwrap_or_default();
    (out, notes)
}
