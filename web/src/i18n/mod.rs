//! The words of the page, in the person's language.
//!
//! Texts stand in `web/i18n`; `build.rs` turns them into tables. Adding a
//! language is adding one folder there.

mod catalogue;
mod choice;
#[cfg_attr(target_arch = "wasm32", path = "formats_browser.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "formats_builtin.rs")]
mod formats;
pub mod later;
mod locale;
#[cfg_attr(target_arch = "wasm32", path = "times_browser.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "times_builtin.rs")]
mod times;

pub use catalogue::{LANGUAGES, Language};
pub use choice::{browser_languages, choose, show_in_document};
pub use locale::{Locale, Value};
