//! The ledger where everybody finds it: who looks, who tells, and who saves.

use std::cell::{Cell, RefCell};

use jid::BareJid;
use migration::Account;
use ordered::Set;
use session::RequestError;
use xml::{Element, ns};

use crate::ledger::{Ledger, Saved};
use crate::{Ends, Event, State, World};

/// The ledger and what is kept of it. Never borrowed across an await.
#[derive(Debug, Default)]
pub(crate) struct Book {
    ledger: RefCell<Option<Ledger>>,
    /// What the new account keeps of it, as far as known.
    kept: RefCell<Saved>,
    /// Who counts as asked, while that is not kept yet.
    held: RefCell<Set<BareJid>>,
    /// Nothing is kept any more until something more is sent.
    forgotten: Cell<bool>,
    /// The server does not keep it.
    refused: Cell<bool>,
}

impl Book {
    /// Opens it anew.
    pub(crate) fn open(&self, ledger: Ledger, kept: Saved) {
        *self.ledger.borrow_mut() = Some(ledger);
        *self.kept.borrow_mut() = kept;
    }

    pub(crate) fn is_open(&self) -> bool {
        self.ledger.borrow().is_some()
    }

    /// Looks into the ledger or changes it; nothing where there is none.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Ledger) -> T) -> Option<T> {
        self.ledger.borrow_mut().as_mut().map(look)
    }

    /// Says whose row has changed. That somebody counts as asked is said once that is kept: whoever is
    /// shown as asked is not asked again, even if the page is closed at that moment.
    pub(crate) fn tell(&self, world: &dyn World) {
        let keeps = !self.forgotten.get() && !self.refused.get();
        let told = self.with(|ledger| {
            ledger.change_again(std::mem::take(&mut self.held.borrow_mut()));
            ledger.take_changed(world.clock())
        });
        for contact in told.unwrap_or_default() {
            if keeps && contact.state == State::Asked && !self.kept.borrow().says_asked(&contact.jid) {
                self.held.borrow_mut().insert(contact.jid);
            } else {
                world.heard(Event::Contact(contact));
            }
        }
    }

    /// Something more was sent: it is worth keeping again.
    pub(crate) fn remember(&self) {
        self.forgotten.set(false);
    }

    /// The server does not take it: it is not tried again.
    pub(crate) fn give_up(&self) {
        self.refused.set(true);
    }

    /// What to keep, where that is not kept yet.
    pub(crate) fn to_keep(&self) -> Option<Saved> {
        if self.forgotten.get() || self.refused.get() {
            return None;
        }
        let now = self.with(|ledger| ledger.to_save())?.beside(&self.kept.borrow());
        (now != *self.kept.borrow()).then_some(now)
    }

    /// Keeps it at the new account; true where nothing was kept before.
    pub(crate) async fn keep(&self, ends: &Ends, saved: Saved) -> Result<bool, RequestError> {
        write(&ends.destination, saved.to_element(&ends.old)).await?;
        let is_first = self.kept.borrow().is_empty();
        // Whoever pressed "forget" meanwhile has an empty one under way behind this.
        *self.kept.borrow_mut() = saved;
        Ok(is_first)
    }

    /// Removes what is kept.
    pub(crate) async fn forget(&self, ends: &Ends) -> Result<(), RequestError> {
        self.forgotten.set(true);
        let rest = self.kept.borrow().forgotten();
        write(&ends.destination, rest.to_element(&ends.old)).await?;
        *self.kept.borrow_mut() = rest;
        Ok(())
    }
}

async fn write(account: &Account, ledger: Element) -> Result<(), RequestError> {
    account.set(Element::new("query", ns::PRIVATE).with_child(ledger)).await
}
