//! Texts made alike for searching, by the browser's own tables: they would weigh some 30 kB.

use std::cell::RefCell;

use js_sys::JsString;
use ordered::Map;

/// A language has so many characters of its own, each behind some others.
const MOST: usize = 1_000;
/// Longer ones do not come again, in bytes.
const LONGEST: usize = 16;

thread_local! {
    /// Asking the browser takes longer than remembering what it said.
    static KNOWN: RefCell<Map<String, String>> = RefCell::default();
}

/// In small letters and in one spelling (Unicode, NFKC).
pub fn fold(text: &str) -> String {
    reading::fold_parts(text, &mut |part| if part.len() > LONGEST { ask(part) } else { remember(part) })
}

fn remember(part: &str) -> String {
    KNOWN.with_borrow_mut(|known| {
        if let Some(folded) = known.get(part) {
            return folded.clone();
        }
        if known.len() >= MOST {
            known.clear();
        }
        let folded = ask(part);
        known.insert(part.to_owned(), folded.clone());
        folded
    })
}

fn ask(text: &str) -> String {
    JsString::from(text).normalize("NFKC").to_lower_case().into()
}
