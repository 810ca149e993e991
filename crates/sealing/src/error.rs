//! Why an encrypted file is not opened.

/// Says nothing of the passphrase or of what is in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("not an age file")]
    NotSealed,
    #[error("an OpenPGP file, which age does not read")]
    OpenPgp,
    /// For whoever has a key: X25519, an SSH key, a plugin's.
    #[error("an age file for keys, not for a passphrase")]
    ForKeys,
    #[error("an age file of another version than 1")]
    OtherVersion,
    /// The passphrase would take 2^n blocks of scrypt, of a kilobyte each.
    #[error("scrypt with log N = {0}, too hard for a browser; at most {most}", most = crate::MOST_LOG_N)]
    TooHard(u8),
    #[error("the passphrase does not open the file")]
    WrongPassphrase,
    #[error("damaged: {0}")]
    Damaged(Damage),
}

/// Where a file is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    #[error("the armor")]
    Armor,
    #[error("the header")]
    Header,
    #[error("the header is not the one that was written (MAC)")]
    Mac,
    #[error("a chunk is not the one that was written, or not at this place")]
    Chunk,
    #[error("the file ends early")]
    Truncated,
}

impl From<Damage> for OpenError {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

/// Every error but [`OpenError::TooHard`], in the order of their numbers.
const NUMBERED: [OpenError; 10] = [
    OpenError::NotSealed,
    OpenError::OpenPgp,
    OpenError::ForKeys,
    OpenError::OtherVersion,
    OpenError::WrongPassphrase,
    OpenError::Damaged(Damage::Armor),
    OpenError::Damaged(Damage::Header),
    OpenError::Damaged(Damage::Mac),
    OpenError::Damaged(Damage::Chunk),
    OpenError::Damaged(Damage::Truncated),
];
/// What stands before the cost in the number of [`OpenError::TooHard`].
const TOO_HARD: u32 = 1 << 8;

impl OpenError {
    /// A number for it, to pass between a worker and its page.
    pub fn number(self) -> u32 {
        match self {
            Self::TooHard(log_n) => TOO_HARD + u32::from(log_n),
            other => NUMBERED.iter().position(|error| *error == other).unwrap_or_default() as u32,
        }
    }

    /// What [`Self::number`] stands for.
    pub fn from_number(number: u32) -> Option<Self> {
        match number.checked_sub(TOO_HARD) {
            Some(log_n) => Some(Self::TooHard(u8::try_from(log_n).ok()?)),
            None => NUMBERED.get(number as usize).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back() {
        for error in NUMBERED.into_iter().chain([OpenError::TooHard(19), OpenError::TooHard(255)]) {
            assert_eq!(OpenError::from_number(error.number()), Some(error));
        }
        assert_eq!(OpenError::from_number(10), None);
        assert_eq!(OpenError::from_number(512), None);
    }
}
