//! Asks before the page is left while something is running or not yet saved.

use std::fmt;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;

/// The browser asks before the page goes, for as long as this is kept.
pub struct LeaveGuard {
    _listener: EventListener,
}

impl LeaveGuard {
    pub fn new() -> Self {
        let window = gloo::utils::window();
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&window, "beforeunload", options, |event| {
            event.prevent_default();
            // Older engines look at this instead; the words are the browser's own.
            event.unchecked_ref::<BeforeUnloadEvent>().set_return_value("?");
        });
        Self { _listener: listener }
    }
}

impl Default for LeaveGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LeaveGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeaveGuard").finish_non_exhaustive()
    }
}
