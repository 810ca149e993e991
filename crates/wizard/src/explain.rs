//! Every problem says what happened, what the person can do, and keeps the
//! technical part folded away. The matches are exhaustive on purpose.

use migration::Problem;
use portable::ReadError;
use sealing::OpenError;
use session::{EndpointError, NoWayIn, SignInError};

use crate::explain_sign_in::{no_way_in_cause, no_way_in_code, sign_in_code};
use crate::{Refusal, Slip, Text};

/// Anything that can go wrong on the way.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// What was typed is no address of a person.
    BadAddress(Slip),
    BadEndpoint(EndpointError),
    NoPassword,
    /// What was typed names no XML element in a namespace.
    BadName,
    /// Nothing is known of a place where browsers could connect.
    NoWayIn(Box<NoWayIn>),
    /// Where the provider was found by guessing, it takes the password only as it is.
    PlainGuessed {
        domain: String,
        endpoint: String,
    },
    SignIn {
        domain: String,
        error: Box<SignInError>,
    },
    /// No account could be made.
    NewAccount(Box<Refusal>),
    /// Both ends are the same account.
    SameAccount,
    /// Signed in, but the account did not answer the first questions.
    Asking {
        domain: String,
        problem: Box<Problem>,
    },
    /// Something of this kind could not be read or written.
    Kind(Problem),
    /// The connection to `domain` is gone and the session waits for it.
    Waiting {
        domain: String,
    },
    File(ReadError),
    /// The file cannot be read at all.
    FileUnreadable(String),
    NothingInFile,
    /// It is encrypted and is not opened.
    Sealed(OpenError),
    /// There is no passphrase to encrypt or to open a file with.
    NoPassphrase,
    /// The worker that encrypts and decrypts ended before its time.
    SealingFailed(String),
    /// The part of the page that does the work could not be loaded.
    PageIncomplete(String),
    /// The browser did not take the download.
    SaveRefused(String),
    /// The browser has less room for the file than it needs. Sizes in bytes.
    NoRoom {
        needed: u64,
        free: u64,
    },
    /// The file as written does not hold what was read.
    SaveNotProven,
}

/// What the page shows of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The stable name: `data-code`.
    pub code: &'static str,
    /// The stable name of the reason, where one code has several: `data-cause`.
    pub cause: Option<&'static str>,
    pub what: Text,
    pub advice: Text,
    /// Technical, in English, without secrets.
    pub details: String,
}

impl Trouble {
    /// The stable name of the problem.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadAddress(_) => "bad-address",
            Self::BadEndpoint(_) => "bad-endpoint",
            Self::NoPassword => "no-password",
            Self::BadName => "bad-name",
            Self::NoWayIn(error) => no_way_in_code(error),
            Self::PlainGuessed { .. } => "plain-guessed",
            Self::SignIn { error, .. } => sign_in_code(error),
            Self::NewAccount(refusal) => refusal.code(),
            Self::SameAccount => "same-account",
            Self::Asking { problem, .. } => problem.code(),
            Self::Kind(problem) => problem.code(),
            Self::Waiting { .. } => "connection-lost",
            Self::File(error) => file_code(error),
            Self::FileUnreadable(_) => "file-unreadable",
            Self::NothingInFile => "nothing-in-file",
            Self::Sealed(error) => sealed_code(*error),
            Self::NoPassphrase => "no-passphrase",
            Self::SealingFailed(_) => "sealing-failed",
            Self::PageIncomplete(_) => "page-incomplete",
            Self::SaveRefused(_) => "save-refused",
            Self::NoRoom { .. } => "no-room",
            Self::SaveNotProven => "save-not-proven",
        }
    }

    /// What to show.
    pub fn explain(&self) -> Explanation {
        let code = self.code();
        let fill = |text: Text| match self.domain() {
            Some(domain) => text.with("domain", domain),
            None => text,
        };
        let cause = self.cause();
        // A cause is said in words of its own.
        let said = |part| match cause {
            Some(cause) => Text::new(format!("cause-{cause}-{part}")),
            None => Text::new(format!("problem-{code}-{part}")),
        };
        let mut what = fill(said("what"));
        match self {
            Self::Kind(Problem::TooLarge { size, limit }) => {
                what = what.bytes("size", *size as u64).bytes("limit", *limit as u64);
            }
            Self::NewAccount(refusal) => what = refusal.fill(what),
            Self::NoRoom { needed, free } => what = what.bytes("needed", *needed).bytes("free", *free),
            _ => {}
        }
        Explanation { code, cause, what, advice: fill(said("advice")), details: self.details() }
    }

    fn cause(&self) -> Option<&'static str> {
        match self {
            Self::BadAddress(Slip::Other(_)) => None,
            Self::BadAddress(slip) => Some(slip.name()),
            Self::NoWayIn(error) => no_way_in_cause(error),
            _ => None,
        }
    }

    /// Whether whoever runs the provider could let browsers in, and does not.
    pub(crate) fn concerns_operator(&self) -> bool {
        matches!(self.code(), "no-endpoint" | "unreachable" | "plain-guessed")
    }

    /// The provider it concerns.
    fn domain(&self) -> Option<&str> {
        match self {
            Self::SignIn { domain, .. } | Self::Asking { domain, .. } | Self::Waiting { domain } => {
                Some(domain)
            }
            Self::NoWayIn(error) => Some(&error.domain),
            Self::PlainGuessed { domain, .. } => Some(domain),
            Self::NewAccount(refusal) => refusal.domain(),
            _ => None,
        }
    }

    fn details(&self) -> String {
        match self {
            Self::BadAddress(slip) => slip.details(),
            Self::BadEndpoint(error) => error.to_string(),
            Self::NoPassword => "the password field is empty".to_owned(),
            Self::BadName => "an XML name without a colon, and a namespace".to_owned(),
            Self::PlainGuessed { endpoint, .. } => format!("PLAIN only, at {endpoint}, which nobody named"),
            Self::NoWayIn(error) => {
                let tried = error.tried.iter().map(|(url, reason)| format!("\n{url}: {reason}"));
                format!("{error}{}", tried.collect::<String>())
            }
            Self::SignIn { error, .. } => error.to_string(),
            Self::NewAccount(refusal) => refusal.to_string(),
            Self::SameAccount => "equal bare addresses after preparation (RFC 6122)".to_owned(),
            Self::Asking { problem, .. } => problem.to_string(),
            Self::Kind(problem) => problem.to_string(),
            Self::Waiting { domain } => format!("the connection to {domain} was lost; signing in again"),
            Self::File(error) => error.to_string(),
            Self::FileUnreadable(detail)
            | Self::PageIncomplete(detail)
            | Self::SaveRefused(detail)
            | Self::SealingFailed(detail) => detail.clone(),
            Self::Sealed(error) => error.to_string(),
            Self::NoPassphrase => "the passphrase field is empty".to_owned(),
            Self::NothingInFile => "no user element with data of a known kind".to_owned(),
            Self::NoRoom { needed, free } => format!("{needed} bytes needed, {free} free"),
            Self::SaveNotProven => "the written text read back differs from what was read".to_owned(),
        }
    }

    /// Whether the same thing may be tried again unchanged.
    pub fn is_worth_retrying(&self) -> bool {
        match self {
            Self::SignIn { error, .. } => error.is_passing(),
            Self::NoWayIn(_) | Self::Asking { .. } | Self::Kind(_) | Self::Waiting { .. } => true,
            Self::FileUnreadable(_) | Self::SaveRefused(_) | Self::SaveNotProven => true,
            Self::NoRoom { .. } | Self::PageIncomplete(_) | Self::SealingFailed(_) => true,
            Self::BadAddress(_)
            | Self::PlainGuessed { .. }
            | Self::BadEndpoint(_)
            | Self::NoPassword
            | Self::BadName
            | Self::NewAccount(_)
            | Self::SameAccount
            | Self::File(_)
            | Self::Sealed(_)
            | Self::NoPassphrase
            | Self::NothingInFile => false,
        }
    }
}

