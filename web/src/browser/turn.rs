//! Giving the browser its turn: it draws, and hears the person, before the page goes on.

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use js_sys::Promise;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

use super::clock::milliseconds;
use super::reflect::{fulfilled, property};

/// How long the page works before it gives the browser its turn, in milliseconds.
const SLICE: f64 = 8.0;
/// How soon a number that changes all the time is drawn anew, in milliseconds.
const GLANCE: u32 = 125;

/// Work in pieces, none of which keeps the browser for long.
#[derive(Debug)]
pub struct Turns {
    begun: f64,
}

impl Turns {
    /// The browser has just had its turn.
    pub fn begin() -> Self {
        Self { begun: milliseconds() }
    }

    /// To be called between two pieces.
    pub async fn give(&mut self) {
        if milliseconds() - self.begun >= SLICE {
            yield_now().await;
            self.begun = milliseconds();
        }
    }
}

/// Goes on in a task of its own. A timer would do that too, but not within 4 ms
/// once there were five (HTML, timers), nor within a second while the page is hidden.
pub async fn yield_now() {
    let scheduler = property(&window(), "scheduler");
    if fulfilled(&scheduler, "yield", &[]).await.is_none() {
        let _ = JsFuture::from(message()).await;
    }
}

/// Calls `draw` right before the browser draws; not while nobody sees the page.
pub fn before_frame(draw: impl FnOnce() + 'static) {
    let draw = Closure::once_into_js(draw);
    // It fails for no window that is there.
    let _ = window().request_animation_frame(draw.unchecked_ref());
}

/// Calls `draw` when somebody who looks on has had time to read what was drawn last.
pub fn before_long(draw: impl FnOnce() + 'static) {
    Timeout::new(GLANCE, draw).forget();
}

/// Fulfilled by a message to ourselves.
fn message() -> Promise {
    Promise::new(&mut |resolve, _| match MessageChannel::new() {
        Ok(channel) => {
            channel.port1().set_onmessage(Some(&resolve));
            // What is posted can be cloned, so this cannot fail.
            let _ = channel.port2().post_message(&JsValue::NULL);
        }
        Err(_) => drop(resolve.call0(&JsValue::NULL)),
    })
}
