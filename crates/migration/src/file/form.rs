//! What kind of file is wanted, and where the history in it comes from.

use std::rc::Rc;

use async_trait::async_trait;
use portable::Variant;
use xml::Element;

use super::output::OutputError;
use super::people::Words;
use crate::Account;

/// What a file is made for.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// An XEP-0227 document, for programs.
    Document(Variant),
    /// A page for people: whom the person knows, and what else there is.
    Page(Rc<Words>),
    /// The contacts as a table, for other programs people use.
    Table(Rc<Words>),
}

impl Default for Form {
    /// The complete document.
    fn default() -> Self {
        Self::Document(Variant::Complete)
    }
}

impl Form {
    /// Whether a message archive has a place in it.
    pub(super) fn has_archive(&self) -> bool {
        matches!(self, Self::Document(Variant::Complete | Variant::Administrator(_)))
    }

    /// Whether uploaded files can lie beside it: the complete document alone is meant for people who keep it.
    pub(super) fn has_uploads(&self) -> bool {
        *self == Self::default()
    }
}

/// A message archive that stands in another file.
#[async_trait(?Send)]
pub trait Recorded {
    /// The next archived result (XEP-0313 §5) of the one account that is wanted; none at the end.
    async fn next(&mut self) -> Result<Option<Element>, OutputError>;
}

/// Where the history comes from.
pub(super) enum Past<'a> {
    Nowhere,
    Account(&'a Account),
    Recorded(&'a mut dyn Recorded),
}

impl<'a> Past<'a> {
    pub(super) fn account(&self) -> Option<&'a Account> {
        match self {
            Self::Account(account) => Some(account),
            Self::Nowhere | Self::Recorded(_) => None,
        }
    }
}
