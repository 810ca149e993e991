//! A box to tick.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

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
        html! {
            <div class="check">
                { tick(id, self.checked, false, &self.onchange) }
                <label class="check__label" for={id}>{ self.label }</label>
                <p class="check__hint" id={hint_id(id)}>{ self.hint }</p>
            </div>
        }
    }

    /// The box alone, where its label stands elsewhere.
    pub fn bare(testid: &AttrValue, checked: bool, disabled: bool, onchange: &Callback<bool>) -> Html {
        tick(testid, checked, disabled, onchange)
    }
}

fn tick(id: &AttrValue, checked: bool, disabled: bool, onchange: &Callback<bool>) -> Html {
    let onchange = onchange.reform(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.is_some_and(|input| input.checked())
    });
    html! { <input class="check__box" type="checkbox" {id} data-testid={id} {checked} {disabled} {onchange} /> }
}
