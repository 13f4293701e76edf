//! What the clock of a session's zone decides: which time a text without a zone is, and when a day later is.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, TimestampMicrosecondArray};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, IntervalMonthDayNanoType, IntervalUnit, TimeUnit, TimestampMicrosecondType,
};
use chrono::{DateTime, Days, Months};
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::written_time::Written;
use crate::by_rows::by_rows;
use crate::error::{Error, ErrorKind};
use crate::zone::{Clocks, Zone};

/// `zoned_time(text)`: the time at which a clock of the zone shows the text; a text that names its own zone is that time.
pub(super) fn zoned_time(zone: &Zone, or_null: bool) -> ScalarUDF {
    of(zone, Work::Read { or_null })
}

/// `zoned_shift(time, interval)`: months and days later by the clock, and then hours.
pub(super) fn zoned_shift(zone: &Zone, back: bool) -> ScalarUDF {
    of(zone, Work::Shift { back })
}

fn of(zone: &Zone, work: Work) -> ScalarUDF {
    let count = match work {
        Work::Read { .. } => 1,
        Work::Shift { .. } => 2,
    };
    ScalarUDF::from(Zoned {
        zone: zone.clone(),
        work,
        signature: Signature::any(count, Volatility::Immutable),
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Work {
    Read { or_null: bool },
    Shift { back: bool },
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Zoned {
    zone: Zone,
    work: Work,
    signature: Signature,
}

fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

impl ScalarUDFImpl for Zoned {
    fn name(&self) -> &str {
        match self.work {
            Work::Read { .. } => "zoned_time",
            Work::Shift { back: false } => "zoned_plus",
            Work::Shift { back: true } => "zoned_minus",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(instant())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let clocks = self.zone.clocks();
        by_rows(&args.args, args.number_rows, |columns| {
            match (self.work, columns) {
                (Work::Read { or_null }, [texts]) => read(texts, &clocks, or_null),
                (Work::Shift { back }, [times, spans]) => shifted(times, spans, &clocks, back),
                _ => exec_err!("a function of a zone was given other values than it takes"),
            }
        })
    }
}

fn read(texts: &ArrayRef, clocks: &Clocks, or_null: bool) -> DataFusionResult<ArrayRef> {
    let texts = cast(texts, &DataType::Utf8)?;
    let times = texts.as_string::<i32>().iter().map(|text| {
        let Some(text) = text else { return Ok(None) };
        let time = Written::of(text).and_then(|written| match written.micros() {
            (micros, true) => Some(micros),
            (micros, false) => clocks.time(micros),
        });
        match (time, or_null) {
            (None, false) => {
                let message = format!(
                    "the text '{text}' is no time: write it as 2025-04-01 10:30 or 2025-04-01T10:30:00Z"
                );
                let error = Error::new(ErrorKind::InvalidValue, message).with_sqlstate("22007");
                Err(error.into_datafusion())
            }
            (time, _) => Ok(time),
        }
    });
    let times = times.collect::<DataFusionResult<TimestampMicrosecondArray>>()?;
    Ok(Arc::new(times.with_timezone("UTC")))
}

fn shifted(
    times: &ArrayRef,
    spans: &ArrayRef,
    clocks: &Clocks,
    back: bool,
) -> DataFusionResult<ArrayRef> {
    let times = cast(times, &instant())?;
    let spans = cast(spans, &DataType::Interval(IntervalUnit::MonthDayNano))?;
    let times = times.as_primitive::<TimestampMicrosecondType>().iter();
    let spans = spans.as_primitive::<IntervalMonthDayNanoType>().iter();
    let rows = times.zip(spans).map(|row| {
        let (Some(time), Some(span)) = row else {
            return Ok(None);
        };
        let sign = if back { -1 } else { 1 };
        let moved = moved(
            time,
            (sign * i64::from(span.months), sign * i64::from(span.days)),
            sign * (span.nanoseconds / 1000),
            clocks,
        );
        match moved {
            Some(moved) => Ok(Some(moved)),
            None => {
                let message = "a time and an interval make a time beyond the calendar";
                let error = Error::new(ErrorKind::InvalidValue, message).with_sqlstate("22008");
                Err(error.into_datafusion())
            }
        }
    });
    let moved = rows.collect::<DataFusionResult<TimestampMicrosecondArray>>()?;
    Ok(Arc::new(moved.with_timezone("UTC")))
}

fn moved(time: i64, (months, days): (i64, i64), micros: i64, clocks: &Clocks) -> Option<i64> {
    if months == 0 && days == 0 {
        return time.checked_add(micros);
    }
    let clock = DateTime::from_timestamp_micros(clocks.clock(time)?)?.naive_utc();
    let count = |number: i64| u32::try_from(number.unsigned_abs()).ok();
    let by_months = match months < 0 {
        true => clock.checked_sub_months(Months::new(count(months)?))?,
        false => clock.checked_add_months(Months::new(count(months)?))?,
    };
    let by_days = match days < 0 {
        true => by_months.checked_sub_days(Days::new(days.unsigned_abs()))?,
        false => by_months.checked_add_days(Days::new(days.unsigned_abs()))?,
    };
    clocks
        .time(by_days.and_utc().timestamp_micros())?
        .checked_add(micros)
}
