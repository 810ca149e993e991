//! A box to tick.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::described_by;

#[derive(PartialEq, Properties)]
pub struct CheckProps {
    pub testid: AttrValue,
    pub label: Html,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    pub checked: bool,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub onchange: Callback<bool>,
}

#[component]
pub fn Check(props: &CheckProps) -> Html {
    let onchange = props.onchange.reform(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    });
    let id = &props.testid;
    html! {
        <div class="check">
            <input
                class="check__box"
                type="checkbox"
                {id}
                data-testid={id}
                checked={props.checked}
                disabled={props.disabled}
                aria-describedby={described_by(id, props.hint.as_ref(), None)}
                {onchange}
            />
            <label class="check__label" for={id}>{ props.label.clone() }</label>
            if let Some(text) = &props.hint {
                <p class="check__hint" id={format!("{id}-hint")}>{ text }</p>
            }
        </div>
    }
}
