//! Moments and days from the API's spellings: RFC 2822, RFC 3339 and its relatives, and Unix seconds.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
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
    plain(text.as_bytes()).or_else(|| any(text))
}

/// The two spellings in which nearly every time comes, whose parts stand in fixed places: `Wed, 10 Jan 2018 21:05:30 +0000`,
/// and `2018-01-10T21:05:30Z` or `…+00:00`. `None` for any other text.
fn plain(text: &[u8]) -> Option<i64> {
    if let Some(text) = text.strip_suffix(b" +0000") {
        if !fits(text, b"Wed, 00 Jan 0000 00:00:00") || !WEEKDAYS.contains(&&text[..3]) {
            return None;
        }
        let month = MONTHS.iter().position(|month| **month == text[8..11])? + 1;
        let month = i8::try_from(month).ok()?;
        return moment(&text[12..16], month, &text[5..7], &text[17..]);
    }
    let text = text
        .strip_suffix(b"Z")
        .or_else(|| text.strip_suffix(b"+00:00"))?;
    if !fits(text, b"0000-00-00T00:00:00") {
        return None;
    }
    moment(&text[..4], small(&text[5..7])?, &text[8..10], &text[11..])
}

const WEEKDAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Whether `text` has digits where `form` has zeros, any letter in the place of a letter but `T`, and else the same.
fn fits(text: &[u8], form: &[u8]) -> bool {
    let same = |(byte, form): (&u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'T' => byte == form,
        form if form.is_ascii_alphabetic() => byte.is_ascii_alphabetic(),
        form => byte == form,
    };
    text.len() == form.len() && text.iter().zip(form).all(same)
}

/// The moment of a day and a time spelled `00:00:00`.
fn moment(year: &[u8], month: i8, day: &[u8], time: &[u8]) -> Option<i64> {
    let date = Date::new(number(year), month, small(day)?).ok()?;
    let (hour, minute) = (small(&time[..2])?, small(&time[3..5])?);
    let time = Time::new(hour, minute, small(&time[6..])?, 0).ok()?;
    utc(DateTime::from_parts(date, time))
}

/// The number of a few digits.
fn number(digits: &[u8]) -> i16 {
    let digit = |byte: &u8| i16::from(byte - b'0');
    digits
        .iter()
        .fold(0, |number, byte| number * 10 + digit(byte))
}

fn small(digits: &[u8]) -> Option<i8> {
    i8::try_from(number(digits)).ok()
}

/// Every spelling.
fn any(text: &str) -> Option<i64> {
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

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}( \\+0000|Z)?") {
            let _ = micros(&text);
        }

        #[test]
        fn the_short_way_is_the_long_way(
            day in 0_u8..40, month in 0_usize..12, year in 0_u16..10_000, hour in 0_u8..26, minute in 0_u8..62,
            second in 0_u8..62, weekday in 0_usize..7,
        ) {
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            let name = |name: &[u8]| String::from_utf8(name.to_vec()).unwrap();
            let (weekday, name) = (name(WEEKDAYS[weekday]), name(MONTHS[month]));
            for text in [
                format!("{weekday}, {day:02} {name} {year:04} {time} +0000"),
                format!("{year:04}-{month:02}-{day:02}T{time}Z"),
                format!("{year:04}-{month:02}-{day:02}T{time}+00:00"),
            ] {
                if let Some(value) = plain(text.as_bytes()) {
                    proptest::prop_assert_eq!(Some(value), any(&text), "{}", text);
                }
            }
        }
    }
}
