//! The files a person picked: who is in them, and once more the history of one of them.

use std::rc::Rc;

use async_trait::async_trait;
use migration::Holdings;
use migration::file::{OutputError, Recorded};
use portable::{Event, Part, Reason};
use sealing::{HEAD, Look, look};
use web_sys::File;
use wizard::{FileUser, Msg, Trouble};

use super::Engine;
use super::packed::unreadable;
use super::reading::{Reading, Step};
use crate::browser::{Turns, read_slice};

impl Engine {
    pub(super) fn read_file(&self) {
        let files = self.inner.picked.borrow().clone();
        let engine = self.clone();
        self.spawn(async move {
            engine.send(read_all(&files).await.unwrap_or_else(Msg::FileFailed));
        });
    }

    /// The same files, from their beginning.
    pub(super) async fn read_once_more(&self) -> Result<Reading, Trouble> {
        let files = self.inner.picked.borrow().clone();
        Reading::open(&files).await
    }
}

/// Whether a file is encrypted.
pub(super) async fn look_at(file: &File) -> Result<Look, Trouble> {
    let head = read_slice(file, 0, HEAD as u64).await.map_err(unreadable)?;
    look(&head).map_err(Trouble::Sealed)
}

pub(super) async fn is_any_sealed(files: &[File]) -> Result<bool, Trouble> {
    for file in files {
        if look_at(file).await? == Look::Passphrase {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every user of every file. What is whole of a damaged file counts; one that holds no account at all is
/// a problem only where no other does. Encrypted ones have to be opened first.
async fn read_all(files: &[File]) -> Result<Msg, Trouble> {
    if is_any_sealed(files).await? {
        return Ok(Msg::FileSealed);
    }
    let size = files.iter().map(|file| file.size()).sum::<f64>();
    let name = files.iter().map(File::name).collect::<Vec<_>>().join(", ");
    let mut reading = Reading::open(files).await?;
    let uploads = reading.uploads();
    let mut found = Found::default();
    let mut turns = Turns::begin();
    loop {
        match reading.step().await {
            Step::Event(event) => found.take(event),
            Step::Failed(trouble) => drop(found.damage.get_or_insert(trouble)),
            Step::Nothing => break,
        }
        turns.give().await;
    }
    let (notes, passwords, damage) = (found.notes, found.passwords, found.damage.take());
    found.pack_uploads(uploads);
    let users = found.into_users();
    if let Some(trouble) = damage.as_ref().filter(|_| users.is_empty()) {
        return Err(trouble.clone());
    }
    Ok(Msg::FileRead { name, size: size as u64, users, notes, passwords, damage })
}

/// What was found in the files so far. Of the archive nothing is kept but the count.
#[derive(Default)]
pub(super) struct Found {
    /// By host and name.
    users: Vec<(String, String, Holdings)>,
    /// How many things were repaired or could not be taken.
    pub(super) notes: usize,
    pub(super) passwords: usize,
    pub(super) damage: Option<Trouble>,
    /// Whether what comes belongs to a room, which is no account.
    in_room: bool,
}

impl Found {
    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::User { is_room: true, .. } => self.in_room = true,
            Event::User { host, name, .. } => self.users.push((host, name, Holdings::of_file())),
            Event::Fragment(_) if self.in_room => {}
            Event::Fragment(fragment) => {
                if let Some((_, _, holdings)) = self.users.last_mut() {
                    holdings.take(fragment);
                }
            }
            Event::EndUser => self.in_room = false,
            Event::Include { .. } => {}
            Event::Note(note) if note.part == Part::Credentials && note.reason == Reason::Credentials => {
                self.passwords += 1;
            }
            Event::Note(_) => self.notes += 1,
        }
    }

    /// Whether what comes next belongs to an account.
    pub(super) fn is_in_account(&self) -> bool {
        !self.in_room && !self.users.is_empty()
    }

    /// Whose uploaded files they are that lie beside the document; nobody's where it is of several.
    pub(super) fn pack_uploads(&mut self, count: u64) {
        if let [(_, _, holdings)] = &mut self.users[..] {
            holdings.count_uploads(count);
        }
    }

    pub(super) fn into_users(self) -> Vec<FileUser> {
        let user = |(host, name, holdings)| FileUser { host, name, holdings: Rc::new(holdings) };
        self.users.into_iter().map(user).collect()
    }
}

#[async_trait(?Send)]
impl Recorded for Reading {
    async fn next(&mut self) -> Result<Option<Event>, OutputError> {
        loop {
            match self.step().await {
                Step::Event(event) => return Ok(Some(event)),
                // It was told when they were read first; what is whole counts.
                Step::Failed(_) => {}
                Step::Nothing => return Ok(None),
            }
        }
    }

    fn begin_upload(&mut self) -> Option<String> {
        Reading::begin_upload(self)
    }

    async fn upload(&mut self) -> Result<Vec<u8>, OutputError> {
        Reading::upload(self).await.map_err(|trouble| OutputError(trouble.explain().details))
    }
}
