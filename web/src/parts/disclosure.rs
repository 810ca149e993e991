//! Something folded away until it is wanted.

use yew::prelude::*;

use super::el;

#[derive(Default)]
pub struct Disclosure {
    pub summary: AttrValue,
    /// Of the line that opens it.
    pub testid: Option<AttrValue>,
    pub open: bool,
    pub content: Html,
}

impl Disclosure {
    pub fn html(self) -> Html {
        let summary = el("summary")
            .class("disclosure__summary")
            .attr_opt("data-testid", self.testid)
            .words(self.summary);
        el("details")
            .class("disclosure")
            .flag("open", self.open)
            .child(summary)
            .child(el("div").class("disclosure__content").child(self.content))
            .into()
    }
}
