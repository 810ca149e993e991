//! Texts made alike for searching, by the browser's own tables: they would weigh some 30 kB.

use js_sys::JsString;

/// In small letters and in one spelling (Unicode, NFKC).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    JsString::from(text).normalize("NFKC").to_lower_case().into()
}
