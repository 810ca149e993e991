//! Writing a file: where it goes, how far it is, handing it over, and leaving nothing behind.

use std::cell::Cell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use migration::file::{self, FileError, Order, Step};
use migration::{Reading, kinds};
use sealing::Passphrase;
use session::Password;
use web_sys::Blob;
use wizard::{Msg, Onto, Side, Trouble};

use super::{Engine, timestamp};
use crate::browser::{Failure, MOST_IN_PARTS, Output, Picker, SMALL, room, save};

const XML: &str = "application/xml";
const ZIP: &str = "application/zip";
const HTML: &str = "text/html;charset=utf-8";
const CSV: &str = "text/csv;charset=utf-8";
/// None is registered for it; a browser that knew one might add an ending.
pub(super) const AGE: &str = "application/octet-stream";
const JSON: &str = "application/json";

/// How far writing is is told this often at most; every message draws the page anew.
const BEAT: Duration = Duration::from_millis(400);
/// A file of so many bytes is taken into memory when it is complete, so that nothing of it stays on the disk.
const LIGHT: u64 = 32 << 20;
/// How long a file in memory is kept, in case the person wants it once more.
const KEPT: Duration = Duration::from_secs(600);
/// How long one on the disk is, besides the time it takes to copy it: browsers may ask the person first.
const ASKED: Duration = Duration::from_secs(60);
/// How long a browser may take before it copies a file that was handed over,
const BEGINS: Duration = Duration::from_secs(5);
/// and how many bytes of it are copied in a second at least.
const COPIED: u64 = 10_000_000;

/// A file that is to be written.
pub(super) struct File {
    pub(super) order: Rc<Order>,
    /// Whose archive it is among the users of the picked files; nobody's where an account is signed in to.
    pub(super) user: Option<usize>,
    pub(super) password: Option<Password>,
    pub(super) name: String,
    pub(super) onto: Onto,
    /// How many bytes it may become.
    pub(super) expected: Option<u64>,
}

/// A file that is complete, and where it stands until it is no longer needed.
pub(super) struct Written {
    output: Output,
    name: String,
    /// When the browser was last told to download it.
    handed: Cell<Option<Duration>>,
}

/// What saving needs to remember.
#[derive(Default)]
pub(super) struct Saving {
    /// The place the person picked and nothing was written to.
    place: Option<Output>,
    /// For a file that is about to be written.
    passphrase: Option<Passphrase>,
    /// Dropping it ends the writing.
    running: Option<oneshot::Sender<()>>,
    written: Option<Rc<Written>>,
}

impl Engine {
    pub(super) fn pick_place(&self, name: &str) {
        let picker = Picker::open(name);
        let engine = self.clone();
        self.spawn(async move {
            let place = Output::picked(picker).await;
            let refused = place.as_ref().err().map(ToString::to_string);
            let place = place.ok().flatten();
            let is_picked = place.is_some();
            engine.inner.saving.borrow_mut().place = place;
            engine.send(Msg::PlacePicked(is_picked));
            if let Some(reason) = refused {
                engine.send(Msg::SaveFailed(Trouble::SaveRefused(reason)));
            }
        });
    }

    pub(super) fn write_file(&self, file: File) {
        self.forget_written();
        let (running, ended) = oneshot::channel();
        self.inner.saving.borrow_mut().running = Some(running);
        let engine = self.clone();
        self.spawn(async move {
            let writing = engine.write(file);
            pin_mut!(writing);
            if let Either::Right((told, _)) = select(ended, writing).await {
                engine.send(told.unwrap_or_else(Msg::SaveFailed));
            }
        });
    }

    pub(super) fn keep_passphrase(&self, passphrase: Passphrase) {
        self.inner.saving.borrow_mut().passphrase = Some(passphrase);
    }

    pub(super) fn cancel_write(&self) {
        let mut saving = self.inner.saving.borrow_mut();
        drop(saving.running.take());
        saving.place = None;
        saving.passphrase = None;
    }

    async fn write(&self, file: File) -> Result<Msg, Trouble> {
        let File { order, user, password, name, onto, expected } = file;
        let order = self.worded(&order, password)?;
        let started = timestamp();
        let passphrase = self.inner.saving.borrow_mut().passphrase.take();
        let mut output = self.output(&order, &name, onto, expected).await?;
        let beat = Cell::new(None);
        let begun = self.inner.environment.now();
        let heard = |step| self.tell_step(step, begun, &beat);
        let written = if let Some(user) = user {
            let mut recorded = self.read_once_more().await?;
            file::convert(&order, user, &mut recorded, &mut output, &heard).await
        } else {
            let account = self.account(Side::Origin).filter(|account| account.jid() == order.account);
            file::write(&order, account.as_ref(), &mut output, &heard).await
        };
        let reports = match written {
            Ok(reports) => reports,
            Err(error) => return Err(self.why(&error, &output, expected).await),
        };
        if onto == Onto::Sealed {
            let passphrase = passphrase.ok_or(Trouble::NoPassphrase)?;
            output = self.seal(&output, &passphrase, &heard).await?;
        }
        let size = output.whole().map_or(0.0, Blob::size) as u64;
        if onto != Onto::Disk && size <= LIGHT {
            output = output.into_memory(media_type(&name)).await;
        }
        let written = Written { output, name: name.clone(), handed: Cell::new(None) };
        if onto != Onto::Disk {
            self.inner.saving.borrow_mut().written = Some(Rc::new(written));
        }
        Ok(Msg::FileReady { size, name, reports, started, finished: timestamp() })
    }

