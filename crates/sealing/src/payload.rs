//! What follows the header: chunks of 64 KiB, each encrypted and authenticated with its number and whether it
//! is the last (STREAM), so that none can be altered, left out or put elsewhere.

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{ChaCha20Poly1305, Nonce, Tag};

use crate::keys::{SIXTEEN, TAG};
use crate::{Damage, FileKey};

/// Bytes of a chunk.
const CHUNK: usize = 64 << 10;
/// Bytes it has once it is encrypted.
const SEALED: usize = CHUNK + TAG;

/// Encrypts.
pub struct Encryption {
    chunks: Chunks,
    /// Less than a chunk, or one that may be the last.
    pending: Vec<u8>,
}

/// Decrypts.
pub struct Decryption {
    key: FileKey,
    /// Known once the nonce is.
    chunks: Option<Chunks>,
    /// Less than a chunk, or one that may be the last; before that, the nonce.
    pending: Vec<u8>,
}

/// The key and the number of the chunk that is next.
struct Chunks {
    cipher: ChaCha20Poly1305,
    next: u64,
}

impl Encryption {
    /// The nonce has to be one that nobody used before.
    pub fn begin(key: &FileKey, nonce: [u8; SIXTEEN], out: &mut Vec<u8>) -> Self {
        out.extend_from_slice(&nonce);
        Self { chunks: Chunks { cipher: key.payload(&nonce), next: 0 }, pending: Vec::new() }
    }

    /// Takes what follows, and adds to `out` what is complete.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Damage> {
        let chunks = &mut self.chunks;
        in_pieces(&mut self.pending, bytes, CHUNK, |chunk| chunks.seal(chunk, false, out))
    }

    /// Adds the last chunk.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), Damage> {
        self.chunks.seal(&self.pending, true, out)
    }
}

impl Decryption {
    pub fn new(key: FileKey) -> Self {
        Self { key, chunks: None, pending: Vec::new() }
    }

    /// Takes what follows, and adds to `out` what is authenticated.
    pub fn feed(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Damage> {
        let chunks = match &mut self.chunks {
            Some(chunks) => chunks,
            None => {
                let (nonce, rest) = bytes.split_at(bytes.len().min(SIXTEEN - self.pending.len()));
                self.pending.extend_from_slice(nonce);
                bytes = rest;
                if self.pending.len() < SIXTEEN {
                    return Ok(());
                }
                let cipher = self.key.payload(&self.pending);
                self.pending.clear();
                self.chunks.insert(Chunks { cipher, next: 0 })
            }
        };
        in_pieces(&mut self.pending, bytes, SEALED, |chunk| chunks.open(chunk, false, out))
    }

    /// Adds the last chunk; a file that ends before it was not complete.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), Damage> {
        let chunks = self.chunks.as_mut().ok_or(Damage::Truncated)?;
        if self.pending.len() < TAG || (self.pending.len() == TAG && chunks.next > 0) {
            return Err(Damage::Truncated);
        }
        match chunks.open(&self.pending, true, out) {
            // What was cut off between two chunks is well up to its end.
            Err(Damage::Chunk) if self.pending.len() == SEALED => {
                chunks.open(&self.pending, false, out).and(Err(Damage::Truncated))
            }
            opened => opened,
        }
    }
}

/// Hands out whole pieces as long as something follows them.
fn in_pieces(
    pending: &mut Vec<u8>,
    bytes: &[u8],
    size: usize,
    mut take: impl FnMut(&[u8]) -> Result<(), Damage>,
) -> Result<(), Damage> {
    let mut rest = bytes;
    if !pending.is_empty() {
        let (missing, after) = rest.split_at(rest.len().min(size - pending.len()));
        pending.extend_from_slice(missing);
        rest = after;
        if rest.is_empty() {
            return Ok(());
        }
        take(pending)?;
        pending.clear();
    }
    while rest.len() > size {
        let (piece, after) = rest.split_at(size);
        take(piece)?;
        rest = after;
    }
    pending.extend_from_slice(rest);
    Ok(())
}

impl Chunks {
    fn seal(&mut self, chunk: &[u8], is_last: bool, out: &mut Vec<u8>) -> Result<(), Damage> {
        let begun = out.len();
        out.extend_from_slice(chunk);
        let tag = self.cipher.encrypt_in_place_detached(&self.nonce(is_last), b"", &mut out[begun..]);
        // It fails for more than 256 GB in one chunk only.
        out.extend_from_slice(&tag.map_err(|_| Damage::Chunk)?);
        self.next += 1;
        Ok(())
    }

    /// Leaves `out` as it was unless all of the chunk is authentic.
    fn open(&mut self, chunk: &[u8], is_last: bool, out: &mut Vec<u8>) -> Result<(), Damage> {
        let (content, tag) = chunk.split_at(chunk.len().checked_sub(TAG).ok_or(Damage::Truncated)?);
        let begun = out.len();
        out.extend_from_slice(content);
        let nonce = self.nonce(is_last);
        let opened =
            self.cipher.decrypt_in_place_detached(&nonce, b"", &mut out[begun..], Tag::from_slice(tag));
        if opened.is_err() {
            out.truncate(begun);
            return Err(Damage::Chunk);
        }
        self.next += 1;
        Ok(())
    }

    /// Eleven bytes of the number, and one that says whether it is the last.
    fn nonce(&self, is_last: bool) -> Nonce {
        let mut nonce = Nonce::default();
        nonce[3..11].copy_from_slice(&self.next.to_be_bytes());
        nonce[11] = u8::from(is_last);
        nonce
    }
}

impl std::fmt::Debug for Encryption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encryption").field("chunks", &self.chunks.next).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Decryption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let chunks = self.chunks.as_ref().map_or(0, |chunks| chunks.next);
        f.debug_struct("Decryption").field("chunks", &chunks).finish_non_exhaustive()
    }
}
