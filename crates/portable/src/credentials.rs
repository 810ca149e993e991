//! Passwords and keys: those of a file are never carried, and none is written
//! but what a person asked for.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, Mac};
use pbkdf2::pbkdf2_hmac;
use sha1::{Digest, Sha1};
use sha2::Sha256;
use xml::{Element, ns};
use zeroize::Zeroizing;

use crate::note::{Notes, Part, Reason};

/// Rounds of PBKDF2, as servers set them.
const ITERATIONS: u32 = 10_000;

/// What a server keeps of a password to let the person sign in with SCRAM
/// (RFC 5802 §3, RFC 7677): the password cannot be read from it, but it can be guessed at.
#[derive(Clone, PartialEq, Eq)]
pub struct Scram {
    mechanism: &'static str,
    salt: Vec<u8>,
    stored_key: Vec<u8>,
    server_key: Vec<u8>,
}

impl Scram {
    /// The keys for SCRAM-SHA-1 and SCRAM-SHA-256, each with a fresh random
    /// salt of its own. None for a password that SASLprep forbids (RFC 4013).
    pub fn of_password(password: &str, salts: [[u8; 16]; 2]) -> Option<Vec<Self>> {
        let password = Zeroizing::new(jid::prepare::saslprep(password).ok()?);
        if password.is_empty() {
            return None;
        }
        let mut salted = Zeroizing::new([0; 20]);
        pbkdf2_hmac::<Sha1>(password.as_bytes(), &salts[0], ITERATIONS, salted.as_mut());
        let client_key = Zeroizing::new(mac::<Hmac<Sha1>>(salted.as_ref(), b"Client Key"));
        let sha_1 = Self {
            mechanism: "SCRAM-SHA-1",
            salt: salts[0].to_vec(),
            stored_key: Sha1::digest(client_key.as_slice()).to_vec(),
            server_key: mac::<Hmac<Sha1>>(salted.as_ref(), b"Server Key"),
        };
        let mut salted = Zeroizing::new([0; 32]);
        pbkdf2_hmac::<Sha256>(password.as_bytes(), &salts[1], ITERATIONS, salted.as_mut());
        let client_key = Zeroizing::new(mac::<Hmac<Sha256>>(salted.as_ref(), b"Client Key"));
        let sha_256 = Self {
            mechanism: "SCRAM-SHA-256",
            salt: salts[1].to_vec(),
            stored_key: Sha256::digest(client_key.as_slice()).to_vec(),
            server_key: mac::<Hmac<Sha256>>(salted.as_ref(), b"Server Key"),
        };
        Some(vec![sha_1, sha_256])
    }

    /// XEP-0227 §4.3.
    pub(crate) fn to_element(&self) -> Element {
        self.element(|key| BASE64.encode(key))
    }

    /// ejabberd keeps the base64 of its keys and takes what it reads for the base64 of that.
    pub(crate) fn to_element_for_ejabberd(&self) -> Element {
        self.element(|key| BASE64.encode(BASE64.encode(key)))
    }

    fn element(&self, encoded: impl Fn(&[u8]) -> String) -> Element {
        let field = |name: &str, value: String| Element::new(name, ns::PIE_SCRAM).with_text(value);
        Element::new("scram-credentials", ns::PIE_SCRAM).with_attr("mechanism", self.mechanism).with_children(
            [
                field("iter-count", ITERATIONS.to_string()),
                field("salt", encoded(&self.salt)),
                field("server-key", encoded(&self.server_key)),
                field("stored-key", encoded(&self.stored_key)),
            ],
        )
    }
}

impl std::fmt::Debug for Scram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scram").field("mechanism", &self.mechanism).finish_non_exhaustive()
    }
}

fn mac<M: Mac + hmac::digest::KeyInit>(key: &[u8], text: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <M as Mac>::new_from_slice(key) else { return Vec::new() };
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// Whether this element of `<user>` holds the account's credentials (XEP-0227 §4.3).
pub(crate) fn is_credentials(name: &str, ns: &str) -> bool {
    matches!(name, "password" | "scram-credentials") && matches!(ns, ns::PIE | ns::PIE_OLD | ns::PIE_SCRAM)
}

/// Takes passwords out of an element nobody here understands: some clients
/// keep the account's own in clear among their settings.
pub(crate) fn strip(element: &mut Element, notes: &mut Notes) {
    let secret = |name: &str| name.eq_ignore_ascii_case("password") || name == "scram-credentials";
    let owner = element.name().to_owned();
    let mut found = 0;
    element.retain_children(|child| {
        let stays = !secret(child.name());
        found += usize::from(!stays);
        stays
    });
    while element.remove_attr("password").is_some() {
        found += 1;
    }
    for _ in 0..found {
        notes.left_out(Part::Credentials, owner.clone(), Reason::Credentials);
    }
    for child in element.children_mut() {
        strip(child, notes);
    }
}
