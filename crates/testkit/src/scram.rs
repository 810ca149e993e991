//! The server's side of SCRAM-SHA-1 (RFC 5802), written independently of the client's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac};
use sha1::{Digest, Sha1};

const SALT: &[u8] = b"pepper and salt";

/// What a server keeps of a password.
#[derive(Clone, Debug)]
pub(crate) struct Verifier {
    stored_key: [u8; 20],
    server_key: [u8; 20],
    iterations: u32,
}

/// Between the two messages of the client.
pub(crate) struct Challenge {
    pub(crate) server_first: String,
    client_first_bare: String,
    nonce: String,
}

impl Verifier {
    pub(crate) fn new(password: &str, iterations: u32) -> Self {
        let mut salted = [0; 20];
        pbkdf2::pbkdf2_hmac::<Sha1>(password.as_bytes(), SALT, iterations, &mut salted);
        let client_key = mac(&salted, b"Client Key");
        Self {
            stored_key: Sha1::digest(client_key).into(),
            server_key: mac(&salted, b"Server Key"),
            iterations,
        }
    }

    /// Answers the client's first message, with a hash of these names where there are any (XEP-0474); None
    /// if it cannot be read.
    pub(crate) fn challenge(&self, client_first: &str, hashed: Option<&[String]>) -> Option<Challenge> {
        let bare = client_first.strip_prefix("n,,")?;
        let (_, client_nonce) = bare.split_once(",r=")?;
        let nonce = format!("{client_nonce}server");
        let mut server_first = format!("r={nonce},s={},i={}", BASE64.encode(SALT), self.iterations);
        if let Some(names) = hashed {
            let mut names = names.to_vec();
            names.sort();
            server_first.push_str(&format!(",h={}", BASE64.encode(Sha1::digest(names.join("\u{1e}")))));
        }
        Some(Challenge { server_first, client_first_bare: bare.to_owned(), nonce })
    }

    /// Checks the client's proof and gives the server's signature.
    pub(crate) fn verify(&self, challenge: &Challenge, client_final: &str) -> Option<String> {
        let (without_proof, proof) = client_final.rsplit_once(",p=")?;
        let nonce = without_proof.strip_prefix("c=biws,r=")?;
        if nonce != challenge.nonce {
            return None;
        }
        let message = format!("{},{},{without_proof}", challenge.client_first_bare, challenge.server_first);
        let signature = mac(&self.stored_key, message.as_bytes());
        let proof = BASE64.decode(proof).ok().filter(|proof| proof.len() == signature.len())?;
        let client_key: Vec<u8> = proof.iter().zip(signature).map(|(proof, sign)| proof ^ sign).collect();
        let is_right = Sha1::digest(client_key)[..] == self.stored_key;
        is_right.then(|| format!("v={}", BASE64.encode(mac(&self.server_key, message.as_bytes()))))
    }
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut mac = <Hmac<Sha1> as Mac>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
