//! Days and times of day as the browser writes them (ECMA-402), here.

use js_sys::Intl::DateTimeFormat;
use js_sys::{Array, Date, Function};
use wasm_bindgen::JsValue;

use super::formats::{options, written};

pub struct Times {
    day: Function,
    time: Function,
}

impl Times {
    pub fn new(tag: &str) -> Self {
        let tag = Array::of1(&JsValue::from_str(tag));
        let format = |style| DateTimeFormat::new(&tag, &options(&[style])).format();
        Self { day: format(("dateStyle", "full")), time: format(("timeStyle", "short")) }
    }

    pub fn day(&self, seconds: i64) -> String {
        written(&self.day, &moment(seconds))
    }

    pub fn time(&self, seconds: i64) -> String {
        written(&self.time, &moment(seconds))
    }
}

fn moment(seconds: i64) -> Date {
    Date::new(&JsValue::from_f64(seconds as f64 * 1e3))
}
