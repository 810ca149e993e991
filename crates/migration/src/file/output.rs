//! Where a file goes.

use async_trait::async_trait;

/// How many bytes are handed over at once, so that nobody has to wait for much.
pub(super) const SLICE: usize = 256 << 10;

/// Where a file is written, piece by piece, and read back from.
#[async_trait(?Send)]
pub trait Output {
    /// Appends.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError>;

    /// Nothing more follows: from here on, what was written can be read.
    async fn finish(&mut self) -> Result<(), OutputError>;

    /// `len` bytes from `offset` on; fewer only at the end.
    async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError>;
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

    async fn finish(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        Ok(rest[..len.min(rest.len())].to_vec())
    }
}

/// An output and how far it is written.
pub(super) struct Target<'a> {
    out: &'a mut dyn Output,
    written: u64,
}

impl<'a> Target<'a> {
    pub(super) fn new(out: &'a mut dyn Output) -> Self {
        Self { out, written: 0 }
    }

    /// Appends, slice by slice.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        for slice in bytes.chunks(SLICE) {
            self.out.write(slice).await?;
            self.written += slice.len() as u64;
        }
        Ok(())
    }

    pub(super) async fn finish(&mut self) -> Result<(), OutputError> {
        self.out.finish().await
    }

    pub(super) async fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, OutputError> {
        self.out.read(offset, len).await
    }

    /// In bytes.
    pub(super) fn written(&self) -> u64 {
        self.written
    }
}
