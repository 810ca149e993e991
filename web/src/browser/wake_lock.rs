//! Keeps the screen on while something runs (W3C Screen Wake Lock).

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::reflect::{call, fulfilled, property};
use super::visibility;

/// The screen stays on for as long as this is kept. Browsers release the lock
/// when the page is hidden; it is taken again when the page is back. Where
/// there is no such lock, nothing happens.
pub struct WakeLock {
    state: Rc<RefCell<State>>,
    _listeners: Vec<EventListener>,
}

enum State {
    Wanted,
    Asked,
    Held(JsValue),
    Released,
}

impl WakeLock {
    pub fn hold() -> Self {
        let state = Rc::new(RefCell::new(State::Wanted));
        let take = {
            let state = state.clone();
            move || {
                if visibility::is_visible() {
                    spawn_local(take(state.clone()));
                }
            }
        };
        take();
        Self { state, _listeners: visibility::watch(take) }
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        release(self.state.replace(State::Released));
    }
}

impl fmt::Debug for WakeLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WakeLock").finish_non_exhaustive()
    }
}

async fn take(state: Rc<RefCell<State>>) {
    match &*state.borrow() {
        State::Asked | State::Released => return,
        State::Held(sentinel) if !property(sentinel, "released").is_truthy() => return,
        State::Held(_) | State::Wanted => {}
    }
    state.replace(State::Asked);
    let navigator = gloo::utils::window().navigator();
    let answer = fulfilled(&property(&navigator, "wakeLock"), "request", &[]).await;
    let before = state.replace(State::Released);
    match (before, answer) {
        (State::Released, Some(sentinel)) => release(State::Held(sentinel)),
        (State::Released, None) => {}
        (_, Some(sentinel)) => drop(state.replace(State::Held(sentinel))),
        // Refused, as with an empty battery: asked again when the page is next shown.
        (_, None) => drop(state.replace(State::Wanted)),
    }
}

fn release(state: State) {
    if let State::Held(sentinel) = state {
        // A promise of nothing; a lock already released stays so.
        let _ = call(&sentinel, "release", &[]);
    }
}
