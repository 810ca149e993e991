//! Unguessable tokens from the seed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A sequence of tokens that only who knows the seed can continue: HMAC-SHA-256 of a
/// counter under the seed.
pub(crate) struct Tokens {
    seed: Zeroizing<[u8; 32]>,
    count: u64,
}

impl Tokens {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { seed: Zeroizing::new(seed), count: 0 }
    }

    /// 72 bits, for a resource: short, and nobody else has it.
    pub(crate) fn resource(&mut self) -> String {
        self.token(9)
    }

    /// 96 bits, for the `id` of a stanza.
    pub(crate) fn id(&mut self) -> String {
        self.token(12)
    }

    /// 192 bits, for a SCRAM nonce (RFC 5802 §5.1: printable, no comma).
    pub(crate) fn nonce(&mut self) -> String {
        self.token(24)
    }

    fn token(&mut self, bytes: usize) -> String {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&*self.seed).expect("HMAC takes any key");
        mac.update(&self.count.to_be_bytes());
        self.count += 1;
        URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..bytes])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_sequence_without_repetition() {
        let (mut one, mut same, mut other) =
            (Tokens::new([1; 32]), Tokens::new([1; 32]), Tokens::new([2; 32]));
        let mut seen = ordered::Set::new();
        for _ in 0..1000 {
            let id = one.id();
            assert_eq!(id, same.id());
            assert_ne!(id, other.id());
            assert_eq!(id.len(), 16);
            assert!(seen.insert(id));
        }
    }
}
