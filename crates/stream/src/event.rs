//! What a stream tells its driver.

use jid::Jid;
use xml::Element;

use crate::{Mechanism, RequestId, ScramKeys, StanzaError};

/// What happened, in the order in which it happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Signed in and bound to a resource.
    Online {
        jid: Jid,
        mechanism: Mechanism,
        /// What signs in again without the password; none after PLAIN.
        keys: Option<ScramKeys>,
        /// The stream features after authentication (RFC 6120 §4.3.2).
        features: Vec<Element>,
    },
    /// Nobody is signed in, and nobody will be on this stream: requests to the server may be made
    /// ([`crate::Credentials::Unregistered`]).
    Unauthenticated {
        /// The stream features before authentication.
        features: Vec<Element>,
    },
    /// The transport is lost, and the stream with all its requests waits for another one
    /// ([`crate::Stream::reconnected`]).
    Suspended,
    /// It goes on over another transport as if nothing had been (XEP-0198 §5). Where the server
    /// has forgotten it, all requests are answered with [`RequestError::ConnectionLost`] and
    /// [`Event::Online`] comes instead.
    Resumed,
    /// The one answer to a request: the first child of the result, or an error.
    Response {
        id: RequestId,
        result: Result<Option<Element>, RequestError>,
    },
    /// The changed `query` (RFC 6121 §2.1.6); already acknowledged, sender checked.
    RosterPush(Element),
    /// The `block` or `unblock` (XEP-0191 §3.3); already acknowledged, sender checked.
    BlockPush(Element),
    Message(Element),
    Presence(Element),
    /// The end. It comes exactly once, and last: every request made before it has been
    /// answered. A request made after it is answered with [`RequestError::ConnectionLost`].
    Closed(Closed),
}

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    #[error(transparent)]
    Stanza(#[from] StanzaError),
    #[error("no answer in time")]
    TimedOut,
    /// The stream ended, as far as known not because of this request; or it is not signed in.
    #[error("the connection was lost before the answer")]
    ConnectionLost,
    /// The server ended the stream with an error, and this was the first request it had
    /// not answered.
    #[error("the server ended the stream: {condition}")]
    ServerClosed { condition: String },
    #[error("the answer cannot be read: {0}")]
    Malformed(String),
}

/// Why a stream ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    #[error("signed out")]
    ByUs,
    #[error("the server closed the stream")]
    ByServer,
    #[error("the connection was lost")]
    Disconnected,
    /// Nothing arrived although an answer to a ping was due.
    #[error("the server fell silent")]
    Silent,
    #[error("the server ended the stream: {condition}{}", detail(.text))]
    StreamError { condition: String, text: Option<String> },
    /// The server broke the protocol, and we ended the stream.
    #[error("the server broke the protocol: {0}")]
    Protocol(String),
    /// It never came to [`Event::Online`].
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why signing in failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// `not-authorized`: nothing may try again by itself.
    #[error("address or password not accepted (not-authorized)")]
    WrongPassword,
    #[error("the account is disabled{}", detail(.0))]
    AccountDisabled(Option<String>),
    #[error("the server cannot check passwords now (temporary-auth-failure)")]
    TemporaryAuthFailure,
    #[error("signing in was refused: {condition}{}", detail(.text))]
    OtherSasl { condition: String, text: Option<String> },
    #[error("no mechanism in common; offered: {}", .offered.join(", "))]
    NoCommonMechanism { offered: Vec<String> },
    /// The server offers nothing better than PLAIN, and [`crate::Config::allow_plain`] is not set.
    #[error("the server offers PLAIN only")]
    PlainOnly,
    #[error("the server offers PLAIN only, and the connection is not encrypted")]
    PlainInsecure,
    #[error("the server offers {offered}, weaker than {floor} before")]
    WeakerThanBefore { offered: Mechanism, floor: Mechanism },
    /// Bad nonce or signature: the server does not know the password it should check.
    #[error("the server did not prove that it knows the account")]
    ServerNotProven,
    /// The hash the server sent (XEP-0474) is not the one of what it advertised: somebody between changed that.
    #[error("the list of mechanisms was changed on its way here (XEP-0474)")]
    Downgraded,
    /// Outside 4,096 to 1,000,000.
    #[error("an iteration count of {0} is not acceptable")]
    IterationCount(u32),
    /// The keys of an earlier sign-in do not fit mechanism, salt or iteration count any more.
    #[error("the server changed how it stores the password: it is needed again")]
    PasswordNeeded,
    #[error("no stream features to go on with: {0}")]
    NoFeatures(String),
    /// RFC 7395 §3.6.1: try there instead.
    #[error("the server names another endpoint: {0}")]
    SeeOtherUri(String),
    #[error("the server calls itself {found:?} instead of {expected}")]
    WrongFrom { expected: String, found: String },
    /// SASLprep (RFC 4013) forbids a character in it, or nothing is left of it.
    #[error("the password holds characters that no password may hold")]
    BadPassword,
    #[error("no resource could be bound: {0}")]
    BindRefused(StanzaError),
    #[error("the server broke the protocol: {0}")]
    Protocol(String),
    #[error("the server did not go on in time")]
    TimedOut,
    #[error("the server ended the stream: {condition}{}", detail(.text))]
    StreamError { condition: String, text: Option<String> },
    #[error("the server closed the stream")]
    ClosedByServer,
    #[error("the connection was lost")]
    Disconnected,
}

fn detail(text: &Option<String>) -> String {
    text.as_ref().map(|text| format!(" ({text})")).unwrap_or_default()
}
