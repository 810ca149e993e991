//! A box to tick.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;
use super::field::hint_id;

pub struct Check {
    pub testid: AttrValue,
    pub label: AttrValue,
    pub hint: AttrValue,
    pub checked: bool,
    pub onchange: Callback<bool>,
}

impl Check {
    pub fn html(self) -> Html {
        let id = &self.testid;
        el("div")
            .class("check")
            .child(tick(id, self.checked, false, &self.onchange))
            .child(el("label").class("check__label").attr("for", id.clone()).words(self.label))
            .child(el("p").class("check__hint").attr("id", hint_id(id)).words(self.hint))
            .into()
    }

    /// The box alone, where its label stands elsewhere.
    pub fn bare(testid: &AttrValue, checked: bool, disabled: bool, onchange: &Callback<bool>) -> Html {
        tick(testid, checked, disabled, onchange)
    }
}

fn tick(id: &AttrValue, checked: bool, disabled: bool, onchange: &Callback<bool>) -> Html {
    let ticked = onchange.reform(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    });
    el("input")
        .class("check__box")
        .attr("type", "checkbox")
        .attr("id", id.clone())
        .attr("data-testid", id.clone())
        .checked(checked)
        .flag("disabled", disabled)
        .on(ListenerKind::onchange, ticked)
        .into()
}
