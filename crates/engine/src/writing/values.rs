//! A column of Arrow as values of the `write` crate, for the column of the table that they go to. A text is read as PostgreSQL reads
//! it; a decimal is rounded to the column's digits, as PostgreSQL does. No number of money passes through a float.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Date32Type, Float64Type, TimeUnit, TimestampMicrosecondType};
use storeql_catalog::{Column, ColumnType};
use storeql_scan::arrow_type;
use storeql_write::Value;

use crate::datafusion::written_time::Written;
use crate::error::{Error, ErrorKind, Result};
use crate::zone::Clocks;

/// Where values go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) table: &'a str,
    pub(super) column: &'a Column,
    /// The number of the first row.
    pub(super) first: u64,
    /// Those of the session's time zone, in which a time without a zone is meant.
    pub(super) clocks: &'a Clocks,
}

/// The values of an array.
pub(super) fn values(array: &ArrayRef, target: Target<'_>) -> Result<Vec<Value>> {
    use ColumnType as Of;
    let kind = target.column.kind;
    let every = |make: &dyn Fn(usize) -> Result<Value>| -> Result<Vec<Value>> {
        let value = |row| match array.is_null(row) {
            true => Ok(Value::Null),
            false => make(row),
        };
        (0..array.len()).map(value).collect()
    };
    match array.data_type() {
        DataType::Null => Ok(vec![Value::Null; array.len()]),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => {
            let texts = target.cast(array, &DataType::Utf8)?;
            let texts = texts.as_string::<i32>();
            match kind {
                Of::Date | Of::Timestamp => target.times(array),
                _ => every(&|row| target.text(texts.value(row), row)),
            }
        }
        DataType::Boolean if matches!(kind, Of::Text) => target.texts(array),
        DataType::Boolean => every(&|row| Ok(Value::Bool(array.as_boolean().value(row)))),
        number if number.is_integer() || number.is_decimal() => {
            let texts = target.cast(array, &DataType::Utf8)?;
            let texts = texts.as_string::<i32>();
            every(&|row| target.number(texts.value(row), row))
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let numbers = target.cast(array, &DataType::Float64)?;
            let numbers = numbers.as_primitive::<Float64Type>();
            every(&|row| Ok(Value::Float(numbers.value(row))))
        }
        DataType::Date32 | DataType::Timestamp(_, None) if matches!(kind, Of::Timestamp) => {
            let clocks = target.cast(array, &DataType::Timestamp(TimeUnit::Microsecond, None))?;
            let clocks = clocks.as_primitive::<TimestampMicrosecondType>();
            every(&|row| target.time(clocks.value(row), row).map(Value::Timestamp))
        }
        DataType::Date32 => {
            every(&|row| Ok(Value::Date(array.as_primitive::<Date32Type>().value(row))))
        }
        DataType::Date64 | DataType::Timestamp(..) => {
            let times = target.cast(array, &arrow_type(Of::Timestamp))?;
            let times = times.as_primitive::<TimestampMicrosecondType>();
            every(&|row| Ok(Value::Timestamp(times.value(row))))
        }
        other => {
            let message = format!("a value of the type {other} cannot be written");
            Err(target.error(0, &message))
        }
    }
}

