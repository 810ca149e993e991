//! What can go wrong with one item or one kind of data.

use session::{RequestError, StanzaError};

/// Why something could not be read or written, as data; the texts for people
/// are the wizard's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the connection was lost")]
    ConnectionLost,
    #[error("the server did not answer in time")]
    SlowServer,
    /// The server's own error answer (RFC 6120 §8.3).
    #[error("the server refused: {0}")]
    Refused(StanzaError),
    /// Sizes in bytes of the whole stanza; it was not sent.
    #[error("{size} bytes, and the server takes {limit}")]
    TooLarge { size: usize, limit: usize },
    /// The server ended the connection over this item; it is not sent again.
    #[error("the server closed the connection over this ({condition})")]
    ServerClosed { condition: String },
    #[error("the server's answer makes no sense: {0}")]
    Malformed(String),
    /// Accepted by the server, yet not there when read back.
    #[error("accepted, but not there when read back")]
    NotKept,
    /// Changed at the destination after the person had looked: left as it is.
    #[error("changed at the destination meanwhile")]
    Conflict,
    /// Could not be made private, so it was not published.
    #[error("the server does not keep this private")]
    NotPrivate,
    /// The pages of the server's answer repeat themselves and would never end.
    #[error("the server's pages repeat themselves")]
    EndlessPages,
    /// The server does not hand out all that it counts.
    #[error("the server hands out less than it has")]
    ArchiveGap,
    /// A file could not be fetched over HTTPS; in the words of the browser.
    #[error("{0}")]
    NotFetched(String),
    #[error("stopped before its turn")]
    Cancelled,
}

impl Problem {
    /// The stable name in reports, `data-code` and locale files.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ConnectionLost => "connection-lost",
            Self::SlowServer => "slow-server",
            Self::Refused(_) => "refused",
            Self::TooLarge { .. } => "too-large",
            Self::ServerClosed { .. } => "server-closed",
            Self::Malformed(_) => "malformed-answer",
            Self::NotKept => "not-kept",
            Self::Conflict => "conflict",
            Self::NotPrivate => "not-private",
            Self::EndlessPages => "endless-pages",
            Self::ArchiveGap => "archive-gap",
            Self::NotFetched(_) => "not-fetched",
            Self::Cancelled => "cancelled",
        }
    }
}

impl From<RequestError> for Problem {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Stanza(error) => Self::Refused(error),
            RequestError::TooLarge { size, limit } => Self::TooLarge { size, limit },
            RequestError::TimedOut => Self::SlowServer,
            RequestError::ConnectionLost => Self::ConnectionLost,
            RequestError::ServerClosed { condition } => Self::ServerClosed { condition },
            RequestError::EndlessPages => Self::EndlessPages,
            RequestError::Malformed(what) => Self::Malformed(what),
            RequestError::Cancelled => Self::Cancelled,
        }
    }
}
