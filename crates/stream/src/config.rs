//! What a stream is told before it starts.

use std::fmt;

use jid::BareJid;
use zeroize::Zeroizing;

use crate::ScramKeys;

/// Whom to sign in as, and what is acceptable on the way.
#[derive(Clone, Debug)]
pub struct Config {
    pub jid: BareJid,
    pub credentials: Credentials,
    /// The transport is TLS or does not leave this machine; without that PLAIN is never used.
    pub secure: bool,
    /// The person agreed to PLAIN for this connection.
    pub allow_plain: bool,
    /// The mechanism this account was signed in with before: never use a weaker one.
    pub floor: Option<Mechanism>,
    /// Whether a lost transport should be survived where the server can do that (XEP-0198).
    pub resumable: bool,
}

/// What proves that the account is ours.
#[derive(Clone, Debug)]
pub enum Credentials {
    Password(Password),
    /// What an earlier sign-in left ([`crate::Event::Online`]): signs in again without the
    /// password as long as the server keeps salt and iteration count.
    Keys(ScramKeys),
    /// There is no account yet: the stream stops before SASL, for in-band registration (XEP-0077 §3.1).
    /// [`Config::jid`] is then the server's.
    Unregistered,
}

/// A password as it was typed. It is overwritten when dropped and never shown.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was typed, for whoever works keys out of it. It is not to be kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// The SASL mechanisms this crate speaks, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mechanism {
    /// RFC 4616: the server sees the password.
    Plain,
    /// RFC 5802.
    ScramSha1,
    /// RFC 7677.
    ScramSha256,
    /// RFC 5802 with SHA-512.
    ScramSha512,
}

impl Mechanism {
    /// The name under which servers offer it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha512 => "SCRAM-SHA-512",
        }
    }

    /// The mechanism of that name, if this crate speaks it.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Plain, Self::ScramSha1, Self::ScramSha256, Self::ScramSha512]
            .into_iter()
            .find(|mechanism| mechanism.name() == name)
    }
}

impl fmt::Display for Mechanism {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
