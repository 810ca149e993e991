//! XML as this crate compares it: parsed by roxmltree, written again in one form only, so that two
//! texts that mean the same become equal strings.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

/// For text and for attributes in single or double quotes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            // Unescaped, an attribute would get them back as spaces, and text would lose `\r`.
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(character))),
            _ => out.push(character),
        }
    }
    out
}

/// The one form: unprefixed elements with `xmlns` where the namespace changes, attributes sorted,
/// empty elements closed at once. An empty string when `xml` is not well-formed.
pub fn canonical(xml: &str) -> String {
    Document::parse(xml).map(|document| serialize(document.root_element())).unwrap_or_default()
}

/// One element, complete in itself, in the form of [`canonical`].
pub fn serialize(node: Node<'_, '_>) -> String {
    let mut out = String::new();
    write_element(node, "", &mut out);
    out
}

fn write_element(node: Node<'_, '_>, outer: &str, out: &mut String) {
    let name = node.tag_name();
    let namespace = name.namespace().unwrap_or_default();
    out.push('<');
    out.push_str(name.name());
    if namespace != outer {
        out.push_str(&format!(" xmlns='{}'", escape(namespace)));
    }
    let mut attributes: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for attribute in node.attributes() {
        attributes.insert((attribute.namespace().unwrap_or_default(), attribute.name()), attribute.value());
    }
    let mut declared: Vec<&str> = Vec::new();
    for ((namespace, name), value) in attributes {
        let value = escape(value);
        match namespace {
            "" => out.push_str(&format!(" {name}='{value}'")),
            roxmltree::NS_XML_URI => out.push_str(&format!(" xml:{name}='{value}'")),
            _ => {
                let number = declared.iter().position(|known| *known == namespace).unwrap_or_else(|| {
                    declared.push(namespace);
                    let number = declared.len() - 1;
                    out.push_str(&format!(" xmlns:a{number}='{}'", escape(namespace)));
                    number
                });
                out.push_str(&format!(" a{number}:{name}='{value}'"));
            }
        }
    }
    if !node.has_children() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for child in node.children() {
        if child.is_element() {
            write_element(child, namespace, out);
        } else if let (true, Some(text)) = (child.is_text(), child.text()) {
            out.push_str(&escape(text));
        }
    }
    out.push_str(&format!("</{}>", name.name()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_order_do_not_matter() {
        let one = "<x:a xmlns:x='urn:1' b='1' a='2'><b xmlns='' xmlns:f='urn:f' f:z='&lt;'/>t &amp; u</x:a>";
        let two =
            "<a xmlns='urn:1' a=\"2\" b=\"1\"><b xmlns='' xmlns:q='urn:f' q:z='&#60;'></b>t &amp; u</a>";
        assert_eq!(canonical(one), canonical(two));
        assert_eq!(
            canonical(one),
            "<a xmlns='urn:1' a='2' b='1'><b xmlns='' xmlns:a0='urn:f' a0:z='&lt;'/>t &amp; u</a>"
        );
        assert_eq!(canonical(&canonical(one)), canonical(one));
    }

    #[test]
    fn white_space_survives() {
        let text = format!("<a b='{0}'>{0}</a>", escape("tab\t line\n return\r end"));
        assert_eq!(canonical(&text), text);
    }
}
