//! Reading a file the person picked, slice by slice, so that memory stays flat.

use futures_util::Stream;
use futures_util::stream;
use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::reflect::{call, promised, property};

/// Bytes read at once.
const SLICE: u64 = 262_144;
/// Bytes of [`Room`].
const ROOM: u32 = 1 << 20;

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
    whole(&slice(file, start, length)?).await
}

/// Room the browser reads into again and again. What it makes anew for each slice it gives back when it sees fit,
/// which for a large file is late and takes long.
#[derive(Debug, Default)]
pub struct Room(Option<ArrayBuffer>);

impl Room {
    /// As [`read_slice`], for much of a file; browsers that fill no given room (WHATWG Streams, BYOB) do that.
    pub async fn read(&mut self, file: &Blob, start: u64, length: u64) -> Result<Vec<u8>, ReadError> {
        let slice = slice(file, start, length)?;
        let Some(reader) = filling(&slice) else { return whole(&slice).await };
        let mut bytes = Vec::with_capacity(slice.size() as usize);
        loop {
            let room = self.0.take().unwrap_or_else(|| ArrayBuffer::new(ROOM));
            let read = promised(&reader, "read", &[Uint8Array::new(&room).into()]).await;
            let filled = read.map(|read| property(&read, "value")).map_err(|_| ReadError)?;
            let filled: Uint8Array = filled.dyn_into().map_err(|_| ReadError)?;
            self.0 = Some(filled.buffer());
            if filled.length() == 0 {
                return Ok(bytes);
            }
            let at = bytes.len();
            bytes.resize(at + filled.length() as usize, 0);
            filled.copy_to(&mut bytes[at..]);
        }
    }
}

fn slice(file: &Blob, start: u64, length: u64) -> Result<Blob, ReadError> {
    file.slice_with_f64_and_f64(start as f64, (start + length) as f64).map_err(|_| ReadError)
}

async fn whole(slice: &Blob) -> Result<Vec<u8>, ReadError> {
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|_| ReadError)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Reads into what it is given.
fn filling(slice: &Blob) -> Option<JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &"byob".into()).ok()?;
    call(&slice.stream(), "getReader", &[options.into()])
}
