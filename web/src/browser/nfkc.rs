//! Unicode normalisation by the browser, whose tables need not be loaded.

use js_sys::JsString;

/// Normalisation form KC.
pub fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}
