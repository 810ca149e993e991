//! Asking the person where on their disk a file shall stand, before it is written (WICG File System Access).

use gloo::utils::window;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::Failure;
use super::on_disk::OnDisk;
use crate::browser::reflect::{call, property};

const PICKER: &str = "showSaveFilePicker";

/// A picker that is open.
#[derive(Debug)]
pub struct Picker(Option<Promise>);

/// Whether this browser can.
pub fn can_pick() -> bool {
    property(&js_sys::global(), PICKER).is_function()
}

impl Picker {
    /// Opens it, suggesting `name`. To be called by what a press sets off at once:
    /// browsers open none seconds later.
    pub fn open(name: &str) -> Self {
        let options = Object::new();
        // A plain object takes any property.
        let _ = Reflect::set(&options, &"suggestedName".into(), &name.into());
        Self(call(&window(), PICKER, &[options.into()]).and_then(|picked| picked.dyn_into().ok()))
    }

    /// The file that was picked; nothing if the person thought better of it.
    pub async fn file(self) -> Result<Option<OnDisk>, Failure> {
        let picked = JsFuture::from(self.0.ok_or(JsValue::UNDEFINED)?).await;
        match picked {
            Ok(handle) => OnDisk::open(handle, None).await.map(Some),
            Err(error) if property(&error, "name") == "AbortError" => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
