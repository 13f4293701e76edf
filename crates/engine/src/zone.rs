//! Time zones by their names, and the clock in each.

use std::sync::Arc;

use arrow::array::timezone::Tz;
use chrono::{DateTime, Offset, TimeDelta, TimeZone};

use crate::error::{Error, ErrorKind, Result};

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Zone {
    name: Arc<str>,
}

impl Zone {
    /// That of a name, in capitals or not: `Europe/Berlin`, `utc`.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let unknown = || {
            let message =
                format!("there is no time zone {name}: name one as Europe/Berlin, or write UTC");
            Error::new(ErrorKind::InvalidValue, message)
        };
        let trimmed = name.trim();
        if ["utc", "gmt", "z", "etc/utc", "universal"]
            .contains(&trimmed.to_lowercase().as_str())
        {
            return Ok(Self::utc());
        }
        let zone = jiff::tz::db().get(trimmed).map_err(|_| unknown())?;
        let name = zone.iana_name().ok_or_else(unknown)?;
        name.parse::<Tz>().map_err(|_| unknown())?;
        Ok(Self { name: name.into() })
    }

    /// That of so many seconds before UTC.
    pub(crate) fn ahead_by(seconds: i64) -> Result<Self> {
        if seconds == 0 {
            return Ok(Self::utc());
        }
        let minutes = seconds / 60;
        if seconds % 60 != 0 || minutes.abs() > 15 * 60 + 59 {
            let message = "a time zone is at most 15 hours and 59 minutes from UTC";
            return Err(Error::new(ErrorKind::InvalidValue, message));
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        let name = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        Ok(Self { name: name.into() })
    }

    pub(crate) fn utc() -> Self {
        Self { name: "UTC".into() }
    }

    pub(crate) fn is_utc(&self) -> bool {
        self.name.as_ref() == "UTC"
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its rules.
    pub(crate) fn clocks(&self) -> Clocks {
        Clocks(self.name.parse().ok())
    }
}

/// The clocks of a zone; none is UTC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clocks(Option<Tz>);

impl Clocks {
    /// What the clock shows at a time, both in microseconds.
    pub(crate) fn clock(self, micros: i64) -> Option<i64> {
        let Some(zone) = self.0 else {
            return Some(micros);
        };
        let time = DateTime::from_timestamp_micros(micros)?.naive_utc();
        let offset = zone.offset_from_utc_datetime(&time);
        micros.checked_add(seconds(&offset) * 1_000_000)
    }

    /// The time at which the clock shows this, both in microseconds. In the hour that comes twice the second is meant, and in the one that
    /// is left out the offset before it holds.
    pub(crate) fn time(self, micros: i64) -> Option<i64> {
        let Some(zone) = self.0 else {
            return Some(micros);
        };
        let clock = DateTime::from_timestamp_micros(micros)?.naive_utc();
        let offset = match zone.offset_from_local_datetime(&clock).latest() {
            Some(offset) => seconds(&offset),
            None => {
                let before = clock.checked_sub_signed(TimeDelta::hours(3))?;
                seconds(&zone.offset_from_utc_datetime(&before))
            }
        };
        micros.checked_sub(offset * 1_000_000)
    }
}

fn seconds(offset: &impl Offset) -> i64 {
    i64::from(offset.fix().local_minus_utc())
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn names_in_any_case() {
        assert_eq!(Zone::named("europe/berlin").unwrap().name(), "Europe/Berlin");
        assert!(Zone::named("Etc/UTC").unwrap().is_utc());
        assert!(Zone::named("Mars").is_err());
        assert_eq!(Zone::ahead_by(-12_600).unwrap().name(), "-03:30");
    }

    #[test]
    fn hours_that_are_left_out_and_that_come_twice() {
        let berlin = Zone::named("Europe/Berlin").unwrap().clocks();
        let micros = |text: &str| {
            let time: chrono::DateTime<chrono::Utc> = text.parse().unwrap();
            time.timestamp_micros()
        };
        for (clock, time) in [
            ("2025-03-30T02:30:00Z", "2025-03-30T01:30:00Z"),
            ("2025-10-26T02:30:00Z", "2025-10-26T01:30:00Z"),
            ("2025-07-01T12:00:00Z", "2025-07-01T10:00:00Z"),
        ] {
            assert_eq!(berlin.time(micros(clock)), Some(micros(time)), "{clock}");
        }
        assert_eq!(
            berlin.clock(micros("2025-10-26T00:30:00Z")),
            Some(micros("2025-10-26T02:30:00Z"))
        );
    }
}
