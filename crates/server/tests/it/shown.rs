//! What came over the wire, as the corpus shows it: read by the rules of PostgreSQL's formats, and by nothing of the server's.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, IntervalMonthDayNanoArray, StringArray,
    TimestampMicrosecondArray, new_null_array,
};
use arrow::compute::{cast, concat};
use arrow::datatypes::{DataType, Field, IntervalMonthDayNano, IntervalUnit, TimeUnit};
use bytes::{Buf, Bytes};
use storeql_testkit::cells;

/// The Arrow type in which the engine answers a column that is told as this type.
fn arrow(kind: u32) -> DataType {
    match kind {
        16 => DataType::Boolean,
        20 => DataType::Int64,
        21 => DataType::Int16,
        23 => DataType::Int32,
        700 => DataType::Float32,
        701 => DataType::Float64,
        1082 => DataType::Date32,
        1083 => DataType::Time64(TimeUnit::Microsecond),
        1114 => DataType::Timestamp(TimeUnit::Microsecond, None),
        1184 => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        1186 => DataType::Interval(IntervalUnit::MonthDayNano),
        _ => DataType::Utf8,
    }
}

/// The type's number by which a column of an Arrow type has to be told.
pub(crate) fn told(field: &Field) -> u32 {
    let metadata = |name: &str| field.metadata().get(name).map(String::as_str);
    match (
        metadata("ARROW:extension:name"),
        metadata("storeql:postgres"),
    ) {
        (Some("arrow.json"), _) => return 114,
        (_, Some("name")) => return 19,
        _ => {}
    }
    match field.data_type() {
        DataType::Boolean => 16,
        DataType::Int64 => 20,
        DataType::UInt32 => 26,
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => 21,
        DataType::Int32 | DataType::UInt16 => 23,
        DataType::Float32 => 700,
        DataType::Float64 => 701,
        DataType::Decimal128(..) | DataType::Decimal256(..) | DataType::UInt64 => 1700,
        DataType::Date32 => 1082,
        DataType::Time64(_) => 1083,
        DataType::Timestamp(_, None) => 1114,
        DataType::Timestamp(_, Some(_)) => 1184,
        DataType::Interval(_) | DataType::Duration(_) => 1186,
        DataType::Binary => 17,
        DataType::List(inner) | DataType::LargeList(inner) => match told(inner) {
            16 => 1000,
            20 => 1016,
            21 => 1005,
            23 => 1007,
            701 => 1022,
            1700 => 1231,
            1082 => 1182,
            1184 => 1185,
            1114 => 1115,
            114 => 199,
            _ => 1009,
        },
        _ => 25,
    }
}

/// A cell that came as text.
pub(crate) fn of_text(kind: u32, cell: Option<&Bytes>) -> String {
    let Some(cell) = cell else {
        return "NULL".to_owned();
    };
    let text = std::str::from_utf8(cell).unwrap();
    if let Some(element) = element(kind) {
        return of_array(elements(text), element, of_text);
    }
    let text: ArrayRef = Arc::new(StringArray::from(vec![text]));
    shown(&cast(&text, &arrow(kind)).unwrap())
}

