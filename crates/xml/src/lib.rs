//! Strict XML for XMPP on top of quick-xml.
//!
//! [`Element`] is a namespace-resolved tree, [`Reader`] turns bytes in any
//! chunking into events, [`parse`] a text into one element, and
//! [`Element::to_xml`] writes a tree unprefixed with `xmlns` wherever the
//! namespace changes. What XML 1.0 and Namespaces in XML 1.0 call an error is
//! one here; DOCTYPE and entities beyond the five are one always.

mod canonical;
mod chars;
mod element;
mod error;
mod escape;
mod input;
mod names;
pub mod ns;
mod parse;
mod reader;
mod rules;
mod scan;
mod scope;
mod tag;
mod tree;
mod write;

pub use chars::{is_char, is_name};
pub use element::{Attribute, Element, Node};
pub use error::{Malformed, XmlError};
pub use escape::{write_attribute, write_text};
pub use parse::{ElementReader, parse};
pub use reader::{Event, Reader};
pub use rules::Rules;
pub use tree::TreeBuilder;
