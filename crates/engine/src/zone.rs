//! Time zones by their names, and the clock in each.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::error::{Error, ErrorKind, Result};

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Zone {
    name: Arc<str>,
    /// Where it has no other name than how far it is before UTC.
    fixed: Option<Offset>,
}

impl Zone {
    /// That of a name, in capitals or not: `Europe/Berlin`, `utc`.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let unknown = || {
            let message =
                format!("there is no time zone {name}: name one as Europe/Berlin, or write UTC");
            Error::new(ErrorKind::InvalidValue, message).about_typed(name)
        };
        let trimmed = name.trim();
        if ["utc", "gmt", "z", "etc/utc", "universal"].contains(&trimmed.to_lowercase().as_str()) {
            return Ok(Self::utc());
        }
        let zone = TimeZone::get(trimmed).map_err(|_| unknown())?;
        let name = zone.iana_name().ok_or_else(unknown)?;
        Ok(Self {
            name: name.into(),
            fixed: None,
        })
    }

    /// That of so many seconds before UTC.
    pub(crate) fn ahead_by(seconds: i64) -> Result<Self> {
        if seconds == 0 {
            return Ok(Self::utc());
        }
        let minutes = seconds / 60;
        let fixed = i32::try_from(seconds).ok();
        let fixed = fixed.and_then(|seconds| Offset::from_seconds(seconds).ok());
        if fixed.is_none() || seconds % 60 != 0 || minutes.abs() > 15 * 60 + 59 {
            let message = "a time zone is at most 15 hours and 59 minutes from UTC";
            return Err(Error::new(ErrorKind::InvalidValue, message));
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        let name = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        Ok(Self {
            name: name.into(),
            fixed,
        })
    }

    pub(crate) fn utc() -> Self {
        Self {
            name: "UTC".into(),
            fixed: None,
        }
    }

    pub(crate) fn is_utc(&self) -> bool {
        self.name.as_ref() == "UTC"
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its rules.
    pub(crate) fn clocks(&self) -> Clocks {
        let fixed = self.fixed.map(TimeZone::fixed);
        Clocks(fixed.unwrap_or_else(|| TimeZone::get(&self.name).unwrap_or(TimeZone::UTC)))
    }
}

/// The clocks of a zone.
#[derive(Debug, Clone)]
pub(crate) struct Clocks(TimeZone);

impl Clocks {
    /// What the clock shows at a time, both in microseconds.
    pub(crate) fn clock(&self, micros: i64) -> Option<i64> {
        let offset = self.0.to_offset(within_calendar(micros));
        micros.checked_add(micros_of(offset))
    }

    /// The time at which the clock shows this, both in microseconds. In the hour that comes twice the second is meant, and in the one that
    /// is left out the offset before it holds.
    pub(crate) fn time(&self, micros: i64) -> Option<i64> {
        let clock = Offset::UTC.to_datetime(within_calendar(micros));
        let offset = match self.0.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } => before,
            AmbiguousOffset::Fold { after, .. } => after,
        };
        micros.checked_sub(micros_of(offset))
    }
}

/// The time, or the nearest of the years -9999 to 9999, whose offset holds beyond them.
fn within_calendar(micros: i64) -> Timestamp {
    let end = match micros < 0 {
        true => Timestamp::MIN,
        false => Timestamp::MAX,
    };
    Timestamp::from_microsecond(micros).unwrap_or(end)
}

fn micros_of(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000_000
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn names_in_any_case() {
        assert_eq!(
            Zone::named("europe/berlin").unwrap().name(),
            "Europe/Berlin"
        );
        assert!(Zone::named("Etc/UTC").unwrap().is_utc());
        assert!(Zone::named("Mars").is_err());
        assert_eq!(Zone::ahead_by(-12_600).unwrap().name(), "-03:30");
    }

    /// Half an hour is left out there, from two o'clock.
    #[test]
    fn the_first_moment_that_is_left_out() {
        let zone = Zone::named("Australia/Lord_Howe").unwrap().clocks();
        let two: jiff::Timestamp = "2025-10-05T02:00:00Z".parse().unwrap();
        let time: jiff::Timestamp = "2025-10-04T15:30:00Z".parse().unwrap();
        assert_eq!(zone.time(two.as_microsecond()), Some(time.as_microsecond()));
    }

    #[test]
    fn hours_that_are_left_out_and_that_come_twice() {
        let berlin = Zone::named("Europe/Berlin").unwrap().clocks();
        let micros = |text: &str| {
            let time: jiff::Timestamp = text.parse().unwrap();
            time.as_microsecond()
        };
        for (clock, time) in [
            ("2025-03-30T02:30:00Z", "2025-03-30T01:30:00Z"),
            ("2025-10-26T02:30:00Z", "2025-10-26T01:30:00Z"),
            ("2025-07-01T12:00:00Z", "2025-07-01T10:00:00Z"),
            ("9999-12-30T12:00:00Z", "9999-12-30T11:00:00Z"),
        ] {
            assert_eq!(berlin.time(micros(clock)), Some(micros(time)), "{clock}");
        }
        assert_eq!(
            berlin.clock(micros("2025-10-26T00:30:00Z")),
            Some(micros("2025-10-26T02:30:00Z"))
        );
    }
}
