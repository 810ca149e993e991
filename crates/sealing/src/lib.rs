//! Files encrypted with a passphrase, in the age format (age-encryption.org/v1), so that `age -d` opens them
//! anywhere: bytes in, bytes out, in any chunking, with memory that does not grow with the file.
//!
//! [`Sealer`] writes what one passphrase opens. [`Opener`] reads that, armored or not, and hands out nothing of
//! a chunk before the whole chunk is authenticated; only [`Opener::finish`] says that the file was complete.
//! [`look`] tells from the beginning of a file whether it is one.

mod armor;
mod error;
mod header;
mod keys;
mod look;
mod opener;
mod passphrase;
pub mod payload;
mod sealer;
mod strength;
mod words;

pub use armor::Armor;
pub use error::{Damage, OpenError};
pub use keys::FileKey;
pub use look::{HEAD, Look, look};
pub use opener::Opener;
pub use passphrase::Passphrase;
pub use sealer::{Random, Sealer};
pub use strength::{Strength, strength};
pub use words::words;

/// What scrypt costs for files written here: 2^15 blocks, 32 MB. docs/decisions/0012-sealing.md says why.
pub const LOG_N: u8 = 15;
/// The most it may cost for files read here: 256 MB.
pub const MOST_LOG_N: u8 = 18;
