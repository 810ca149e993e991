//! What kind of file is wanted, and where the history in it comes from.

use std::rc::Rc;

use async_trait::async_trait;
use portable::{Event, Fragment, Variant};
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

/// A file that is read once more for the history in it, and for what is packed beside it.
#[async_trait(?Send)]
pub trait Recorded {
    /// What its [`portable::Reader`] finds next; nothing at the end.
    async fn next(&mut self) -> Result<Option<Event>, OutputError>;

    /// Begins with the next uploaded file that is packed beside the document, and gives its name with the
    /// folder; nothing after the last.
    fn begin_upload(&mut self) -> Option<String> {
        None
    }

    /// What follows in that file; nothing at its end.
    async fn upload(&mut self) -> Result<Vec<u8>, OutputError> {
        Ok(Vec::new())
    }
}

/// The archive of one user of a file.
pub(super) struct Archive<'a> {
    recorded: &'a mut dyn Recorded,
    user: usize,
    /// How many users were met so far.
    users: usize,
    is_room: bool,
}

impl<'a> Archive<'a> {
    /// Of the user that comes after `user` others; rooms do not count (XEP-0519).
    pub(super) fn new(recorded: &'a mut dyn Recorded, user: usize) -> Self {
        Self { recorded, user, users: 0, is_room: false }
    }

    /// What it is read from.
    pub(super) fn recorded(&mut self) -> &mut dyn Recorded {
        &mut *self.recorded
    }

    /// The next archived result (XEP-0313 §5); nothing at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Element>, OutputError> {
        while let Some(event) = self.recorded.next().await? {
            match event {
                Event::User { is_room, .. } => {
                    self.is_room = is_room;
                    self.users += usize::from(!is_room);
                }
                Event::EndUser => self.is_room = false,
                Event::Fragment(Fragment::ArchiveResult(result))
                    if !self.is_room && self.users == self.user + 1 =>
                {
                    return Ok(Some(result));
                }
                Event::Fragment(_) | Event::Include { .. } | Event::Note(_) => {}
            }
        }
        Ok(None)
    }
}

/// Where the history comes from.
pub(super) enum Past<'a> {
    Nowhere,
    Account(&'a Account),
    Recorded(Archive<'a>),
}

impl<'a> Past<'a> {
    pub(super) fn recorded(&mut self) -> Option<&mut Archive<'a>> {
        match self {
            Self::Recorded(archive) => Some(archive),
            Self::Nowhere | Self::Account(_) => None,
        }
    }

    pub(super) fn account(&self) -> Option<&'a Account> {
        match self {
            Self::Account(account) => Some(account),
            Self::Nowhere | Self::Recorded(_) => None,
        }
    }
}
