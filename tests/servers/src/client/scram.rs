//! SCRAM-SHA-1 without channel binding (RFC 5802), as a browser has to sign in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use pbkdf2::pbkdf2_hmac;
use sha1::{Digest, Sha1};

/// One exchange; what it proves the server with is checked at its end.
pub(super) struct Scram {
    first_bare: String,
    password: String,
    signature: String,
}

impl Scram {
    /// `user` has neither `,` nor `=`; `password` is what SASLprep leaves as it is.
    pub(super) fn begin(user: &str, password: &str, nonce: &str) -> (Self, String) {
        let first_bare = format!("n={user},r={nonce}");
        let message = STANDARD.encode(format!("n,,{first_bare}"));
        (Self { first_bare, password: password.to_owned(), signature: String::new() }, message)
    }

    /// The response to the server's challenge, both in base64.
    pub(super) fn answer(&mut self, challenge: &str) -> Option<String> {
        let server_first = String::from_utf8(STANDARD.decode(challenge).ok()?).ok()?;
        let part = |name: &str| server_first.split(',').find_map(|part| part.strip_prefix(name));
        let (nonce, salt) = (part("r=")?, STANDARD.decode(part("s=")?).ok()?);
        let mut salted = [0; 20];
        pbkdf2_hmac::<Sha1>(self.password.as_bytes(), &salt, part("i=")?.parse().ok()?, &mut salted);
        let without_proof = format!("c=biws,r={nonce}");
        let signed = format!("{},{server_first},{without_proof}", self.first_bare);
        let client_key = hmac(&salted, b"Client Key");
        let client_signature = hmac(&Sha1::digest(client_key), signed.as_bytes());
        let proof: Vec<u8> = client_key.iter().zip(client_signature).map(|(key, sign)| key ^ sign).collect();
        self.signature = STANDARD.encode(hmac(&hmac(&salted, b"Server Key"), signed.as_bytes()));
        Some(STANDARD.encode(format!("{without_proof},p={}", STANDARD.encode(proof))))
    }

    /// Whether what came with success, in base64, shows that the server knows the account.
    pub(super) fn is_proven_by(&self, success: &str) -> bool {
        let expected = format!("v={}", self.signature);
        STANDARD.decode(success).is_ok_and(|message| message == expected.as_bytes())
    }
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 20] {
    // HMAC takes keys of any length.
    let mut mac = Hmac::<Sha1>::new_from_slice(key).unwrap_or_else(|_| unreachable!());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5802 §5.
    #[test]
    fn answers_as_the_specification_does() {
        let (mut scram, first) = Scram::begin("user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");
        assert_eq!(STANDARD.decode(first).unwrap(), b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        let challenge = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
        let answer = scram.answer(&STANDARD.encode(challenge)).unwrap();
        let expected = "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";
        assert_eq!(STANDARD.decode(answer).unwrap(), expected.as_bytes());
        assert!(scram.is_proven_by(&STANDARD.encode("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")));
    }
}
