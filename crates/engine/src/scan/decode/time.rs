//! Moments and days from the API's spellings: RFC 2822, RFC 3339 and its relatives, and Unix seconds.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::fmt::temporal;

static RFC_2822: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
static ISO: temporal::DateTimeParser = temporal::DateTimeParser::new();

/// The API's ways to say "no time".
pub(super) fn is_none(text: &str) -> bool {
    text.is_empty() || text == "0" || text.starts_with("0000-00-00")
}

/// Microseconds since 1970. A time without an offset is UTC.
pub(super) fn micros(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.bytes().next()?.is_ascii_alphabetic() {
        return RFC_2822
            .parse_timestamp(text)
            .ok()
            .map(Timestamp::as_microsecond);
    }
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
        && !text[1..].contains('-')
    {
        return text.parse::<i64>().ok()?.checked_mul(1_000_000);
    }
    if let Ok(moment) = ISO.parse_timestamp(text) {
        return Some(moment.as_microsecond());
    }
    if let Ok(local) = ISO.parse_datetime(text) {
        return utc(local);
    }
    RFC_2822
        .parse_timestamp(text)
        .ok()
        .map(Timestamp::as_microsecond)
}

/// Days since 1970; of a moment, its day in UTC.
pub(super) fn days(text: &str) -> Option<i32> {
    let midnight = match text.trim().parse::<Date>() {
        Ok(date) if text.trim().len() <= 10 => {
            utc(date.to_datetime(jiff::civil::Time::midnight()))?
        }
        _ => micros(text)?,
    };
    i32::try_from(midnight.div_euclid(86_400_000_000)).ok()
}

fn utc(local: DateTime) -> Option<i64> {
    Some(
        jiff::tz::TimeZone::UTC
            .to_timestamp(local)
            .ok()?
            .as_microsecond(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_the_same_moment() {
        for text in [
            "Wed, 10 Jan 2018 21:05:30 +0000",
            "2018-01-10T21:05:30Z",
            "2018-01-10T21:05:30+00:00",
            "2018-01-10T21:05:30.000Z",
            "2018-01-10 21:05:30+00:00",
            "2018-01-10T21:05:30+0000",
            "2018-01-10T21:05:30",
            "1515618330",
        ] {
            assert_eq!(micros(text), Some(1_515_618_330_000_000), "{text}");
        }
    }

    #[test]
    fn none_has_many_names() {
        assert!(
            ["", "0", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z"]
                .into_iter()
                .all(is_none)
        );
        assert!(!is_none("1970-01-01"));
    }

    #[test]
    fn days_are_days() {
        assert_eq!(days("1970-01-02"), Some(1));
        assert_eq!(days("1970-01-02T23:00:00Z"), Some(1));
        assert_eq!(days("yesterday"), None);
    }
}
