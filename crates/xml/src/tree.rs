//! Putting events together to elements.

use crate::element::Element;
use crate::reader::Event;

/// Gathers the events of one element and everything in it.
#[derive(Debug)]
pub struct TreeBuilder {
    /// The open elements, the outermost first; never empty until done.
    open: Vec<Element>,
}

impl TreeBuilder {
    /// Begins with an element whose [`Event::Start`] was just read.
    pub fn new(start: Element) -> Self {
        Self { open: vec![start] }
    }

    /// How many elements are open, the outermost included.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Takes the next event; gives the element when this was its end.
    pub fn take(&mut self, event: Event) -> Option<Element> {
        match event {
            Event::Start(element) => self.open.push(element),
            Event::Text(text) => {
                if let Some(element) = self.open.last_mut() {
                    element.push_text(text);
                }
            }
            Event::End => {
                let ended = self.open.pop()?;
                match self.open.last_mut() {
                    Some(parent) => parent.push(ended),
                    None => return Some(ended),
                }
            }
        }
        None
    }
}
