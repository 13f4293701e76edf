//! StoreQL's side: a statement run over the sandbox store, and its Arrow values read into cells.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, IntervalDayTimeType, IntervalMonthDayNanoType, IntervalUnit,
    IntervalYearMonthType, TimeUnit, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use futures::{FutureExt, TryStreamExt};
use storeql_engine::{Error, Parameters, Session};
use storeql_testkit::{Decimal, batches};

use crate::answer::{Answer, Column, Refusal};
use crate::cell::{Cell, Family, Interval};

/// A statement that takes longer has lost its way.
const LONGEST: Duration = Duration::from_secs(30);

/// What a statement answers. A panic is a refusal with words of the inside, and so a difference.
pub(crate) async fn answer(session: &Session, sql: &str) -> Result<Answer, Refusal> {
    let (fields, batches) = guarded(batches(session, sql)).await?;
    let columns = fields.fields().iter().map(|field| column(field)).collect();
    let rows = batches.iter().flat_map(rows).collect();
    Ok(Answer { columns, rows })
}

/// What a statement that writes says that it did: `UPDATE 7`.
pub(crate) async fn done(session: &Session, sql: &str) -> Result<String, Refusal> {
    guarded(async {
        let prepared = session.prepare(sql).await?;
        let mut run = prepared.run(Parameters::none()).await?;
        while run.rows.try_next().await?.is_some() {}
        Ok(run.message().unwrap_or_default())
    })
    .await
}

async fn guarded<T>(run: impl Future<Output = Result<T, Error>>) -> Result<T, Refusal> {
    let run = AssertUnwindSafe(run).catch_unwind();
    match tokio::time::timeout(LONGEST, run).await {
        Err(_) => Err(refusal(
            "time",
            "the statement panicked or took longer than 30 seconds".to_owned(),
        )),
        Ok(Err(panic)) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(refusal(
                "panic",
                format!("the statement panicked: {}", text.unwrap_or_default()),
            ))
        }
        Ok(Ok(Err(error))) => Err(refusal(&format!("{:?}", error.kind), error.to_string())),
        Ok(Ok(Ok(done))) => Ok(done),
    }
}

fn refusal(kind: &str, message: String) -> Refusal {
    Refusal {
        kind: kind.to_owned(),
        message,
    }
}

fn column(field: &Field) -> Column {
    let scale = match field.data_type() {
        DataType::Decimal128(_, scale) | DataType::Decimal256(_, scale) => {
            u32::try_from(*scale).ok()
        }
        _ => None,
    };
    Column {
        family: family(field),
        type_name: field.data_type().to_string(),
        scale,
    }
}

fn family(field: &Field) -> Family {
    match field.data_type() {
        DataType::Null => Family::Null,
        kind if kind.is_integer() => Family::Int,
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => Family::Decimal,
        kind if kind.is_floating() => Family::Float,
        DataType::Boolean => Family::Bool,
        DataType::Date32 | DataType::Date64 => Family::Date,
        DataType::Timestamp(_, Some(_)) => Family::Time,
        DataType::Timestamp(_, None) => Family::Clock,
        DataType::Interval(_) | DataType::Duration(_) => Family::Interval,
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => Family::List,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            let json = field
                .extension_type_name()
                .is_some_and(|name| name == "arrow.json");
            if json { Family::Json } else { Family::Text }
        }
        _ => Family::Other,
    }
}

/// Every row of a batch.
pub(crate) fn rows(batch: &RecordBatch) -> Vec<Vec<Cell>> {
    let schema = batch.schema();
    (0..batch.num_rows())
        .map(|row| {
            let columns = batch.columns().iter().zip(schema.fields());
            columns
                .map(|(array, field)| cell(array.as_ref(), row, family(field)))
                .collect()
        })
        .collect()
}