    /// Where to write. What may be large goes to where there is room for it.
    async fn output(
        &self,
        order: &Order,
        name: &str,
        onto: Onto,
        expected: Option<u64>,
    ) -> Result<Output, Trouble> {
        if onto == Onto::Disk {
            let picked = self.inner.saving.borrow_mut().place.take();
            return picked.ok_or_else(|| Trouble::SaveRefused("no place was picked".to_owned()));
        }
        let is_large = |id| kinds::by_id(id).is_some_and(|kind| matches!(kind.reading(), Reading::IntoFile));
        let needed = expected.unwrap_or_default();
        let media_type = media_type(name);
        if !order.chosen.iter().any(|id| is_large(*id)) {
            return Ok(Output::in_parts(media_type));
        }
        self.place(media_type, needed).await
    }

    /// A place of the browser's for so many bytes, which may be a guess and turn out to be more.
    pub(super) async fn place(&self, media_type: &'static str, needed: u64) -> Result<Output, Trouble> {
        if needed <= SMALL {
            return Ok(Output::growing(media_type, self.inner.environment.random()));
        }
        match Output::private(self.inner.environment.random()).await {
            Some(output) => match room().await {
                Some(free) if free < needed => Err(Trouble::NoRoom { needed, free }),
                _ => Ok(output),
            },
            None if needed > MOST_IN_PARTS => Err(Trouble::NoRoom { needed, free: MOST_IN_PARTS }),
            None => Ok(Output::in_parts(media_type)),
        }
    }

    /// What to say of a file that did not come about.
    async fn why(&self, error: &FileError, output: &Output, expected: Option<u64>) -> Trouble {
        match output.failure() {
            Some(Failure::NoRoom) => {
                let written = output.size();
                let free = room().await.unwrap_or_default() + written;
                let free = if output.is_in_parts() { MOST_IN_PARTS } else { free };
                Trouble::NoRoom { needed: expected.unwrap_or_default().max(written), free }
            }
            _ => Trouble::SaveRefused(error.to_string()),
        }
    }

    fn tell_step(&self, step: Step, begun: Duration, beat: &Cell<Option<(Step, Duration)>>) {
        let now = self.inner.environment.now();
        // What is done in a moment needs no telling how far it is.
        let is_soon = now.saturating_sub(begun) < BEAT
            || beat.get().is_some_and(|(before, at)| {
                std::mem::discriminant(&before) == std::mem::discriminant(&step)
                    && now.saturating_sub(at) < BEAT
            });
        if !is_soon {
            beat.set(Some((step, now)));
            self.send(Msg::Writing(step, now.saturating_sub(begun)));
        }
    }

    pub(super) fn download(&self) {
        let written = self.inner.saving.borrow().written.clone();
        let Some(written) = written else { return self.send(Msg::FileGone) };
        let Some(whole) = written.output.whole() else { return };
        self.send(match save(whole, &written.name) {
            Ok(()) => {
                written.handed.set(Some(self.inner.environment.now()));
                self.forget_later(Rc::downgrade(&written), written.handed.get());
                Msg::FileSaved
            }
            Err(error) => Msg::SaveFailed(Trouble::SaveRefused(error.to_string())),
        });
    }

    /// Nobody says when the browser has copied the file; what it takes is far less than this.
    fn forget_later(&self, written: Weak<Written>, handed: Option<Duration>) {
        let engine = self.clone();
        self.spawn(async move {
            let Some(kept) = written.upgrade().map(|written| written.kept()) else { return };
            engine.inner.environment.sleep(kept).await;
            let mut saving = engine.inner.saving.borrow_mut();
            // Neither written anew nor handed over once more.
            let is_same = |current: &Rc<Written>| Weak::ptr_eq(&Rc::downgrade(current), &written);
            saving.written.take_if(|current| is_same(current) && current.handed.get() == handed);
        });
    }

    /// Removes the file that was written last, as soon as the browser can have copied it.
    pub(super) fn forget_written(&self) {
        let Some(written) = self.inner.saving.borrow_mut().written.take() else { return };
        let Some(handed) = written.handed.get() else { return };
        let copied = BEGINS + written.copying();
        let environment = Rc::clone(&self.inner.environment);
        self.spawn(async move {
            environment.sleep((handed + copied).saturating_sub(environment.now())).await;
            drop(written);
        });
    }

    pub(super) fn download_report(&self, name: String, json: String) {
        let engine = self.clone();
        self.spawn(async move {
            if let Err(error) = save_text(&json, &name).await {
                engine.send(Msg::SaveFailed(Trouble::SaveRefused(error.to_string())));
            }
        });
    }
}

impl Written {
    /// How long the browser may take to copy it.
    fn copying(&self) -> Duration {
        Duration::from_secs(self.output.size() / COPIED)
    }

    fn kept(&self) -> Duration {
        if self.output.is_in_parts() { KEPT } else { ASKED + self.copying() }
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "zip")) => ZIP,
        Some((_, "html")) => HTML,
        Some((_, "csv")) => CSV,
        Some((_, "age")) => AGE,
        _ => XML,
    }
}

async fn save_text(json: &str, name: &str) -> Result<(), Failure> {
    let mut output = Output::in_parts(JSON);
    output.append(json.as_bytes()).await?;
    save(&output.end().await?, name)
}
