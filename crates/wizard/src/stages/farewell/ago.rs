//! How long ago something was, in words.

use crate::Text;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// Both in seconds since 1970; a clock that was put back makes it just now.
pub(crate) fn ago(now: u64, then: u64) -> Text {
    let passed = now.saturating_sub(then);
    let (id, count) = match passed {
        0..60 => return Text::new("ago-moment"),
        60..HOUR => ("ago-minutes", passed / 60),
        HOUR..DAY => ("ago-hours", passed / HOUR),
        _ => ("ago-days", passed / DAY),
    };
    Text::new(id).with("count", count)
}

/// How long it still is until then, in whole days and hours, rounded up.
pub(crate) fn until(now: u64, then: u64) -> Text {
    let left = then.saturating_sub(now);
    match left {
        0..=DAY => Text::new("until-hours").with("count", left.div_ceil(HOUR).max(1)),
        _ => Text::new("until-days").with("count", left.div_ceil(DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_in_the_unit_that_fits() {
        for (passed, id, count) in [
            (0, "ago-moment", None),
            (59, "ago-moment", None),
            (60, "ago-minutes", Some(1_u64)),
            (HOUR - 1, "ago-minutes", Some(59)),
            (HOUR, "ago-hours", Some(1)),
            (DAY, "ago-days", Some(1)),
            (10 * DAY, "ago-days", Some(10)),
        ] {
            let expected = count.into_iter().fold(Text::new(id), |text, count| text.with("count", count));
            assert_eq!(ago(1_000_000_000 + passed, 1_000_000_000), expected, "{passed}");
        }
        assert_eq!(ago(5, 10), Text::new("ago-moment"));
    }

    #[test]
    fn rounds_what_is_left_up() {
        assert_eq!(until(0, 1), Text::new("until-hours").with("count", 1_u64));
        assert_eq!(until(0, DAY + 1), Text::new("until-days").with("count", 2_u64));
        assert_eq!(until(10, 5), Text::new("until-hours").with("count", 1_u64));
    }
}
