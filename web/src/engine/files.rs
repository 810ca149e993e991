//! The files a person picked: who is in them, and once more the history of one of them.

use std::rc::Rc;

use async_trait::async_trait;
use migration::Holdings;
use migration::file::{OutputError, Recorded};
use portable::{Event, Part, Reason};
use web_sys::File;
use wizard::{FileUser, Msg, Trouble};

use super::Engine;
use super::reading::{Reading, Step};
use crate::browser::Turns;

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

/// Every user of every file. What is whole of a damaged file counts; one that holds no account at all is
/// a problem only where no other does.
async fn read_all(files: &[File]) -> Result<Msg, Trouble> {
    let size = files.iter().map(|file| file.size()).sum::<f64>();
    let name = files.iter().map(File::name).collect::<Vec<_>>().join(", ");
    let mut reading = Reading::open(files).await?;
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
    let Found { users, notes, passwords, damage, .. } = found;
    if let Some(trouble) = damage.as_ref().filter(|_| users.is_empty()) {
        return Err(trouble.clone());
    }
    let user = |(host, name, holdings)| FileUser { host, name, holdings: Rc::new(holdings) };
    let users = users.into_iter().map(user).collect();
    Ok(Msg::FileRead { name, size: size as u64, users, notes, passwords, damage })
}

/// What was found in the files so far. Of the archive nothing is kept but the count.
#[derive(Default)]
struct Found {
    /// By host and name.
    users: Vec<(String, String, Holdings)>,
    /// How many things were repaired or could not be taken.
    notes: usize,
    passwords: usize,
    damage: Option<Trouble>,
    /// Whether what comes belongs to a room, which is no account.
    in_room: bool,
}

impl Found {
    fn take(&mut self, event: Event) {
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
}
