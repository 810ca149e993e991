//! SCRAM without channel binding (RFC 5802, RFC 7677), the client's side.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{Credentials, Failure, Mechanism};

/// Fewer make guessing cheap (RFC 5802 §5.1), more would freeze the page for seconds.
const ITERATIONS: std::ops::RangeInclusive<u32> = 4_096..=1_000_000;

/// "No channel binding": a browser cannot see the TLS channel.
const GS2_HEADER: &str = "n,,";
/// The base64 form of [`GS2_HEADER`], sent again under the proof.
const GS2_HEADER_BASE64: &str = "biws";

/// What is left of a password after a sign-in: enough to sign in again at the same
/// account and to recognise the server, useless elsewhere. Overwritten when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ScramKeys {
    #[zeroize(skip)]
    mechanism: Mechanism,
    salt: Vec<u8>,
    iterations: u32,
    client_key: Vec<u8>,
    server_key: Vec<u8>,
}

impl ScramKeys {
    /// The mechanism these keys sign in with.
    pub fn mechanism(&self) -> Mechanism {
        self.mechanism
    }

    /// Derives the keys from a password prepared by SASLprep (RFC 5802 §3).
    fn derive(mechanism: Mechanism, password: &str, salt: Vec<u8>, iterations: u32) -> Self {
        let salted = salted_password(mechanism, password.as_bytes(), &salt, iterations);
        let client_key = hmac(mechanism, &salted, b"Client Key");
        let server_key = hmac(mechanism, &salted, b"Server Key");
        Self { mechanism, salt, iterations, client_key, server_key }
    }

    fn fit(&self, mechanism: Mechanism, salt: &[u8], iterations: u32) -> bool {
        self.mechanism == mechanism && self.salt == salt && self.iterations == iterations
    }
}

impl fmt::Debug for ScramKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramKeys").field("mechanism", &self.mechanism).finish_non_exhaustive()
    }
}

/// One exchange, from client-first to the verified server-final message.
pub(crate) struct Scram {
    mechanism: Mechanism,
    secret: Secret,
    nonce: String,
    /// What the server may send a hash of (XEP-0474).
    advertised: String,
    /// client-first-message-bare.
    first_bare: String,
    state: State,
}

/// What the proof is made from.
enum Secret {
    Password(Zeroizing<String>),
    Keys(ScramKeys),
}

enum State {
    /// Waits for server-first.
    First,
    /// Waits for server-final with this signature.
    Final { signature: Vec<u8>, keys: ScramKeys },
    /// The server has shown that it knows the account.
    Proven(ScramKeys),
    /// An error ended the exchange.
    Broken,
}

impl Scram {
    /// `user` is the prepared local part, `nonce` fresh and unguessable.
    pub(crate) fn new(
        mechanism: Mechanism,
        user: &str,
        credentials: &Credentials,
        advertised: String,
        nonce: String,
    ) -> Result<Self, Failure> {
        let secret = match credentials {
            Credentials::Password(password) => Secret::Password(prepared_password(password.as_str())?),
            Credentials::Keys(keys) => Secret::Keys(keys.clone()),
            Credentials::Unregistered => return Err(Failure::PasswordNeeded),
        };
        let first_bare = format!("n={},r={nonce}", escaped(user));
        Ok(Self { mechanism, secret, nonce, advertised, first_bare, state: State::First })
    }

    pub(crate) fn client_first(&self) -> String {
        format!("{GS2_HEADER}{}", self.first_bare)
    }

    /// Takes a challenge, gives the response: client-final after server-first, nothing
    /// after server-final.
    pub(crate) fn challenge(&mut self, message: &str) -> Result<String, Failure> {
        match std::mem::replace(&mut self.state, State::Broken) {
            State::First => self.server_first(message),
            State::Final { signature, keys } => {
                verify_server_final(message, &signature)?;
                self.state = State::Proven(keys);
                Ok(String::new())
            }
            State::Proven(_) | State::Broken => Err(protocol("a SCRAM challenge too many")),
        }
    }

    /// The server accepted; `message` is what came with it. Without a verified
    /// signature, now or before, it is not the server it should be.
    pub(crate) fn success(self, message: &str) -> Result<ScramKeys, Failure> {
        match self.state {
            State::Final { signature, keys } => {
                verify_server_final(message, &signature)?;
                Ok(keys)
            }
            State::Proven(keys) => Ok(keys),
            State::First | State::Broken => Err(Failure::ServerNotProven),
        }
    }

    fn server_first(&mut self, message: &str) -> Result<String, Failure> {
        let ServerFirst { nonce, salt, iterations, hash: claimed } = ServerFirst::parse(message)?;
        if nonce.len() <= self.nonce.len() || !nonce.starts_with(&self.nonce) {
            return Err(Failure::ServerNotProven);
        }
        if !ITERATIONS.contains(&iterations) {
            return Err(Failure::IterationCount(iterations));
        }
        // XEP-0474 §6.2: before any proof is given.
        if claimed.is_some_and(|claimed| claimed != hash(self.mechanism, self.advertised.as_bytes())) {
            return Err(Failure::Downgraded);
        }
        let keys = match &self.secret {
            Secret::Password(password) => ScramKeys::derive(self.mechanism, password, salt, iterations),
            Secret::Keys(keys) if keys.fit(self.mechanism, &salt, iterations) => keys.clone(),
            Secret::Keys(_) => return Err(Failure::PasswordNeeded),
        };
        let without_proof = format!("c={GS2_HEADER_BASE64},r={nonce}");
        let auth_message = format!("{},{message},{without_proof}", self.first_bare);
        let stored_key = hash(self.mechanism, &keys.client_key);
        let client_signature = hmac(self.mechanism, &stored_key, auth_message.as_bytes());
        let proof: Vec<u8> = keys.client_key.iter().zip(&client_signature).map(|(a, b)| a ^ b).collect();
        let signature = hmac(self.mechanism, &keys.server_key, auth_message.as_bytes());
        self.state = State::Final { signature, keys };
        Ok(format!("{without_proof},p={}", BASE64.encode(proof)))
    }
}

