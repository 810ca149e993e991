//! What kept somebody out: the same few words for what a person can do the same about.

use session::{Failure, NoWayIn, Presence, SignInError};

/// The code of a sign-in that failed.
pub(crate) fn sign_in_code(error: &SignInError) -> &'static str {
    let failure = match error {
        SignInError::Unreachable { .. } => return "unreachable",
        SignInError::Failed(failure) => failure,
    };
    match failure {
        Failure::WrongPassword | Failure::BadPassword => "wrong-password",
        Failure::AccountDisabled(_) => "account-disabled",
        Failure::TemporaryAuthFailure => "server-busy",
        Failure::OtherSasl { condition, .. } => sasl_code(condition),
        Failure::NoCommonMechanism { .. } | Failure::PlainInsecure => "no-common-mechanism",
        Failure::PlainOnly => "plain-only",
        Failure::WeakerThanBefore { .. } => "weaker-than-before",
        Failure::Downgraded => "mechanisms-changed",
        Failure::ServerNotProven | Failure::IterationCount(_) => "server-not-proven",
        Failure::PasswordNeeded => "password-needed",
        Failure::WrongFrom { .. } => "wrong-server",
        Failure::NoFeatures(_) | Failure::Protocol(_) => "server-broken",
        Failure::SeeOtherUri(_) => "unreachable",
        Failure::BindRefused(error) => bind_code(&error.condition),
        Failure::TimedOut => "slow-server",
        Failure::StreamError { condition, .. } => stream_code(condition),
        Failure::ClosedByServer => "server-closed-stream",
        Failure::Disconnected => "connection-lost",
    }
}

/// RFC 6120 §6.5, what has no [`Failure`] of its own.
fn sasl_code(condition: &str) -> &'static str {
    match condition {
        "credentials-expired" => "password-expired",
        "encryption-required" | "invalid-mechanism" | "mechanism-too-weak" => "no-common-mechanism",
        _ => "sign-in-refused",
    }
}

/// RFC 6120 §7.6 and §8.3.3.
fn bind_code(condition: &str) -> &'static str {
    match condition {
        "resource-constraint" => "server-busy",
        "gone" | "redirect" => "account-moved",
        _ => "sign-in-refused",
    }
}

/// RFC 6120 §4.9.3, while signing in.
fn stream_code(condition: &str) -> &'static str {
    match condition {
        // What servers say to somebody they have locked out for a while.
        "policy-violation" => "too-many-tries",
        "resource-constraint" | "system-shutdown" | "internal-server-error" | "reset" => "server-busy",
        "gone" | "see-other-host" => "account-moved",
        "host-unknown" | "host-gone" => "not-served",
        _ => "server-closed-stream",
    }
}

/// The code of a domain that gives no way in.
pub(crate) fn no_way_in_code(error: &NoWayIn) -> &'static str {
    match error.presence {
        Presence::Offline => "offline",
        // One name for all that was never told apart before; the cause tells.
        Presence::Silent | Presence::Unreadable | Presence::Closed => "no-endpoint",
    }
}

/// Why, where one code has several reasons.
pub(crate) fn no_way_in_cause(error: &NoWayIn) -> Option<&'static str> {
    match error.presence {
        Presence::Silent => Some("no-answer"),
        Presence::Unreadable => Some("not-readable"),
        Presence::Closed | Presence::Offline => None,
    }
}