fn cell(array: &dyn Array, row: usize, family: Family) -> Cell {
    // An array of nothing but NULL has no map of its NULLs.
    if array.is_null(row) || array.data_type().is_null() {
        return Cell::Null;
    }
    known(array, row, family).unwrap_or_else(|| {
        let formatter = ArrayFormatter::try_new(array, &FormatOptions::default());
        Cell::Text(
            formatter
                .map(|formatter| formatter.value(row).to_string())
                .unwrap_or_default(),
        )
    })
}

fn known(array: &dyn Array, row: usize, family: Family) -> Option<Cell> {
    macro_rules! number {
        ($type:ty) => {
            Some(Cell::Int(i128::from(
                array.as_primitive_opt::<$type>()?.value(row),
            )))
        };
    }
    match array.data_type() {
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => Some(Cell::Float(
            array.as_primitive_opt::<Float32Type>()?.value(row).into(),
        )),
        DataType::Float64 => Some(Cell::Float(
            array.as_primitive_opt::<Float64Type>()?.value(row),
        )),
        DataType::Decimal128(_, scale @ 0..) => {
            let unscaled = array.as_primitive_opt::<Decimal128Type>()?.value(row);
            let scale = u32::try_from(*scale).ok()?;
            Some(Cell::Decimal(Decimal { unscaled, scale }))
        }
        DataType::Decimal128(..)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal256(..) => {
            let formatter = ArrayFormatter::try_new(array, &FormatOptions::default()).ok()?;
            Decimal::parse(&formatter.value(row).to_string()).map(Cell::Decimal)
        }
        DataType::Boolean => Some(Cell::Bool(array.as_boolean_opt()?.value(row))),
        DataType::Date32 => Some(Cell::Date(
            array.as_primitive_opt::<Date32Type>()?.value(row).into(),
        )),
        DataType::Timestamp(unit, _) => Some(Cell::Time(micros(number_of(array, row)?, *unit))),
        DataType::Duration(unit) => Some(Cell::Interval(Interval {
            micros: micros(number_of(array, row)?, *unit),
            ..Interval::default()
        })),
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            let span = array
                .as_primitive_opt::<IntervalMonthDayNanoType>()?
                .value(row);
            Some(Cell::Interval(Interval {
                months: span.months.into(),
                days: span.days.into(),
                micros: span.nanoseconds / 1000,
            }))
        }
        DataType::Interval(IntervalUnit::DayTime) => {
            let span = array.as_primitive_opt::<IntervalDayTimeType>()?.value(row);
            Some(Cell::Interval(Interval {
                months: 0,
                days: span.days.into(),
                micros: i64::from(span.milliseconds) * 1000,
            }))
        }
        DataType::Interval(IntervalUnit::YearMonth) => Some(Cell::Interval(Interval {
            months: array
                .as_primitive_opt::<IntervalYearMonthType>()?
                .value(row)
                .into(),
            ..Interval::default()
        })),
        DataType::List(field) => {
            let values = array.as_list_opt::<i32>()?.value(row);
            let family = self::family(field);
            Some(Cell::List(
                (0..values.len())
                    .map(|place| cell(values.as_ref(), place, family))
                    .collect(),
            ))
        }
        DataType::Utf8 => {
            let text = array.as_string_opt::<i32>()?.value(row);
            let json = || serde_json::from_str(text).ok().map(Cell::Json);
            let json = (family == Family::Json).then(json).flatten();
            Some(json.unwrap_or_else(|| Cell::Text(text.to_owned())))
        }
        _ => None,
    }
}

/// The number under a time or a duration, whatever its unit.
fn number_of(array: &dyn Array, row: usize) -> Option<i64> {
    let numbers = array.to_data();
    numbers
        .buffers()
        .first()?
        .typed_data::<i64>()
        .get(numbers.offset() + row)
        .copied()
}

fn micros(value: i64, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => value.saturating_mul(1_000_000),
        TimeUnit::Millisecond => value.saturating_mul(1000),
        TimeUnit::Microsecond => value,
        TimeUnit::Nanosecond => value.div_euclid(1000),
    }
}
