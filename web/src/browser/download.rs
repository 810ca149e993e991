//! Handing the person one file, as an ordinary download.

use gloo::timers::future::TimeoutFuture;
use gloo::utils::document;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// What is written goes to the browser in parts of at least this many bytes.
const PART: usize = 4 << 20;
/// How often a part is handed over again before giving up.
const ATTEMPTS: u32 = 5;
/// How long the browser may take to begin with a download, in milliseconds.
const GRACE: u32 = 60_000;

/// Why no file came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DownloadError {
    #[error("the browser has no room for the file")]
    NoRoom,
    #[error("the browser refused the download")]
    Refused,
}

/// A file in the making. The browser keeps the parts, on disk if need be.
#[derive(Debug)]
pub struct Download {
    media_type: &'static str,
    parts: Vec<Blob>,
    pending: Vec<u8>,
}

impl Download {
    pub fn new(media_type: &'static str) -> Self {
        Self { media_type, parts: Vec::new(), pending: Vec::new() }
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), DownloadError> {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PART { self.flush().await } else { Ok(()) }
    }

    /// The whole file, every part of it readable.
    pub async fn finish(mut self) -> Result<Blob, DownloadError> {
        if !self.pending.is_empty() {
            self.flush().await?;
        }
        let parts: Array = self.parts.iter().collect();
        let options = BlobPropertyBag::new();
        options.set_type(self.media_type);
        let whole =
            Blob::new_with_blob_sequence_and_options(&parts, &options).map_err(|_| DownloadError::NoRoom)?;
        if is_readable(&whole).await { Ok(whole) } else { Err(DownloadError::NoRoom) }
    }

    /// Chromium makes Blobs that cannot be read when it first moves Blob data to
    /// disk (near 500 MB in all), without any error; so every one is tried.
    async fn flush(&mut self) -> Result<(), DownloadError> {
        for attempt in 0..ATTEMPTS {
            let bytes = Uint8Array::from(self.pending.as_slice());
            let part = Blob::new_with_buffer_source_sequence(&Array::of1(&bytes))
                .map_err(|_| DownloadError::NoRoom)?;
            if is_readable(&part).await {
                self.parts.push(part);
                self.pending.clear();
                return Ok(());
            }
            TimeoutFuture::new(100 << attempt).await;
        }
        Err(DownloadError::NoRoom)
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

/// Starts one ordinary download of `blob` as `name`.
pub fn save(blob: &Blob, name: &str) -> Result<(), DownloadError> {
    let url = Url::create_object_url_with_blob(blob).map_err(|_| DownloadError::NoRoom)?;
    let started = click(&url, name);
    spawn_local(async move {
        TimeoutFuture::new(GRACE).await;
        // A URL that is gone already is no loss.
        let _ = Url::revoke_object_url(&url);
    });
    started.ok_or(DownloadError::Refused)
}

fn click(url: &str, name: &str) -> Option<()> {
    let link: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(url);
    link.set_download(name);
    link.set_hidden(true);
    // Firefox wants it in the document.
    let body = document().body()?;
    body.append_child(&link).ok()?;
    link.click();
    link.remove();
    Some(())
}
