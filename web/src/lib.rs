//! The page: views, and the browser's half of everything the core asks for.

mod app;
mod broken;
pub mod browser;
mod engine;
pub mod environment;
pub mod i18n;
pub mod parts;
mod rehearsal;
pub mod views;

use app::App;
use i18n::{Locale, browser_languages, choose};
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page; nothing where there is none: in a worker.
pub fn start() {
    jid::prepare::use_nfkc(browser::nfkc);
    if web_sys::window().is_none() {
        return;
    }
    let languages = browser_languages();
    broken::prepare(&Locale::new(choose(languages.iter().map(String::as_str))));
    match gloo::utils::document().get_element_by_id("app") {
        Some(root) => yew::Renderer::<App>::with_root(root).render(),
        None => yew::Renderer::<App>::new().render(),
    };
    wasm_bindgen_futures::spawn_local(browser::sweep());
}

/// For `web/rehearsal.js`; says how far it came.
#[wasm_bindgen]
pub async fn rehearse() -> String {
    rehearsal::rehearse().await.to_owned()
}
