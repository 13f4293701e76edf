//! Times written and read by a pattern, or made of numbers.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, Date32Array, Int64Array, StringArray, TimestampMicrosecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef};
use chrono::{Datelike, Months, NaiveDate, NaiveTime};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;

use super::columns::{CLOCK, clocks, doubles, instant, is_span, is_text, is_time, texts, whole};
use super::computed::{Description, computed, refused, unsupported};
use super::patterns::{NumberPattern, Pattern, Spelling, of_time, read, write};

fn text(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(DataType::Utf8)
}

fn clock(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(CLOCK)
}

fn zoned(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(instant())
}

fn date(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(DataType::Date32)
}

/// A pattern that is read once for all rows that have it.
struct Kept<P> {
    of: fn(&str) -> Result<P, String>,
    last: Option<(String, P)>,
}

impl<P> Kept<P> {
    fn new(of: fn(&str) -> Result<P, String>) -> Self {
        Self { of, last: None }
    }

    fn pattern(&mut self, text: &str) -> DataFusionResult<&P> {
        if self.last.as_ref().is_none_or(|(last, _)| last != text) {
            let pattern = (self.of)(text).map_err(refused)?;
            self.last = Some((text.to_owned(), pattern));
        }
        match &self.last {
            Some((_, pattern)) => Ok(pattern),
            None => Err(refused("there is no pattern")),
        }
    }
}

/// Times, written.
fn written(
    times: &ArrayRef,
    patterns: &ArrayRef,
    of: fn(&str) -> Result<Pattern, String>,
) -> DataFusionResult<ArrayRef> {
    let is_zoned = matches!(times.data_type(), DataType::Timestamp(_, Some(_)));
    let mut kept = Kept::new(of);
    let texts = texts(patterns)?;
    let rows = clocks(times)?.into_iter().zip(texts.iter()).map(|row| {
        let (Some(time), Some(text)) = row else {
            return Ok(None);
        };
        Ok(Some(write(kept.pattern(text)?, &time, is_zoned)))
    });
    Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
}

/// Numbers, written.
fn numbers(numbers: &ArrayRef, patterns: &ArrayRef) -> DataFusionResult<ArrayRef> {
    let mut kept = Kept::new(NumberPattern::of);
    let patterns = texts(patterns)?;
    let of_floats = numbers.data_type().is_floating();
    let floats = of_floats.then(|| doubles(numbers)).transpose()?;
    let spelled = texts(numbers)?;
    let rows = (0..numbers.len()).map(|row| {
        if patterns.is_null(row) || spelled.is_null(row) {
            return Ok(None);
        }
        let pattern = kept.pattern(patterns.value(row))?;
        let float = floats.as_ref().and_then(|floats| floats[row]);
        Ok(Some(match float {
            Some(float) => pattern.write(&format!("{float:.*}", pattern.digits())),
            None => pattern.write(spelled.value(row)),
        }))
    });
    Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
}

fn to_char_of(values: &[ArrayRef], _: &[FieldRef]) -> DataFusionResult<ArrayRef> {
    match values[0].data_type() {
        kind if is_time(kind) || kind.is_null() => written(&values[0], &values[1], |text| {
            of_time(text, Spelling::Postgres)
        }),
        kind if kind.is_numeric() => numbers(&values[0], &values[1]),
        kind if is_span(kind) => Err(unsupported(
            "to_char of an interval is not supported: write extract(… FROM …) for its parts",
        )),
        _ => Err(unsupported(
            "to_char takes a time or a number: CAST the text AS TIMESTAMP or AS NUMERIC",
        )),
    }
}

/// `to_char(time or number, pattern)`.
pub(super) fn to_char() -> ScalarUDF {
    computed(Description {
        name: "to_char",
        takes: 2..=2,
        returns: text,
        field: None,
        compute: to_char_of,
    })
}

/// A time by a pattern of another database.
fn written_by(name: &'static str, compute: super::computed::Compute) -> ScalarUDF {
    computed(Description {
        name,
        takes: 2..=2,
        returns: text,
        field: None,
        compute,
    })
}

