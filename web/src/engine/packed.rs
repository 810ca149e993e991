//! The documents in picked files: the files themselves, or what zip archives hold.

use std::fmt::Display;

use js_sys::{Array, Function, Reflect, Uint8Array};
use migration::file::{DOCUMENT, UPLOADS};
use portable::zip::{Check, Directory, Entry, HEADER, TAIL, ZipError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ReadableStream, ReadableStreamDefaultReader};
use wizard::Trouble;

use crate::browser::{Room, call, property, read_slice};

/// What a zip archive begins with.
const ZIP: &[u8] = b"PK\x03\x04";
/// Bytes read at once.
const SLICE: u64 = 1 << 20;

pub(super) struct Document {
    name: String,
    bytes: Blob,
    room: Room,
    /// In an archive, what these bytes have to add up to.
    packed: Option<(Entry, Check)>,
    /// The bytes as they are unpacked.
    inflated: Option<ReadableStreamDefaultReader>,
    /// What was unpacked so far, where it is kept: by the browser, which puts on the disk what is large.
    kept: Option<Array>,
}

impl Document {
    /// Those of all files, in their order.
    pub(super) async fn all(files: &[File]) -> Result<Vec<Self>, Trouble> {
        let mut documents = Vec::new();
        for file in files {
            let head = read_slice(file, 0, ZIP.len() as u64).await.map_err(unreadable)?;
            if head == ZIP {
                documents.extend(unpacked(file).await?);
            } else {
                let bytes = file.clone().into();
                let name = file.name();
                documents.push(Self {
                    name,
                    bytes,
                    room: Room::default(),
                    packed: None,
                    inflated: None,
                    kept: None,
                });
            }
        }
        Ok(documents)
    }

    /// What archives of ours hold besides the document.
    pub(super) async fn uploads(files: &[File]) -> Result<Vec<Self>, Trouble> {
        let mut uploads = Vec::new();
        for file in files {
            let head = read_slice(file, 0, ZIP.len() as u64).await.map_err(unreadable)?;
            if head != ZIP {
                continue;
            }
            let (directory, listed) = directory(file).await?;
            if directory.stored(&listed, DOCUMENT).map_err(unreadable)?.is_some() {
                let entries = directory.entries(&listed).map_err(unreadable)?;
                for entry in entries.into_iter().filter(|entry| entry.name.starts_with(UPLOADS)) {
                    uploads.push(packed(file, entry).await?);
                }
            }
        }
        Ok(uploads)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// In bytes, unpacked.
    pub(super) fn size(&self) -> u64 {
        self.packed.as_ref().map_or(self.bytes.size() as u64, |(entry, _)| entry.size)
    }

    /// Keeps what is unpacked from here on.
    pub(super) fn keep(&mut self) {
        let is_deflated = self.packed.as_ref().is_some_and(|(entry, _)| entry.is_deflated);
        self.kept = is_deflated.then(Array::new);
    }

    /// To be read from any place.
    pub(super) fn into_source(self) -> Blob {
        let kept = self.kept.and_then(|kept| Blob::new_with_blob_sequence(&kept).ok());
        kept.unwrap_or(self.bytes)
    }

    /// What follows the first `from` bytes; nothing at the end.
    pub(super) async fn bytes(&mut self, from: u64) -> Result<Vec<u8>, Trouble> {
        let Some((entry, check)) = &mut self.packed else {
            return self.room.read(&self.bytes, from, SLICE).await.map_err(unreadable);
        };
        if from == 0 {
            *check = Check::new();
            self.kept = self.kept.take().map(|_| Array::new());
            self.inflated = if entry.is_deflated { Some(inflate(&self.bytes)?) } else { None };
        }
        let bytes = match &self.inflated {
            Some(reader) => {
                let bytes = chunk(reader).await?;
                if let Some(kept) = &self.kept {
                    let part = Array::of1(&Uint8Array::from(bytes.as_slice()));
                    if let Ok(part) = Blob::new_with_u8_array_sequence(&part) {
                        kept.push(&part);
                    }
                }
                bytes
            }
            None => self.room.read(&self.bytes, from, SLICE).await.map_err(unreadable)?,
        };
        let is_as_said = check.feed(&bytes, entry) && (!bytes.is_empty() || check.is_whole(entry));
        if is_as_said { Ok(bytes) } else { Err(unreadable(ZipError::Damaged)) }
    }
}

/// The documents of an archive. In one of ours everything else is an uploaded file.
async fn unpacked(file: &File) -> Result<Vec<Document>, Trouble> {
    let (directory, listed) = directory(file).await?;
    let entries = match directory.stored(&listed, DOCUMENT).map_err(unreadable)? {
        Some(ours) => vec![ours],
        None => directory.entries(&listed).map_err(unreadable)?,
    };
    let is_document = |entry: &Entry| {
        let is_xml = entry.name.len() > 4 && entry.name.to_ascii_lowercase().ends_with(".xml");
        // What macOS adds beside each file.
        is_xml && !entry.name.starts_with("__MACOSX/")
    };
    let mut documents = Vec::new();
    for entry in entries.into_iter().filter(is_document) {
        documents.push(packed(file, entry).await?);
    }
    if documents.is_empty() { Err(Trouble::NothingInFile) } else { Ok(documents) }
}

/// What the archive lists, and the bytes that say so.
async fn directory(file: &File) -> Result<(Directory, Vec<u8>), Trouble> {
    let size = file.size() as u64;
    let tail = read_slice(file, size.saturating_sub(TAIL as u64), TAIL as u64).await.map_err(unreadable)?;
    let directory = Directory::find(&tail, size).map_err(unreadable)?;
    let listed = read_slice(file, directory.at, directory.len).await.map_err(unreadable)?;
    Ok((directory, listed))
}

async fn packed(file: &File, entry: Entry) -> Result<Document, Trouble> {
    let header = read_slice(file, entry.header_at, HEADER as u64).await.map_err(unreadable)?;
    let at = entry.data_at(&header).map_err(unreadable)? as f64;
    let bytes = file.slice_with_f64_and_f64(at, at + entry.packed as f64);
    let bytes = bytes.map_err(|_| unreadable(ZipError::Damaged))?;
    let name = entry.name.clone();
    Ok(Document {
        name,
        bytes,
        room: Room::default(),
        packed: Some((entry, Check::new())),
        inflated: None,
        kept: None,
    })
}

/// Unpacks as it is read (WHATWG Compression Streams). Browsers without it say so.
fn inflate(bytes: &Blob) -> Result<ReadableStreamDefaultReader, Trouble> {
    let missing = |_| unreadable("this browser cannot unpack it");
    let streams = property(&gloo::utils::window(), "DecompressionStream");
    let streams: Function = streams.dyn_into().map_err(missing)?;
    let format = Array::of1(&JsValue::from_str("deflate-raw"));
    let stream = Reflect::construct(&streams, &format).map_err(missing)?;
    let inflated =
        call(&bytes.stream(), "pipeThrough", &[stream]).ok_or(JsValue::UNDEFINED).map_err(missing)?;
    Ok(inflated.unchecked_into::<ReadableStream>().get_reader().unchecked_into())
}

async fn chunk(reader: &ReadableStreamDefaultReader) -> Result<Vec<u8>, Trouble> {
    let result = JsFuture::from(reader.read()).await.map_err(|_| unreadable(ZipError::Damaged))?;
    let value = property(&result, "value");
    Ok(if value.is_undefined() { Vec::new() } else { Uint8Array::new(&value).to_vec() })
}

pub(super) fn unreadable(error: impl Display) -> Trouble {
    Trouble::FileUnreadable(error.to_string())
}
