//! The second half of the program: loaded once a person sets out, so that the page itself opens sooner.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `web/boot.js`: loads it once, or again after a failure.
    #[wasm_bindgen(js_name = loadRest, catch)]
    async fn load() -> Result<JsValue, JsValue>;
}

/// Resolves once the whole program is there; else what the browser says.
pub async fn load_rest() -> Result<(), String> {
    load().await.map(drop).map_err(|error| super::reflect::reason(&error))
}
