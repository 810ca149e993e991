//! The keys of a file: from a passphrase to the file key, and from that to all others.

use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, Tag};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Damage, MOST_LOG_N, OpenError, Passphrase};

/// Bytes of a file key, of a salt and of a payload's nonce.
pub(crate) const SIXTEEN: usize = 16;
/// Bytes of a file key once it is wrapped.
pub(crate) const WRAPPED: usize = SIXTEEN + TAG;
/// Bytes that authenticate what stands before them.
pub(crate) const TAG: usize = 16;
/// Stands before the salt.
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";

/// What a file is encrypted with, overwritten when it is no longer needed.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; SIXTEEN]>);

impl FileKey {
    pub fn new(key: [u8; SIXTEEN]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Encrypts it for whoever has the passphrase.
    pub(crate) fn wrap(&self, passphrase: &Passphrase, salt: &[u8], log_n: u8) -> Result<Vec<u8>, OpenError> {
        let mut wrapped = self.0.to_vec();
        let key = stretch(passphrase, salt, log_n)?;
        let tag = cipher(&key).encrypt_in_place_detached(&Nonce::default(), b"", &mut wrapped);
        wrapped.extend(tag.map_err(|_| OpenError::WrongPassphrase)?);
        Ok(wrapped)
    }

    /// The other way; only the right passphrase finds the key.
    pub(crate) fn unwrap(
        passphrase: &Passphrase,
        salt: &[u8],
        log_n: u8,
        wrapped: &[u8; WRAPPED],
    ) -> Result<Self, OpenError> {
        let (body, tag) = wrapped.split_at(SIXTEEN);
        let mut file_key = Self::new([0; SIXTEEN]);
        file_key.0.copy_from_slice(body);
        let key = stretch(passphrase, salt, log_n)?;
        let opened = cipher(&key).decrypt_in_place_detached(
            &Nonce::default(),
            b"",
            &mut file_key.0[..],
            Tag::from_slice(tag),
        );
        opened.map(|()| file_key).map_err(|_| OpenError::WrongPassphrase)
    }

    /// The MAC of a header, begun with its text up to `---`.
    pub(crate) fn mac(&self, text: &[u8]) -> Result<Hmac<Sha256>, OpenError> {
        let key = self.derive(&[], b"header");
        // It takes keys of any length.
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&key[..]).map_err(|_| Damage::Mac)?;
        mac.update(text);
        Ok(mac)
    }

    /// The key of a payload that begins with this nonce.
    pub(crate) fn payload(&self, nonce: &[u8]) -> ChaCha20Poly1305 {
        cipher(&self.derive(nonce, b"payload"))
    }

    fn derive(&self, salt: &[u8], info: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut derived = Zeroizing::new([0; 32]);
        // RFC 5869 §2.3: it fails for more than 255 times 32 bytes only.
        let _ = Hkdf::<Sha256>::new(Some(salt), &self.0[..]).expand(info, &mut derived[..]);
        derived
    }
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(..)")
    }
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(key.into())
}

fn stretch(passphrase: &Passphrase, salt: &[u8], log_n: u8) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    if log_n > MOST_LOG_N {
        return Err(OpenError::TooHard(log_n));
    }
    let salt = [LABEL, salt].concat();
    let mut key = Zeroizing::new([0; 32]);
    let params = scrypt::Params::new(log_n, 8, 1, key.len()).map_err(|_| OpenError::TooHard(log_n))?;
    scrypt::scrypt(passphrase.as_bytes(), &salt, &params, &mut key[..])
        .map_err(|_| OpenError::TooHard(log_n))?;
    Ok(key)
}
