//! Where a file goes.

use std::ops::Range;

use async_trait::async_trait;
use futures_util::future::join;
use portable::zip::Crc;

use super::proof::Echo;
use super::zip::{self, Member};

/// How many bytes are handed over at once, so that nobody has to wait for much,
pub(super) const SLICE: usize = 64 << 10;
/// and how many are asked for at once.
const READ: usize = 256 << 10;

/// Where a file is written, piece by piece, and read back from.
#[async_trait(?Send)]
pub trait Output {
    /// Appends.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError>;

    /// Takes back all but the first `len` bytes. Only before the end.
    async fn cut(&mut self, len: u64) -> Result<(), OutputError>;

    /// Nothing more follows: from here on, what was written can be read.
    async fn finish(&mut self) -> Result<(), OutputError>;

    /// `len` bytes from `offset` on; fewer only at the end.
    async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError>;

    /// Lets whoever shares the thread go first, between pieces of long work.
    async fn rest(&mut self) {}
}

/// The file could not be written or read, in the words of whoever keeps it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutputError(pub String);

/// A file in memory.
#[async_trait(?Send)]
impl Output for Vec<u8> {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.extend_from_slice(bytes);
        Ok(())
    }

    async fn cut(&mut self, len: u64) -> Result<(), OutputError> {
        self.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Ok(())
    }

    async fn finish(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        Ok(rest[..len.min(rest.len())].to_vec())
    }
}

/// An output and how far it is written: one document, or a zip archive of several members.
pub(super) struct Target<'a> {
    out: &'a mut dyn Output,
    written: u64,
    is_packed: bool,
    members: Vec<Member>,
}

/// Something that was written as a whole.
pub(super) struct Part {
    pub(super) bytes: Range<u64>,
    crc: Crc,
}

/// A part that is being written.
pub(super) struct Writing {
    begun: u64,
    member: Member,
    /// Where it is to be understood, too.
    echo: Option<Echo>,
}

impl<'a> Target<'a> {
    pub(super) fn new(out: &'a mut dyn Output, is_packed: bool) -> Self {
        Self { out, written: 0, is_packed, members: Vec::new() }
    }

    /// Begins a part; there is one at a time.
    pub(super) async fn begin(&mut self, name: String) -> Result<Writing, OutputError> {
        let offset = self.written;
        if self.is_packed {
            self.append(&zip::header(&name)).await?;
        }
        let member = Member { name, offset, size: 0, crc: Crc::new() };
        Ok(Writing { begun: self.written, member, echo: None })
    }

    /// Begins a part that is read while it is written.
    pub(super) async fn begin_document(&mut self, name: String) -> Result<Writing, OutputError> {
        Ok(Writing { echo: Some(Echo::new()), ..self.begin(name).await? })
    }

    /// Appends to the part, slice by slice.
    pub(super) async fn write(&mut self, part: &mut Writing, bytes: &[u8]) -> Result<(), OutputError> {
        part.member.crc.update(bytes);
        self.append(bytes).await?;
        if let Some(echo) = &mut part.echo {
            for slice in bytes.chunks(SLICE) {
                self.out.rest().await;
                echo.hear(slice);
            }
        }
        Ok(())
    }

    /// Ends a document: it, and what it says.
    pub(super) async fn end_document(&mut self, mut part: Writing) -> Result<(Part, Echo), OutputError> {
        let echo = part.echo.take().unwrap_or_else(Echo::new);
        Ok((self.end(part).await?, echo))
    }

    pub(super) async fn end(&mut self, mut part: Writing) -> Result<Part, OutputError> {
        let bytes = part.begun..self.written;
        part.member.size = bytes.end - bytes.start;
        if self.is_packed {
            self.append(&zip::descriptor(&part.member)).await?;
        }
        let crc = part.member.crc;
        self.members.push(part.member);
        Ok(Part { bytes, crc })
    }

    /// Takes the part back, as if it had never been begun.
    pub(super) async fn abandon(&mut self, part: Writing) -> Result<(), OutputError> {
        self.written = part.member.offset;
        self.out.cut(self.written).await
    }

    pub(super) async fn finish(&mut self) -> Result<(), OutputError> {
        if self.is_packed {
            self.append(&zip::directory(&self.members, self.written)).await?;
        }
        self.out.finish().await
    }

    async fn append(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        for slice in bytes.chunks(SLICE) {
            self.out.write(slice).await?;
            self.written += slice.len() as u64;
        }
        Ok(())
    }

    pub(super) async fn rest(&mut self) {
        self.out.rest().await;
    }

    /// The bytes of `range` from `done` on, as many as are asked for at once.
    pub(super) async fn read(&self, range: &Range<u64>, done: u64) -> Result<Vec<u8>, OutputError> {
        let left = range.end - range.start - done;
        match usize::try_from(left).map_or(READ, |left| left.min(READ)) {
            0 => Ok(Vec::new()),
            len => self.out.read(range.start + done, len).await,
        }
    }

    /// Whether what stands there now is what was written.
    pub(super) async fn holds(&self, part: &Part, heard: &dyn Fn(u64)) -> Result<bool, OutputError> {
        let (total, mut done) = (part.bytes.end - part.bytes.start, 0);
        let mut crc = Crc::new();
        let mut slice = self.read(&part.bytes, done).await?;
        while done < total {
            if slice.is_empty() {
                return Ok(false);
            }
            done += slice.len() as u64;
            // What comes next is on its way meanwhile.
            let (next, ()) = join(self.read(&part.bytes, done), async { crc.update(&slice) }).await;
            heard(slice.len() as u64);
            slice = next?;
        }
        Ok(crc == part.crc)
    }
}
