//! Why a file cannot be read on.

use xml::{Malformed, XmlError};

use crate::format::Format;

/// What was whole before the place is told before the error is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// XML of another kind; other vocabularies are recognised by this root.
    #[error("expected a XEP-0227 document, got the root element `{name}` of `{ns}`")]
    NotXep0227 { name: String, ns: String },
    #[error("expected a XEP-0227 document, got {0}")]
    OtherFormat(Format),
    /// Something that does not even begin as such a document.
    #[error("expected a XEP-0227 document, got something else: {0}")]
    NotXml(XmlError),
    /// Broken from the byte on that the error names.
    #[error("the file is damaged: {0}")]
    Xml(XmlError),
    /// A tag or a text that would have to be held as a whole; `limit` is in bytes.
    #[error("the piece at byte {at} is larger than {limit} bytes")]
    TooLarge { at: u64, limit: u64 },
}

impl ReadError {
    /// Sorts an error by whether the root was seen already.
    pub(crate) fn from_xml(error: XmlError, in_root: bool) -> Self {
        match error.problem {
            Malformed::TokenTooLarge(limit) if in_root => {
                Self::TooLarge { at: error.at, limit: limit as u64 }
            }
            Malformed::Truncated | Malformed::NoElement => Self::Xml(error),
            _ if in_root => Self::Xml(error),
            _ => Self::NotXml(error),
        }
    }
}
