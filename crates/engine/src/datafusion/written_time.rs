//! A time as people write it: `'2025-04-01 10:30'`, `'20250401'`, `'2025-4-1'`, `'2025-04-01 12:30 +02:00'`.

use chrono::{NaiveDate, NaiveTime};

/// A time that was written.
#[derive(Debug)]
pub(crate) struct Written {
    pub(super) date: NaiveDate,
    time: NaiveTime,
    /// Minutes before UTC, where a zone is written.
    zone: Option<i32>,
}

impl Written {
    /// The time of a text; none where it is no time.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text
            .find(|character: char| !character.is_ascii_digit() && !matches!(character, '-' | '/'))
            .unwrap_or(text.len());
        let (date, rest) = text.split_at(end);
        let date = date_of(date)?;
        let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
        let end = rest
            .find(|character: char| !character.is_ascii_digit() && !matches!(character, ':' | '.'))
            .unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(end);
        let time = match clock {
            "" if zone.is_empty() => NaiveTime::MIN,
            clock => time_of(clock)?,
        };
        let zone = match zone.trim() {
            "" => None,
            zone => Some(zone_of(zone)?),
        };
        Some(Self { date, time, zone })
    }

    /// Microseconds at which a clock shows it, and of UTC where it has a zone.
    pub(crate) fn micros(&self) -> (i64, bool) {
        let clock = self.date.and_time(self.time).and_utc().timestamp_micros();
        let minutes = self.zone.map(i64::from);
        (clock - minutes.unwrap_or(0) * 60_000_000, minutes.is_some())
    }

    /// A zone says nothing of a time without one, as in PostgreSQL.
    pub(super) fn as_time(&self, zoned: bool) -> String {
        let mut text = format!("{}T{}", self.date, self.time.format("%H:%M:%S%.f"));
        if let (Some(minutes), true) = (self.zone, zoned) {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.abs();
            text += &format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
        text
    }
}

/// `2025-04-01`, `2025-4-1`, `2025/4/1` or `20250401`.
fn date_of(text: &str) -> Option<NaiveDate> {
    let mark = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(mark).collect();
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths
            .contains(&part.len())
            .then(|| part.parse::<u32>().ok())?
    };
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (
            number(year, 4..=4)?,
            number(month, 1..=2)?,
            number(day, 1..=2)?,
        ),
        [all] if all.len() == 8 => (
            number(&all[..4], 4..=4)?,
            number(&all[4..6], 2..=2)?,
            number(&all[6..], 2..=2)?,
        ),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `10:30`, `10:30:05` or `10:30:05.25`.
fn time_of(text: &str) -> Option<NaiveTime> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let parts = clock.split(':').map(|part| {
        (1..=2)
            .contains(&part.len())
            .then(|| part.parse::<u32>().ok())?
    });
    let parts = parts.collect::<Option<Vec<u32>>>()?;
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] if fraction.is_empty() => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    if fraction.len() > 9 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
}

/// `Z`, `UTC`, `+02`, `+02:00` or `+0200`, in minutes.
fn zone_of(text: &str) -> Option<i32> {
    if ["Z", "UTC", "GMT"]
        .iter()
        .any(|zone| text.eq_ignore_ascii_case(zone))
    {
        return Some(0);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let number = |part: Option<&str>| part?.parse::<i32>().ok();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number(digits.get(..))?, 0),
        4 => (number(digits.get(..2))?, number(digits.get(2..))?),
        _ => return None,
    };
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn as_people_write_them() {
        let time = |text: &str| Written::of(text).map(|written| written.as_time(true));
        for (text, spelled) in [
            ("2025-04-01 10:30", "2025-04-01T10:30:00"),
            ("2025-04-01T10:30Z", "2025-04-01T10:30:00+00:00"),
            ("20250401", "2025-04-01T00:00:00"),
            ("2025-4-1", "2025-04-01T00:00:00"),
            ("2025/4/1 9:05:06.5", "2025-04-01T09:05:06.500"),
            ("2025-04-01 12:30:00 +02:00", "2025-04-01T12:30:00+02:00"),
            ("2025-04-01 12:30:00-0330", "2025-04-01T12:30:00-03:30"),
            ("2025-04-01 12:30:00+02", "2025-04-01T12:30:00+02:00"),
        ] {
            assert_eq!(time(text).as_deref(), Some(spelled), "{text}");
        }
        for text in [
            "31/01/2025",
            "2025-13-01",
            "2025-04-01 25:00",
            "2025",
            "2025-04-01 10",
            "tomorrow",
            "2025-04-01 x",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
        assert_eq!(
            Written::of("2025-04-01 12:30:00+02")
                .map(|written| written.as_time(false))
                .as_deref(),
            Some("2025-04-01T12:30:00")
        );
    }
}
