//! The parts of a time that DataFusion does not take out, or not whole: the century, the seconds with what is behind their point.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Time64MicrosecondType, TimeUnit};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;
use datafusion::sql::sqlparser::ast::{Expr, Function as Call};

use super::columns::{is_span, micros, spans};
use super::computed::{Description, computed};
use super::form::{arguments, constant, filled};
use crate::error::Result;

const MICROS_OF_MINUTE: i64 = 60_000_000;

/// How far the session's clock is ahead of UTC at a time: the cast reads the clock, the seconds since 1970 do not.
const SECONDS_EAST: &str =
    "CAST(date_part('epoch', CAST($1 AS timestamp)) - date_part('epoch', $1) AS bigint)";

/// The expression that takes such a part out of `time`; none where DataFusion's `date_part` does.
pub(super) fn taken_out(part: &str, time: &Expr) -> Result<Option<Expr>> {
    let form = match part {
        "century" => "(date_part('year', $1) + 99) / 100",
        "decade" => "date_part('year', $1) / 10",
        "millennium" | "millenium" => "(date_part('year', $1) + 999) / 1000",
        "isoyear" => "CAST(to_char($1, 'FMIYYY') AS bigint)",
        "julian" => "CAST(to_char($1, 'J') AS bigint)",
        "timezone" => SECONDS_EAST,
        "timezone_hour" => return of_zone("$1 / 3600", time).map(Some),
        "timezone_minute" => return of_zone("$1 % 3600 / 60", time).map(Some),
        "second" | "seconds" => "micros_of_minute($1) * 0.000001",
        "millisecond" | "milliseconds" => "micros_of_minute($1) * 0.001",
        "microsecond" | "microseconds" => "micros_of_minute($1)",
        _ => return Ok(None),
    };
    filled(form, std::slice::from_ref(time)).map(Some)
}

/// A part of the seconds that the session's clock is ahead of UTC at `time`.
fn of_zone(form: &str, time: &Expr) -> Result<Expr> {
    let seconds = filled(SECONDS_EAST, std::slice::from_ref(time))?;
    filled(form, &[seconds])
}

/// `date_part('second', time)` is a float, where `extract` gives a decimal.
pub(super) fn date_part(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let made = match values.as_slice() {
        [part, time] => match constant(part) {
            Some(part) => taken_out(&part.trim().to_lowercase(), time)?,
            None => None,
        },
        _ => None,
    };
    match made {
        Some(made) => filled("CAST($1 AS double)", &[made]),
        None => Ok(Expr::Function(call.clone())),
    }
}

/// `micros_of_minute(time)`: the microseconds since the minute began, of an interval those beyond its minutes.
pub(super) fn micros_of_minute() -> ScalarUDF {
    computed(Description {
        name: "micros_of_minute",
        takes: 1..=1,
        returns: |_| Ok(DataType::Int64),
        field: None,
        compute: |values, _| Ok(Arc::new(of_minute(&values[0])?)),
    })
}

fn of_minute(times: &ArrayRef) -> DataFusionResult<Int64Array> {
    Ok(match times.data_type() {
        kind if is_span(kind) => {
            let spans = spans(times)?.into_iter();
            spans
                .map(|span| Some(span?.nanoseconds / 1_000 % MICROS_OF_MINUTE))
                .collect()
        }
        DataType::Time32(_) | DataType::Time64(_) => {
            let clocks = cast(times, &DataType::Time64(TimeUnit::Microsecond))?;
            let clocks = clocks.as_primitive::<Time64MicrosecondType>();
            clocks.unary(|micros| micros % MICROS_OF_MINUTE)
        }
        _ => micros(times)?.unary(|micros| micros.rem_euclid(MICROS_OF_MINUTE)),
    })
}
