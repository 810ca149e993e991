//! Why no account could be made, by what a person can do about it.

use std::fmt;

use migration::Problem;
use session::{RegistrationError, RequestError};

use crate::{Text, Trouble};

/// What stands between a person and a new account.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// What was pasted is no invitation.
    NoInvitation,
    /// There is no code in the picture, or none that can be read.
    NoCode,
    /// The invitation of this person adds a contact and makes no account.
    ContactOnly(String),
    /// What was typed is no domain.
    BadProvider,
    /// What was typed is no name an account could have.
    BadUsername,
    /// A question of the provider's, in its words, that has no answer.
    Missing(String),
    /// What the provider answered.
    Failed {
        domain: String,
        /// It asked for something a program cannot know.
        is_puzzle: bool,
        error: Box<RegistrationError>,
    },
}

impl Refusal {
    /// The stable name of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NoInvitation => "bad-invitation",
            Self::NoCode => "no-code",
            Self::ContactOnly(_) => "contact-invitation",
            Self::BadProvider => "bad-provider",
            Self::BadUsername => "bad-username",
            Self::Missing(_) => "form-incomplete",
            Self::Failed { error, is_puzzle, .. } => failed_code(error, *is_puzzle),
        }
    }

    pub(crate) fn domain(&self) -> Option<&str> {
        match self {
            Self::Failed { domain, .. } => Some(domain),
            _ => None,
        }
    }

    /// What happened, with the words of others put in.
    pub(crate) fn fill(&self, what: Text) -> Text {
        match self {
            Self::ContactOnly(name) | Self::Missing(name) => what.with("name", name.as_str()),
            _ => what,
        }
    }
}

impl Trouble {
    /// How registration at `domain` failed: what is no answer to it is told as anywhere else.
    pub fn of_registration(domain: &str, is_puzzle: bool, error: RegistrationError) -> Self {
        let domain = domain.to_owned();
        match error {
            RegistrationError::Connection(error) => Self::SignIn { domain, error: Box::new(error) },
            RegistrationError::Request(error) if !matches!(error, RequestError::Stanza(_)) => {
                Self::Asking { domain, problem: Box::new(Problem::from(error)) }
            }
            error => {
                Self::NewAccount(Box::new(Refusal::Failed { domain, is_puzzle, error: Box::new(error) }))
            }
        }
    }
}

fn failed_code(error: &RegistrationError, is_puzzle: bool) -> &'static str {
    let condition = match error {
        RegistrationError::Token(_) => return "invitation-used",
        RegistrationError::BadPassword => return "bad-new-password",
        RegistrationError::Request(RequestError::Stanza(error)) => error.condition.as_str(),
        _ => return "registration-closed",
    };
    match condition {
        "conflict" => "name-taken",
        "resource-constraint" | "policy-violation" => "too-many-accounts",
        // XEP-0158 §3 for a wrong answer.
        "not-allowed" | "not-acceptable" if is_puzzle => "captcha-wrong",
        "jid-malformed" => "bad-username",
        "not-allowed"
        | "forbidden"
        | "service-unavailable"
        | "feature-not-implemented"
        | "registration-required"
        | "not-authorized" => "registration-closed",
        _ => "registration-refused",
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoInvitation => {
                f.write_str("no xmpp: URI with a token (XEP-0445), nor the link of a known page")
            }
            Self::NoCode => f.write_str("BarcodeDetector found no qr_code in the picture"),
            Self::ContactOnly(jid) => write!(f, "an invitation to add {jid}, without ibr=y (XEP-0401)"),
            Self::BadProvider => f.write_str("not a domain"),
            Self::BadUsername => f.write_str("not a local part (RFC 6122)"),
            Self::Missing(label) => write!(f, "a required field of the form is empty: {label}"),
            Self::Failed { error, .. } => error.fmt(f),
        }
    }
}
