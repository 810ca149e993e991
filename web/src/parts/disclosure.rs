//! Something folded away until it is wanted.

use yew::prelude::*;

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
        html! {
            <details class="disclosure" open={self.open}>
                <summary class="disclosure__summary" data-testid={self.testid}>{ self.summary }</summary>
                <div class="disclosure__content">{ self.content }</div>
            </details>
        }
    }
}
