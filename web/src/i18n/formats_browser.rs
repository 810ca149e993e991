//! Numbers, sizes and dates as the browser writes them (ECMA-402).

use js_sys::Intl::{DateTimeFormat, NumberFormat, PluralRules};
use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::JsValue;

pub struct Formats {
    tag: Array,
    plural: PluralRules,
    count: Function,
    date: Function,
}

impl Formats {
    pub fn new(tag: &str) -> Self {
        let tag = Array::of1(&JsValue::from_str(tag));
        let none = Object::new();
        let days = options(&[("dateStyle", "medium")]);
        Self {
            plural: PluralRules::new(&tag, &none),
            count: NumberFormat::new(&tag, &none).format(),
            date: DateTimeFormat::new(&tag, &days).format(),
            tag,
        }
    }

    /// The plural category of CLDR.
    pub fn plural(&self, count: u64) -> String {
        self.plural.select(count as f64).into()
    }

    pub fn count(&self, count: u64) -> String {
        written(&self.count, &JsValue::from_f64(count as f64))
    }

    pub fn bytes(&self, bytes: u64) -> String {
        let (unit, display, scale) = match bytes {
            0..1_000 => ("byte", "long", 1.0),
            1_000..1_000_000 => ("kilobyte", "short", 1e3),
            1_000_000..1_000_000_000 => ("megabyte", "short", 1e6),
            _ => ("gigabyte", "short", 1e9),
        };
        let value = bytes as f64 / scale;
        let style = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", display)]);
        let digits = u32::from(value < 10.0 && scale > 1.0);
        set(&style, "maximumFractionDigits", &digits.into());
        written(&NumberFormat::new(&self.tag, &style).format(), &value.into())
    }

    pub fn date(&self, seconds: i64) -> String {
        let milliseconds = JsValue::from_f64(seconds as f64 * 1e3);
        written(&self.date, &Date::new(&milliseconds))
    }
}

pub(super) fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        set(&object, key, &JsValue::from_str(value));
    }
    object
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // A plain object takes any property.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

pub(super) fn written(format: &Function, value: &JsValue) -> String {
    format.call1(&JsValue::UNDEFINED, value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
