//! Choosing the language.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::i18n::{LANGUAGES, Language, Locale, choose};

pub fn language_switch(locale: &Locale, onchoose: &Callback<&'static Language>) -> Html {
    let onchange = onchoose.reform(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        choose(select.map(|select| select.value()).as_deref())
    });
    let option = |language: &'static Language| {
        html! {
            <option value={language.tag} lang={language.tag} selected={language == locale.language()}>
                { language.name() }
            </option>
        }
    };
    html! {
        <label class="language">
            <span class="visually-hidden">{ locale.plain("language-label") }</span>
            <select class="language__select" data-testid="language" {onchange}>
                { LANGUAGES.iter().map(option).collect::<Html>() }
            </select>
        </label>
    }
}
