//! The new password: one's own, or one that is made up here. Like any password it is only ever in the browser's
//! field, so what happens to it is between the browser and the person.

use session::Password;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use wizard::suggested_password;
use yew::prelude::*;

use super::Context;
use crate::browser;
use crate::parts::{Button, Emphasis, PasswordField, el, group};

const FIELD: &str = "register-password";
const COPIED: &str = "register-copied";

pub fn field(disabled: bool, context: &Context) -> Html {
    let field = PasswordField {
        testid: FIELD.into(),
        label: context.plain("register-password"),
        hint: context.plain("register-password-hint"),
        autocomplete: "section-destination new-password".into(),
        disabled,
    };
    let button = |words, testid: &'static str, onpress| Button {
        words,
        emphasis: Emphasis::Secondary,
        testid: testid.into(),
        disabled,
        onpress,
        ..Button::default()
    };
    let suggest =
        button(context.plain("register-suggest"), "register-suggest", Callback::from(|()| suggest()));
    let copy = button(context.plain("register-copy"), "register-copy", Callback::from(|()| copy()));
    let copied = el("p")
        .class("note")
        .attr("id", COPIED)
        .attr("role", "status")
        .attr("data-words", context.plain("register-copied"));
    group(vec![
        field.html(&context.locale),
        el("div").class("side-by-side").child(suggest.html()).child(copy.html()).into(),
        copied.into(),
    ])
}

/// What stands in the field when the form is sent off.
pub fn submitted(event: &Event) -> Password {
    event.prevent_default();
    Password::new(input().map(|input| input.value()).unwrap_or_default())
}

fn input() -> Option<HtmlInputElement> {
    gloo::utils::document().get_element_by_id(FIELD)?.dyn_into().ok()
}

/// Puts a password nobody can guess into the field, to be seen this once.
fn suggest() {
    let mut random = [0; 32];
    if let (Some(input), Ok(())) = (input(), getrandom::fill(&mut random)) {
        input.set_value(&suggested_password(random));
        if input.type_() == "password" {
            let toggle = format!("[aria-controls={FIELD}]");
            let toggle = gloo::utils::document().query_selector(&toggle).ok().flatten();
            // Shown by its own button, which then says that it is.
            if let Some(toggle) = toggle.and_then(|toggle| toggle.dyn_into::<web_sys::HtmlElement>().ok()) {
                toggle.click();
            }
        }
    }
    say_copied(false);
}

fn copy() {
    let Some(text) = input().map(|input| input.value()).filter(|text| !text.is_empty()) else { return };
    wasm_bindgen_futures::spawn_local(async move { say_copied(browser::copy(&text).await) });
}

/// Nothing of this is known to the wizard, so it is not drawn.
fn say_copied(is_copied: bool) {
    if let Some(line) = gloo::utils::document().get_element_by_id(COPIED) {
        let words = line.get_attribute("data-words").filter(|_| is_copied);
        line.set_text_content(words.as_deref());
    }
}
