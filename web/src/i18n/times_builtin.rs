//! Days and times of day without a browser, for tests on the host: in UTC.

use super::formats::Formats;

pub struct Times {
    formats: Formats,
}

impl Times {
    pub fn new(tag: &str) -> Self {
        Self { formats: Formats::new(tag) }
    }

    pub fn day(&self, seconds: i64) -> String {
        self.formats.date(seconds)
    }

    pub fn time(&self, seconds: i64) -> String {
        let minutes = seconds.div_euclid(60).rem_euclid(1_440);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
