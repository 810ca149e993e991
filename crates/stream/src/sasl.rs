//! SASL on a stream (RFC 6120 §6): which mechanism, and its messages.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use xml::{Element, ns};
use zeroize::Zeroizing;

use crate::scram::{Scram, prepared_password};
use crate::stanza_error::condition_and_text;
use crate::tokens::Tokens;
use crate::{Config, Credentials, Failure, Mechanism, ScramKeys};

/// The most mechanism names kept for a report.
const MAX_NAMES: usize = 32;

/// The names in `<mechanisms/>`.
pub(crate) fn offered(mechanisms: &Element) -> Vec<String> {
    mechanisms
        .children()
        .filter(|child| child.is("mechanism", ns::SASL))
        .map(|child| child.text().trim().chars().take(64).collect())
        .take(MAX_NAMES)
        .collect()
}

/// The strongest offered mechanism, if it may be used. One whose channel is bound
/// (`-PLUS`) is none of ours.
pub(crate) fn choose(offered: Vec<String>, config: &Config) -> Result<Mechanism, Failure> {
    let known: Vec<_> = offered.iter().filter_map(|name| Mechanism::from_name(name)).collect();
    let Some(strongest) = known.iter().copied().max() else {
        return Err(Failure::NoCommonMechanism { offered });
    };
    let keys = match &config.credentials {
        Credentials::Keys(keys) => Some(keys.mechanism()),
        Credentials::Password(_) | Credentials::Unregistered => None,
    };
    // A server that now offers something stronger still lets old keys in.
    let chosen = match keys {
        Some(of_keys) if known.contains(&of_keys) && config.floor <= Some(of_keys) => of_keys,
        _ => strongest,
    };
    match config.floor {
        Some(floor) if chosen < floor => Err(Failure::WeakerThanBefore { offered: chosen, floor }),
        _ if chosen == Mechanism::Plain && !config.secure => Err(Failure::PlainInsecure),
        _ if chosen == Mechanism::Plain && !config.allow_plain => Err(Failure::PlainOnly),
        _ if keys.is_some_and(|of_keys| of_keys != chosen) => Err(Failure::PasswordNeeded),
        _ => Ok(chosen),
    }
}

/// One authentication under way.
pub(crate) enum Exchange {
    Plain,
    Scram(Box<Scram>),
}

impl Exchange {
    /// Starts `mechanism`; the second half is the `<auth/>` to send. `advertised` is what the
    /// server may send a hash of.
    pub(crate) fn start(
        mechanism: Mechanism,
        config: &Config,
        advertised: String,
        tokens: &mut Tokens,
    ) -> Result<(Self, String), Failure> {
        let local = config.jid.local().unwrap_or_default();
        let user = jid::prepare::saslprep(local)
            .map_err(|_| Failure::Protocol("the address cannot be prepared for SASL".to_owned()))?;
        let (exchange, message) = match (mechanism, &config.credentials) {
            (Mechanism::Plain, Credentials::Password(password)) => {
                let password = prepared_password(password.as_str())?;
                (Self::Plain, Zeroizing::new(format!("\0{user}\0{}", *password)))
            }
            (Mechanism::Plain, Credentials::Keys(_) | Credentials::Unregistered) => {
                return Err(Failure::PasswordNeeded);
            }
            (scram, credentials) => {
                let scram = Scram::new(scram, &user, credentials, advertised, tokens.nonce())?;
                let message = Zeroizing::new(scram.client_first());
                (Self::Scram(Box::new(scram)), message)
            }
        };
        // Written here, not through an element: so no further copy of a password stays behind.
        let content = Zeroizing::new(BASE64.encode(message.as_bytes()));
        let auth = format!("<auth xmlns='{}' mechanism='{mechanism}'>{}</auth>", ns::SASL, *content);
        Ok((exchange, auth))
    }

    /// The `<response/>` to a `<challenge/>`.
    pub(crate) fn challenge(&mut self, challenge: &Element) -> Result<String, Failure> {
        match self {
            Self::Plain => Err(Failure::Protocol("a challenge to PLAIN".to_owned())),
            Self::Scram(scram) => {
                let response = scram.challenge(&decoded(challenge)?)?;
                Ok(format!("<response xmlns='{}'>{}</response>", ns::SASL, BASE64.encode(response)))
            }
        }
    }

    /// The server sent `<success/>`; gives what signs in again.
    pub(crate) fn success(self, success: &Element) -> Result<Option<ScramKeys>, Failure> {
        match self {
            Self::Plain => Ok(None),
            Self::Scram(scram) => scram.success(&decoded(success)?).map(Some),
        }
    }
}

/// What a `<failure/>` says (RFC 6120 §6.5).
pub(crate) fn refusal(failure: &Element) -> Failure {
    let (condition, text) = condition_and_text(failure, ns::SASL);
    match condition.as_str() {
        "not-authorized" => Failure::WrongPassword,
        "account-disabled" => Failure::AccountDisabled(text),
        "temporary-auth-failure" => Failure::TemporaryAuthFailure,
        _ => Failure::OtherSasl { condition, text },
    }
}

/// The content of a challenge or success; `=` stands for an empty one (RFC 6120 §6.4.2).
fn decoded(element: &Element) -> Result<String, Failure> {
    let text = element.text();
    let text = match text.trim() {
        "=" => "",
        text => text,
    };
    BASE64
        .decode(text)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| Failure::Protocol(format!("<{}/> is not base64 of a text", element.name())))
}
