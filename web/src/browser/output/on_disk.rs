//! A file in a file system (WHATWG File System): the browser's own, or the one the person picked.

use std::fmt;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::{Failure, PrivateFolder};
use crate::browser::reflect::{fulfilled, promised};

/// What is written goes to the browser in pieces of at least this many bytes.
const PIECE: usize = 1 << 20;

/// A file in the making. What was written is found in it once it is finished,
/// and nothing of it if it never is.
pub struct OnDisk {
    handle: JsValue,
    stream: Option<JsValue>,
    pending: Vec<u8>,
    /// Where it stands, if that is ours.
    folder: Option<PrivateFolder>,
}

impl OnDisk {
    /// Writes into the file `handle` stands for, in place of what it held. Fails
    /// where the browser cannot write from a page but only from a worker.
    pub async fn open(handle: JsValue, folder: Option<PrivateFolder>) -> Result<Self, Failure> {
        let stream = promised(&handle, "createWritable", &[]).await?;
        Ok(Self { handle, stream: Some(stream), pending: Vec::new(), folder })
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PIECE { self.flush().await } else { Ok(()) }
    }

    /// Takes back all but the first `len` bytes.
    pub async fn cut(&mut self, len: u64) -> Result<(), Failure> {
        self.flush().await?;
        if let Some(stream) = &self.stream {
            // The place to write at moves with the end.
            promised(stream, "truncate", &[JsValue::from_f64(len as f64)]).await?;
        }
        Ok(())
    }

    /// Appends what the browser has already.
    pub async fn write_blob(&mut self, blob: &Blob) -> Result<(), Failure> {
        self.flush().await?;
        if let Some(stream) = &self.stream {
            promised(stream, "write", &[blob.into()]).await?;
        }
        Ok(())
    }

    /// Appends bytes of the browser's.
    pub async fn write_buffer(&mut self, bytes: &ArrayBuffer) -> Result<(), Failure> {
        self.flush().await?;
        if let Some(stream) = &self.stream {
            promised(stream, "write", &[bytes.into()]).await?;
        }
        Ok(())
    }

    pub async fn finish(&mut self) -> Result<File, Failure> {
        self.flush().await?;
        if let Some(stream) = self.stream.take() {
            promised(&stream, "close", &[]).await?;
        }
        Ok(promised(&self.handle, "getFile", &[]).await?.unchecked_into())
    }

    async fn flush(&mut self) -> Result<(), Failure> {
        if let (Some(stream), false) = (&self.stream, self.pending.is_empty()) {
            // A copy: the browser reads it while our memory may move.
            let piece = Uint8Array::from(self.pending.as_slice());
            promised(stream, "write", &[piece.into()]).await?;
            self.pending.clear();
        }
        Ok(())
    }
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        let (stream, folder) = (self.stream.take(), self.folder.take());
        if let Some(stream) = stream {
            spawn_local(async move {
                // No folder can be removed while something in it is being written.
                let _ = fulfilled(&stream, "abort", &[]).await;
                drop(folder);
            });
        }
    }
}

impl fmt::Debug for OnDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnDisk").field("is_open", &self.stream.is_some()).finish_non_exhaustive()
    }
}
