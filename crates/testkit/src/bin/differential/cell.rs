//! One value of a result, whichever side it comes from, and the family that its type belongs to. Values are compared within a
//! family; that a whole number comes where PostgreSQL has a decimal is a difference by itself.

use std::cmp::Ordering;
use std::fmt;

use storeql_testkit::Decimal;

/// Digits behind the point that are compared at most. A quotient of decimals has twelve, where PostgreSQL has sixteen and more, so that
/// sums and means of quotients may differ behind these.
pub(crate) const COMPARED_DIGITS: u32 = 10;

/// A family of types: `int4` and `int8` are one, text and `varchar` are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    Int,
    Decimal,
    Float,
    Text,
    Bool,
    Date,
    Time,
    /// A time without a zone.
    Clock,
    Interval,
    Json,
    List,
    /// The type of a bare NULL.
    Null,
    Other,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Int(i128),
    Decimal(Decimal),
    Float(f64),
    Bool(bool),
    /// Days since 1970.
    Date(i64),
    /// Microseconds since 1970, UTC.
    Time(i64),
    Interval(Interval),
    Json(serde_json::Value),
    List(Vec<Cell>),
    /// Text, and what this program does not read more closely.
    Text(String),
}

/// A span of time. A month counts as 30 days and a day as 24 hours where two are compared, as in PostgreSQL.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Interval {
    pub(crate) months: i64,
    pub(crate) days: i64,
    pub(crate) micros: i64,
}

impl Interval {
    fn total(self) -> i128 {
        let days = i128::from(self.months) * 30 + i128::from(self.days);
        days * 86_400_000_000 + i128::from(self.micros)
    }
}

impl PartialEq for Interval {
    fn eq(&self, other: &Self) -> bool {
        self.total() == other.total()
    }
}

impl Cell {
    /// Whether two values of one family are the same: floats to 12 digits, decimals as `COMPARED_DIGITS` says, all else exactly.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(left), Self::Float(right)) => {
                let most = left.abs().max(right.abs());
                left == right
                    || (left.is_nan() && right.is_nan())
                    || (left - right).abs() <= most * 1e-12
            }
            (Self::Decimal(left), Self::Decimal(right)) => {
                left.trimmed() == right.trimmed() || only_rounded(*left, *right)
            }
            // The mean of spans: PostgreSQL rounds its days and its microseconds one after the other.
            (Self::Interval(left), Self::Interval(right)) => {
                (left.total() - right.total()).abs() <= 1
            }
            (Self::List(left), Self::List(right)) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| left.same(right))
            }
            (Self::Json(left), Self::Text(right)) | (Self::Text(right), Self::Json(left)) => {
                serde_json::from_str::<serde_json::Value>(right).is_ok_and(|right| *left == right)
            }
            _ => self == other,
        }
    }

    /// An order in which equal values stand together, for results without an order of their own.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Float(left), Self::Float(right)) => left.total_cmp(right),
            _ => self.to_string().cmp(&other.to_string()),
        }
    }
}

/// Whether two decimals that were rounded to so many digits differ in the last one alone: one may have been rounded before.
fn only_rounded(left: Decimal, right: Decimal) -> bool {
    let longest = left.scale.max(right.scale);
    let digits = |value: Decimal| {
        let zeros = 10_i128.checked_pow(longest - value.scale)?;
        value.unscaled.checked_mul(zeros)
    };
    longest == COMPARED_DIGITS
        && match (digits(left), digits(right)) {
            (Some(left), Some(right)) => (left - right).abs() <= 1,
            _ => false,
        }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Decimal(value) => write!(f, "{}", value.trimmed()),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Date(days) => f.write_str(&day(*days)),
            Self::Time(micros) => {
                let (days, rest) = (
                    micros.div_euclid(86_400_000_000),
                    micros.rem_euclid(86_400_000_000),
                );
                let seconds = rest / 1_000_000;
                write!(
                    f,
                    "{}T{:02}:{:02}:{:02}",
                    day(days),
                    seconds / 3600,
                    seconds / 60 % 60,
                    seconds % 60
                )?;
                match rest % 1_000_000 {
                    0 => f.write_str("Z"),
                    fraction => write!(f, ".{}Z", format!("{fraction:06}").trim_end_matches('0')),
                }
            }
            Self::Interval(span) => write!(
                f,
                "{} months {} days {} us",
                span.months, span.days, span.micros
            ),
            Self::Json(value) => write!(f, "{value}"),
            Self::List(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", values.join(", "))
            }
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// The day as it is written.
fn day(days: i64) -> String {
    // Howard Hinnant's `civil_from_days`, for any year.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days since 1970 of a day in the calendar.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for (date, number) in [
            ((1970, 1, 1), 0),
            ((2000, 2, 29), 11_016),
            ((1969, 12, 31), -1),
        ] {
            assert_eq!(days(date.0, date.1, date.2), number);
            assert_eq!(
                day(number),
                format!("{:04}-{:02}-{:02}", date.0, date.1, date.2)
            );
        }
    }

    #[test]
    fn floats_are_compared_to_twelve_digits() {
        assert!(Cell::Float(1.0 / 3.0).same(&Cell::Float(0.333_333_333_333_3)));
        assert!(!Cell::Float(1.0).same(&Cell::Float(1.000_000_01)));
    }
}
