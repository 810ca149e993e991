//! What web-sys has as unstable only, by its name in JavaScript.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// `object.name`; undefined where there is no such thing.
pub fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// `object.method(...arguments)`, unless there is no such method or it throws.
pub fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method = property(object, method).dyn_into::<Function>().ok()?;
    method.apply(object, &arguments.iter().collect::<Array>()).ok()
}

/// The same, where a promise comes of it: what it is fulfilled with.
pub async fn fulfilled(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let promise: Promise = call(object, method, arguments)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
