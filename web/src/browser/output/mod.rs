//! Where a file is written: into the browser's own storage, straight to the
//! person's disk, or as parts in memory where there is nothing better.

mod download;
mod on_disk;
mod parts;
mod picker;
mod private_folder;
mod room;

use async_trait::async_trait;
use js_sys::ArrayBuffer;
use migration::file::{self, OutputError};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::reflect::{property, reason};
use super::{Turns, read_slice};
pub use download::save;
use on_disk::OnDisk;
pub use parts::MOST as MOST_IN_PARTS;
use parts::Parts;
pub use picker::{Picker, can_pick};
use private_folder::PrivateFolder;
pub use private_folder::sweep;
pub use room::room;

/// Why no file came about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the browser has no room for the file")]
    NoRoom,
    #[error("{0}")]
    Refused(String),
}

impl From<JsValue> for Failure {
    fn from(error: JsValue) -> Self {
        if property(&error, "name") == "QuotaExceededError" {
            Self::NoRoom
        } else {
            Self::Refused(reason(&error))
        }
    }
}

/// So many bytes are kept as parts in memory; what grows beyond goes into the browser's own storage,
/// which takes longer to open and to close.
pub const SMALL: u64 = 1 << 19;

/// A file in the making, and then made.
#[derive(Debug)]
pub struct Output {
    place: Place,
    size: u64,
    /// What names the folder it goes to when it is no longer small.
    random: Option<[u8; 32]>,
    whole: Option<Blob>,
    failure: Option<Failure>,
    turns: Turns,
}

#[derive(Debug)]
enum Place {
    Parts(Parts),
    OnDisk(OnDisk),
}

impl Output {
    /// In the browser's own storage, until this is dropped; nothing where it has none for us.
    /// `random` tells it from those of other tabs.
    pub async fn private(random: [u8; 32]) -> Option<Self> {
        let file = PrivateFolder::make(random).await?.file().await.ok()?;
        Some(Self::new(Place::OnDisk(file)))
    }

    /// In parts as long as it is small, then the same.
    pub fn growing(media_type: &'static str, random: [u8; 32]) -> Self {
        Self { random: Some(random), ..Self::in_parts(media_type) }
    }

    /// Where the person said; nothing if they did not.
    pub async fn picked(picker: Picker) -> Result<Option<Self>, Failure> {
        Ok(picker.file().await?.map(|file| Self::new(Place::OnDisk(file))))
    }

    pub fn in_parts(media_type: &'static str) -> Self {
        Self::new(Place::Parts(Parts::new(media_type)))
    }

    fn new(place: Place) -> Self {
        Self { place, size: 0, random: None, whole: None, failure: None, turns: Turns::begin() }
    }

    /// The same finished file in memory, so that nothing stays on the disk while the browser copies it.
    pub async fn into_memory(self, media_type: &'static str) -> Self {
        let copy = match &self.whole {
            Some(whole) if !self.is_in_parts() => Parts::copy(whole, media_type).await.ok(),
            _ => None,
        };
        // Where the browser has no room in memory, it stays where it is.
        let Some(copy) = copy else { return self };
        Self { whole: Some(copy), size: self.size, ..Self::in_parts(media_type) }
    }

    /// The file, once it is finished.
    pub fn whole(&self) -> Option<&Blob> {
        self.whole.as_ref()
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn is_in_parts(&self) -> bool {
        matches!(self.place, Place::Parts(_))
    }

    /// Why nothing more could be written.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    pub async fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.grow(bytes.len() as u64).await?;
        let written = match &mut self.place {
            Place::Parts(parts) => parts.write(bytes).await,
            Place::OnDisk(file) => file.write(bytes).await,
        };
        self.note(written)
    }

    /// The same with bytes of the browser's, which do not pass through our own memory.
    pub async fn append_buffer(&mut self, bytes: &ArrayBuffer) -> Result<(), Failure> {
        self.grow(u64::from(bytes.byte_length())).await?;
        let written = match &mut self.place {
            Place::Parts(parts) => parts.write_buffer(bytes).await,
            Place::OnDisk(file) => file.write_buffer(bytes).await,
        };
        self.note(written)
    }

    /// Makes room for so many bytes more.
    async fn grow(&mut self, len: u64) -> Result<(), Failure> {
        self.turns.give().await;
        self.size += len;
        if self.size > SMALL
            && let Some(random) = self.random.take()
        {
            let moved = self.move_to_disk(random).await;
            self.note(moved)?;
        }
        Ok(())
    }

    /// All but the first `len` bytes.
    async fn take_back(&mut self, len: u64) -> Result<(), Failure> {
        self.size = len;
        let cut = match &mut self.place {
            Place::Parts(parts) => parts.cut(len),
            Place::OnDisk(file) => file.cut(len).await,
        };
        self.note(cut)
    }

    async fn move_to_disk(&mut self, random: [u8; 32]) -> Result<(), Failure> {
        let Some(folder) = PrivateFolder::make(random).await else { return Ok(()) };
        let Ok(mut file) = folder.file().await else { return Ok(()) };
        if let Place::Parts(parts) = &mut self.place {
            let (parts, pending) = parts.take();
            for part in &parts {
                file.write_blob(part).await?;
            }
            file.write(&pending).await?;
            self.place = Place::OnDisk(file);
        }
        Ok(())
    }

    /// Ends the file; only now it can be read.
    pub async fn end(&mut self) -> Result<Blob, Failure> {
        let whole = match &mut self.place {
            Place::Parts(parts) => parts.finish().await,
            Place::OnDisk(file) => file.finish().await.map(Blob::from),
        };
        self.whole = whole.as_ref().ok().cloned();
        self.note(whole)
    }

    fn note<T>(&mut self, result: Result<T, Failure>) -> Result<T, Failure> {
        self.failure = result.as_ref().err().cloned();
        result
    }
}

#[async_trait(?Send)]
impl file::Output for Output {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.append(bytes).await.map_err(|failure| OutputError(failure.to_string()))
    }

    async fn cut(&mut self, len: u64) -> Result<(), OutputError> {
        self.take_back(len).await.map_err(|failure| OutputError(failure.to_string()))
    }

    async fn finish(&mut self) -> Result<(), OutputError> {
        self.end().await.map(drop).map_err(|failure| OutputError(failure.to_string()))
    }

    async fn rest(&mut self) {
        self.turns.give().await;
    }

    async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError> {
        let whole = self.whole.as_ref().ok_or_else(|| OutputError("not written yet".to_owned()))?;
        read_slice(whole, offset, len as u64).await.map_err(|error| OutputError(error.to_string()))
    }
}
