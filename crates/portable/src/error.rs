//! Why a file cannot be read on.

use xml::{Malformed, XmlError};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// XML of another kind; other formats are recognised by this root.
    #[error("expected a XEP-0227 document, got the root element `{name}` of `{ns}`")]
    NotXep0227 { name: String, ns: String },
    /// Something that does not even begin as such a document.
    #[error("expected a XEP-0227 document, got something else: {0}")]
    NotXml(XmlError),
    #[error("the file is damaged: {0}")]
    Xml(XmlError),
    /// `what` is the element at fault; `limit` is in bytes.
    #[error("`{what}` is larger than {limit} bytes")]
    TooLarge { what: String, limit: u64 },
}

impl ReadError {
    /// Sorts an error by whether the root was seen already.
    pub(crate) fn from_xml(error: XmlError, in_root: bool) -> Self {
        match error.problem {
            Malformed::TokenTooLarge(limit) if in_root => {
                Self::TooLarge { what: format!("the piece at byte {}", error.at), limit: limit as u64 }
            }
            Malformed::Truncated | Malformed::NoElement => Self::Xml(error),
            _ if in_root => Self::Xml(error),
            _ => Self::NotXml(error),
        }
    }
}
