//! What the worker's script calls. Errors are the numbers of [`OpenError`].

use sealing::{OpenError, Opener, Passphrase, Random, Sealer};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

/// One file on its way.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Work(Way);

#[derive(Debug)]
enum Way {
    Seal {
        sealer: Sealer,
        /// The beginning of the file, until it is handed over.
        begun: Vec<u8>,
    },
    Open(Box<Opener>),
    Over,
}

#[wasm_bindgen]
impl Work {
    /// Encrypts. `random` are [`Random::LEN`] bytes that nobody can guess.
    pub fn seal(passphrase: Vec<u8>, random: Vec<u8>) -> Result<Work, u32> {
        let random = Zeroizing::new(random);
        let random = random[..].try_into().map(Random::new).map_err(|_| OpenError::NotSealed.number())?;
        let mut begun = Vec::new();
        let sealer = Sealer::begin(&Passphrase::new(passphrase), &random, &mut begun);
        Ok(Self(Way::Seal { sealer: sealer.map_err(OpenError::number)?, begun }))
    }

    /// Decrypts.
    pub fn open(passphrase: Vec<u8>) -> Work {
        Self(Way::Open(Box::new(Opener::new(Passphrase::new(passphrase)))))
    }

    /// Takes the next bytes of the file and gives those that come of them.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<u8>, u32> {
        let mut out = Vec::new();
        let fed = match &mut self.0 {
            Way::Seal { sealer, begun } => {
                out.append(begun);
                sealer.feed(bytes, &mut out)
            }
            Way::Open(opener) => opener.feed(bytes, &mut out),
            Way::Over => Ok(()),
        };
        fed.map(|()| out).map_err(OpenError::number)
    }

    /// The file ends here: the last bytes. Only now it is complete.
    pub fn finish(&mut self) -> Result<Vec<u8>, u32> {
        let mut out = Vec::new();
        let finished = match std::mem::replace(&mut self.0, Way::Over) {
            Way::Seal { sealer, mut begun } => {
                out.append(&mut begun);
                sealer.finish(&mut out)
            }
            Way::Open(opener) => opener.finish(&mut out),
            Way::Over => Ok(()),
        };
        finished.map(|()| out).map_err(OpenError::number)
    }
}

/// A passphrase that nobody chose, in UTF-8, out of 16 bytes that nobody can guess.
#[wasm_bindgen]
pub fn words(random: Vec<u8>) -> Vec<u8> {
    let random = Zeroizing::new(random);
    random[..].try_into().map_or_else(|_| Vec::new(), |random| sealing::words(random).as_bytes().to_vec())
}