/// A cell that came in binary.
pub(crate) fn of_binary(kind: u32, cell: Option<&Bytes>) -> String {
    let Some(cell) = cell else {
        return "NULL".to_owned();
    };
    let mut cell = cell.clone();
    let array: ArrayRef = match kind {
        16 => Arc::new(BooleanArray::from(vec![cell.get_u8() == 1])),
        20 => return cell.get_i64().to_string(),
        21 => return cell.get_i16().to_string(),
        23 => return cell.get_i32().to_string(),
        701 => Arc::new(Float64Array::from(vec![cell.get_f64()])),
        1700 => return numeric(cell),
        1082 => Arc::new(Date32Array::from(vec![cell.get_i32() + 10_957])),
        1114 => Arc::new(TimestampMicrosecondArray::from(vec![
            cell.get_i64() + 946_684_800_000_000,
        ])),
        1184 => Arc::new(
            TimestampMicrosecondArray::from(vec![cell.get_i64() + 946_684_800_000_000])
                .with_timezone("UTC"),
        ),
        1186 => {
            let nanoseconds = cell.get_i64() * 1_000;
            let (days, months) = (cell.get_i32(), cell.get_i32());
            let span = IntervalMonthDayNano::new(months, days, nanoseconds);
            Arc::new(IntervalMonthDayNanoArray::from(vec![span]))
        }
        _ => match element(kind) {
            Some(element) => {
                let dimensions = cell.get_i32();
                cell.advance(8);
                let count = if dimensions == 0 { 0 } else { cell.get_i32() };
                cell.advance(if dimensions == 0 { 0 } else { 4 });
                let elements = (0..count).map(|_| match cell.get_i32() {
                    -1 => None,
                    length => Some(cell.split_to(length as usize)),
                });
                return of_array(elements.collect(), element, of_binary);
            }
            None => return String::from_utf8(cell.to_vec()).unwrap(),
        },
    };
    shown(&array)
}

fn shown(array: &ArrayRef) -> String {
    cells(array).remove(0)
}

/// Groups of four digits around the point.
fn numeric(mut cell: Bytes) -> String {
    let count = cell.get_i16();
    let weight = cell.get_i16();
    let sign = if cell.get_u16() == 0x4000 { "-" } else { "" };
    let scale = cell.get_u16() as usize;
    let groups: Vec<i16> = (0..count).map(|_| cell.get_i16()).collect();
    let group = |place: i16| groups.get((weight - place) as usize).copied().unwrap_or(0);
    let mut whole = String::new();
    for place in (0..=weight.max(0)).rev() {
        let digits = if place > weight { 0 } else { group(place) };
        whole.push_str(&format!("{digits:04}"));
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let mut fraction = String::new();
    let mut place = -1;
    while fraction.len() < scale {
        let digits = if place > weight { 0 } else { group(place) };
        fraction.push_str(&format!("{digits:04}"));
        place -= 1;
    }
    fraction.truncate(scale);
    match scale {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

fn element(array: u32) -> Option<u32> {
    Some(match array {
        1000 => 16,
        1005 => 21,
        1007 => 23,
        1016 => 20,
        1022 => 701,
        1231 => 1700,
        1182 => 1082,
        1185 => 1184,
        1115 => 1114,
        199 => 114,
        1009 => 25,
        _ => return None,
    })
}

/// `{1,"a b",NULL}`.
fn elements(text: &str) -> Vec<Option<Bytes>> {
    let inner = &text[1..text.len() - 1];
    let mut elements = Vec::new();
    let mut value = String::new();
    let (mut inside, mut quoted, mut any) = (false, false, false);
    let mut characters = inner.chars();
    let mut end = |value: &mut String, quoted: bool| {
        let taken = std::mem::take(value);
        elements.push((quoted || taken != "NULL").then(|| Bytes::from(taken)));
    };
    while let Some(character) = characters.next() {
        any = true;
        match character {
            '\\' => value.extend(characters.next()),
            '"' => {
                inside = !inside;
                quoted = true;
            }
            ',' if !inside => {
                end(&mut value, quoted);
                quoted = false;
            }
            other => value.push(other),
        }
    }
    if any {
        end(&mut value, quoted);
    }
    elements
}

/// A list as Arrow shows it.
fn of_array(
    elements: Vec<Option<Bytes>>,
    element: u32,
    show: fn(u32, Option<&Bytes>) -> String,
) -> String {
    let texts = elements
        .iter()
        .map(|cell| cell.as_ref().map(|cell| show(element, Some(cell))));
    let values: ArrayRef = match elements.is_empty() {
        true => new_null_array(&DataType::Utf8, 0),
        false => Arc::new(texts.collect::<StringArray>()),
    };
    let values = concat(&[values.as_ref()]).unwrap();
    let field = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let offsets = arrow::buffer::OffsetBuffer::from_lengths([values.len()]);
    let list = arrow::array::ListArray::new(field, offsets, values, None);
    shown(&(Arc::new(list) as ArrayRef))
}
