//! `AT TIME ZONE`, which PostgreSQL calls `timezone(zone, time)`: a time of a zone becomes the clock there, and a clock the time at
//! which it shows that.

use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::array::{ArrayRef, AsArray, TimestampMicrosecondArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, TimeUnit, TimestampMicrosecondType};
use chrono::{DateTime, Offset, TimeZone};
use datafusion::common::{Result as DataFusionResult, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::by_rows::by_rows;
use crate::error::{Error, ErrorKind};

/// The function.
pub(crate) fn timezone() -> ScalarUDF {
    ScalarUDF::from(Timezone {
        signature: Signature::any(2, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Timezone {
    signature: Signature,
}

fn is_clock(kind: &DataType) -> bool {
    !matches!(kind, DataType::Timestamp(_, Some(_)))
}

fn time(zone: Option<&str>) -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, zone.map(Into::into))
}

impl ScalarUDFImpl for Timezone {
    fn name(&self) -> &str {
        "timezone"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> DataFusionResult<DataType> {
        match types {
            [_, kind @ (DataType::Timestamp(..) | DataType::Date32)] => Ok(match is_clock(kind) {
                true => time(Some("UTC")),
                false => time(None),
            }),
            _ => exec_err!("AT TIME ZONE takes a time: CAST it AS TIMESTAMPTZ"),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let [zone, times] = args.args.as_slice() else {
            return exec_err!("AT TIME ZONE takes a zone and a time");
        };
        let ColumnarValue::Scalar(zone) = zone else {
            return exec_err!("AT TIME ZONE takes a zone that is written out, as 'Europe/Berlin'");
        };
        let Some(Some(name)) = zone.try_as_str() else {
            return Ok(ColumnarValue::Scalar(
                ScalarValue::Null.cast_to(&args.return_field.data_type().clone())?,
            ));
        };
        let Ok(zone) = name.parse::<Tz>() else {
            let message = format!("there is no time zone {name}: name one as Europe/Berlin");
            return Err(Error::new(ErrorKind::InvalidValue, message).into_datafusion());
        };
        by_rows(std::slice::from_ref(times), args.number_rows, |times| {
            changed(&times[0], zone)
        })
    }
}

fn changed(times: &ArrayRef, zone: Tz) -> DataFusionResult<ArrayRef> {
    let is_clock = is_clock(times.data_type());
    let within = match is_clock {
        true => time(None),
        false => time(Some("UTC")),
    };
    let times = cast(times, &within)?;
    let change = |micros: i64| {
        let time = DateTime::from_timestamp_micros(micros)?.naive_utc();
        let offset = match is_clock {
            // In the hour that comes twice the second is meant, and in the one that is left out the offset before it holds.
            true => match zone.offset_from_local_datetime(&time).latest() {
                Some(offset) => offset,
                None => zone.offset_from_utc_datetime(&(time - chrono::TimeDelta::hours(3))),
            },
            false => zone.offset_from_utc_datetime(&time),
        };
        let seconds = i64::from(offset.fix().local_minus_utc());
        let shift = if is_clock { -seconds } else { seconds };
        micros.checked_add(shift * 1_000_000)
    };
    let values = times
        .as_primitive::<TimestampMicrosecondType>()
        .iter()
        .map(|value| value.and_then(change));
    let values: TimestampMicrosecondArray = values.collect();
    Ok(match is_clock {
        true => Arc::new(values.with_timezone("UTC")),
        false => Arc::new(values),
    })
}
