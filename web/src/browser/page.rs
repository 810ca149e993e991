//! The little that is done to the drawn page by hand.

use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlInputElement};

use super::reflect::{fulfilled, property};

/// Moves the focus to the heading, so that screen readers and keyboards go on
/// from the top of what is new.
pub fn go_to_heading() {
    let found = document().query_selector("h1").ok().flatten();
    if let Some(heading) = found.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        // An element in the document with a tabindex can always be focused.
        let _ = heading.focus();
    }
}

/// Opens the browser's dialog for printing.
pub fn print() {
    // A browser without one shows nothing.
    let _ = window().print();
}

/// Whether the browser believes to have a network; one that does not say so may have one.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Puts a text into the clipboard; false where the browser does not let a page.
pub async fn copy(text: &str) -> bool {
    let clipboard = property(&window().navigator(), "clipboard");
    fulfilled(&clipboard, "writeText", &[JsValue::from_str(text)]).await.is_some()
}

/// The day it is here, `YYYY-MM-DD`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// When a day `YYYY-MM-DD` begins here, in seconds since 1970.
pub fn day_begins(day: &str) -> Option<i64> {
    let mut parts = day.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let begins = js_sys::Date::new_with_year_month_day(u32::try_from(year).ok()?, month - 1, day);
    Some((begins.get_time() / 1e3) as i64)
}

/// Leaves no password in the page.
pub fn empty_passwords() {
    let Ok(fields) = document().query_selector_all("input[name$=password], input[name$=passphrase]") else {
        return;
    };
    empty_shown("passphrase");
    for place in 0..fields.length() {
        if let Some(field) = fields.item(place).and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            field.set_value("");
        }
    }
}

/// Takes away what [`show_in_field`] shows beside fields whose id ends like this.
pub fn empty_shown(ending: &str) {
    if let Ok(Some(shown)) = document().query_selector(&format!("output[for$={ending}]")) {
        shown.set_text_content(None);
    }
}

/// Puts a text into a field for passwords, and beside it where all of it can be read. It passes through here and
/// stays in the page alone.
pub fn show_in_field(id: &str, text: &JsValue) {
    let Some(field) = input(id) else { return };
    // A text, so it can be set.
    let _ = js_sys::Reflect::set(&field, &"value".into(), text);
    if let Ok(Some(shown)) = document().query_selector(&format!("output[for={id}]")) {
        let _ = js_sys::Reflect::set(&shown, &"textContent".into(), text);
    }
}

/// Copies what stands in a field, in the task of a press, where the browser lets a page do so.
pub async fn copy_field(id: &str) {
    let Some(field) = input(id) else { return };
    let clipboard = property(&window().navigator(), "clipboard");
    let text = property(&field, "value");
    fulfilled(&clipboard, "writeText", &[text]).await;
}

/// The field of this id.
pub fn input(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
