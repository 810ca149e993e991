//! A form in which two elements that mean the same are the same text.

use std::fmt::Write;

use crate::chars::is_blank;
use crate::element::{Attribute, Element, Node};
use crate::escape::{write_attribute, write_text};

impl Element {
    /// A text that is equal for elements that mean the same, for comparing
    /// payloads; it is not meant to be read back.
    ///
    /// Every element names its namespace; attributes are sorted by namespace
    /// and name, one in a namespace written `{namespace}name`. White space
    /// between child elements is left out where the element has child elements
    /// and no other text; all other text counts, every space of it.
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        let _ = write_canonical(self, &mut out);
        out
    }
}

fn write_canonical(element: &Element, out: &mut String) -> std::fmt::Result {
    out.write_char('<')?;
    out.write_str(element.name())?;
    out.write_str(" xmlns=\"")?;
    write_attribute(out, element.ns())?;
    out.write_char('"')?;
    let mut attributes: Vec<&Attribute> = element.attributes().iter().collect();
    ordered::sort_by_key(&mut attributes, |attribute| (&attribute.ns, &attribute.name));
    for Attribute { ns, name, value } in attributes {
        out.write_char(' ')?;
        if !ns.is_empty() {
            out.write_char('{')?;
            write_attribute(out, ns)?;
            out.write_char('}')?;
        }
        out.write_str(name)?;
        out.write_str("=\"")?;
        write_attribute(out, value)?;
        out.write_char('"')?;
    }
    out.write_char('>')?;
    let only_spacing = element.first_child().is_some() && is_blank(&element.text());
    for node in element.nodes() {
        match node {
            Node::Element(child) => write_canonical(child, out)?,
            Node::Text(_) if only_spacing => {}
            Node::Text(text) => write_text(out, text)?,
        }
    }
    out.write_str("</")?;
    out.write_str(element.name())?;
    out.write_char('>')
}
