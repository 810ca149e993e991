//! Choosing the language.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::use_locale;
use crate::i18n::{LANGUAGES, Language, choose};

#[derive(PartialEq, Properties)]
pub struct LanguageSwitchProps {
    #[prop_or_default]
    pub onchoose: Callback<&'static Language>,
}

#[component]
pub fn LanguageSwitch(props: &LanguageSwitchProps) -> Html {
    let locale = use_locale();
    let onchange = props.onchoose.reform(|event: Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        choose(select.map(|select| select.value()).as_deref())
    });
    html! {
        <label class="language">
            <span class="visually-hidden">{ locale.plain("language-label") }</span>
            <select class="language__select" data-testid="language" {onchange}>
                { for LANGUAGES.iter().map(|language| html! {
                    <option value={language.tag} lang={language.tag} selected={language == locale.language()}>
                        { language.name() }
                    </option>
                }) }
            </select>
        </label>
    }
}
