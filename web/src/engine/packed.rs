//! The document of a picked file: the file itself, or what a zip archive of ours holds beside uploaded files.

use std::fmt::Display;

use migration::file::DOCUMENT;
use portable::zip::{Check, Directory, Entry, HEADER, TAIL, ZipError};
use web_sys::{Blob, File};
use wizard::Trouble;

use crate::browser::read_slice;

/// What a zip archive begins with.
const ZIP: &[u8] = b"PK\x03\x04";

pub(super) struct Document {
    pub(super) bytes: Blob,
    /// In an archive, what these bytes have to add up to.
    packed: Option<(Entry, Check)>,
}

impl Document {
    pub(super) async fn find(file: &File) -> Result<Self, Trouble> {
        let head = read_slice(file, 0, ZIP.len() as u64).await.map_err(unreadable)?;
        if head != ZIP {
            return Ok(Self { bytes: file.clone().into(), packed: None });
        }
        let size = file.size() as u64;
        let tail =
            read_slice(file, size.saturating_sub(TAIL as u64), TAIL as u64).await.map_err(unreadable)?;
        let directory = Directory::find(&tail, size).map_err(unreadable)?;
        let listed = read_slice(file, directory.at, directory.len).await.map_err(unreadable)?;
        let entry = directory.stored(&listed, DOCUMENT).map_err(unreadable)?.ok_or(Trouble::NothingInFile)?;
        let header = read_slice(file, entry.header_at, HEADER as u64).await.map_err(unreadable)?;
        let at = entry.data_at(&header).map_err(unreadable)? as f64;
        let bytes = file.slice_with_f64_and_f64(at, at + entry.size as f64);
        let bytes = bytes.map_err(|_| unreadable(ZipError::Damaged))?;
        Ok(Self { bytes, packed: Some((entry, Check::new())) })
    }

    /// Takes the next bytes.
    pub(super) fn check(&mut self, bytes: &[u8]) {
        if let Some((entry, check)) = &mut self.packed {
            check.feed(bytes, entry);
        }
    }

    /// Whether they were what was packed.
    pub(super) fn finish(&self) -> Result<(), Trouble> {
        match &self.packed {
            Some((entry, check)) if !check.is_whole(entry) => Err(unreadable(ZipError::Damaged)),
            _ => Ok(()),
        }
    }
}

pub(super) fn unreadable(error: impl Display) -> Trouble {
    Trouble::FileUnreadable(error.to_string())
}
