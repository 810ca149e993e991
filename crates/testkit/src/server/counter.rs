//! A counter of contact requests like ejabberd's `mod_pres_counter`: so many at a stretch, and then
//! none until nothing was let through for a while.

use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Counter {
    count: usize,
    last: Duration,
}

impl Counter {
    /// Whether one more is let through.
    pub(crate) fn admits(
        counter: &mut Option<Self>,
        (most, interval): (usize, Duration),
        now: Duration,
    ) -> bool {
        let fresh = Self { count: 0, last: now };
        let current = counter.get_or_insert(fresh);
        if now - current.last > interval {
            *current = fresh;
        }
        if current.count == most {
            return false;
        }
        (current.count, current.last) = (current.count + 1, now);
        true
    }
}
