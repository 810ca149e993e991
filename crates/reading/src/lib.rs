//! The messages of a XEP-0227 file, to be read by a person: by conversation, and by what is looked for.
//!
//! A file may be of any size, so little of it is kept: an [`Index`] knows where stretches of it begin, which
//! conversations each holds something of, and what refers to what. What is to be shown is read from the
//! file again: [`Turning`] and [`Search`] say which stretch they need next and are given its bytes.

mod block;
mod corpus;
mod fold;
mod index;
mod lens;
mod page;
mod relation;
mod search;
mod stanza;
mod targets;
mod turning;
mod waiting;

pub use block::Extent;
pub use fold::{Fold, fold_parts};
pub use index::{Conversation, Index, MOST_INDEXED, Place};
pub use page::{Message, Page, Quote, Reaction};
pub use relation::Spot;
pub use search::{Found, Search};
pub use stanza::{Author, Content, SharedFile};
pub use turning::{From, PAGE, Turning};
