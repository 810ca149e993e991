//! Why a request was not answered with a result.

use stream::StanzaError;

/// The end of a request that brought no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The server's own error answer (RFC 6120 §8.3).
    #[error("{0}")]
    Stanza(StanzaError),
    /// Larger than the server takes (XEP-0478 or 262,144 bytes): it was not sent.
    #[error("{size} bytes, and the server takes {limit}")]
    TooLarge { size: usize, limit: usize },
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended before the answer; whether the server acted is unknown.
    #[error("the connection was lost")]
    ConnectionLost,
    /// The server ended the connection over this very request. It is never sent again.
    #[error("the server closed the connection over it ({condition})")]
    ServerClosed { condition: String },
    /// Called back before it was sent.
    #[error("called back before it was sent")]
    Cancelled,
    /// Pages of an answer that repeat themselves: they would never end.
    #[error("pages that do not get on")]
    EndlessPages,
    /// An answer that cannot be what the specification says.
    #[error("an answer that makes no sense: {0}")]
    Malformed(String),
}

impl RequestError {
    /// Whether the server answered with the stanza error `condition`.
    pub fn is(&self, condition: &str) -> bool {
        matches!(self, Self::Stanza(error) if error.condition == condition)
    }

    /// Whether the answer means that there is nothing there, as far as we may know.
    pub fn is_absent(&self) -> bool {
        self.is("item-not-found")
    }

    /// Whether the server does not know what it was asked for.
    pub fn is_unsupported(&self) -> bool {
        self.is("service-unavailable") || self.is("feature-not-implemented")
    }
}

impl From<stream::RequestError> for RequestError {
    fn from(error: stream::RequestError) -> Self {
        match error {
            stream::RequestError::Stanza(error) => Self::Stanza(error),
            stream::RequestError::TimedOut => Self::TimedOut,
            stream::RequestError::ConnectionLost => Self::ConnectionLost,
            stream::RequestError::ServerClosed { condition } => Self::ServerClosed { condition },
            stream::RequestError::Malformed(what) => Self::Malformed(what),
        }
    }
}

impl From<stream::TooLarge> for RequestError {
    fn from(too_large: stream::TooLarge) -> Self {
        Self::TooLarge { size: too_large.size, limit: too_large.limit }
    }
}
