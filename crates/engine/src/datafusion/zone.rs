//! `AT TIME ZONE`, which PostgreSQL calls `timezone(zone, time)`: a time of a zone becomes the clock there, and a clock the time at
//! which it shows that.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, TimestampMicrosecondArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{Result as DataFusionResult, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::by_rows::by_rows;
use crate::error::{Error, ErrorKind};
use crate::zone::{Clocks, Zone};

/// The function as PostgreSQL has it.
pub(crate) fn timezone() -> ScalarUDF {
    of(Offsets::Refused)
}

/// The same, and `+02:00` is east of Greenwich: for MySQL's `CONVERT_TZ` and for a session's zone.
pub(crate) fn timezone_east() -> ScalarUDF {
    of(Offsets::East)
}

fn of(offsets: Offsets) -> ScalarUDF {
    ScalarUDF::from(Timezone {
        offsets,
        signature: Signature::any(2, Volatility::Immutable),
    })
}

/// What `'+02:00'` means: west of Greenwich in PostgreSQL, east in ISO 8601 and in other databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Offsets {
    Refused,
    East,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Timezone {
    offsets: Offsets,
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
        match self.offsets {
            Offsets::Refused => "timezone",
            Offsets::East => "timezone_east",
        }
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
        let [zones, times] = args.args.as_slice() else {
            return exec_err!("AT TIME ZONE takes a zone and a time");
        };
        let ColumnarValue::Scalar(zone) = zones else {
            return by_rows(&args.args, args.number_rows, |columns| {
                self.changed_by_row(&columns[0], &columns[1])
            });
        };
        let clocks = match zone {
            ScalarValue::IntervalMonthDayNano(Some(span)) if span.months == 0 => {
                let seconds = i64::from(span.days) * 86_400 + span.nanoseconds / 1_000_000_000;
                Zone::ahead_by(seconds)
                    .map_err(Error::into_datafusion)?
                    .clocks()
            }
            zone => match zone.try_as_str() {
                Some(Some(name)) => self.clocks(name)?,
                _ if zone.is_null() => {
                    let none = ScalarValue::Null.cast_to(args.return_field.data_type())?;
                    return Ok(ColumnarValue::Scalar(none));
                }
                _ => {
                    let message = "a time zone is a name, as 'Europe/Berlin'";
                    let error = Error::new(ErrorKind::Syntax, message).about_typed("ZONE");
                    return Err(error.into_datafusion());
                }
            },
        };
        by_rows(std::slice::from_ref(times), args.number_rows, |times| {
            changed(&times[0], |_| Some(&clocks))
        })
    }
}

impl Timezone {
    fn clocks(&self, name: &str) -> DataFusionResult<Clocks> {
        let zone = match (offset(name), self.offsets) {
            (Some(zone), Offsets::East) => Ok(zone),
            (Some(zone), Offsets::Refused) if zone.is_utc() => Ok(zone),
            (Some(_), Offsets::Refused) => {
                let message = format!(
                    "the time zone {name} is west of Greenwich in PostgreSQL and east of it in other databases: name a place, as Europe/Berlin, or write INTERVAL '2 hours' for two hours east"
                );
                Err(Error::new(ErrorKind::Unsupported, message))
            }
            (None, _) => Zone::named(name),
        };
        Ok(zone.map_err(Error::into_datafusion)?.clocks())
    }

    /// The zone of each row is a value of its own.
    fn changed_by_row(&self, zones: &ArrayRef, times: &ArrayRef) -> DataFusionResult<ArrayRef> {
        let zones = cast(zones, &DataType::Utf8)?;
        let zones = zones.as_string::<i32>();
        let mut known: HashMap<&str, Clocks> = HashMap::new();
        for name in zones.iter().flatten() {
            if !known.contains_key(name) {
                known.insert(name, self.clocks(name)?);
            }
        }
        changed(times, |row| {
            let name = zones.is_valid(row).then(|| zones.value(row))?;
            known.get(name)
        })
    }
}

/// `+02:00` in seconds east of Greenwich, as a zone.
fn offset(name: &str) -> Option<Zone> {
    let (sign, rest) = name.trim().split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    Zone::ahead_by(sign * (hours * 3600 + minutes * 60)).ok()
}

/// The times changed, each by the clocks of its row; by none it is NULL.
fn changed<'a>(
    times: &ArrayRef,
    clocks: impl Fn(usize) -> Option<&'a Clocks>,
) -> DataFusionResult<ArrayRef> {
    let is_clock = is_clock(times.data_type());
    let within = match is_clock {
        true => time(None),
        false => time(Some("UTC")),
    };
    let times = cast(times, &within)?;
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let values = times.iter().enumerate().map(|(row, micros)| {
        let (Some(micros), Some(clocks)) = (micros, clocks(row)) else {
            return Ok(None);
        };
        let changed = match is_clock {
            true => clocks.time(micros),
            false => clocks.clock(micros),
        };
        match changed {
            Some(changed) => Ok(Some(changed)),
            None => exec_err!("AT TIME ZONE: the time lies beyond the calendar"),
        }
    });
    let values = values.collect::<DataFusionResult<TimestampMicrosecondArray>>()?;
    Ok(match is_clock {
        true => Arc::new(values.with_timezone("UTC")),
        false => Arc::new(values),
    })
}
