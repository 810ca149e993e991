//! Time as long as the page can act: it stands still while the page is hidden
//! or the machine asleep, so that nothing is judged late that had no chance.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

use futures_channel::mpsc::UnboundedSender;
use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use gloo::timers::future::TimeoutFuture;
use session::Frame;
use web_sys::Performance;

use super::visibility;

/// How often the clock looks at the time by itself.
const TICK: Duration = Duration::from_secs(5);
/// A longer gap than this between two looks means that the machine slept.
const GAP: Duration = Duration::from_secs(15);
/// While time stands still there is no use in looking more often.
const REST: Duration = Duration::from_millis(250);

/// A shared clock; clones show the same time.
#[derive(Clone)]
pub struct Clock {
    inner: Rc<Inner>,
}

struct Inner {
    awake: Cell<Awake>,
    /// Who wants to know when the page is back.
    sleepers: RefCell<Vec<UnboundedSender<Frame>>>,
    watching: RefCell<Option<(Vec<EventListener>, Interval)>>,
}

impl Clock {
    pub fn start() -> Self {
        let awake = Awake::new(browser_time(), visibility::is_visible());
        let inner = Rc::new(Inner {
            awake: Cell::new(awake),
            sleepers: RefCell::default(),
            watching: RefCell::default(),
        });
        let weak = Rc::downgrade(&inner);
        let look = move || {
            if let Some(inner) = Weak::upgrade(&weak) {
                inner.look();
            }
        };
        let tick = Interval::new(TICK.as_millis() as u32, look.clone());
        inner.watching.replace(Some((visibility::watch(look), tick)));
        Self { inner }
    }

    pub fn now(&self) -> Duration {
        self.inner.look()
    }

    pub async fn sleep(&self, duration: Duration) {
        let end = self.now() + duration;
        loop {
            let left = end.saturating_sub(self.now());
            if left.is_zero() {
                return;
            }
            let wait = if visibility::is_visible() { left } else { left.max(REST) };
            // Rounded up, or a rest below a millisecond would spin; browsers
            // take at most 2^31 - 1 ms.
            let milliseconds = wait.as_micros().div_ceil(1000).min(i32::MAX as u128);
            TimeoutFuture::new(milliseconds as u32).await;
        }
    }

    /// Sends [`Frame::Woke`] to `sleeper` whenever the page is back, until it is closed.
    pub fn wake(&self, sleeper: UnboundedSender<Frame>) {
        self.inner.sleepers.borrow_mut().push(sleeper);
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.inner.awake.get()).finish()
    }
}

impl Inner {
    fn look(&self) -> Duration {
        let mut awake = self.awake.get();
        let is_back = awake.look(browser_time(), visibility::is_visible());
        self.awake.set(awake);
        if is_back {
            self.sleepers.borrow_mut().retain(|sleeper| sleeper.unbounded_send(Frame::Woke).is_ok());
        }
        awake.total
    }
}

thread_local! {
    /// Kept, as a frame that comes in costs several looks.
    static PERFORMANCE: Option<Performance> = web_sys::window()?.performance();
}

/// Milliseconds since the page was opened; they never go back.
pub fn milliseconds() -> f64 {
    PERFORMANCE.with(|performance| performance.as_ref().map_or(0.0, Performance::now))
}

fn browser_time() -> Duration {
    Duration::from_secs_f64(milliseconds().max(0.0) / 1e3)
}

/// The time spent awake, summed up from look to look.
#[derive(Clone, Copy, Debug)]
struct Awake {
    total: Duration,
    seen: Duration,
    visible: bool,
}

impl Awake {
    fn new(now: Duration, visible: bool) -> Self {
        Self { total: Duration::ZERO, seen: now, visible }
    }

    /// Adds what passed since the last look; true if the page was away in between.
    fn look(&mut self, now: Duration, visible: bool) -> bool {
        let passed = now.saturating_sub(self.seen);
        let was_hidden = !self.visible;
        let slept = self.visible && passed > GAP;
        self.seen = self.seen.max(now);
        self.visible = visible;
        if !was_hidden {
            self.total += if slept { TICK } else { passed };
        }
        visible && (was_hidden || slept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn runs_while_the_page_is_visible() {
        let mut awake = Awake::new(seconds(100), true);
        assert!(!awake.look(seconds(105), true));
        assert!(!awake.look(seconds(110), true));
        assert_eq!(awake.total, seconds(10));
    }

    #[test]
    fn stands_still_while_hidden_and_says_when_back() {
        let mut awake = Awake::new(seconds(0), true);
        assert!(!awake.look(seconds(4), false));
        assert!(!awake.look(seconds(600), false));
        assert!(awake.look(seconds(1000), true));
        assert_eq!(awake.total, seconds(4));
        assert!(!awake.look(seconds(1001), true));
        assert_eq!(awake.total, seconds(5));
    }

    #[test]
    fn takes_a_long_gap_for_sleep() {
        let mut awake = Awake::new(seconds(0), true);
        assert!(awake.look(seconds(7200), true));
        assert_eq!(awake.total, TICK);
    }

    #[test]
    fn never_goes_back() {
        let mut awake = Awake::new(seconds(50), true);
        awake.look(seconds(40), true);
        assert_eq!(awake.total, Duration::ZERO);
        awake.look(seconds(51), true);
        assert_eq!(awake.total, seconds(1));
    }
}
