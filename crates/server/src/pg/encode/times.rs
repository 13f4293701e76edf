//! Times as PostgreSQL writes them: `2025-03-09 14:00:00+00`, `1 day 02:00:00`.

use std::fmt::Write;

/// Days from 1970 to 2000, where PostgreSQL's binary dates begin.
pub(in crate::pg) const DAYS_TO_2000: i32 = 10_957;
/// The same in microseconds.
pub(in crate::pg) const MICROSECONDS_TO_2000: i64 = DAYS_TO_2000 as i64 * DAY;
const DAY: i64 = 86_400_000_000;

/// An interval in PostgreSQL's three parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) months: i32,
    pub(super) days: i32,
    pub(super) microseconds: i64,
}

/// `2025-03-09`, from days since 1970.
pub(super) fn date(days: i64, out: &mut String) {
    let (year, month, day) = civil(days);
    let (shown, before) = match year {
        1.. => (year, ""),
        _ => (1 - year, " BC"),
    };
    let _ = write!(out, "{shown:04}-{month:02}-{day:02}");
    out.push_str(before);
}

/// `14:00:00.5`, from microseconds since midnight.
pub(super) fn time(microseconds: i64, out: &mut String) {
    let seconds = microseconds / 1_000_000;
    let _ = write!(
        out,
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    fraction(microseconds % 1_000_000, out);
}

/// `2025-03-09 14:00:00`, from microseconds since 1970; `+00` behind it where it is a moment.
pub(super) fn timestamp(microseconds: i64, moment: bool, out: &mut String) {
    let days = microseconds.div_euclid(DAY);
    let (year, ..) = civil(days);
    if year > 0 {
        date(days, out);
    } else {
        // The era stands behind the zone.
        let mut shown = String::new();
        date(days, &mut shown);
        out.push_str(shown.trim_end_matches(" BC"));
    }
    out.push(' ');
    time(microseconds.rem_euclid(DAY), out);
    if moment {
        out.push_str("+00");
    }
    if year <= 0 {
        out.push_str(" BC");
    }
}

/// `1 year 2 mons -3 days 04:05:06.7`, as `intervalstyle = postgres` has it.
pub(super) fn span(span: Span, out: &mut String) {
    let parts = [
        (span.months / 12, "year"),
        (span.months % 12, "mon"),
        (span.days, "day"),
    ];
    let (mut first, mut after_negative) = (true, false);
    for (count, unit) in parts {
        if count == 0 {
            continue;
        }
        let blank = if first { "" } else { " " };
        let sign = if after_negative && count > 0 { "+" } else { "" };
        let plural = if count == 1 { "" } else { "s" };
        let _ = write!(out, "{blank}{sign}{count} {unit}{plural}");
        (first, after_negative) = (false, count < 0);
    }
    if first || span.microseconds != 0 {
        if !first {
            out.push(' ');
        }
        match (span.microseconds < 0, after_negative) {
            (true, _) => out.push('-'),
            (false, true) => out.push('+'),
            (false, false) => {}
        }
        let size = span.microseconds.unsigned_abs();
        let seconds = size / 1_000_000;
        let _ = write!(
            out,
            "{:02}:{:02}:{:02}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        );
        fraction((size % 1_000_000) as i64, out);
    }
}

fn fraction(microseconds: i64, out: &mut String) {
    if microseconds != 0 {
        let digits = format!("{microseconds:06}");
        out.push('.');
        out.push_str(digits.trim_end_matches('0'));
    }
}

/// Year, month and day of a day since 1970, in the calendar without a year 0 counted as 0.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years that begin in March have their leap day at the end: 400 of them have 146,097 days.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn moments_as_postgresql_writes_them() {
        let at = |microseconds| shown(|out| timestamp(microseconds, true, out));
        assert_eq!(at(0), "1970-01-01 00:00:00+00");
        assert_eq!(at(1_741_528_800_000_000), "2025-03-09 14:00:00+00");
        assert_eq!(at(951_782_400_120_000), "2000-02-29 00:00:00.12+00");
        assert_eq!(at(-1), "1969-12-31 23:59:59.999999+00");
        assert_eq!(
            at(-62_135_596_800_000_001),
            "0001-12-31 23:59:59.999999+00 BC"
        );
    }

    #[test]
    fn spans_as_postgresql_writes_them() {
        let of = |months, days, microseconds| {
            let value = Span {
                months,
                days,
                microseconds,
            };
            shown(|out| span(value, out))
        };
        assert_eq!(of(14, 3, 14_706_700_000), "1 year 2 mons 3 days 04:05:06.7");
        assert_eq!(of(0, 0, 0), "00:00:00");
        assert_eq!(of(0, 1, 0), "1 day");
        assert_eq!(of(-1, 1, 0), "-1 mons +1 day");
        assert_eq!(of(0, -1, 7_200_000_000), "-1 days +02:00:00");
        assert_eq!(of(0, 0, -7_200_000_000), "-02:00:00");
    }
}
