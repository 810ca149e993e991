//! Names of which each belongs to one tab at a time (W3C Web Locks).

use std::cell::Cell;
use std::fmt;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo::utils::window;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::reflect::{call, fulfilled, property};

/// A name that is ours until this is dropped or the tab is gone, however it went.
pub struct Lock {
    release: Function,
}

impl Lock {
    /// Takes the name once it is free; nothing where the browser has no locks.
    pub async fn take(name: &str) -> Option<Self> {
        let (sender, taken) = oneshot::channel();
        let sender = Cell::new(Some(sender));
        // The lock is held for as long as the promise given back is pending.
        let hold = Closure::once_into_js(move |_: JsValue| {
            Promise::new(&mut |release, _| {
                if let Some(sender) = sender.take() {
                    let _ = sender.send(release);
                }
            })
        });
        let over = call(&locks(), "request", &[JsValue::from_str(name), hold])?;
        let over = JsFuture::from(over.dyn_into::<Promise>().ok()?);
        match select(taken, over).await {
            Either::Left((release, _)) => Some(Self { release: release.ok()? }),
            // Over before it was held: refused.
            Either::Right(_) => None,
        }
    }

    /// The names held by any tab.
    pub async fn held() -> Vec<String> {
        let known = fulfilled(&locks(), "query", &[]).await.unwrap_or_default();
        let held: Array = property(&known, "held").dyn_into().unwrap_or_default();
        held.iter().filter_map(|lock| property(&lock, "name").as_string()).collect()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Fulfilling a promise does not fail.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").finish_non_exhaustive()
    }
}

fn locks() -> JsValue {
    property(&window().navigator(), "locks")
}
