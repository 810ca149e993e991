//! A whole text at once.

use crate::element::Element;
use crate::error::{Malformed, XmlError};
use crate::reader::{Event, Reader};
use crate::rules::Rules;
use crate::tree::TreeBuilder;

/// Reads a text that holds exactly one element.
pub fn parse(text: &str, rules: &Rules) -> Result<Element, XmlError> {
    let mut reader = Reader::new(rules.clone());
    reader.feed(text.as_bytes())?;
    let mut builder: Option<TreeBuilder> = None;
    let mut root = None;
    while let Some(event) = reader.next()? {
        match (&mut builder, event) {
            (Some(builder), event) => root = builder.take(event).or(root),
            (None, Event::Start(element)) => builder = Some(TreeBuilder::new(element)),
            // The reader tells nothing before the root.
            (None, Event::End | Event::Text(_)) => {}
        }
    }
    reader.finish()?;
    root.ok_or(XmlError { at: reader.position(), problem: Malformed::NoElement })
}

impl Element {
    /// Reads one frame of a stream, under [`Rules::stream`].
    pub fn parse(text: &str) -> Result<Self, XmlError> {
        parse(text, &Rules::stream())
    }
}
