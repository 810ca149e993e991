//! Whether the page can be seen, and being told when that changes. A worker has none and goes on.

use gloo::events::EventListener;
use web_sys::{Document, EventTarget, window};

thread_local! {
    /// Kept, as it is asked with every look at the time.
    static DOCUMENT: Option<Document> = window()?.document();
}

pub fn is_visible() -> bool {
    DOCUMENT.with(|document| document.as_ref().is_none_or(|document| !document.hidden()))
}

/// Calls `changed` when the page is hidden, shown, frozen, or back from the
/// back/forward cache, for as long as the result is kept.
pub fn watch(changed: impl Fn() + Clone + 'static) -> Vec<EventListener> {
    let on = |target: &EventTarget, name: &'static str| {
        let changed = changed.clone();
        EventListener::new(target, name, move |_| changed())
    };
    let Some((window, document)) = window().and_then(|window| Some((window.clone(), window.document()?)))
    else {
        return Vec::new();
    };
    vec![on(&document, "visibilitychange"), on(&document, "resume"), on(&window, "pageshow")]
}
