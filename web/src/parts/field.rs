//! A line of text to fill in, with its label and a hint.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Default)]
pub struct Field {
    /// `data-testid`, `name` and `id`: unique in the page.
    pub testid: AttrValue,
    pub label: AttrValue,
    pub hint: AttrValue,
    /// None where the browser alone keeps what is typed.
    pub value: Option<AttrValue>,
    /// Which keyboard a phone shows.
    pub inputmode: &'static str,
    pub autocomplete: AttrValue,
    pub disabled: bool,
    pub oninput: Callback<String>,
}

impl Field {
    pub fn html(self) -> Html {
        let oninput = self.oninput.reform(|event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            input.map(|input| input.value()).unwrap_or_default()
        });
        let id = self.testid.clone();
        let line = html! {
            <input
                class="field__input"
                id={&id}
                name={&id}
                data-testid={&id}
                type="text"
                value={self.value}
                autocomplete={self.autocomplete}
                inputmode={self.inputmode}
                autocapitalize="none"
                spellcheck="false"
                disabled={self.disabled}
                aria-describedby={hint_id(&id)}
                {oninput}
            />
        };
        frame(&id, self.label, self.hint, line)
    }
}

/// What goes around a line to fill in.
pub(super) fn frame(id: &str, label: AttrValue, hint: AttrValue, line: Html) -> Html {
    html! {
        <div class="field">
            <label class="field__label" for={id.to_owned()}>{ label }</label>
            <p class="field__hint" id={hint_id(id)}>{ hint }</p>
            <div class="field__line">{ line }</div>
        </div>
    }
}

/// The id of the hint that [`frame`] writes.
pub(super) fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}
