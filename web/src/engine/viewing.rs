//! A file that is read by a person: opened once, then read again wherever somebody looks.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

use portable::{Event, Files, Fragment, Limits, Need};
use reading::{Extent, Index, Place, Search, Turning};
use session::Environment;
use web_sys::{Blob, File};
use wizard::{History, Msg, OpenedFile, SearchState, Trouble, ViewOrder, Viewed};

use super::Engine;
use super::files::Found;
use super::packed::{Document, unreadable};
use crate::browser::{Turns, fold, read_slice};

/// Bytes read at once.
const SLICE: u64 = 256 << 10;
/// Bytes read at once where all of a file is looked through.
const WIDE: u64 = 1 << 20;
/// How far it is is told this often at most; every message draws the page anew.
const BEAT: Duration = Duration::from_millis(200);
/// So many messages are found before a search rests.
const FOUND: usize = 100;

/// What is open.
#[derive(Default)]
pub(super) struct Viewing {
    opened: Option<Rc<Opened>>,
    /// The search that rests.
    search: Option<(u32, Search)>,
    /// Counts what makes everything before it pointless.
    turn: u64,
}

struct Opened {
    files: Vec<Blob>,
    /// One for each user.
    indexes: Vec<Index>,
}

impl Engine {
    pub(super) fn open_file(&self) {
        let files = self.inner.picked.borrow().clone();
        let engine = self.clone();
        self.close_file();
        self.spawn(async move {
            let opened = engine.index(&files).await;
            engine.send(opened.unwrap_or_else(Msg::FileFailed));
        });
    }

    /// Forgets what is open.
    pub(super) fn close_file(&self) {
        let mut viewing = self.inner.viewing.borrow_mut();
        *viewing = Viewing { turn: viewing.turn + 1, ..Viewing::default() };
    }

    pub(super) fn view(&self, order: ViewOrder) {
        let Some(opened) = self.inner.viewing.borrow().opened.clone() else { return };
        let engine = self.clone();
        match order {
            ViewOrder::Turn { user, conversation, from, serial } => {
                let turning = Turning::new(conversation, from);
                self.spawn(async move { engine.turn(&opened, user, turning, serial).await });
            }
            ViewOrder::Search { user, typed, serial } => {
                let Some(index) = opened.indexes.get(user) else { return };
                let search = Search::new(index, &typed, None);
                self.begin_search();
                self.spawn(async move { engine.search(&opened, user, search, serial).await });
            }
            ViewOrder::MoreFound { user, serial } => {
                let resting = self.inner.viewing.borrow_mut().search.take();
                let search = resting.filter(|(known, _)| *known == serial).map(|(_, search)| search);
                self.begin_search();
                self.spawn(async move { engine.search(&opened, user, search, serial).await });
            }
            ViewOrder::StopSearch => self.begin_search(),
        }
    }

    /// Ends the search before. It rests where it is noticed.
    fn begin_search(&self) {
        self.inner.viewing.borrow_mut().turn += 1;
    }

    async fn index(&self, files: &[File]) -> Result<Msg, Trouble> {
        let mut documents = Vec::new();
        for file in files {
            documents.push(Document::find(file).await?);
        }
        let name = files.iter().map(File::name).collect::<Vec<_>>().join(", ");
        let size = files.iter().map(|file| file.size()).sum::<f64>() as u64;
        let total = documents.iter().map(|document| document.bytes.size()).sum::<f64>() as u64;
        let names = files.iter().map(File::name).collect();
        let mut opening = Opening {
            files: Files::new(names, Limits::default()),
            found: Found::default(),
            indexes: Vec::new(),
            damage: None,
        };
        let beat = Beat::begin(Rc::clone(&self.inner.environment));
        let mut turns = Turns::begin();
        let mut done = 0;
        while let Some((file, from)) = opening.go_on(&mut turns).await {
            let Some(document) = documents.get_mut(file) else { break };
            match read_slice(&document.bytes, from, SLICE).await {
                Ok(bytes) => {
                    done += bytes.len() as u64;
                    document.check(&bytes);
                    opening.files.feed(&bytes);
                }
                Err(error) => {
                    opening.damage.get_or_insert(unreadable(error));
                    opening.files.feed(&[]);
                }
            }
            if beat.is_due() {
                self.send(Msg::Opening(done, total));
            }
        }
        let Opening { found, mut indexes, mut damage, .. } = opening;
        for document in &documents {
            if let Err(error) = document.finish() {
                damage.get_or_insert(error);
            }
        }
        indexes.iter_mut().for_each(Index::close);
        let notes = found.notes;
        let users = found.into_users();
        if let Some(damage) = damage.take_if(|_| users.iter().all(|user| user.holdings.is_empty())) {
            return Err(damage);
        }
        let history = |index: &Index| History {
            conversations: Rc::from(index.conversations()),
            is_long: index.is_long(),
            silent: index.silent(),
        };
        let histories = indexes.iter().map(history).collect();
        let files = documents.into_iter().map(|document| document.bytes).collect();
        self.inner.viewing.borrow_mut().opened = Some(Rc::new(Opened { files, indexes }));
        Ok(Msg::FileOpened(Box::new(OpenedFile { name, size, users, histories, notes, damage })))
    }

