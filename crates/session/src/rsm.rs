//! Pages of a long answer (XEP-0059).

use xml::{Element, ns};

/// Asks for a page.
#[derive(Debug, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) max: Option<u32>,
    pub(crate) after: Option<&'a str>,
    /// Empty for the last page (XEP-0059 §2.5).
    pub(crate) before: Option<&'a str>,
}

/// What the server says about a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) first: Option<String>,
    pub(crate) last: Option<String>,
    /// Of all pages together.
    pub(crate) count: Option<u64>,
}

impl Wanted<'_> {
    pub(crate) fn to_element(&self) -> Element {
        let child = |name, text: String| Element::new(name, ns::RSM).with_text(text);
        Element::new("set", ns::RSM)
            .with_children(self.max.map(|max| child("max", max.to_string())))
            .with_children(self.after.map(|after| child("after", after.to_owned())))
            .with_children(self.before.map(|before| child("before", before.to_owned())))
    }
}

impl Page {
    /// The `<set/>` in `parent`, if there is one.
    pub(crate) fn of(parent: &Element) -> Option<Self> {
        let set = parent.child("set", ns::RSM)?;
        Some(Self {
            first: set.child_text("first", ns::RSM),
            last: set.child_text("last", ns::RSM),
            count: set.child_text("count", ns::RSM).and_then(|count| count.trim().parse().ok()),
        })
    }
}
