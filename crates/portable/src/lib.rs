//! XEP-0227 read and written as a stream of fragments.
//!
//! A [`Fragment`] holds exactly one thing of an account: a roster item, a
//! private element, one node with its items, one archived result. [`Reader`]
//! splits the containers of a file into fragments, [`Writer`] merges fragments
//! in the order of the file. Payloads stay as they are; whatever either of them
//! leaves out or changes is told in a [`Note`].

mod address;
mod credentials;
mod document;
mod error;
mod format;
mod fragment;
mod id;
mod limits;
mod note;
mod read;
mod stamp;
mod variant;
mod write;
pub mod zip;

pub use credentials::Scram;
pub use document::{Document, User, read_all, read_what_is_whole, write_all};
pub use error::ReadError;
pub use format::Format;
pub use fragment::{Fragment, PepNode};
pub use limits::Limits;
pub use note::{Action, Note, Part, Reason};
pub use read::{Event, Files, Need, Reader};
pub use stamp::{of_seconds, seconds};
pub use variant::{Administrator, Importer, Variant};
pub use write::{ArchiveWriter, BLOCKLIST_AS_LIST, Writer};
