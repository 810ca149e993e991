//! A password to type. What is drawn never holds it: only the browser's field
//! does, until it is read and emptied.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::field::{frame, hint_id};
use crate::i18n::Locale;

pub struct PasswordField {
    /// `data-testid`, `name` and `id`: unique in the page.
    pub testid: AttrValue,
    pub label: AttrValue,
    pub hint: AttrValue,
    pub autocomplete: AttrValue,
    pub disabled: bool,
}

impl PasswordField {
    pub fn html(self, locale: &Locale) -> Html {
        let id = self.testid.clone();
        let line = html! {
            <>
                <input
                    class="field__input"
                    id={&id}
                    name={&id}
                    data-testid={&id}
                    type="password"
                    autocomplete={self.autocomplete}
                    autocapitalize="none"
                    spellcheck="false"
                    disabled={self.disabled}
                    aria-describedby={hint_id(&id)}
                />
                <button
                    class="field__toggle"
                    type="button"
                    aria-pressed="false"
                    aria-controls={&id}
                    aria-label={locale.plain("password-show-label")}
                    onclick={|event: MouseEvent| { toggle(&event); }}
                >
                    { locale.plain("password-show") }
                </button>
            </>
        };
        frame(&id, self.label, self.hint, line)
    }
}

/// Shows or hides what is typed. Like an open `<details>`, this is nobody's
/// business but the browser's.
fn toggle(event: &MouseEvent) -> Option<()> {
    let button: Element = event.target()?.dyn_into().ok()?;
    let input: HtmlInputElement = gloo::utils::document()
        .get_element_by_id(&button.get_attribute("aria-controls")?)?
        .dyn_into()
        .ok()?;
    let hidden = input.type_() == "password";
    input.set_type(if hidden { "text" } else { "password" });
    button.set_attribute("aria-pressed", if hidden { "true" } else { "false" }).ok()
}
