//! What lies between two times, and intervals that are counted.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array, IntervalMonthDayNanoArray};
use arrow::datatypes::{DataType, IntervalMonthDayNano};
use chrono::{Datelike, Months, NaiveDateTime, TimeDelta};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;

use super::columns::{SPAN, clocks, doubles, spans, texts};
use super::computed::{Description, computed, refused};

const MICROSECONDS_OF_DAY: i64 = 86_400_000_000;

fn number(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(DataType::Int64)
}

fn span(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(SPAN)
}

/// Years, months, days and time between two times, as PostgreSQL's `age` counts them.
fn years_to_time(later: NaiveDateTime, earlier: NaiveDateTime) -> IntervalMonthDayNano {
    if later < earlier {
        let age = years_to_time(earlier, later);
        return IntervalMonthDayNano::new(-age.months, -age.days, -age.nanoseconds);
    }
    let mut months = (later.year() - earlier.year()) * 12 + month(later) - month(earlier);
    let mut days = i64::from(later.day()) - i64::from(earlier.day());
    let mut time = later.time() - earlier.time();
    if time < TimeDelta::zero() {
        time += TimeDelta::days(1);
        days -= 1;
    }
    if days < 0 {
        // The days of the earlier one's month.
        let first = earlier.date().with_day(1);
        let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
        let length = first
            .zip(next)
            .map_or(30, |(first, next)| (next - first).num_days());
        days += length;
        months -= 1;
    }
    let days = i32::try_from(days).unwrap_or_default();
    IntervalMonthDayNano::new(months, days, time.num_nanoseconds().unwrap_or_default())
}

fn month(time: NaiveDateTime) -> i32 {
    i32::try_from(time.month()).unwrap_or_default()
}

/// What PostgreSQL calls `age(later, earlier)`.
pub(super) fn age_between() -> ScalarUDF {
    computed(Description {
        name: "age_between",
        takes: 2..=2,
        returns: span,
        field: None,
        compute: |values, _| {
            let pairs = clocks(&values[0])?.into_iter().zip(clocks(&values[1])?);
            let ages = pairs.map(|(later, earlier)| Some(years_to_time(later?, earlier?)));
            Ok(Arc::new(ages.collect::<IntervalMonthDayNanoArray>()))
        },
    })
}

fn months_of(time: NaiveDateTime) -> i64 {
    i64::from(time.year()) * 12 + i64::from(month(time)) - 1
}

/// Beginnings of a unit between two times: from 23:59 to 00:00 lies one day.
fn boundaries(unit: &str, from: NaiveDateTime, to: NaiveDateTime) -> Option<i64> {
    let micros = |time: NaiveDateTime| time.and_utc().timestamp_micros();
    let count = |length: i64, shift: i64| {
        (micros(to) + shift).div_euclid(length) - (micros(from) + shift).div_euclid(length)
    };
    let months =
        |length: i64| months_of(to).div_euclid(length) - months_of(from).div_euclid(length);
    Some(match unit {
        "year" => months(12),
        "quarter" => months(3),
        "month" => months(1),
        // 1 January 1970 was a Thursday, and weeks begin on Monday.
        "week" => count(7 * MICROSECONDS_OF_DAY, 3 * MICROSECONDS_OF_DAY),
        "day" | "doy" | "dow" => count(MICROSECONDS_OF_DAY, 0),
        _ => count(length_of(unit)?, 0),
    })
}

/// Whole units that have passed: from 31 January to 28 February no month.
fn whole_units(unit: &str, from: NaiveDateTime, to: NaiveDateTime) -> Option<i64> {
    let months = |length: i64| {
        let age = years_to_time(to, from);
        i64::from(age.months) / length
    };
    Some(match unit {
        "year" => months(12),
        "quarter" => months(3),
        "month" => months(1),
        "week" => (to - from).num_microseconds()? / (7 * MICROSECONDS_OF_DAY),
        "day" | "doy" | "dow" => (to - from).num_microseconds()? / MICROSECONDS_OF_DAY,
        _ => (to - from).num_microseconds()? / length_of(unit)?,
    })
}

/// The microseconds of a unit of the clock.
fn length_of(unit: &str) -> Option<i64> {
    Some(match unit {
        "hour" => 3_600_000_000,
        "minute" => 60_000_000,
        "second" => 1_000_000,
        "millisecond" => 1000,
        "microsecond" => 1,
        _ => return None,
    })
}

fn between(
    values: &[ArrayRef],
    count: fn(&str, NaiveDateTime, NaiveDateTime) -> Option<i64>,
) -> DataFusionResult<ArrayRef> {
    let units = texts(&values[0])?;
    let (from, to) = (clocks(&values[1])?, clocks(&values[2])?);
    let rows = (0..units.len()).map(|row| {
        let (Some(from), Some(to)) = (from[row], to[row]) else {
            return Ok(None);
        };
        let unit = units.value(row);
        let counted = count(unit, from, to);
        let counted = counted.ok_or_else(|| {
            refused(format!(
                "times are not counted in {unit}: write day, month, year or hour"
            ))
        })?;
        Ok(Some(counted))
    });
    Ok(Arc::new(rows.collect::<DataFusionResult<Int64Array>>()?))
}

/// Beginnings of a unit between two times.
pub(super) fn units_begun() -> ScalarUDF {
    computed(Description {
        name: "units_begun",
        takes: 3..=3,
        returns: number,
        field: None,
        compute: |values, _| between(values, boundaries),
    })
}

