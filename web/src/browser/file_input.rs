//! Reading a file the person picked, slice by slice, so that memory stays flat.

use futures_util::Stream;
use futures_util::stream;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::reflect::call;

/// Bytes read at once.
const SLICE: u64 = 262_144;

/// The browser could not read on: the file was moved, changed or withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file cannot be read any more")]
pub struct ReadError;

/// The bytes of `file` in order; it ends after the last one or the first error.
pub fn slices(file: Blob) -> impl Stream<Item = Result<Vec<u8>, ReadError>> {
    stream::unfold(Some((file, 0)), |state| async move {
        let (file, start) = state?;
        match read_slice(&file, start, SLICE).await {
            Ok(bytes) if bytes.is_empty() => None,
            Ok(bytes) => Some((Ok(bytes), Some((file, start + SLICE)))),
            Err(error) => Some((Err(error), None)),
        }
    })
}

/// `length` bytes of `file` from `start` on; fewer at its end.
pub async fn read_slice(file: &Blob, start: u64, length: u64) -> Result<Vec<u8>, ReadError> {
    Slice::begin(file, start, length)?.bytes().await
}

/// A slice the browser reads already, whether somebody waits for it or not.
#[derive(Debug)]
pub struct Slice {
    pub start: u64,
    reading: JsFuture,
}

impl Slice {
    pub fn begin(file: &Blob, start: u64, length: u64) -> Result<Self, ReadError> {
        let end = start + length;
        let slice = file.slice_with_f64_and_f64(start as f64, end as f64).map_err(|_| ReadError)?;
        Ok(Self { start, reading: JsFuture::from(slice.array_buffer()) })
    }

    pub async fn bytes(self) -> Result<Vec<u8>, ReadError> {
        let buffer = self.reading.await.map_err(|_| ReadError)?;
        let bytes = Uint8Array::new(&buffer).to_vec();
        // Gives the memory back at once, where the browser can; else it does when it sees fit, which for a
        // large file is late.
        let _ = call(&buffer, "transfer", &[JsValue::from(0)]);
        Ok(bytes)
    }
}
