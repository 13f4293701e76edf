//! The keys of parents, read out of the batches of the parents' own scan.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};

use crate::predicate::Value;

/// The values of each row; rows with a NULL among them name no parent and are left out.
pub(super) fn rows_of(batch: &RecordBatch) -> Vec<Vec<Value>> {
    let row = |row| {
        let values = batch.columns().iter().map(|column| value(column, row));
        values.collect::<Option<Vec<Value>>>()
    };
    (0..batch.num_rows()).filter_map(row).collect()
}

fn value(column: &ArrayRef, row: usize) -> Option<Value> {
    if column.is_null(row) {
        return None;
    }
    Some(match column.data_type() {
        DataType::Boolean => Value::Bool(column.as_boolean().value(row)),
        DataType::Int64 => Value::Int(column.as_primitive::<Int64Type>().value(row)),
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(row).to_owned()),
        DataType::Decimal128(_, scale) => {
            Value::Decimal(column.as_primitive::<Decimal128Type>().value(row), *scale)
        }
        DataType::Date32 => Value::Day(column.as_primitive::<Date32Type>().value(row)),
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            Value::Time(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        _ => return None,
    })
}
