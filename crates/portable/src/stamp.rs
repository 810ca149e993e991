//! Times as XEP-0082 writes them.

/// `stamp` in UTC with a final `Z`; as it is where it is so already. None if it is no time.
pub(crate) fn to_utc(stamp: &str) -> Option<String> {
    let (date, time) = stamp.split_once('T')?;
    let (year, month, day) = match date.len() {
        // The legacy form (XEP-0082 §5) has no hyphens and is always UTC.
        8 => (digits(date.get(..4)?)?, digits(date.get(4..6)?)?, digits(date.get(6..)?)?),
        10 if date.get(4..5)? == "-" && date.get(7..8)? == "-" => {
            (digits(date.get(..4)?)?, digits(date.get(5..7)?)?, digits(date.get(8..)?)?)
        }
        _ => return None,
    };
    let clock = time.get(..8)?;
    if clock.get(2..3)? != ":" || clock.get(5..6)? != ":" {
        return None;
    }
    let (hour, minute, second) = (digits(&clock[..2])?, digits(&clock[3..5])?, digits(&clock[6..])?);
    let zone_at = time[8..].find(['Z', '+', '-']).map_or(time.len(), |at| at + 8);
    let (fraction, zone) = (&time[8..zone_at], &time[zone_at..]);
    let is_fraction = fraction.is_empty() || fraction.strip_prefix('.').is_some_and(|f| digits(f).is_some());
    let in_range =
        (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    if !is_fraction || !in_range || (zone.is_empty() && date.len() == 10) {
        return None;
    }
    if zone == "Z" && date.len() == 10 {
        return Some(stamp.to_owned());
    }
    let minutes = days(year, month, day) * 1440 + hour * 60 + minute - offset(zone)?;
    let (year, month, day) = date_of(minutes.div_euclid(1440));
    let (hour, minute) = (minutes.rem_euclid(1440) / 60, minutes.rem_euclid(60));
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"))
}

/// Seconds since 1970 of a time as XEP-0082 writes it, whole ones. None if it is no time.
pub fn seconds(stamp: &str) -> Option<i64> {
    let utc = to_utc(stamp)?;
    let at = |from: usize, to: usize| digits(utc.get(from..to)?);
    let day = days(at(0, 4)?, at(5, 7)?, at(8, 10)?);
    Some(((day * 24 + at(11, 13)?) * 60 + at(14, 16)?) * 60 + at(17, 19)?)
}

/// The time so many seconds since 1970, in UTC.
pub fn of_seconds(seconds: u64) -> String {
    let (day, clock) = ((seconds / 86_400).cast_signed(), seconds % 86_400);
    let (year, month, day) = date_of(day);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", clock / 3_600, clock / 60 % 60, clock % 60)
}

/// Minutes east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "" | "Z") {
        return Some(0);
    }
    let (sign, clock) = zone.split_at_checked(1)?;
    let (hours, minutes) = clock.split_once(':')?;
    let east = digits(hours)? * 60 + digits(minutes)?;
    if east >= 1440 {
        return None;
    }
    Some(if sign == "-" { -east } else { east })
}

fn digits(text: &str) -> Option<i64> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // A fraction may be longer than any number; only its digits matter.
    all.then(|| text.get(..9).unwrap_or(text).parse().ok()).flatten()
}

/// Days since 1970-01-01 in the Gregorian calendar, with years counted from March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let since_march = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (since_march * 153 + 2) / 5 + day - 1 - 719_468
}

/// The inverse of [`days`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let mut year = 1970 + days.div_euclid(366);
    while self::days(year + 1, 1, 1) <= days {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && self::days(year, month + 1, 1) <= days {
        month += 1;
    }
    (year, month, days - self::days(year, month, 1) + 1)
}

#[cfg(test)]
mod tests {
    use super::{of_seconds, seconds, to_utc};

    #[test]
    fn comes_out_in_utc() {
        for (stamp, utc) in [
            ("2026-11-20T07:41:12Z", "2026-11-20T07:41:12Z"),
            ("2026-11-20T07:41:12.943420Z", "2026-11-20T07:41:12.943420Z"),
            ("2026-11-20T07:41:12.5+00:00", "2026-11-20T07:41:12.5Z"),
            ("2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00Z"),
            ("2024-02-28T23:30:00-05:30", "2024-02-29T05:00:00Z"),
            ("2025-12-31T23:59:60-00:01", "2026-01-01T00:00:60Z"),
            ("20020910T23:41:07", "2002-09-10T23:41:07Z"),
            ("1969-12-31T23:00:00+02:00", "1969-12-31T21:00:00Z"),
        ] {
            assert_eq!(to_utc(stamp).as_deref(), Some(utc), "{stamp}");
        }
    }

    #[test]
    fn seconds_come_back_as_they_went() {
        for stamp in ["1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-27T08:05:09Z"] {
            let seconds = seconds(stamp).and_then(|seconds| u64::try_from(seconds).ok()).unwrap();
            assert_eq!(of_seconds(seconds), stamp);
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for stamp in [
            "",
            "T",
            "2026-11-20",
            "2026-11-20T07:41:12",
            "2026-13-20T07:41:12Z",
            "2026-11-20T07:41Z",
            "yesterdayT",
            "2026-11-20T25:00:00Z",
            "2026-11-20T07:41:12.Z",
            "2026-11-20T07:41:12+2:x",
            "2026-11-20T07:41:12+99:00",
            "2026-1é-20T07:41:12Z",
            "2026-11-20T07:41:1é",
        ] {
            assert_eq!(to_utc(stamp), None, "{stamp}");
        }
    }

    #[test]
    fn counts_seconds() {
        for (stamp, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1970-01-02T01:00:01.9+01:00", Some(86_401)),
            ("2024-02-29T12:00:00Z", Some(1_709_208_000)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("never", None),
        ] {
            assert_eq!(seconds(stamp), expected, "{stamp}");
        }
    }
}
