//! Telling people: carries out what the wizard orders, and says what comes of it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use farewell::{Ends, Event, Farewell, Order, World};
use jid::BareJid;
use migration::Holdings;
use wizard::{Msg, Side};

use super::Engine;

/// What comes about within this time is told together, as every message draws the page anew.
const TOGETHER: Duration = Duration::from_millis(150);
/// How often the time is told when nothing comes about: "three minutes ago" grows older.
const TICK: Duration = Duration::from_secs(30);

/// The farewell under way.
pub(super) struct Telling {
    farewell: Farewell,
    heard: Rc<Heard>,
}

/// What came about and was not told yet.
struct Heard {
    me: Weak<Heard>,
    engine: Engine,
    events: RefCell<Vec<Event>>,
    /// The stage was left: nothing is to be told any more.
    is_over: Cell<bool>,
}

impl Engine {
    /// `old` and `holdings` are what the wizard knows of the old account.
    pub(super) fn begin_telling(&self, old: BareJid, holdings: Rc<Holdings>) {
        let Some(destination) = self.account(Side::Destination) else { return };
        self.stop_telling();
        let engine = self.clone();
        let heard = Rc::new_cyclic(|me| Heard {
            me: Weak::clone(me),
            engine,
            events: RefCell::default(),
            is_over: Cell::new(false),
        });
        // A file has no account; the one that was signed in before belongs to another way.
        let origin = self.account(Side::Origin).filter(|account| account.session().account() == old);
        let ends = Ends { old, origin, destination, holdings };
        let farewell = Farewell::new(ends, Rc::clone(&heard) as Rc<dyn World>);
        self.keep_time(Rc::clone(&heard));
        *self.inner.telling.borrow_mut() = Some(Telling { farewell, heard });
    }

    pub(super) fn tell_people(&self, order: Order) {
        let farewell = self.inner.telling.borrow().as_ref().map(|telling| telling.farewell.clone());
        let Some(farewell) = farewell else { return };
        if order == Order::Stop {
            self.stop_telling();
        }
        self.spawn(async move { farewell.perform(order).await });
    }

    /// Nothing is heard of it any more.
    pub(super) fn stop_telling(&self) {
        if let Some(telling) = self.inner.telling.borrow_mut().take() {
            telling.heard.is_over.set(true);
        }
    }

    fn keep_time(&self, heard: Rc<Heard>) {
        let engine = self.clone();
        self.spawn(async move {
            while !heard.is_over.get() {
                engine.inner.environment.sleep(TICK).await;
                heard.tell();
            }
        });
    }
}

impl Heard {
    fn tell(&self) {
        if !self.is_over.get() {
            let events = std::mem::take(&mut *self.events.borrow_mut());
            self.engine.send(Msg::Farewell(events.into(), now()));
        }
    }
}

impl World for Heard {
    fn clock(&self) -> u64 {
        now()
    }

    fn heard(&self, event: Event) {
        let is_first = {
            let mut events = self.events.borrow_mut();
            events.push(event);
            events.len() == 1
        };
        if let Some(heard) = self.me.upgrade().filter(|_| is_first) {
            let environment = Rc::clone(&self.engine.inner.environment);
            self.engine.spawn(async move {
                environment.sleep(TOGETHER).await;
                heard.tell();
            });
        }
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    (js_sys::Date::now() / 1_000.0) as u64
}