struct ServerFirst<'a> {
    nonce: &'a str,
    salt: Vec<u8>,
    iterations: u32,
    /// XEP-0474: of what the server advertised, where it sends one.
    hash: Option<Vec<u8>>,
}

impl<'a> ServerFirst<'a> {
    /// `r=…,s=…,i=…` and extensions; `m=` in front is one we would have to
    /// understand (RFC 5802 §5.1).
    fn parse(message: &'a str) -> Result<Self, Failure> {
        let mut attributes = message.split(',');
        let mut next = |name: &str| {
            let attribute = attributes.next().unwrap_or_default();
            attribute
                .strip_prefix(name)
                .ok_or_else(|| protocol(&format!("SCRAM: no {name} where it belongs")))
        };
        let nonce = next("r=")?;
        let salt = next("s=")?;
        let iterations = next("i=")?;
        if iterations.is_empty() || !iterations.bytes().all(|b| b.is_ascii_digit()) {
            return Err(protocol("SCRAM: the iteration count is no number"));
        }
        // What is no base64 is no hash of anything.
        let hash = attributes.find_map(|attribute| attribute.strip_prefix("h="));
        let hash = hash.map(|hash| BASE64.decode(hash).unwrap_or_default());
        Ok(Self {
            nonce,
            hash,
            salt: BASE64.decode(salt).map_err(|_| protocol("SCRAM: the salt is not base64"))?,
            // All digits, so what does not fit is too large.
            iterations: iterations.parse().unwrap_or(u32::MAX),
        })
    }
}

fn verify_server_final(message: &str, expected: &[u8]) -> Result<(), Failure> {
    let first = message.split(',').next().unwrap_or_default();
    match first.split_once('=') {
        Some(("e", "invalid-proof" | "unknown-user")) => Err(Failure::WrongPassword),
        Some(("e", error)) => {
            Err(Failure::OtherSasl { condition: error.chars().take(100).collect(), text: None })
        }
        Some(("v", signature)) => {
            let signature = BASE64.decode(signature).map_err(|_| Failure::ServerNotProven)?;
            if bool::from(signature.ct_eq(expected)) { Ok(()) } else { Err(Failure::ServerNotProven) }
        }
        _ => Err(Failure::ServerNotProven),
    }
}

/// SASLprep (RFC 4013). An empty password is no password.
pub(crate) fn prepared_password(password: &str) -> Result<Zeroizing<String>, Failure> {
    let prepared = jid::prepare::saslprep(password).map_err(|_| Failure::BadPassword)?;
    if prepared.is_empty() {
        return Err(Failure::BadPassword);
    }
    Ok(Zeroizing::new(prepared))
}

/// A saslname: `,` and `=` stand for themselves nowhere in a SCRAM message.
fn escaped(user: &str) -> String {
    user.replace('=', "=3D").replace(',', "=2C")
}

fn protocol(what: &str) -> Failure {
    Failure::Protocol(what.to_owned())
}

fn hmac(mechanism: Mechanism, key: &[u8], data: &[u8]) -> Vec<u8> {
    fn of<M: Mac + hmac::digest::KeyInit>(key: &[u8], data: &[u8]) -> Vec<u8> {
        let mut mac = <M as Mac>::new_from_slice(key).expect("HMAC takes any key");
        mac.update(data);
        mac.finalize().into_bytes().to_vec()
    }
    match mechanism {
        Mechanism::ScramSha512 => of::<Hmac<Sha512>>(key, data),
        Mechanism::ScramSha256 => of::<Hmac<Sha256>>(key, data),
        Mechanism::ScramSha1 | Mechanism::Plain => of::<Hmac<Sha1>>(key, data),
    }
}

fn hash(mechanism: Mechanism, data: &[u8]) -> Vec<u8> {
    match mechanism {
        Mechanism::ScramSha512 => Sha512::digest(data).to_vec(),
        Mechanism::ScramSha256 => Sha256::digest(data).to_vec(),
        Mechanism::ScramSha1 | Mechanism::Plain => Sha1::digest(data).to_vec(),
    }
}

/// `Hi()` of RFC 5802 §2.2.
fn salted_password(
    mechanism: Mechanism,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(vec![0; hash(mechanism, b"").len()]);
    match mechanism {
        Mechanism::ScramSha512 => pbkdf2_hmac::<Sha512>(password, salt, iterations, &mut out),
        Mechanism::ScramSha256 => pbkdf2_hmac::<Sha256>(password, salt, iterations, &mut out),
        Mechanism::ScramSha1 | Mechanism::Plain => pbkdf2_hmac::<Sha1>(password, salt, iterations, &mut out),
    }
    out
}

#[cfg(test)]
#[path = "scram_tests.rs"]
mod tests;
