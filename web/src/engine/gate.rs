//! The way in. What carries effects out is loaded once the person sets out; until it is there, one thing waits.

use wizard::{Effect, Msg, Trouble};

use super::Engine;
use crate::browser::load_rest;
use crate::i18n::later;

impl Engine {
    /// The person has set out: what will be needed begins to load meanwhile.
    pub fn prepare(&self) {
        if !self.inner.is_whole.get() {
            let engine = self.clone();
            // A failure is told when something needs it.
            self.spawn(async move {
                let loaded = load_rest().await;
                engine.set_whole(loaded.is_ok());
            });
        }
    }

    pub fn perform(&self, effect: Effect) {
        if self.inner.is_whole.get() {
            return self.carry_out(effect);
        }
        match effect {
            Effect::SignIn { .. } | Effect::ReadFile | Effect::OpenFile => {
                let is_first = self.inner.waiting.replace(Some(effect)).is_none();
                if is_first {
                    let engine = self.clone();
                    self.spawn(async move { engine.begin().await });
                }
            }
            Effect::SignOut(_) | Effect::ForgetAll => drop(self.inner.waiting.take()),
            // Nothing was begun that it could concern.
            _ => {}
        }
    }

    /// The rest of the program is there, and what it has to say.
    pub(crate) fn set_whole(&self, is_whole: bool) {
        self.inner.is_whole.set(is_whole);
        later::set_there(is_whole);
    }

    async fn begin(&self) {
        let loaded = load_rest().await;
        self.set_whole(loaded.is_ok());
        let Some(effect) = self.inner.waiting.take() else { return };
        match (loaded, effect) {
            (Ok(()), effect) => self.carry_out(effect),
            (Err(reason), Effect::SignIn { side, .. }) => {
                self.send(Msg::SignInFailed(side, Trouble::PageIncomplete(reason)));
            }
            (Err(reason), _) => self.send(Msg::FileFailed(Trouble::PageIncomplete(reason))),
        }
    }
}