fn sealed_code(error: OpenError) -> &'static str {
    match error {
        OpenError::WrongPassphrase => "wrong-passphrase",
        OpenError::TooHard(_) => "passphrase-too-hard",
        OpenError::ForKeys => "sealed-for-keys",
        OpenError::OpenPgp => "sealed-openpgp",
        OpenError::OtherVersion => "sealed-otherwise",
        OpenError::NotSealed | OpenError::Damaged(_) => "sealed-damaged",
    }
}

fn file_code(error: &ReadError) -> &'static str {
    match error {
        ReadError::NotXep0227 { .. } | ReadError::OtherFormat(_) | ReadError::NotXml(_) => "not-xep-0227",
        ReadError::TooLarge { .. } => "file-too-large",
        _ => "damaged-file",
    }
}

/// Every code a problem can have, for the locale files and the documentation.
pub const CODES: &[&str] = &[
    "bad-address",
    "page-incomplete",
    "bad-endpoint",
    "no-password",
    "bad-name",
    "no-endpoint",
    "offline",
    "plain-guessed",
    "unreachable",
    "wrong-password",
    "account-disabled",
    "server-busy",
    "sign-in-refused",
    "no-common-mechanism",
    "plain-only",
    "weaker-than-before",
    "server-not-proven",
    "password-needed",
    "mechanisms-changed",
    "password-expired",
    "too-many-tries",
    "account-moved",
    "not-served",
    "wrong-server",
    "server-broken",
    "server-closed-stream",
    "bad-invitation",
    "no-code",
    "contact-invitation",
    "invitation-used",
    "bad-provider",
    "bad-username",
    "bad-new-password",
    "form-incomplete",
    "name-taken",
    "too-many-accounts",
    "captcha-wrong",
    "registration-closed",
    "registration-refused",
    "same-account",
    "connection-lost",
    "slow-server",
    "refused",
    "too-large",
    "server-closed",
    "malformed-answer",
    "endless-pages",
    "archive-gap",
    "not-fetched",
    "not-kept",
    "conflict",
    "not-private",
    "cancelled",
    "not-xep-0227",
    "file-too-large",
    "damaged-file",
    "file-unreadable",
    "nothing-in-file",
    "no-passphrase",
    "wrong-passphrase",
    "passphrase-too-hard",
    "sealed-for-keys",
    "sealed-openpgp",
    "sealed-otherwise",
    "sealed-damaged",
    "sealing-failed",
    "several-users",
    "save-refused",
    "no-room",
    "save-not-proven",
];
