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

/// Reads texts each of which holds exactly one element, given in pieces of any size. What names there are in one
/// need not be taken down anew for the next.
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

    /// The element, now that nothing more of its text comes; what is fed from here on is another text.
    pub fn finish(&mut self) -> Result<Element, XmlError> {
        let nothing = XmlError { at: self.reader.position(), problem: Malformed::NoElement };
        let element = self.reader.finish().and_then(|()| self.root.take().ok_or(nothing));
        self.reset();
        element
    }

    /// Forgets what was fed of a text.
    pub fn reset(&mut self) {
        self.reader.reset();
        (self.builder, self.root) = (None, None);
    }
}

impl Element {
    /// Reads one frame of a stream, under [`Rules::stream`].
    pub fn parse(text: &str) -> Result<Self, XmlError> {
        parse(text, &Rules::stream())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_says_nothing_of_the_next() {
        let mut reader = ElementReader::new(Rules::stream());
        let mut read = |pieces: &[&str]| {
            let fed = pieces.iter().try_for_each(|piece| reader.feed(piece.as_bytes()));
            let read = fed.and_then(|()| reader.finish());
            reader.reset();
            read.map(|element| element.to_xml()).ok()
        };
        assert_eq!(read(&["<a xmlns='one'>", "<b/></a>"]).as_deref(), Some("<a xmlns='one'><b/></a>"));
        for broken in ["<a xmlns='two'><b", "<a></b>", "<a xmlns:p='two'>", ""] {
            assert_eq!(read(&[broken]), None, "{broken}");
            assert_eq!(read(&["<a/>"]).as_deref(), Some("<a/>"), "{broken}");
        }
        assert_eq!(read(&["<p:a/>"]), None);
    }
}
