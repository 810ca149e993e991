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
    pub fragments: Vec<Fragment>,
}

/// Reads a whole file within the default [`Limits`].
pub fn read_all(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut reader = Reader::new(Limits::default());
    reader.feed(bytes)?;
    let mut document = Document::default();
    while let Some(event) = reader.next()? {
        match event {
            Event::User { host, name } => document.users.push(User { host, name, fragments: Vec::new() }),
            Event::Fragment(fragment) => {
                if let Some(user) = document.users.last_mut() {
                    user.fragments.push(fragment);
                }
            }
            Event::EndUser => {}
            Event::Note(note) => document.notes.push(note),
        }
    }
    reader.finish()?;
    Ok(document)
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
