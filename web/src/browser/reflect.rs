//! What web-sys has as unstable only, or what some browsers do not have: by its name in JavaScript.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// `object.name`; undefined where there is no such thing.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// `object.method(...arguments)`, unless there is no such method or it throws.
pub fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    apply(object, method, arguments).ok()
}

/// What the promise of `object.method(...arguments)` is fulfilled with, or why not.
pub async fn promised(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let promise: Promise = apply(object, method, arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}

/// The same, where it does not matter why not.
pub async fn fulfilled(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    promised(object, method, arguments).await.ok()
}

/// `{ name: true }`.
pub fn option(name: &str) -> JsValue {
    let options = Object::new();
    // A plain object takes any property.
    let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::TRUE);
    options.into()
}

/// What an exception says.
pub fn reason(error: &JsValue) -> String {
    let message = property(error, "message").as_string();
    message.unwrap_or_else(|| "refused by the browser".to_owned())
}

fn apply(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = property(object, method).dyn_into::<Function>()?;
    method.apply(object, &arguments.iter().collect::<Array>())
}
