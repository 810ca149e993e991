//! A whole text, at once or piece by piece.

use crate::element::Element;
use crate::error::{Malformed, XmlError};
use crate::reader::{Event, Reader};
use crate::rules::Rules;
use crate::tree::TreeBuilder;

/// Reads a text that holds exactly one element.
pub fn parse(text: &str, rules: &Rules) -> Result<Element, XmlError> {
    let mut reader = ElementReader::new(rules.clone());
    reader.feed(text.as_bytes())?;
    reader.finish()
}

/// Reads a text that holds exactly one element, given in pieces of any size.
#[derive(Debug)]
pub struct ElementReader {
    reader: Reader,
    builder: Option<TreeBuilder>,
    root: Option<Element>,
}

impl ElementReader {
    pub fn new(rules: Rules) -> Self {
        Self { reader: Reader::new(rules), builder: None, root: None }
    }

    /// Reads the next piece.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), XmlError> {
        self.reader.feed(bytes)?;
        while let Some(event) = self.reader.next()? {
            match (&mut self.builder, event) {
                (Some(builder), event) => self.root = builder.take(event).or(self.root.take()),
                (None, Event::Start(element)) => self.builder = Some(TreeBuilder::new(element)),
                // The reader tells nothing before the root.
                (None, Event::End | Event::Text(_)) => {}
            }
        }
        Ok(())
    }

    /// The element, now that nothing more comes.
    pub fn finish(mut self) -> Result<Element, XmlError> {
        self.reader.finish()?;
        self.root.ok_or(XmlError { at: self.reader.position(), problem: Malformed::NoElement })
    }
}

impl Element {
    /// Reads one frame of a stream, under [`Rules::stream`].
    pub fn parse(text: &str) -> Result<Self, XmlError> {
        parse(text, &Rules::stream())
    }
}
