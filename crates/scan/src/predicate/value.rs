//! One value of a filter, and how a request spells it.
//!
//! Text is never pasted: the client encodes what stands here.

use jiff::Timestamp;
use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use storeql_catalog::{Booleans, ColumnType};

/// A constant that a query compares a column with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Unscaled number and scale.
    Decimal(i128, i8),
    /// Days since 1970.
    Day(i32),
    /// Microseconds since 1970, UTC.
    Time(i64),
    /// Text as it is.
    Text(String),
}

/// Which way a bound is moved so that no row of the wanted range can be missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outward {
    /// The lower end, downwards.
    Down,
    /// The upper end, upwards.
    Up,
}

/// What stands in a path as it is: letters, digits, and the marks that no path gives a meaning.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

const SECOND: i64 = 1_000_000;

impl Value {
    /// Whether a column of `kind` holds values of this type, so that both compare as the API compares them.
    pub fn suits(&self, kind: ColumnType) -> bool {
        matches!(
            (self, kind),
            (Value::Bool(_), ColumnType::Bool)
                | (Value::Int(_), ColumnType::Int64 | ColumnType::Decimal(..))
                | (Value::Decimal(..), ColumnType::Decimal(..))
                | (Value::Day(_), ColumnType::Date)
                | (Value::Time(_), ColumnType::Timestamp)
                | (Value::Text(_), ColumnType::Text | ColumnType::Uuid)
        )
    }

    /// The next value outward: one for integers, a second for times, a day for dates, the last digit for decimals.
    /// Some endpoints leave the boundary of a range out; a row too many is filtered again, a row too few is lost.
    pub(crate) fn widened(&self, outward: Outward) -> Option<Value> {
        let step = |value: i64, unit: i64| match outward {
            Outward::Down => value.checked_sub(unit),
            Outward::Up => value.checked_add(unit),
        };
        Some(match self {
            Value::Int(value) => Value::Int(step(*value, 1)?),
            Value::Day(value) => Value::Day(i32::try_from(step((*value).into(), 1)?).ok()?),
            Value::Time(value) => {
                let whole = match outward {
                    Outward::Down => value.div_euclid(SECOND),
                    Outward::Up => {
                        value.div_euclid(SECOND) + i64::from(value.rem_euclid(SECOND) != 0)
                    }
                };
                Value::Time(step(whole.checked_mul(SECOND)?, SECOND)?)
            }
            Value::Decimal(value, scale) => match outward {
                Outward::Down => Value::Decimal(value.checked_sub(1)?, *scale),
                Outward::Up => Value::Decimal(value.checked_add(1)?, *scale),
            },
            Value::Bool(_) | Value::Text(_) => return None,
        })
    }

    /// As one segment of a path. `None` for what would name another path, or the collection itself.
    pub fn segment(&self) -> Option<String> {
        let text = self.spelled(Booleans::Words)?;
        let names_a_row = !matches!(text.as_str(), "" | "." | "..");
        names_a_row.then(|| utf8_percent_encode(&text, SEGMENT).to_string())
    }

    /// As a request spells it, before percent-encoding. `None` for what no request can carry.
    pub fn spelled(&self, booleans: Booleans) -> Option<String> {
        Some(match self {
            Value::Bool(value) => match booleans {
                Booleans::Words => value.to_string(),
                Booleans::Digits => u8::from(*value).to_string(),
            },
            Value::Int(value) => value.to_string(),
            Value::Decimal(value, scale) => decimal(*value, *scale),
            Value::Day(days) => {
                let epoch = Date::constant(1970, 1, 1);
                epoch
                    .checked_add(jiff::Span::new().try_days(i64::from(*days)).ok()?)
                    .ok()?
                    .to_string()
            }
            // Bare dates are completed with the time of day of the request, so the time is always given in full.
            Value::Time(micros) => {
                let second = Timestamp::from_second(micros.div_euclid(SECOND)).ok()?;
                second.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            }
            Value::Text(text) => text.clone(),
        })
    }
}

/// An exact decimal without exponent and without trailing zeros.
fn decimal(value: i128, scale: i8) -> String {
    let scale = usize::try_from(scale).unwrap_or(0);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0 { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_spelled_without_noise() {
        assert_eq!(decimal(99_900, 4), "9.99");
        assert_eq!(decimal(-5, 4), "-0.0005");
        assert_eq!(decimal(120_000, 4), "12");
        assert_eq!(decimal(7, 0), "7");
    }

    #[test]
    fn bounds_move_outward_by_one_unit() {
        let half = Value::Time(1_500_000);
        assert_eq!(half.widened(Outward::Down), Some(Value::Time(0)));
        assert_eq!(half.widened(Outward::Up), Some(Value::Time(3_000_000)));
        assert_eq!(Value::Int(5).widened(Outward::Down), Some(Value::Int(4)));
        assert_eq!(Value::Int(i64::MAX).widened(Outward::Up), None);
    }

    #[test]
    fn a_value_stays_within_its_segment_of_a_path() {
        let segment = |text: &str| Value::Text(text.to_owned()).segment();
        assert_eq!(segment("0a1b-2c").as_deref(), Some("0a1b-2c"));
        assert_eq!(
            segment("a/b?c=d#e%2f ").as_deref(),
            Some("a%2Fb%3Fc%3Dd%23e%252f%20")
        );
        for other in ["", ".", ".."] {
            assert_eq!(segment(other), None, "{other}");
        }
    }

    #[test]
    fn times_are_spelled_whole() {
        let day = Value::Time(1_769_847_960_000_000);
        assert_eq!(
            day.spelled(Booleans::Words).as_deref(),
            Some("2026-01-31T08:26:00Z")
        );
        assert_eq!(
            Value::Day(1).spelled(Booleans::Words).as_deref(),
            Some("1970-01-02")
        );
    }
}
