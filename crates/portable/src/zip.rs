//! What a zip archive holds and where (PKWARE APPNOTE 6.3), without inflating anything.
//!
//! Who reads one: the last [`TAIL`] bytes to [`Directory::find`], the bytes it
//! names to [`Directory::entries`], for an entry the [`HEADER`] bytes at its
//! `header_at` to [`Entry::data_at`], and from there `packed` bytes, inflated
//! where `is_deflated`, through a [`Check`].

mod crc;

pub use crc::Crc;

/// Bytes from the end that may hold the end of the directory, zip64 included.
pub const TAIL: usize = END + 0xffff + ZIP64_END_LOCATOR + ZIP64_END;
/// Bytes of the fixed part of the header in front of an entry.
pub const HEADER: usize = 30;
/// Files in one archive; a whole server has fewer.
pub const MAX_ENTRIES: u64 = 200_000;
/// Bytes of a directory, which is read as a whole.
pub const MAX_DIRECTORY: u64 = 64 << 20;

const END: usize = 22;
const ZIP64_END_LOCATOR: usize = 20;
const ZIP64_END: usize = 56;
const DIRECTORY_ENTRY: usize = 46;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    #[error("expected the end of a zip archive, got something else")]
    NoEnd,
    #[error("the zip archive is cut short or damaged")]
    Damaged,
    #[error("the zip archive has several parts")]
    Split,
    #[error("the zip archive holds too much: {0} files")]
    TooMany(u64),
    #[error("`{0}` is encrypted")]
    Encrypted(String),
    #[error("`{0}` is packed in an unusual way (method {1})")]
    Method(String, u16),
}

/// Where the list of the entries stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Bytes from the start of the file.
    pub at: u64,
    /// Its size in bytes, at most [`MAX_DIRECTORY`].
    pub len: u64,
    pub count: u64,
}

/// One file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// With folders, separated by `/`.
    pub name: String,
    /// Bytes it has, unpacked.
    pub size: u64,
    /// Bytes it takes in the archive.
    pub packed: u64,
    pub crc: u32,
    /// Raw deflate (RFC 1951), else as it is.
    pub is_deflated: bool,
    /// Where its own header stands, bytes from the start of the file.
    pub header_at: u64,
}

impl Directory {
    /// Finds it from the last bytes of a file of `file_size` bytes.
    pub fn find(tail: &[u8], file_size: u64) -> Result<Self, ZipError> {
        let end_at =
            (0..=tail.len().saturating_sub(END)).rev().find(|at| is_end(tail, *at)).ok_or(ZipError::NoEnd)?;
        let end = tail.get(end_at..).ok_or(ZipError::NoEnd)?;
        let locator = end_at.checked_sub(ZIP64_END_LOCATOR).and_then(|at| tail.get(at..end_at));
        let directory = match locator.filter(|locator| locator.starts_with(b"PK\x06\x07")) {
            Some(locator) => {
                let tail_at = file_size.saturating_sub(tail.len() as u64);
                let at = u64_at(locator, 8)?.checked_sub(tail_at).and_then(|at| usize::try_from(at).ok());
                let end = at.and_then(|at| tail.get(at..)).ok_or(ZipError::Damaged)?;
                if !end.starts_with(b"PK\x06\x06") {
                    return Err(ZipError::Damaged);
                }
                Self { count: u64_at(end, 32)?, len: u64_at(end, 40)?, at: u64_at(end, 48)? }
            }
            None if u16_at(end, 4)? != u16_at(end, 6)? || u16_at(end, 8)? != u16_at(end, 10)? => {
                return Err(ZipError::Split);
            }
            None => Self {
                count: u16_at(end, 10)?.into(),
                len: u32_at(end, 12)?.into(),
                at: u32_at(end, 16)?.into(),
            },
        };
        if directory.count > MAX_ENTRIES || directory.len > MAX_DIRECTORY {
            return Err(ZipError::TooMany(directory.count));
        }
        match directory.at.checked_add(directory.len) {
            Some(end) if end <= file_size => Ok(directory),
            _ => Err(ZipError::Damaged),
        }
    }

