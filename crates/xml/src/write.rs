//! Elements as text.

use std::fmt;

use crate::element::{Attribute, Element, Node};
use crate::escape::{write_attribute, write_text};
use crate::ns;

impl Element {
    /// The element as a document of its own: names unprefixed, `xmlns`
    /// wherever the namespace differs from the parent's.
    ///
    /// Reading it again gives an equal element, except that characters XML
    /// cannot hold have become U+FFFD.
    pub fn to_xml(&self) -> String {
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write_to(&mut out, "");
        out
    }

    /// Writes the element where `parent_ns` is the default namespace.
    pub fn write_to(&self, out: &mut impl fmt::Write, parent_ns: &str) -> fmt::Result {
        write_start(self, out, parent_ns)?;
        if self.is_empty() {
            return out.write_str("/>");
        }
        out.write_char('>')?;
        for node in self.nodes() {
            match node {
                Node::Element(child) => child.write_to(out, self.ns())?,
                Node::Text(text) => write_text(out, text)?,
            }
        }
        out.write_str("</")?;
        out.write_str(self.name())?;
        out.write_char('>')
    }

    /// Writes the start tag only, for a caller that writes the content and the end itself.
    pub fn write_start_to(&self, out: &mut impl fmt::Write, parent_ns: &str) -> fmt::Result {
        write_start(self, out, parent_ns)?;
        out.write_char('>')
    }
}

impl fmt::Debug for Element {
    /// The XML itself, which is shorter and clearer than the fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(f, "")
    }
}

/// The start tag up to, not including, its end.
fn write_start(element: &Element, out: &mut impl fmt::Write, parent_ns: &str) -> fmt::Result {
    out.write_char('<')?;
    out.write_str(element.name())?;
    if element.ns() != parent_ns {
        write_pair(out, "xmlns", element.ns())?;
    }
    // Namespaces of attributes, in order of first use: the n-th has the prefix `ns<n>`.
    let mut declared: Vec<&str> = Vec::new();
    for Attribute { ns, name, value } in element.attributes() {
        match ns.as_str() {
            "" => write_pair(out, name, value)?,
            ns::XML => write_pair(out, &format!("xml:{name}"), value)?,
            ns => {
                let index = match declared.iter().position(|known| *known == ns) {
                    Some(index) => index,
                    None => {
                        declared.push(ns);
                        write_pair(out, &format!("xmlns:ns{}", declared.len()), ns)?;
                        declared.len() - 1
                    }
                };
                write_pair(out, &format!("ns{}:{name}", index + 1), value)?;
            }
        }
    }
    Ok(())
}

fn write_pair(out: &mut impl fmt::Write, name: &str, value: &str) -> fmt::Result {
    out.write_char(' ')?;
    out.write_str(name)?;
    out.write_str("='")?;
    write_attribute(out, value)?;
    out.write_char('\'')
}
