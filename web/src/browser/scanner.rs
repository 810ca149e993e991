//! Reading a QR code from a picture, by the browser's own `BarcodeDetector` (WICG Shape Detection) where it has
//! one: on most phones it does, elsewhere a reader of ours would weigh more than it is used.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::reflect::{fulfilled, property};

const FORMAT: &str = "qr_code";

/// Whether this browser reads such codes.
pub async fn can_scan() -> bool {
    let class = property(&js_sys::global(), "BarcodeDetector");
    let formats = fulfilled(&class, "getSupportedFormats", &[]).await;
    let formats = formats.filter(Array::is_array).map(|formats| Array::from(&formats)).unwrap_or_default();
    formats.includes(&FORMAT.into(), 0)
}

/// What the code in the picture says; none where there is no picture, or no code in it.
pub async fn scan(picture: &Blob) -> Option<String> {
    let detector = detector()?;
    let bitmap = fulfilled(&js_sys::global(), "createImageBitmap", &[picture.into()]).await?;
    let codes = fulfilled(&detector, "detect", &[bitmap]).await.filter(Array::is_array)?;
    Array::from(&codes).iter().find_map(|code| property(&code, "rawValue").as_string())
}

fn detector() -> Option<JsValue> {
    let class: Function = property(&js_sys::global(), "BarcodeDetector").dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"formats".into(), &Array::of1(&FORMAT.into())).ok()?;
    Reflect::construct(&class, &Array::of1(&options)).ok()
}
