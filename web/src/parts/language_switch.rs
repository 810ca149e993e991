//! Choosing the language.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::el;
use crate::i18n::{LANGUAGES, Language, Locale, choose};

pub fn language_switch(locale: &Locale, onchoose: &Callback<&'static Language>) -> Html {
    let chosen = onchoose.reform(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        choose(select.map(|select| select.value()).as_deref())
    });
    let option = |language: &'static Language| {
        el("option")
            .attr("value", language.tag)
            .attr("lang", language.tag)
            .flag("selected", language == locale.language())
            .words(language.name())
    };
    let select = el("select")
        .class("language__select")
        .attr("data-testid", "language")
        .on(ListenerKind::onchange, chosen)
        .child(LANGUAGES.iter().map(option).collect::<Html>());
    el("label")
        .class("language")
        .child(el("span").class("visually-hidden").words(locale.plain("language-label")))
        .child(select)
        .into()
}
