//! Strict XML for XMPP on top of quick-xml.
//!
//! [`Element`] is a namespace-resolved tree, [`Reader`] turns bytes in any
//! chunking into events or elements, and [`Element::to_xml`] writes a tree
//! unprefixed with `xmlns` wherever the namespace changes.

mod element;
pub mod ns;

pub use element::{Attribute, Element, Node};
