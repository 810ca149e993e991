//! An XML element with its namespaces resolved.

use std::sync::Arc;

/// An element, its attributes and its content, in document order.
///
/// Names carry their namespace; prefixes are not kept, because nothing in XMPP
/// depends on them (RFC 6120 §4.8.5). Equality minds the order of attributes
/// and every space; [`Element::canonical`] is for comparing what was meant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Element {
    name: Arc<str>,
    ns: Arc<str>,
    attributes: Vec<Attribute>,
    children: Vec<Node>,
}

/// One attribute. `ns` is empty for an unprefixed attribute, which is in no namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    pub ns: String,
    pub name: Arc<str>,
    pub value: String,
}

/// A child of an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An empty element `name` in the namespace `ns`, empty for none.
    ///
    /// `name` must be an XML name without a colon ([`crate::is_name`]); so must the
    /// names of attributes.
    pub fn new(name: impl AsRef<str>, ns: impl AsRef<str>) -> Self {
        Self::read(name.as_ref().into(), ns.as_ref().into(), Vec::new())
    }

    // Building, chained.

    /// Sets an unprefixed attribute.
    #[must_use]
    pub fn with_attr(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set_attr(name, value);
        self
    }

    /// Sets an unprefixed attribute where there is a value, else changes nothing.
    #[must_use]
    pub fn with_attr_opt(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with_attr(name, value),
            None => self,
        }
    }

    /// Appends a child element.
    #[must_use]
    pub fn with_child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// Appends child elements.
    #[must_use]
    pub fn with_children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Appends text.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.push_text(text);
        self
    }

    /// The same element and content under another namespace; children keep theirs.
    #[must_use]
    pub fn with_ns(mut self, ns: impl AsRef<str>) -> Self {
        if *self.ns != *ns.as_ref() {
            self.ns = ns.as_ref().into();
        }
        self
    }

    /// The same tree with the namespace of every element put through `map`.
    #[must_use]
    pub fn map_ns(mut self, map: &impl Fn(&str) -> Option<&'static str>) -> Self {
        self.put_through(map);
        self
    }

    fn put_through(&mut self, map: &impl Fn(&str) -> Option<&'static str>) {
        if let Some(ns) = map(&self.ns) {
            self.ns = ns.into();
        }
        self.children_mut().for_each(|child| child.put_through(map));
    }

    // Changing in place.

    /// Sets or replaces an unprefixed attribute.
    pub fn set_attr(&mut self, name: &str, value: impl Into<String>) {
        self.set_attr_ns("", name, value);
    }

    /// Sets or replaces an attribute of the namespace `ns`.
    pub fn set_attr_ns(&mut self, ns: &str, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.attributes.iter_mut().find(|a| a.ns == ns && *a.name == *name) {
            Some(attribute) => attribute.value = value,
            None => self.attributes.push(Attribute { ns: ns.into(), name: name.into(), value }),
        }
    }

    /// Removes an unprefixed attribute and gives back what it held.
    pub fn remove_attr(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|a| a.ns.is_empty() && *a.name == *name)?;
        Some(self.attributes.remove(at).value)
    }

    /// Empties the content.
    pub fn clear(&mut self) {
        self.children.clear();
    }

    pub fn push(&mut self, child: Element) {
        self.children.push(Node::Element(child));
    }

    /// Appends text, joined to text that already ends the content.
    pub fn push_text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        match self.children.last_mut() {
            Some(Node::Text(last)) => last.push_str(&text),
            _ => self.children.push(Node::Text(text)),
        }
    }

    /// Keeps only the child elements for which `keep` holds; text stays.
    pub fn retain_children(&mut self, mut keep: impl FnMut(&Element) -> bool) {
        self.children.retain(|node| match node {
            Node::Element(child) => keep(child),
            Node::Text(_) => true,
        });
    }

    // Looking.

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn ns(&self) -> &str {
        &self.ns
    }

    /// Whether this element is `name` in `ns`.
    pub fn is(&self, name: &str, ns: &str) -> bool {
        *self.name == *name && *self.ns == *ns
    }

    /// The value of an unprefixed attribute.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attr_ns("", name)
    }

    /// The value of an attribute of the namespace `ns`.
    pub fn attr_ns(&self, ns: &str, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.ns == ns && *a.name == *name).map(|a| a.value.as_str())
    }

    /// `xml:lang` of this very element.
    pub fn lang(&self) -> Option<&str> {
        self.attr_ns(crate::ns::XML, "lang")
    }

    /// For a reader that has seen to it that no attribute comes twice.
    pub(crate) fn read(name: Arc<str>, ns: Arc<str>, attributes: Vec<Attribute>) -> Self {
        Self { name, ns, attributes, children: Vec::new() }
    }

    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The whole content, text included.
    pub fn nodes(&self) -> &[Node] {
        &self.children
    }

    /// The child elements in document order.
    pub fn children(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(child) => Some(child),
            Node::Text(_) => None,
        })
    }

    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(child) => Some(child),
            Node::Text(_) => None,
        })
    }

    /// The child elements by value.
    pub fn into_children(self) -> impl Iterator<Item = Element> {
        self.children.into_iter().filter_map(|node| match node {
            Node::Element(child) => Some(child),
            Node::Text(_) => None,
        })
    }

    /// The first child `name` in `ns`.
    pub fn child(&self, name: &str, ns: &str) -> Option<&Element> {
        self.children().find(|child| child.is(name, ns))
    }

    /// The first child of any name.
    pub fn first_child(&self) -> Option<&Element> {
        self.children().next()
    }

    /// The text of this element itself, without that of its children.
    pub fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(text.as_str()),
                Node::Element(_) => None,
            })
            .collect()
    }

    /// The text of the first child `name` in `ns`.
    pub fn child_text(&self, name: &str, ns: &str) -> Option<String> {
        self.child(name, ns).map(Element::text)
    }

    /// Whether the text of this element itself is white space only, or none.
    pub fn is_text_blank(&self) -> bool {
        self.children.iter().all(|node| match node {
            Node::Text(text) => crate::chars::is_blank(text),
            Node::Element(_) => true,
        })
    }

    /// Whether there is no content at all, neither text nor element.
    pub fn is_empty(&self) -> bool {
        self.children.is_empty()
    }
}
