//! Something folded away until it is wanted.

use web_sys::Event;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;

#[derive(Default)]
pub struct Disclosure {
    pub summary: AttrValue,
    /// Of the line that opens it.
    pub testid: Option<AttrValue>,
    pub open: bool,
    /// Called instead of opening or closing it, where what is inside is drawn only when open.
    pub onpress: Option<Callback<()>>,
    pub content: Html,
}

impl Disclosure {
    pub fn html(self) -> Html {
        let mut summary = el("summary")
            .class("disclosure__summary")
            .attr_opt("data-testid", self.testid)
            .words(self.summary);
        if let Some(onpress) = self.onpress {
            let pressed = Callback::from(move |event: Event| {
                event.prevent_default();
                onpress.emit(());
            });
            summary = summary.on(ListenerKind::onclick, pressed);
        }
        el("details")
            .class("disclosure")
            .flag("open", self.open)
            .child(summary)
            .child(el("div").class("disclosure__content").child(self.content))
            .into()
    }
}
