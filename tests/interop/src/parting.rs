//! Saying farewell as the page does, and all that comes of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use farewell::{Contact, Ends, Event, Farewell, Order, Pace, State, Words, World};
use jid::BareJid;
use migration::{Account, Holdings};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// A farewell that is under way. Dropping it is closing the page.
#[derive(Debug)]
pub struct Parting {
    farewell: Farewell,
    heard: Rc<Heard>,
    telling: RefCell<Option<JoinHandle<()>>>,
}

/// What came about so far.
#[derive(Debug, Default)]
struct Heard {
    events: RefCell<Vec<Event>>,
    contacts: RefCell<BTreeMap<String, Contact>>,
    more: Notify,
}

impl World for Heard {
    fn clock(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
    }

    fn heard(&self, event: Event) {
        let key = |contact: &Contact| contact.jid.to_string();
        match &event {
            Event::Contacts(all) => {
                *self.contacts.borrow_mut() = all.iter().map(|one| (key(one), one.clone())).collect();
            }
            Event::Contact(one) => drop(self.contacts.borrow_mut().insert(key(one), one.clone())),
            _ => {}
        }
        self.events.borrow_mut().push(event);
        self.more.notify_waiters();
    }
}

impl Parting {
    /// From one account to the other, at the pace the page has.
    pub fn new(origin: &Account, destination: &Account) -> Self {
        Self::at_pace(origin, destination, Pace::default())
    }

    pub fn at_pace(origin: &Account, destination: &Account, pace: Pace) -> Self {
        let (origin, old) = (Some(origin.clone()), origin.jid());
        Self::of(Ends { old, origin, destination: destination.clone(), holdings: Rc::default() }, pace)
    }

    /// Where the old account is out of reach and all there is of it was read before.
    pub fn holding(old: BareJid, holdings: Holdings, destination: &Account, pace: Pace) -> Self {
        let (destination, holdings) = (destination.clone(), Rc::new(holdings));
        Self::of(Ends { old, origin: None, destination, holdings }, pace)
    }

    fn of(ends: Ends, pace: Pace) -> Self {
        let heard = Rc::<Heard>::default();
        let farewell = Farewell::at_pace(ends, heard.clone(), pace);
        Self { farewell, heard, telling: RefCell::default() }
    }

    /// Carries out one order; what came about meanwhile.
    pub async fn perform(&self, order: Order) -> Vec<Event> {
        let before = self.heard.events.borrow().len();
        self.farewell.perform(order).await;
        self.heard.events.borrow()[before..].to_vec()
    }

    /// Begins to tell contacts, and goes on beside everything else.
    pub fn tell(&self, words: Words) {
        let farewell = self.farewell.clone();
        let task = tokio::task::spawn_local(async move { farewell.perform(Order::Tell(words)).await });
        *self.telling.borrow_mut() = Some(task);
    }

    /// Is no longer available, and has said so.
    ///
    /// # Panics
    /// When telling panicked.
    pub async fn stop(&self) {
        self.perform(Order::Stop).await;
        let telling = self.telling.take();
        if let Some(telling) = telling {
            telling.await.unwrap();
        }
    }

    /// Every contact's row as it was last said to be.
    pub fn contacts(&self) -> BTreeMap<String, Contact> {
        self.heard.contacts.borrow().clone()
    }

    /// # Panics
    /// When there is no such contact.
    pub fn state(&self, jid: &str) -> State {
        self.contacts()[jid].state.clone()
    }

    /// Every contact's state, by address.
    pub fn states(&self) -> BTreeMap<String, State> {
        self.contacts().into_iter().map(|(jid, contact)| (jid, contact.state)).collect()
    }

    pub fn events(&self) -> Vec<Event> {
        self.heard.events.borrow().clone()
    }

    /// Waits until it is so; false when it is not in time.
    pub async fn comes_to(&self, wait: Duration, is_so: impl Fn(&Self) -> bool) -> bool {
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let more = self.heard.more.notified();
            if is_so(self) {
                return true;
            }
            if tokio::time::timeout_at(deadline, more).await.is_err() {
                return is_so(self);
            }
        }
    }
}

impl Drop for Parting {
    fn drop(&mut self) {
        if let Some(telling) = self.telling.take() {
            telling.abort();
        }
    }
}
