//! A file that is read by a person: opened once, then read again wherever somebody looks.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

use portable::{Event, Files, Fragment};
use reading::{Extent, Index, Place, Search, Turning};
use session::Environment;
use web_sys::{Blob, File};
use wizard::{History, Msg, OpenedFile, SearchState, Trouble, ViewOrder, Viewed};

use super::Engine;
use super::files::{Found, is_any_sealed};
use super::reading::{Reading, Step};
use crate::browser::{Room, Turns, fold, read_slice};

/// After so many events it is looked at the time.
const LOOK: u32 = 64;
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
        if is_any_sealed(files).await? {
            return Ok(Msg::FileSealed);
        }
        let name = files.iter().map(File::name).collect::<Vec<_>>().join(", ");
        let size = files.iter().map(|file| file.size()).sum::<f64>() as u64;
        let mut reading = Reading::open(files).await?;
        reading.keep_unpacked();
        let uploads = reading.uploads();
        let mut found = Found::default();
        let mut indexes = Vec::new();
        let beat = Beat::begin(Rc::clone(&self.inner.environment));
        let mut turns = Turns::begin();
        for number in 0_u32.. {
            match reading.step().await {
                Step::Event(event) => {
                    note(&event, reading.files(), &found, &mut indexes);
                    found.take(event);
                }
                Step::Failed(trouble) => drop(found.damage.get_or_insert(trouble)),
                Step::Nothing => break,
            }
            if number % LOOK == 0 && beat.is_due() {
                let (done, total) = reading.reached();
                self.send(Msg::Opening(done, total));
            }
            turns.give().await;
        }
        indexes.iter_mut().for_each(Index::close);
        let (notes, passwords, damage) = (found.notes, found.passwords, found.damage.take());
        found.pack_uploads(uploads);
        let users = found.into_users();
        if let Some(damage) = damage.as_ref().filter(|_| users.iter().all(|user| user.holdings.is_empty())) {
            return Err(damage.clone());
        }
        let history = |index: &Index| History {
            conversations: Rc::from(index.conversations()),
            is_long: index.is_long(),
            silent: index.silent(),
        };
        let histories = indexes.iter().map(history).collect();
        let files = reading.into_sources();
        self.inner.viewing.borrow_mut().opened = Some(Rc::new(Opened { files, indexes }));
        let file = OpenedFile { name, size, users, histories, notes, passwords, damage };
        Ok(Msg::FileOpened(Rc::new(file)))
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
        self.send(Msg::Viewed(Rc::new(Viewed::Page { serial, page: Rc::new(page) })));
    }

    async fn search(&self, opened: &Opened, user: usize, search: Option<Search>, serial: u32) {
        let Some(index) = opened.indexes.get(user) else { return };
        let tell = |search: Option<&Search>, found, state| {
            let count = search.and_then(Search::count);
            let reached = search.filter(|_| index.is_long()).map(|search| search.reached(index));
            self.send(Msg::Viewed(Rc::new(Viewed::Found { serial, found, count, reached, state })));
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

/// Takes what belongs to the histories of the accounts, one for each.
fn note(event: &Event, files: &Files, found: &Found, indexes: &mut Vec<Index>) {
    match event {
        Event::User { host, name, is_room: false } => {
            indexes.push(Index::new(&format!("{name}@{host}"), fold));
        }
        Event::Fragment(Fragment::ArchiveResult(message) | Fragment::OfflineMessage(message))
            if found.is_in_account() =>
        {
            let reader = files.reader();
            let extent = Extent { file: files.file(), bytes: reader.piece() };
            let place = Place { extent, left: reader.left() };
            match (event, indexes.last_mut()) {
                (Event::Fragment(Fragment::OfflineMessage(_)), Some(index)) => {
                    index.wait(message, &place, reader.bindings());
                }
                (_, Some(index)) => index.take(message, &place, reader.bindings()),
                (_, None) => {}
            }
        }
        _ => {}
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
    room: Room,
}

impl Wide {
    async fn stretch(&mut self, opened: &Opened, index: &Index, block: u32) -> Option<Vec<u8>> {
        let Extent { file, bytes } = index.extent(block)?;
        let is_there = file == self.file && bytes.start >= self.range.start && bytes.end <= self.range.end;
        if !is_there {
            let start = bytes.end.saturating_sub(WIDE).min(bytes.start);
            self.bytes = self.room.read(opened.files.get(file)?, start, bytes.end - start).await.ok()?;
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
