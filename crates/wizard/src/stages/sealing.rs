//! Encrypted files: opening one that was picked, and saving a copy that only a passphrase opens.

use sealing::{Passphrase, Strength};

use super::file::File;
use super::saving::Save;
use crate::{Effect, Onto, Trouble, Variant, Wizard};

/// What the page shows of encrypting a copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SealView {
    /// Whether the copy last asked for is the encrypted one.
    pub is_meant: bool,
    /// What the passphrase typed so far is worth.
    pub strength: Strength,
}

impl Wizard {
    pub(crate) fn file_sealed(&mut self) -> Vec<Effect> {
        self.file = File::sealed(false);
        Vec::new()
    }

    pub(crate) fn unlock(&mut self, passphrase: Passphrase) -> Vec<Effect> {
        if !self.file.sealed || self.file.is_reading() {
            return Vec::new();
        }
        if passphrase.is_empty() {
            return self.file_failed(Trouble::NoPassphrase);
        }
        self.file = File::sealed(true);
        vec![Effect::Unlock(passphrase)]
    }

    pub(crate) fn file_unlocked(&mut self) -> Vec<Effect> {
        if self.file.sealed { vec![self.reading()] } else { Vec::new() }
    }

    /// Writes an encrypted copy, or offers once more the one there is.
    pub(crate) fn seal(&mut self, variant: Variant, passphrase: Passphrase) -> Vec<Effect> {
        if self.choose.saves().any(Save::is_under_way) {
            return Vec::new();
        }
        self.choose.seal.is_meant = true;
        match self.choose.save_of(variant) {
            Save::Ready(written) | Save::Saved(written)
                if passphrase.is_empty() && written.is_kept(Onto::Sealed) =>
            {
                self.offer(variant, written.clone())
            }
            _ if passphrase.is_empty() => self.save_failed(Trouble::NoPassphrase),
            _ => {
                let mut effects = self.prepare(variant, Onto::Sealed);
                if self.choose.save_of(variant).is_running() {
                    effects.insert(0, Effect::KeepPassphrase(passphrase));
                }
                effects
            }
        }
    }

    pub(crate) fn suggest_passphrase(&mut self) -> Vec<Effect> {
        if self.choose.saves().any(Save::is_under_way) {
            return Vec::new();
        }
        self.choose.seal.is_meant = true;
        vec![Effect::SuggestPassphrase]
    }

    pub(crate) fn judge(&mut self, strength: Strength) -> Vec<Effect> {
        self.choose.seal.strength = strength;
        // That there was none is no trouble any more.
        self.choose.save.dismiss();
        Vec::new()
    }
}

impl Trouble {
    /// Whether the encrypted file may still be opened, with another passphrase or once more with the same.
    pub(crate) fn leaves_sealed(&self) -> bool {
        match self {
            Self::Sealed(error) => *error == sealing::OpenError::WrongPassphrase,
            Self::NoPassphrase | Self::PageIncomplete(_) | Self::SealingFailed(_) | Self::NoRoom { .. } => {
                true
            }
            _ => false,
        }
    }
}
