//! Whether the page can be seen, and being told when that changes.

use gloo::events::EventListener;
use gloo::utils::document;
use web_sys::Document;

thread_local! {
    /// Kept, as it is asked with every look at the time.
    static DOCUMENT: Document = document();
}

pub fn is_visible() -> bool {
    DOCUMENT.with(|document| !document.hidden())
}

/// Calls `changed` when the page is hidden, shown, frozen, or back from the
/// back/forward cache, for as long as the result is kept.
pub fn watch(changed: impl Fn() + Clone + 'static) -> Vec<EventListener> {
    let on = |target: &web_sys::EventTarget, name: &'static str| {
        let changed = changed.clone();
        EventListener::new(target, name, move |_| changed())
    };
    let (document, window) = (document(), gloo::utils::window());
    vec![on(&document, "visibilitychange"), on(&document, "resume"), on(&window, "pageshow")]
}