/// Whole units between two times.
pub(super) fn units_passed() -> ScalarUDF {
    computed(Description {
        name: "units_passed",
        takes: 3..=3,
        returns: number,
        field: None,
        compute: |values, _| between(values, whole_units),
    })
}

/// An interval times a number; what is left of a month are days of 30, and what is left of a day is time.
fn product(span: IntervalMonthDayNano, factor: f64) -> Option<IntervalMonthDayNano> {
    let months = f64::from(span.months) * factor;
    let of_months = months.fract() * 30.0;
    let days = f64::from(span.days) * factor;
    let mut seconds = (days.fract() + of_months.fract()) * 86_400.0;
    // As PostgreSQL does: to the microsecond, before it is shared out.
    seconds = (seconds * 1_000_000.0).round() / 1_000_000.0;
    let more = if seconds.abs() >= 86_400.0 {
        (seconds / 86_400.0).trunc()
    } else {
        0.0
    };
    seconds -= more * 86_400.0;
    #[expect(clippy::cast_precision_loss, reason = "a factor is a double")]
    let micros = (span.nanoseconds / 1000) as f64 * factor + seconds * 1_000_000.0;
    let days = days.trunc() + of_months.trunc() + more;
    let fits = |value: f64, most: f64| value.is_finite() && value.abs() <= most;
    let most = f64::from(i32::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "checked")]
    (fits(months, most) && fits(days, most) && fits(micros, 9.0e15)).then(|| {
        IntervalMonthDayNano::new(
            months.trunc() as i32,
            days as i32,
            micros.round() as i64 * 1000,
        )
    })
}

fn products(values: &[ArrayRef], invert: bool) -> DataFusionResult<ArrayRef> {
    let rows = spans(&values[0])?.into_iter().zip(doubles(&values[1])?);
    let rows = rows.map(|row| {
        let (Some(span), Some(factor)) = row else {
            return Ok(None);
        };
        if invert && factor == 0.0 {
            return Err(arrow::error::ArrowError::DivideByZero.into());
        }
        let factor = if invert { factor.recip() } else { factor };
        let product = product(span, factor);
        product
            .map(Some)
            .ok_or_else(|| refused("an interval times a number is longer than an interval can be"))
    });
    let rows = rows.collect::<DataFusionResult<IntervalMonthDayNanoArray>>()?;
    Ok(Arc::new(rows))
}

/// `interval * number`.
pub(crate) fn interval_times() -> ScalarUDF {
    computed(Description {
        name: "interval_times",
        takes: 2..=2,
        returns: span,
        field: None,
        compute: |values, _| products(values, false),
    })
}

/// `interval / number`.
pub(crate) fn interval_divided() -> ScalarUDF {
    computed(Description {
        name: "interval_divided",
        takes: 2..=2,
        returns: span,
        field: None,
        compute: |values, _| products(values, true),
    })
}

const NANOSECONDS_OF_DAY: i64 = MICROSECONDS_OF_DAY * 1000;

fn justified(
    values: &[ArrayRef],
    change: fn(IntervalMonthDayNano) -> Option<IntervalMonthDayNano>,
) -> DataFusionResult<ArrayRef> {
    let spans = spans(&values[0])?.into_iter();
    let changed = spans.map(|span| match span {
        Some(span) => change(span)
            .map(Some)
            .ok_or_else(|| refused("the days or months are more than an interval can hold")),
        None => Ok(None),
    });
    let changed = changed.collect::<DataFusionResult<IntervalMonthDayNanoArray>>()?;
    Ok(Arc::new(changed))
}

/// Days of 24 hours are days.
fn with_days(span: IntervalMonthDayNano) -> Option<IntervalMonthDayNano> {
    let more = i32::try_from(span.nanoseconds / NANOSECONDS_OF_DAY).ok()?;
    let (mut days, mut rest) = (
        span.days.checked_add(more)?,
        span.nanoseconds % NANOSECONDS_OF_DAY,
    );
    if days > 0 && rest < 0 {
        (days, rest) = (days - 1, rest + NANOSECONDS_OF_DAY);
    } else if days < 0 && rest > 0 {
        (days, rest) = (days + 1, rest - NANOSECONDS_OF_DAY);
    }
    Some(IntervalMonthDayNano::new(span.months, days, rest))
}

/// 30 days are a month.
fn with_months(span: IntervalMonthDayNano) -> Option<IntervalMonthDayNano> {
    let (mut months, mut days) = (span.months.checked_add(span.days / 30)?, span.days % 30);
    if months > 0 && days < 0 {
        (months, days) = (months - 1, days + 30);
    } else if months < 0 && days > 0 {
        (months, days) = (months + 1, days - 30);
    }
    Some(IntervalMonthDayNano::new(months, days, span.nanoseconds))
}

/// `justify_hours(interval)`.
pub(super) fn justify_hours() -> ScalarUDF {
    computed(Description {
        name: "justify_hours",
        takes: 1..=1,
        returns: span,
        field: None,
        compute: |values, _| justified(values, with_days),
    })
}

/// `justify_days(interval)`.
pub(super) fn justify_days() -> ScalarUDF {
    computed(Description {
        name: "justify_days",
        takes: 1..=1,
        returns: span,
        field: None,
        compute: |values, _| justified(values, with_months),
    })
}
