//! Virtual time: the world's, and the page's, which stands still while the page is hidden.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// Whose time a timer follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    World,
    Page,
}

type Timers = RefCell<BTreeMap<(Duration, u64), Waker>>;

#[derive(Default)]
pub(crate) struct Clock {
    now: Cell<Duration>,
    hidden_since: Cell<Option<Duration>>,
    /// How long the page was hidden before it was last shown.
    hidden_for: Cell<Duration>,
    world: Timers,
    page: Timers,
    count: Cell<u64>,
    waiting_for_page: RefCell<Vec<Waker>>,
}

impl Clock {
    pub(crate) fn now(&self, lane: Lane) -> Duration {
        let now = self.now.get();
        match lane {
            Lane::World => now,
            Lane::Page => self.hidden_since.get().unwrap_or(now) - self.hidden_for.get(),
        }
    }

    pub(crate) fn sleep(self: &Rc<Self>, lane: Lane, duration: Duration) -> Sleep {
        self.count.set(self.count.get() + 1);
        let key = (self.now(lane).saturating_add(duration), self.count.get());
        Sleep { clock: Rc::clone(self), lane, key }
    }

    pub(crate) fn hide(&self) {
        if self.hidden_since.get().is_none() {
            self.hidden_since.set(Some(self.now.get()));
        }
    }

    pub(crate) fn show(&self) {
        if let Some(since) = self.hidden_since.take() {
            self.hidden_for.set(self.hidden_for.get() + (self.now.get() - since));
        }
        self.waiting_for_page.take().into_iter().for_each(Waker::wake);
    }

    /// Whether the page can act; if not, the task is woken when it can again.
    pub(crate) fn poll_visible(&self, cx: &Context<'_>) -> Poll<()> {
        if self.hidden_since.get().is_none() {
            return Poll::Ready(());
        }
        self.waiting_for_page.borrow_mut().push(cx.waker().clone());
        Poll::Pending
    }

    /// Moves on to the next timer and wakes those that are due. None when there is no timer.
    pub(crate) fn advance(&self) -> Option<Duration> {
        let first = |timers: &Timers| timers.borrow().first_key_value().map(|((at, _), _)| *at);
        let world = first(&self.world);
        let page = match self.hidden_since.get() {
            None => first(&self.page).map(|at| at.saturating_add(self.hidden_for.get())),
            Some(_) => None,
        };
        let next = world.into_iter().chain(page).min()?;
        self.now.set(self.now.get().max(next));
        for (lane, timers) in [(Lane::World, &self.world), (Lane::Page, &self.page)] {
            let now = self.now(lane);
            let later = timers.borrow_mut().split_off(&(now, u64::MAX));
            let due = timers.replace(later);
            due.into_values().for_each(Waker::wake);
        }
        Some(next)
    }

    fn timers(&self, lane: Lane) -> &Timers {
        match lane {
            Lane::World => &self.world,
            Lane::Page => &self.page,
        }
    }
}

pub(crate) struct Sleep {
    clock: Rc<Clock>,
    lane: Lane,
    key: (Duration, u64),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.clock.now(self.lane) >= self.key.0 {
            return Poll::Ready(());
        }
        self.clock.timers(self.lane).borrow_mut().insert(self.key, cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.timers(self.lane).borrow_mut().remove(&self.key);
    }
}
