//! From a file to one that a passphrase opens.

use zeroize::Zeroizing;

use crate::header;
use crate::keys::{FileKey, SIXTEEN};
use crate::payload::Encryption;
use crate::{LOG_N, OpenError, Passphrase};

/// What nobody may be able to guess: the file key, and what is used once.
#[derive(Clone)]
pub struct Random(Zeroizing<[u8; Self::LEN]>);

impl Random {
    pub const LEN: usize = 3 * SIXTEEN;

    /// Every byte has to come from a generator fit for keys.
    pub fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn part<const N: usize>(&self, place: usize) -> [u8; N] {
        std::array::from_fn(|at| self.0[place * N + at])
    }
}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random(..)")
    }
}

/// Encrypts a file that comes in any chunking.
#[derive(Debug)]
pub struct Sealer {
    payload: Encryption,
}

impl Sealer {
    /// Adds the beginning of the file to `out`.
    pub fn begin(passphrase: &Passphrase, random: &Random, out: &mut Vec<u8>) -> Result<Self, OpenError> {
        Self::begin_with(passphrase, random, LOG_N, out)
    }

    /// The same at another cost: 2^`log_n` blocks of scrypt.
    pub fn begin_with(
        passphrase: &Passphrase,
        random: &Random,
        log_n: u8,
        out: &mut Vec<u8>,
    ) -> Result<Self, OpenError> {
        let key = FileKey::new(random.part(0));
        out.extend(header::write(&key, passphrase, random.part(1), log_n)?);
        Ok(Self { payload: Encryption::begin(&key, random.part(2), out) })
    }

    /// Takes what follows in the file, and adds to `out` what is encrypted.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), OpenError> {
        Ok(self.payload.feed(bytes, out)?)
    }

    /// The file ends here.
    pub fn finish(self, out: &mut Vec<u8>) -> Result<(), OpenError> {
        Ok(self.payload.finish(out)?)
    }
}
