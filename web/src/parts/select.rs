//! One of several, folded away until it is opened.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;

pub struct Select {
    /// `data-testid` and `id`: unique in the page.
    pub testid: &'static str,
    pub label: AttrValue,
    /// Value and words of each.
    pub options: Vec<(AttrValue, AttrValue)>,
    pub chosen: AttrValue,
    pub onchoose: Callback<String>,
}

impl Select {
    pub fn html(self) -> Html {
        let chosen = self.onchoose.reform(|event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            select.map(|select| select.value()).unwrap_or_default()
        });
        let option = |(value, words): (AttrValue, AttrValue)| {
            el("option").flag("selected", value == self.chosen).attr("value", value).words(words)
        };
        let select = el("select")
            .class("field__input")
            .attr("id", self.testid)
            .attr("data-testid", self.testid)
            .on(ListenerKind::onchange, chosen)
            .child(self.options.into_iter().map(option).collect::<Html>());
        el("div")
            .class("field")
            .child(el("label").class("field__label").attr("for", self.testid).words(self.label))
            .child(el("div").class("field__line").child(select))
            .into()
    }
}
