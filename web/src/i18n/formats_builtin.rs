//! Numbers, sizes and dates without a browser, for tests on the host.

/// Writes as English does; with a comma as decimal mark for all but English.
pub struct Formats {
    english: bool,
}

impl Formats {
    pub fn new(tag: &str) -> Self {
        Self { english: tag == "en" }
    }

    /// The plural category of CLDR; one against all others suits the languages tested.
    pub fn plural(&self, count: u64) -> String {
        if count == 1 { "one" } else { "other" }.to_owned()
    }

    pub fn count(&self, count: u64) -> String {
        let digits = count.to_string();
        let mut out = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(if self.english { ',' } else { '.' });
            }
            out.push(digit);
        }
        out
    }

    pub fn bytes(&self, bytes: u64) -> String {
        let (unit, scale) = match bytes {
            0..1_000 => return format!("{bytes} bytes"),
            1_000..1_000_000 => ("kB", 1e3),
            1_000_000..1_000_000_000 => ("MB", 1e6),
            _ => ("GB", 1e9),
        };
        let value = bytes as f64 / scale;
        let number = if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        format!("{} {unit}", if self.english { number } else { number.replace('.', ",") })
    }

    /// ISO 8601, by the civil calendar.
    pub fn date(&self, seconds: i64) -> String {
        let days = seconds.div_euclid(86_400);
        let mut year = 1970;
        let mut left = days;
        let length =
            |year: i64| if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) { 366 } else { 365 };
        while left < 0 || left >= length(year) {
            if left < 0 {
                year -= 1;
                left += length(year);
            } else {
                left -= length(year);
                year += 1;
            }
        }
        let february = length(year) - 337;
        let mut month = 1;
        for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
            if left < days {
                break;
            }
            left -= days;
            month += 1;
        }
        format!("{year:04}-{month:02}-{:02}", left + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_days() {
        let formats = Formats::new("en");
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400, "2000-02-29"),
            (1_783_036_800, "2026-07-03"),
        ] {
            assert_eq!(formats.date(seconds), expected);
        }
    }
}
