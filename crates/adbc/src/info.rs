//! `get_info`: what the driver and its database are.

use std::collections::HashSet;
use std::sync::Arc;

use adbc_core::constants::ADBC_VERSION_1_1_0;
use adbc_core::error::Result;
use adbc_core::options::InfoCode;
use adbc_core::schemas::GET_INFO_SCHEMA;
use arrow::array::{
    ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, UInt32Array, UnionArray,
    new_empty_array,
};
use arrow::datatypes::DataType;

/// The members of the answer's union that are used.
const STRING: i8 = 0;
const BOOL: i8 = 1;
const INT64: i8 = 2;

enum Value {
    Text(&'static str),
    Bool(bool),
    Number(i64),
}

fn all() -> [(InfoCode, Value); 9] {
    let version = env!("CARGO_PKG_VERSION");
    [
        (InfoCode::VendorName, Value::Text("StoreQL")),
        (InfoCode::VendorVersion, Value::Text(version)),
        (InfoCode::VendorSql, Value::Bool(true)),
        (InfoCode::VendorSubstrait, Value::Bool(false)),
        (InfoCode::DriverName, Value::Text("ADBC driver of StoreQL")),
        (InfoCode::DriverVersion, Value::Text(version)),
        (
            InfoCode::VendorArrowVersion,
            Value::Text(arrow::ARROW_VERSION),
        ),
        (
            InfoCode::DriverArrowVersion,
            Value::Text(arrow::ARROW_VERSION),
        ),
        (
            InfoCode::DriverAdbcVersion,
            Value::Number(ADBC_VERSION_1_1_0.into()),
        ),
    ]
}

/// What is known of these codes; all that is known where none are named. A code that is not known has no row.
pub(crate) fn info(codes: Option<&HashSet<InfoCode>>) -> Result<RecordBatch> {
    let (mut names, mut kinds, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let (mut texts, mut bools, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let known = all().into_iter();
    for (code, value) in known.filter(|(code, _)| codes.is_none_or(|codes| codes.contains(code))) {
        names.push(u32::from(&code));
        let (kind, place) = match value {
            Value::Text(text) => (STRING, push(&mut texts, text)),
            Value::Bool(value) => (BOOL, push(&mut bools, value)),
            Value::Number(number) => (INT64, push(&mut numbers, number)),
        };
        kinds.push(kind);
        places.push(place);
    }
    let schema = Arc::clone(&GET_INFO_SCHEMA);
    let DataType::Union(members, _) = schema.field(1).data_type().clone() else {
        return Ok(RecordBatch::new_empty(schema));
    };
    let children = members.iter().map(|(member, field)| -> ArrayRef {
        match member {
            STRING => Arc::new(StringArray::from(texts.clone())),
            BOOL => Arc::new(BooleanArray::from(bools.clone())),
            INT64 => Arc::new(Int64Array::from(numbers.clone())),
            _ => new_empty_array(field.data_type()),
        }
    });
    let children = children.collect();
    let values = UnionArray::try_new(members, kinds.into(), Some(places.into()), children)?;
    let columns: Vec<ArrayRef> = vec![Arc::new(UInt32Array::from(names)), Arc::new(values)];
    Ok(RecordBatch::try_new(schema, columns)?)
}

/// Where in its member the value stands.
fn push<T>(values: &mut Vec<T>, value: T) -> i32 {
    values.push(value);
    i32::try_from(values.len() - 1).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_told_and_what_is_not_known_is_left_out() {
        assert_eq!(info(None).unwrap().num_rows(), all().len());
        let codes = HashSet::from([InfoCode::DriverAdbcVersion, InfoCode::Other(20_000)]);
        let one = info(Some(&codes)).unwrap();
        assert_eq!(one.num_rows(), 1);
        let text = format!("{:?}", one.column(1));
        assert!(text.contains("1001000"), "{text}");
        assert_eq!(info(Some(&HashSet::new())).unwrap().num_rows(), 0);
    }
}
