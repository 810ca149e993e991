//! How long something takes, at the pace the server has shown.

use std::time::Duration;

use crate::{Flow, Side, Text, Wizard};

/// What passes before a pace is worth telling.
const SOON: Duration = Duration::from_secs(4);

/// A time in words, rounded up: nobody minds being done early.
pub(crate) fn in_words(time: Duration) -> Text {
    let seconds = time.as_secs();
    match seconds {
        0..60 => Text::new("time-moment"),
        60..5_400 => Text::new("time-minutes").with("count", seconds.div_ceil(60) as usize),
        _ => Text::new("time-hours").with("count", seconds.div_ceil(3_600) as usize),
    }
}

/// What a count did over time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    from: (Duration, u64),
    to: (Duration, u64),
}

impl Rate {
    pub(crate) fn begin(at: Duration, done: u64) -> Self {
        Self { from: (at, done), to: (at, done) }
    }

    pub(crate) fn reach(&mut self, at: Duration, done: u64) {
        self.to = (at, done);
    }

    /// How long what is `left` takes, once that can be told.
    pub(crate) fn time_for(&self, left: u64) -> Option<Duration> {
        let passed = self.to.0.saturating_sub(self.from.0);
        let done = self.to.1.saturating_sub(self.from.1);
        if passed < SOON || done == 0 {
            return None;
        }
        Some(Duration::from_secs_f64(passed.as_secs_f64() * left as f64 / done as f64))
    }
}

impl Wizard {
    /// How long reading what is chosen and not read yet takes for a file.
    pub(crate) fn time_to_save(&self) -> Option<Text> {
        let pace = self.side(Side::Origin).pace?;
        let trips = self.choose.round_trips_left()?;
        if self.flow == Flow::Restore || trips == 0 {
            return None;
        }
        Some(in_words(pace.saturating_mul(u32::try_from(trips).unwrap_or(u32::MAX))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_up() {
        for (seconds, id, count) in [
            (0, "time-moment", None),
            (59, "time-moment", None),
            (60, "time-minutes", Some(1)),
            (61, "time-minutes", Some(2)),
            (5_399, "time-minutes", Some(90)),
            (5_400, "time-hours", Some(2)),
        ] {
            let expected = Text::new(id);
            let expected = count.into_iter().fold(expected, |text, count: usize| text.with("count", count));
            assert_eq!(in_words(Duration::from_secs(seconds)), expected, "{seconds}");
        }
    }

    #[test]
    fn tells_no_time_before_it_knows_the_pace() {
        let second = Duration::from_secs;
        let mut rate = Rate::begin(second(10), 500);
        assert_eq!(rate.time_for(1_000), None);
        rate.reach(second(11), 900);
        assert_eq!(rate.time_for(1_000), None, "too soon");
        rate.reach(second(20), 1_500);
        assert_eq!(rate.time_for(1_000), Some(second(10)));
    }
}
