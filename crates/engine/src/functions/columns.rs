//! Columns of arguments as the values that a function reads: text, times, whole numbers, decimals as they are written.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, AsArray, Int64Array, IntervalMonthDayNanoArray, StringArray,
    TimestampMicrosecondArray,
};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::{
    DataType, Float64Type, Int64Type, IntervalMonthDayNano, IntervalMonthDayNanoType, IntervalUnit,
    TimeUnit, TimestampMicrosecondType,
};
use chrono::{DateTime, NaiveDateTime};
use datafusion::common::Result as DataFusionResult;

use super::computed::unsupported;

/// A time without a zone, in microseconds.
pub(super) const CLOCK: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);
/// An interval.
pub(super) const SPAN: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

/// A time of UTC, in microseconds.
pub(super) fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

pub(super) fn texts(column: &ArrayRef) -> DataFusionResult<StringArray> {
    Ok(cast(column, &DataType::Utf8)?.as_string::<i32>().clone())
}

pub(super) fn whole(column: &ArrayRef) -> DataFusionResult<Int64Array> {
    Ok(cast(column, &DataType::Int64)?
        .as_primitive::<Int64Type>()
        .clone())
}

pub(super) fn doubles(column: &ArrayRef) -> DataFusionResult<Vec<Option<f64>>> {
    let column = cast(column, &DataType::Float64)?;
    Ok(column.as_primitive::<Float64Type>().iter().collect())
}

pub(super) fn spans(column: &ArrayRef) -> DataFusionResult<Vec<Option<IntervalMonthDayNano>>> {
    let column = match column.data_type() {
        DataType::Duration(_) => {
            let nanoseconds = cast(column, &DataType::Duration(TimeUnit::Nanosecond))?;
            let nanoseconds = cast(&nanoseconds, &DataType::Int64)?;
            let nanoseconds = nanoseconds.as_primitive::<Int64Type>().iter();
            let spans = nanoseconds.map(|nanoseconds| {
                nanoseconds.map(|nanoseconds| IntervalMonthDayNano::new(0, 0, nanoseconds))
            });
            Arc::new(spans.collect::<IntervalMonthDayNanoArray>())
        }
        _ => cast(column, &SPAN)?,
    };
    Ok(column
        .as_primitive::<IntervalMonthDayNanoType>()
        .iter()
        .collect())
}

/// The clock of each time; that of UTC where it has a zone.
pub(super) fn clocks(column: &ArrayRef) -> DataFusionResult<Vec<Option<NaiveDateTime>>> {
    let times = micros(column)?;
    let clock = |micros| Some(DateTime::from_timestamp_micros(micros)?.naive_utc());
    Ok(times.iter().map(|micros| micros.and_then(clock)).collect())
}

/// The times in microseconds.
pub(super) fn micros(column: &ArrayRef) -> DataFusionResult<TimestampMicrosecondArray> {
    let within = match column.data_type() {
        DataType::Timestamp(_, Some(_)) => instant(),
        DataType::Timestamp(_, None) | DataType::Date32 | DataType::Date64 | DataType::Null => {
            CLOCK
        }
        other if is_text(other) => CLOCK,
        other => {
            return Err(unsupported(format!(
                "a function of times was given {}: CAST it AS TIMESTAMP",
                crate::sql_types::sql_name(other)
            )));
        }
    };
    // A text that is no time is an error, and not NULL.
    let exactly = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    Ok(cast_with_options(column, &within, &exactly)?
        .as_primitive::<TimestampMicrosecondType>()
        .clone())
}

pub(super) fn is_text(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

pub(super) fn is_time(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Timestamp(..) | DataType::Date32 | DataType::Date64
    )
}

pub(super) fn is_span(kind: &DataType) -> bool {
    matches!(kind, DataType::Interval(_) | DataType::Duration(_))
}
