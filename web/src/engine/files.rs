//! The files a person picked.

use std::rc::Rc;

use futures_util::StreamExt;
use futures_util::pin_mut;
use migration::Holdings;
use portable::{Event, Limits, Reader};
use web_sys::File;
use wizard::{FileUser, Msg, Trouble};

use super::Engine;
use super::packed::{Document, unreadable};
use crate::browser::{Turns, slices};

impl Engine {
    pub(super) fn read_file(&self) {
        let files = self.inner.picked.borrow().clone();
        let engine = self.clone();
        self.spawn(async move {
            engine.send(read_all(&files).await.unwrap_or_else(Msg::FileFailed));
        });
    }
}

/// Every user of every file; one that cannot be read is a problem of all.
async fn read_all(files: &[File]) -> Result<Msg, Trouble> {
    let (mut users, mut notes, mut size) = (Vec::new(), 0, 0.0);
    for file in files {
        let (found, noted) = parse(file).await?;
        users.extend(found);
        notes += noted;
        size += file.size();
    }
    let name = files.iter().map(File::name).collect::<Vec<_>>().join(", ");
    Ok(Msg::FileRead { name, size: size as u64, users, notes })
}

/// Reads the file slice by slice.
async fn parse(file: &File) -> Result<(Vec<FileUser>, usize), Trouble> {
    let mut reader = Reader::new(Limits::default());
    let mut found = Found::default();
    let mut turns = Turns::begin();
    let mut document = Document::find(file).await?;
    let slices = slices(document.bytes.clone());
    pin_mut!(slices);
    while let Some(slice) = slices.next().await {
        let slice = slice.map_err(unreadable)?;
        document.check(&slice);
        reader.feed(&slice).map_err(Trouble::File)?;
        found.take(&mut reader, &mut turns).await?;
    }
    reader.finish().map_err(Trouble::File)?;
    document.finish()?;
    let notes = found.notes;
    Ok((found.into_users(), notes))
}

/// What was found in a file so far. Of the archive nothing is kept but the count.
#[derive(Default)]
pub(super) struct Found {
    /// By host and name.
    users: Vec<(String, String, Holdings)>,
    /// How many things were repaired or could not be taken.
    pub(super) notes: usize,
    /// Whether what comes belongs to a room, which is no account.
    in_room: bool,
}

impl Found {
    async fn take(&mut self, reader: &mut Reader, turns: &mut Turns) -> Result<(), Trouble> {
        while let Some(event) = reader.next().map_err(Trouble::File)? {
            self.sort(event);
            turns.give().await;
        }
        Ok(())
    }

    /// Puts what was read where it belongs.
    pub(super) fn sort(&mut self, event: Event) {
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
            Event::Note(_) => self.notes += 1,
        }
    }

    /// Whether what comes next belongs to an account.
    pub(super) fn is_in_account(&self) -> bool {
        !self.in_room && !self.users.is_empty()
    }

    pub(super) fn into_users(self) -> Vec<FileUser> {
        let user = |(host, name, holdings)| FileUser { host, name, holdings: Rc::new(holdings) };
        self.users.into_iter().map(user).collect()
    }
}
