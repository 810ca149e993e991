//! Texts made alike for searching, by the browser's own tables: they would weigh some 30 kB.

use js_sys::JsString;
use wasm_bindgen::JsValue;

use super::reflect::call;

/// In small letters and in one spelling (Unicode, NFKC).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let text = JsString::from(text);
    let alike = call(&text, "normalize", &[JsValue::from_str("NFKC")]);
    let alike = alike.and_then(|alike| call(&alike, "toLowerCase", &[]));
    alike.and_then(|alike| alike.as_string()).unwrap_or_else(|| String::from(text))
}
