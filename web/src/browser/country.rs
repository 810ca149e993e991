//! What a country is called: browsers know it in every language.

/// The name of the country with this code (ISO 3166), in the language of this tag.
#[cfg(target_arch = "wasm32")]
pub fn name_of_country(code: &str, language: &str) -> Option<String> {
    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    use super::reflect::{call, property};

    let constructor = property(&property(&js_sys::global(), "Intl"), "DisplayNames");
    let constructor: Function = constructor.dyn_into().ok()?;
    let options = Object::new();
    for (name, value) in [("type", "region"), ("fallback", "none")] {
        Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
    }
    let languages = Array::of1(&JsValue::from_str(language));
    let names = Reflect::construct(&constructor, &Array::of2(&languages, &options)).ok()?;
    call(&names, "of", &[JsValue::from_str(&code.to_ascii_uppercase())])?.as_string()
}

/// Where there is no browser, the code is all there is.
#[cfg(not(target_arch = "wasm32"))]
pub fn name_of_country(_: &str, _: &str) -> Option<String> {
    None
}