impl Target<'_> {
    fn error(&self, row: usize, message: &str) -> Error {
        let Self { table, column, .. } = self;
        let message = format!(
            "{table}.{}, row {}: {message}; nothing was sent to the store",
            column.name,
            self.first + row as u64
        );
        Error::new(ErrorKind::InvalidValue, message)
            .on_column(&column.name)
            .on_table(*table)
    }

    fn cast(&self, array: &ArrayRef, kind: &DataType) -> Result<ArrayRef> {
        let exactly = CastOptions {
            safe: false,
            ..CastOptions::default()
        };
        cast_with_options(array, kind, &exactly).map_err(|error| self.error(0, &error.to_string()))
    }

    fn texts(&self, array: &ArrayRef) -> Result<Vec<Value>> {
        let texts = self.cast(array, &DataType::Utf8)?;
        let texts = texts.as_string::<i32>().iter();
        let value = |text: Option<&str>| text.map(|text| Value::Text(text.to_owned()));
        Ok(texts
            .map(|text| value(text).unwrap_or(Value::Null))
            .collect())
    }

    /// Texts that are dates or times.
    fn times(&self, array: &ArrayRef) -> Result<Vec<Value>> {
        let kind = arrow_type(self.column.kind);
        let times = cast_with_options(array, &kind, &CastOptions::default())
            .map_err(|error| self.error(0, &error.to_string()))?;
        let texts = self.cast(array, &DataType::Utf8)?;
        let texts = texts.as_string::<i32>();
        let value = |row: usize| {
            if array.is_null(row) {
                return Ok(Value::Null);
            }
            if let (ColumnType::Timestamp, Some(written)) =
                (self.column.kind, Written::of(texts.value(row)))
            {
                let time = match written.micros() {
                    (micros, true) => micros,
                    (micros, false) => self.time(micros, row)?,
                };
                return Ok(Value::Timestamp(time));
            }
            if times.is_null(row) {
                let message = "the text is no date or time: write 2026-01-31, 2026-01-31 08:26:00 or 2026-01-31T08:26:00Z";
                return Err(self.error(row, message));
            }
            Ok(match self.column.kind {
                ColumnType::Date => Value::Date(times.as_primitive::<Date32Type>().value(row)),
                _ => Value::Timestamp(times.as_primitive::<TimestampMicrosecondType>().value(row)),
            })
        };
        (0..array.len()).map(value).collect()
    }

    /// The time at which the session's clock shows this.
    fn time(&self, clock: i64, row: usize) -> Result<i64> {
        let beyond = || self.error(row, "the time lies beyond the calendar");
        self.clocks.time(clock).ok_or_else(beyond)
    }

    /// A number. A column of whole numbers takes 9.00 and not 9.5, which PostgreSQL would round.
    fn number(&self, text: &str, row: usize) -> Result<Value> {
        let kind = self.column.kind;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        match (kind, fraction.bytes().all(|digit| digit == b'0')) {
            (ColumnType::Int64, true) => Ok(number_of(whole, kind)),
            (ColumnType::Int64, false) => {
                Err(self.error(row, &format!("{text} is no whole number: use round")))
            }
            _ => Ok(number_of(text, kind)),
        }
    }

    /// A text for a column that holds no times.
    fn text(&self, text: &str, row: usize) -> Result<Value> {
        let kind = self.column.kind;
        let plain = text.trim();
        let no = |what: &str| Err(self.error(row, &format!("the text '{text}' is no {what}")));
        match kind {
            ColumnType::Json => Ok(Value::Json(text.to_owned())),
            ColumnType::Int64 => match plain.parse() {
                Ok(number) => Ok(Value::Int(number)),
                Err(_) => no("whole number"),
            },
            ColumnType::Decimal(..) => match is_decimal(plain) {
                true => Ok(number_of(plain, kind)),
                false => no("decimal number"),
            },
            ColumnType::Float64 => match plain.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Value::Float(number)),
                _ => no("number"),
            },
            ColumnType::Bool => match plain.to_ascii_lowercase().as_str() {
                "true" | "t" | "yes" | "y" | "on" | "1" => Ok(Value::Bool(true)),
                "false" | "f" | "no" | "n" | "off" | "0" => Ok(Value::Bool(false)),
                _ => no("boolean"),
            },
            _ => Ok(Value::Text(text.to_owned())),
        }
    }
}

/// A number in the form that its column takes.
fn number_of(text: &str, kind: ColumnType) -> Value {
    let whole = || text.parse().ok().map(Value::Int);
    match kind {
        ColumnType::Text | ColumnType::Uuid => Value::Text(text.to_owned()),
        ColumnType::Json => Value::Json(text.to_owned()),
        ColumnType::Decimal(_, scale) => {
            let rounded = rounded(text, usize::from(scale.unsigned_abs()));
            whole().unwrap_or(Value::Decimal(rounded))
        }
        _ => whole().unwrap_or_else(|| Value::Decimal(text.to_owned())),
    }
}

/// `-12.50`, without an exponent.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !(whole.is_empty() && fraction.is_empty()) && all(whole) && all(fraction)
}

/// A decimal's text with at most `scale` digits behind the point; a half is rounded away from zero.
fn rounded(text: &str, scale: usize) -> String {
    let Some((whole, fraction)) = text.split_once('.') else {
        return text.to_owned();
    };
    let (Some(kept), Some(next)) = (fraction.get(..scale), fraction.as_bytes().get(scale)) else {
        return text.to_owned();
    };
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(whole) => ("-", whole),
        None => ("", whole.strip_prefix('+').unwrap_or(whole)),
    };
    let mut digits: Vec<u8> = [b"0", whole.as_bytes(), kept.as_bytes()].concat();
    if *next >= b'5' {
        for digit in digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                break;
            }
        }
    }
    let digits = String::from_utf8_lossy(&digits).into_owned();
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        for (text, scale, expected) in [
            ("21.48925", 4, "21.4893"),
            ("-21.48925", 4, "-21.4893"),
            ("21.48924", 4, "21.4892"),
            ("9.99995", 4, "10.0000"),
            ("9.5", 0, "10"),
            ("0.4", 0, "0"),
            ("1.5", 4, "1.5"),
            ("7", 4, "7"),
            (".12345", 4, "0.1235"),
        ] {
            assert_eq!(rounded(text, scale), expected, "{text}");
        }
    }

    #[test]
    fn a_decimal_has_digits_and_one_point() {
        for text in ["1", "-1.50", "+.5", "7."] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", ".", "1e3", "1,5", "NaN", "--1", "1.2.3"] {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
