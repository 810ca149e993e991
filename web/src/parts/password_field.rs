//! A password to type. What is drawn never holds it: only the browser's field
//! does, until it is read and emptied.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};
use yew::prelude::*;
use yew::virtual_dom::ListenerKind;

use super::field::{frame, line};
use super::{el, group};
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
        let id = &self.testid;
        let toggle = el("button")
            .class("field__toggle")
            .attr("type", "button")
            .attr("aria-pressed", "false")
            .attr("aria-controls", id.clone())
            .attr("aria-label", locale.plain("password-show-label"))
            .on(ListenerKind::onclick, Callback::from(|event| toggle(&event).unwrap_or_default()))
            .words(locale.plain("password-show"));
        let line = line(id, "password", self.autocomplete, self.disabled);
        frame(id, self.label, self.hint, group(vec![line.into(), toggle.into()]))
    }
}

/// Shows or hides what is typed. Like an open `<details>`, this is nobody's
/// business but the browser's.
fn toggle(event: &Event) -> Option<()> {
    let button: Element = event.target()?.dyn_into().ok()?;
    let input: HtmlInputElement = gloo::utils::document()
        .get_element_by_id(&button.get_attribute("aria-controls")?)?
        .dyn_into()
        .ok()?;
    let hidden = input.type_() == "password";
    input.set_type(if hidden { "text" } else { "password" });
    button.set_attribute("aria-pressed", if hidden { "true" } else { "false" }).ok()
}
