//! How many requests may wait for an answer at once.
//!
//! Servers that limit a client's rate stall instead of refusing, so round-trip
//! times tell: the window doubles every round trip until answers become slow,
//! then it halves and from there grows by one per round trip.

use std::time::Duration;

const SMALLEST: f32 = 2.0;
/// About as many questions as the first look at an account asks: one round trip.
const START: f32 = 36.0;
const LARGEST: f32 = 256.0;
/// Bytes of requests without an answer beyond which no further one is sent.
const BYTES: usize = 64 * 1024;
/// What an answer may take beyond four times the quickest one.
const TOLERANCE: Duration = Duration::from_millis(250);

#[derive(Clone, Debug)]
pub(crate) struct Window {
    size: f32,
    doubling: bool,
    quickest: Option<Duration>,
    shrunk_at: Duration,
}

impl Window {
    pub(crate) fn new() -> Self {
        Self { size: START, doubling: true, quickest: None, shrunk_at: Duration::ZERO }
    }

    /// Whether one more request may go out.
    pub(crate) fn admits(&self, in_flight: usize, bytes_in_flight: usize) -> bool {
        in_flight == 0 || (in_flight < self.size as usize && bytes_in_flight < BYTES)
    }

    /// An answer came `round_trip` after its request went out.
    pub(crate) fn on_answer(&mut self, round_trip: Duration, now: Duration) {
        let quickest = self.quickest.map_or(round_trip, |quickest| quickest.min(round_trip));
        self.quickest = Some(quickest);
        if round_trip > quickest * 4 + TOLERANCE {
            // Once per round trip: the other answers of the same batch say the same thing.
            if now.saturating_sub(self.shrunk_at) >= round_trip {
                self.size = (self.size / 2.0).max(SMALLEST);
                self.doubling = false;
                self.shrunk_at = now;
            }
        } else {
            self.size += if self.doubling { 1.0 } else { 1.0 / self.size };
            self.size = self.size.min(LARGEST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn grows_while_answers_are_quick() {
        let mut window = Window::new();
        for n in 0..500 {
            window.on_answer(ms(10), ms(n));
        }
        assert!(window.admits(255, 0));
        assert!(!window.admits(256, 0));
    }

    #[test]
    fn shrinks_when_the_server_stalls_but_never_to_nothing() {
        let mut window = Window::new();
        window.on_answer(ms(10), ms(0));
        for n in 1..50 {
            window.on_answer(ms(5_000), ms(n * 6_000));
        }
        assert!(window.admits(1, 0));
        assert!(!window.admits(2, 0));
    }

    #[test]
    fn holds_back_bytes_but_always_lets_one_request_through() {
        let window = Window::new();
        assert!(!window.admits(1, BYTES));
        assert!(window.admits(0, BYTES * 10));
    }
}