    async fn turn(&self, opened: &Opened, user: usize, mut turning: Turning, serial: u32) {
        let Some(index) = opened.indexes.get(user) else { return };
        let mut turns = Turns::begin();
        let page = loop {
            let block = match turning.page(index) {
                Ok(page) => break page,
                Err(block) => block,
            };
            let bytes = opened.stretch(index, block).await;
            turning.feed(index, block, bytes.as_deref());
            turns.give().await;
        };
        self.send(Msg::Viewed(Viewed::Page { serial, page: Rc::new(page) }));
    }

    async fn search(&self, opened: &Opened, user: usize, search: Option<Search>, serial: u32) {
        let Some(index) = opened.indexes.get(user) else { return };
        let tell = |search: Option<&Search>, found, state| {
            let count = search.and_then(Search::count);
            let reached = search.filter(|_| index.is_long()).map(|search| search.reached(index));
            self.send(Msg::Viewed(Viewed::Found { serial, found, count, reached, state }));
        };
        let Some(mut search) = search else { return tell(None, Vec::new(), SearchState::Done) };
        let turn = self.inner.viewing.borrow().turn;
        let is_over = || self.inner.viewing.borrow().turn != turn;
        let mut turns = Turns::begin();
        while search.step(index) {
            turns.give().await;
            if is_over() {
                return;
            }
        }
        let beat = Beat::begin(Rc::clone(&self.inner.environment));
        let mut wide = Wide::default();
        let (mut found, mut number) = (Vec::new(), 0);
        while let Some(block) = search.next_block() {
            let bytes = match index.is_long() {
                true => wide.stretch(opened, index, block).await,
                false => opened.stretch(index, block).await,
            };
            if is_over() {
                break;
            }
            let here = search.feed(index, block, &bytes.unwrap_or_default());
            number += here.len();
            found.extend(here);
            if number >= FOUND {
                break;
            }
            if beat.is_due() {
                tell(Some(&search), std::mem::take(&mut found), SearchState::Underway);
            }
            turns.give().await;
        }
        let rests = number >= FOUND || is_over();
        tell(Some(&search), found, if rests { SearchState::Resting } else { SearchState::Done });
        if rests {
            self.inner.viewing.borrow_mut().search = Some((serial, search));
        }
    }
}

/// A file being opened.
struct Opening {
    files: Files,
    found: Found,
    indexes: Vec<Index>,
    damage: Option<Trouble>,
}

impl Opening {
    /// Takes what there is, and says which bytes of which file are needed next.
    async fn go_on(&mut self, turns: &mut Turns) -> Option<(usize, u64)> {
        loop {
            match self.files.next() {
                Need::Bytes { file, from } => return Some((file, from)),
                Need::Event(event) => self.take(event),
                Need::Ended { result: Ok(()), .. } => {}
                Need::Ended { result: Err(error), .. } => {
                    self.damage.get_or_insert(Trouble::File(error));
                }
                Need::Nothing => return None,
            }
            turns.give().await;
        }
    }

    fn take(&mut self, event: Event) {
        match &event {
            Event::User { host, name, is_room: false } => {
                self.indexes.push(Index::new(&format!("{name}@{host}"), fold));
            }
            Event::Fragment(Fragment::ArchiveResult(result)) if self.found.is_in_account() => {
                let reader = self.files.reader();
                let extent = Extent { file: self.files.file(), bytes: reader.piece() };
                if let Some(index) = self.indexes.last_mut() {
                    index.take(result, &Place { extent, left: reader.left() }, reader.bindings());
                }
            }
            _ => {}
        }
        self.found.sort(event);
    }
}

impl Opened {
    async fn stretch(&self, index: &Index, block: u32) -> Option<Vec<u8>> {
        let Extent { file, bytes } = index.extent(block)?;
        read_slice(self.files.get(file)?, bytes.start, bytes.end - bytes.start).await.ok()
    }
}

/// More than a stretch, as the one before it is needed next.
#[derive(Default)]
struct Wide {
    file: usize,
    range: Range<u64>,
    bytes: Vec<u8>,
}

impl Wide {
    async fn stretch(&mut self, opened: &Opened, index: &Index, block: u32) -> Option<Vec<u8>> {
        let Extent { file, bytes } = index.extent(block)?;
        let is_there = file == self.file && bytes.start >= self.range.start && bytes.end <= self.range.end;
        if !is_there {
            let start = bytes.end.saturating_sub(WIDE).min(bytes.start);
            self.bytes = read_slice(opened.files.get(file)?, start, bytes.end - start).await.ok()?;
            (self.file, self.range) = (file, start..bytes.end);
        }
        let at = |place: u64| usize::try_from(place - self.range.start).ok();
        self.bytes.get(at(bytes.start)?..at(bytes.end)?).map(<[u8]>::to_vec)
    }
}

/// Says when it is time to tell how far something is.
struct Beat {
    environment: Rc<dyn Environment>,
    told: Cell<Duration>,
}

impl Beat {
    fn begin(environment: Rc<dyn Environment>) -> Self {
        let told = Cell::new(environment.now());
        Self { environment, told }
    }

    fn is_due(&self) -> bool {
        let now = self.environment.now();
        let is_due = now.saturating_sub(self.told.get()) >= BEAT;
        if is_due {
            self.told.set(now);
        }
        is_due
    }
}