/// `date_format(time, pattern)` of MySQL and Spark.
pub(super) fn date_format() -> ScalarUDF {
    written_by("date_format", |values, _| {
        written(&values[0], &values[1], |text| {
            of_time(text, Spelling::MySql)
        })
    })
}

/// A time by a pattern with `%`, as C has it.
pub(super) fn time_by_percent() -> ScalarUDF {
    written_by("time_by_percent", |values, _| {
        written(&values[0], &values[1], |text| {
            of_time(text, Spelling::Percent)
        })
    })
}

/// A time by a pattern of letters.
pub(super) fn time_by_letters() -> ScalarUDF {
    written_by("time_by_letters", |values, _| {
        written(&values[0], &values[1], |text| {
            of_time(text, Spelling::Letters)
        })
    })
}

/// Texts, read.
fn times_read(
    values: &[ArrayRef],
    of: fn(&str) -> Result<Pattern, String>,
) -> DataFusionResult<ArrayRef> {
    let mut kept = Kept::new(of);
    let (given, patterns) = (texts(&values[0])?, texts(&values[1])?);
    let rows = given.iter().zip(patterns.iter()).map(|row| {
        let (Some(text), Some(pattern)) = row else {
            return Ok(None);
        };
        let time = read(kept.pattern(pattern)?, text).map_err(refused)?;
        Ok(Some(time.and_utc().timestamp_micros()))
    });
    let times = rows.collect::<DataFusionResult<TimestampMicrosecondArray>>()?;
    Ok(Arc::new(times))
}

/// What one value alone is as a time: a number of seconds, or a text as it stands.
fn without_pattern(value: &ArrayRef) -> DataFusionResult<ArrayRef> {
    if !value.data_type().is_numeric() {
        return Ok(cast(value, &CLOCK)?);
    }
    let micros = doubles(value)?.into_iter().map(|seconds| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "rounded, and checked by the range of times"
        )]
        seconds.map(|seconds| (seconds * 1_000_000.0).round() as i64)
    });
    Ok(Arc::new(micros.collect::<TimestampMicrosecondArray>()))
}

fn instants(values: &[ArrayRef], _: &[FieldRef]) -> DataFusionResult<ArrayRef> {
    let times = match values {
        [value] => without_pattern(value)?,
        _ => times_read(values, |text| of_time(text, Spelling::Postgres))?,
    };
    Ok(cast(&times, &instant())?)
}

fn dates(values: &[ArrayRef], _: &[FieldRef]) -> DataFusionResult<ArrayRef> {
    let times = match values {
        [value] => Arc::clone(value),
        _ => times_read(values, |text| of_time(text, Spelling::Postgres))?,
    };
    Ok(cast(&times, &DataType::Date32)?)
}

/// `to_timestamp(text, pattern)`, `to_timestamp(seconds)`.
pub(super) fn to_timestamp() -> ScalarUDF {
    computed(Description {
        name: "to_timestamp",
        takes: 1..=2,
        returns: zoned,
        field: None,
        compute: instants,
    })
}

/// `to_date(text, pattern)`.
pub(super) fn to_date() -> ScalarUDF {
    computed(Description {
        name: "to_date",
        takes: 1..=2,
        returns: date,
        field: None,
        compute: dates,
    })
}

/// A text read by MySQL's pattern.
pub(super) fn str_to_date() -> ScalarUDF {
    computed(Description {
        name: "str_to_date",
        takes: 2..=2,
        returns: clock,
        field: None,
        compute: |values, _| times_read(values, |text| of_time(text, Spelling::MySql)),
    })
}

/// A text read by a pattern with `%`, as C has it.
pub(super) fn parsed_by_percent() -> ScalarUDF {
    computed(Description {
        name: "parsed_by_percent",
        takes: 2..=2,
        returns: clock,
        field: None,
        compute: |values, _| times_read(values, |text| of_time(text, Spelling::Percent)),
    })
}

