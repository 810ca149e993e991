//! A file made of parts the browser keeps in memory, or where it likes.

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

use super::Failure;

/// What is written goes to the browser in parts of at least this many bytes.
const PART: usize = 1 << 20;
/// How often a part is handed over again before giving up.
const ATTEMPTS: u32 = 5;
/// More than this many bytes no browser is asked to keep for us: phones end the page over less.
pub const MOST: u64 = 500_000_000;

/// A file in the making.
#[derive(Debug)]
pub struct Parts {
    media_type: &'static str,
    parts: Vec<Blob>,
    pending: Vec<u8>,
    /// Bytes so far.
    size: u64,
}

impl Parts {
    pub fn new(media_type: &'static str) -> Self {
        Self { media_type, parts: Vec::new(), pending: Vec::new(), size: 0 }
    }

    /// The parts of a file that stands elsewhere. Nothing of it passes through our own memory.
    pub async fn copy(whole: &Blob, media_type: &'static str) -> Result<Blob, Failure> {
        let mut copy = Self::new(media_type);
        let (size, mut at) = (whole.size(), 0.0);
        while at < size {
            let end = (at + PART as f64).min(size);
            let bytes = JsFuture::from(whole.slice_with_f64_and_f64(at, end)?.array_buffer()).await?;
            copy.hand_over(&bytes).await?;
            at = end;
        }
        copy.finish().await
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.grow(bytes.len() as u64)?;
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PART { self.flush().await } else { Ok(()) }
    }

    /// Appends bytes of the browser's.
    pub async fn write_buffer(&mut self, bytes: &ArrayBuffer) -> Result<(), Failure> {
        self.grow(u64::from(bytes.byte_length()))?;
        if !self.pending.is_empty() {
            self.flush().await?;
        }
        if bytes.byte_length() > 0 { self.hand_over(bytes).await } else { Ok(()) }
    }

    fn grow(&mut self, len: u64) -> Result<(), Failure> {
        self.size += len;
        if self.size > MOST { Err(Failure::NoRoom) } else { Ok(()) }
    }

    /// Takes back all but the first `len` bytes.
    pub fn cut(&mut self, len: u64) -> Result<(), Failure> {
        let mut handed = self.size - self.pending.len() as u64;
        if len >= handed {
            self.pending.truncate((len - handed) as usize);
        } else {
            self.pending.clear();
        }
        while handed > len
            && let Some(last) = self.parts.pop()
        {
            handed -= last.size() as u64;
            if handed < len {
                self.parts.push(last.slice_with_f64_and_f64(0.0, (len - handed) as f64)?);
                handed = len;
            }
        }
        self.size = len;
        Ok(())
    }

    /// Takes what it is made of so far: parts the browser keeps, and what it was not given yet.
    pub fn take(&mut self) -> (Vec<Blob>, Vec<u8>) {
        (std::mem::take(&mut self.parts), std::mem::take(&mut self.pending))
    }

    /// The whole file, every part of it readable.
    pub async fn finish(&mut self) -> Result<Blob, Failure> {
        if !self.pending.is_empty() {
            self.flush().await?;
        }
        let parts: Array = self.parts.iter().collect();
        let options = BlobPropertyBag::new();
        options.set_type(self.media_type);
        let whole = Blob::new_with_blob_sequence_and_options(&parts, &options)?;
        if is_readable(&whole).await { Ok(whole) } else { Err(Failure::NoRoom) }
    }

    async fn flush(&mut self) -> Result<(), Failure> {
        let bytes = Uint8Array::from(self.pending.as_slice());
        self.hand_over(&bytes).await?;
        self.pending.clear();
        Ok(())
    }

    /// Chromium makes Blobs that cannot be read when it first moves Blob data to
    /// disk (near 500 MB in all), without any error; so every one is tried.
    async fn hand_over(&mut self, bytes: &JsValue) -> Result<(), Failure> {
        for attempt in 0..ATTEMPTS {
            let part = Blob::new_with_buffer_source_sequence(&Array::of1(bytes))?;
            if is_readable(&part).await {
                self.parts.push(part);
                return Ok(());
            }
            TimeoutFuture::new(100 << attempt).await;
        }
        Err(Failure::NoRoom)
    }
}

async fn is_readable(blob: &Blob) -> bool {
    if blob.size() == 0.0 {
        return true;
    }
    match blob.slice_with_f64_and_f64(0.0, 1.0) {
        Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
        Err(_) => false,
    }
}