    /// The files it lists, folders left out. `bytes` are the directory itself.
    pub fn entries(&self, mut bytes: &[u8]) -> Result<Vec<Entry>, ZipError> {
        let mut entries = Vec::new();
        for _ in 0..self.count {
            let (entry, len) = entry(bytes)?;
            bytes = bytes.get(len..).ok_or(ZipError::Damaged)?;
            if !entry.name.ends_with('/') {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// The file of this name, if it stands there as it is.
    pub fn stored(&self, bytes: &[u8], name: &str) -> Result<Option<Entry>, ZipError> {
        let is_wanted =
            |entry: &Entry| entry.name == name && !entry.is_deflated && entry.packed == entry.size;
        Ok(self.entries(bytes)?.into_iter().find(is_wanted))
    }
}

impl Entry {
    /// Where its bytes begin. `header` is what stands at `header_at`.
    pub fn data_at(&self, header: &[u8]) -> Result<u64, ZipError> {
        if !header.starts_with(b"PK\x03\x04") {
            return Err(ZipError::Damaged);
        }
        let behind = u64::from(u16_at(header, 26)?) + u64::from(u16_at(header, 28)?) + HEADER as u64;
        self.header_at.checked_add(behind).ok_or(ZipError::Damaged)
    }
}

/// Whether what was unpacked is what was packed: feed it all, then ask.
#[derive(Clone, Debug)]
pub struct Check {
    crc: Crc,
    size: u64,
}

impl Check {
    #[expect(clippy::new_without_default, reason = "a check is begun, not defaulted")]
    pub fn new() -> Self {
        Self { crc: Crc::new(), size: 0 }
    }

    /// Takes the next unpacked bytes; false as soon as they are more than the
    /// entry has, so that a bomb can be stopped.
    pub fn feed(&mut self, bytes: &[u8], entry: &Entry) -> bool {
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        self.size <= entry.size
    }

    pub fn is_whole(&self, entry: &Entry) -> bool {
        self.size == entry.size && self.crc.value() == entry.crc
    }
}

/// Whether the end of the directory stands here, with a comment up to the end of the file.
fn is_end(tail: &[u8], at: usize) -> bool {
    let Some(end) = tail.get(at..).filter(|end| end.starts_with(b"PK\x05\x06")) else { return false };
    u16_at(end, 20).is_ok_and(|comment| END + usize::from(comment) == end.len())
}

/// The first entry of a directory, and how many bytes it takes there.
fn entry(bytes: &[u8]) -> Result<(Entry, usize), ZipError> {
    if !bytes.starts_with(b"PK\x01\x02") {
        return Err(ZipError::Damaged);
    }
    let (name, extra) = (usize::from(u16_at(bytes, 28)?), usize::from(u16_at(bytes, 30)?));
    let len = DIRECTORY_ENTRY + name + extra + usize::from(u16_at(bytes, 32)?);
    let name_at = DIRECTORY_ENTRY + name;
    let name = bytes.get(DIRECTORY_ENTRY..name_at).ok_or(ZipError::Damaged)?;
    // Names outside UTF-8 are of old code pages; a wrong letter there does no harm.
    let name = String::from_utf8_lossy(name).replace('\\', "/");
    let extra = bytes.get(name_at..name_at + extra).ok_or(ZipError::Damaged)?;
    if u16_at(bytes, 8)? & 1 == 1 {
        return Err(ZipError::Encrypted(name));
    }
    let is_deflated = match u16_at(bytes, 10)? {
        0 => false,
        8 => true,
        method => return Err(ZipError::Method(name, method)),
    };
    // Each that does not fit into 32 bits stands in the extra field, in this order (§4.5.3).
    let mut large = zip64(extra)?;
    let mut sized = |at: usize| match u32_at(bytes, at)? {
        u32::MAX => {
            let value = u64_at(large, 0)?;
            large = large.get(8..).ok_or(ZipError::Damaged)?;
            Ok(value)
        }
        small => Ok(small.into()),
    };
    let (size, packed, header_at) = (sized(24)?, sized(20)?, sized(42)?);
    Ok((Entry { name, size, packed, crc: u32_at(bytes, 16)?, is_deflated, header_at }, len))
}

/// The zip64 field among the extra ones; empty if there is none.
fn zip64(mut extra: &[u8]) -> Result<&[u8], ZipError> {
    while !extra.is_empty() {
        let end = 4 + usize::from(u16_at(extra, 2)?);
        let field = extra.get(4..end).ok_or(ZipError::Damaged)?;
        if u16_at(extra, 0)? == 1 {
            return Ok(field);
        }
        extra = extra.get(end..).ok_or(ZipError::Damaged)?;
    }
    Ok(&[])
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ZipError> {
    number(bytes, at).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, ZipError> {
    number(bytes, at).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Result<u64, ZipError> {
    number(bytes, at).map(u64::from_le_bytes)
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], ZipError> {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).copied().ok_or(ZipError::Damaged)
}