/// `make_timestamp(year, month, day, hour, minute, second)`.
pub(super) fn make_timestamp() -> ScalarUDF {
    computed(Description {
        name: "make_timestamp",
        takes: 6..=6,
        returns: clock,
        field: None,
        compute: |values, _| {
            let parts: Vec<Int64Array> = values[..5]
                .iter()
                .map(whole)
                .collect::<DataFusionResult<_>>()?;
            let seconds = doubles(&values[5])?;
            let rows = seconds.into_iter().enumerate().map(|(row, seconds)| {
                let Some(seconds) = seconds.filter(|_| parts.iter().all(|part| part.is_valid(row)))
                else {
                    return Ok(None);
                };
                let part = |place: usize| u32::try_from(parts[place].value(row)).ok();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked"
                )]
                let micros = (0.0..60.0)
                    .contains(&seconds)
                    .then(|| (seconds * 1_000_000.0).round() as u32);
                let time = || {
                    let year = i32::try_from(parts[0].value(row)).ok()?;
                    let date = NaiveDate::from_ymd_opt(year, part(1)?, part(2)?)?;
                    let micros = micros?;
                    let time = NaiveTime::from_hms_micro_opt(
                        part(3)?,
                        part(4)?,
                        micros / 1_000_000,
                        micros % 1_000_000,
                    )?;
                    Some(date.and_time(time).and_utc().timestamp_micros())
                };
                time().map(Some).ok_or_else(|| {
                    refused("the numbers of make_timestamp are no day or time that there is")
                })
            });
            Ok(Arc::new(
                rows.collect::<DataFusionResult<TimestampMicrosecondArray>>()?,
            ))
        },
    })
}

/// The day of a month's end.
pub(super) fn last_day() -> ScalarUDF {
    computed(Description {
        name: "last_day",
        takes: 1..=1,
        returns: date,
        field: None,
        compute: |values, _| {
            let days = clocks(&values[0])?.into_iter().map(|time| {
                let first = time?.date().with_day(1)?;
                let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
                let epoch = NaiveDate::from_ymd_opt(1970, 1, 1)?;
                i32::try_from((last - epoch).num_days()).ok()
            });
            Ok(Arc::new(days.collect::<Date32Array>()))
        },
    })
}

/// What `format` does: PostgreSQL's with a text first, SQL Server's with a time or a number first, MySQL's with a number and digits.
fn formatted(values: &[ArrayRef], fields: &[FieldRef]) -> DataFusionResult<ArrayRef> {
    let kind = values[0].data_type();
    match values {
        [time, pattern] if is_time(kind) => {
            written(time, pattern, |text| of_time(text, Spelling::Letters))
        }
        [value, digits] if kind.is_numeric() => {
            let patterns = texts(digits)?;
            let patterns = patterns.iter().map(|digits| {
                let Some(digits) = digits else {
                    return Ok(None);
                };
                let digits = digits.strip_prefix(['N', 'n']).unwrap_or(digits);
                let digits = if digits.is_empty() { Ok(2) } else { digits.parse::<usize>() };
                match digits {
                    Ok(digits @ 0..=12) => {
                        let point = if digits > 0 { "." } else { "" };
                        let groups = "999,".repeat(11);
                        Ok(Some(format!("FM{groups}990{point}{}", "0".repeat(digits))))
                    }
                    _ => Err(refused(
                        "format of a number takes its digits, as format(1234.5, 2) or format(1234.5, 'N2'); otherwise write to_char(1234.5, 'FM999,990.00')",
                    )),
                }
            });
            let patterns: ArrayRef = Arc::new(patterns.collect::<DataFusionResult<StringArray>>()?);
            numbers(value, &patterns)
        }
        _ if is_text(kind) || kind.is_null() => super::texts::formatted(values, fields),
        _ => Err(unsupported(
            "format takes a text with %s, a time with a pattern as 'yyyy-MM-dd', or a number with its digits",
        )),
    }
}

/// `format(…)`.
pub(super) fn format() -> ScalarUDF {
    computed(Description {
        name: "format",
        takes: 1..=20,
        returns: text,
        field: None,
        compute: formatted,
    })
}
