//! A button.

use web_sys::Event;
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;

/// How much a button asks for attention. A screen has one primary button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    Primary,
    #[default]
    Secondary,
    /// Like a link, but it does something.
    Quiet,
}

impl Emphasis {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
        }
    }
}

#[derive(Default)]
pub struct Button {
    pub words: AttrValue,
    pub emphasis: Emphasis,
    pub testid: AttrValue,
    /// Something it started is under way; pressing it does nothing meanwhile.
    pub busy: bool,
    pub disabled: bool,
    /// Submits the form it stands in, and names itself to it so.
    pub submit: Option<&'static str>,
    /// `data-state`.
    pub state: Option<&'static str>,
    pub onpress: Callback<()>,
}

impl Button {
    pub fn html(self) -> Html {
        let Self { onpress, busy, .. } = self;
        let pressed = Callback::from(move |event: Event| {
            if busy {
                event.prevent_default();
            } else {
                onpress.emit(());
            }
        });
        // `aria-disabled` instead of `disabled` while busy: the focus stays where it was.
        el("button")
            .class("button")
            .attr("type", if self.submit.is_some() { "submit" } else { "button" })
            .attr_opt("value", self.submit)
            .attr("data-emphasis", self.emphasis.name())
            .attr("data-testid", self.testid)
            .attr_opt("data-state", self.state)
            .attr_opt("aria-busy", busy.then_some("true"))
            .attr_opt("aria-disabled", busy.then_some("true"))
            .flag("disabled", self.disabled)
            .on(ListenerKind::onclick, pressed)
            .child(el("span").class("button__label").words(self.words))
            .into()
    }
}
