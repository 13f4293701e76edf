//! Arrow values as PostgreSQL's text and binary, cell by cell, for rows and for COPY alike.

mod numeric;
mod times;

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Date32Array, Decimal128Array,
    Decimal256Array, Float32Array, Float64Array, Int16Array, Int32Array, Int64Array,
    IntervalMonthDayNanoArray, ListArray, RecordBatch, StringArray, Time64MicrosecondArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Decimal256Type, Field, Float32Type, Float64Type,
    Int16Type, Int32Type, Int64Type, IntervalMonthDayNanoType, IntervalUnit, Time64MicrosecondType,
    TimeUnit, TimestampMicrosecondType, UInt32Type,
};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bytes::{BufMut, BytesMut};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use postgres_types::Type;

pub(super) use numeric::Digits;
use times::Span;
pub(super) use times::{DAYS_TO_2000, MICROSECONDS_TO_2000};

use super::types;

/// How a value is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Binary,
}

impl Format {
    /// As the protocol numbers them.
    pub(super) fn of_code(code: i16) -> Option<Self> {
        match code {
            0 => Some(Self::Text),
            1 => Some(Self::Binary),
            _ => None,
        }
    }

    pub(super) fn code(self) -> i16 {
        match self {
            Self::Text => 0,
            Self::Binary => 1,
        }
    }
}

/// The columns of one batch, ready to be spelled.
pub(super) struct Cells(Vec<Column>);

/// One column.
struct Column {
    values: Values,
    nulls: Option<arrow::buffer::NullBuffer>,
}

/// Values of the few Arrow types that all others are made of first.
enum Values {
    Bool(BooleanArray),
    Int16(Int16Array),
    Int32(Int32Array),
    Int64(Int64Array),
    /// Numbers of objects.
    Oid(UInt32Array),
    Float32(Float32Array),
    Float64(Float64Array),
    Decimal(Decimal128Array, i8),
    WideDecimal(Decimal256Array, i8),
    Date(Date32Array),
    Time(Time64MicrosecondArray),
    Timestamp {
        values: TimestampMicrosecondArray,
        /// Of moments, the zone by whose clock text shows them.
        zone: Option<TimeZone>,
    },
    Interval(IntervalMonthDayNanoArray),
    Text(StringArray),
    Bytes(BinaryArray),
    List {
        lists: ListArray,
        element: Type,
        values: Box<Column>,
        /// A vector of the catalogue, whose first element has the place 0.
        vector: bool,
    },
}

impl Cells {
    /// `zone` is the one by whose clock text shows moments.
    pub(super) fn of(batch: &RecordBatch, zone: &TimeZone) -> Result<Self, ArrowError> {
        let columns = batch.columns().iter().zip(batch.schema_ref().fields());
        let columns = columns.map(|(array, field)| Column::of(array, field, zone));
        columns.collect::<Result<_, _>>().map(Self)
    }

    /// The row of a DataRow message and of COPY in binary: each value behind its length, -1 for NULL.
    pub(super) fn row(&self, row: usize, formats: &[Format], out: &mut BytesMut) {
        for (column, format) in self.0.iter().zip(formats) {
            let at = out.len();
            out.put_i32(-1);
            if !column.is_null(row) {
                column.write(row, *format, out);
                let length = (out.len() - at - 4) as i32;
                out[at..at + 4].copy_from_slice(&length.to_be_bytes());
            }
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.0.len()
    }

    /// One value as text; false for NULL.
    pub(super) fn text(&self, column: usize, row: usize, out: &mut BytesMut) -> bool {
        let column = &self.0[column];
        let present = !column.is_null(row);
        if present {
            column.write(row, Format::Text, out);
        }
        present
    }
}

impl Column {
    fn of(array: &ArrayRef, field: &Field, zone: &TimeZone) -> Result<Self, ArrowError> {
        let array = match plain(array.data_type()) {
            Some(kind) if kind == *array.data_type() => Arc::clone(array),
            Some(kind) => cast(array, &kind)?,
            None => shown(array)?,
        };
        let values = match array.data_type() {
            DataType::Boolean => Values::Bool(array.as_boolean().clone()),
            DataType::Int16 => Values::Int16(array.as_primitive::<Int16Type>().clone()),
            DataType::Int32 => Values::Int32(array.as_primitive::<Int32Type>().clone()),
            DataType::Int64 => Values::Int64(array.as_primitive::<Int64Type>().clone()),
            DataType::UInt32 => Values::Oid(array.as_primitive::<UInt32Type>().clone()),
            DataType::Float32 => Values::Float32(array.as_primitive::<Float32Type>().clone()),
            DataType::Float64 => Values::Float64(array.as_primitive::<Float64Type>().clone()),
            DataType::Decimal128(_, scale) => {
                Values::Decimal(array.as_primitive::<Decimal128Type>().clone(), *scale)
            }
            DataType::Decimal256(_, scale) => {
                Values::WideDecimal(array.as_primitive::<Decimal256Type>().clone(), *scale)
            }
            DataType::Date32 => Values::Date(array.as_primitive::<Date32Type>().clone()),
            DataType::Time64(_) => {
                Values::Time(array.as_primitive::<Time64MicrosecondType>().clone())
            }
            DataType::Timestamp(_, of_moments) => Values::Timestamp {
                values: array.as_primitive::<TimestampMicrosecondType>().clone(),
                zone: of_moments.as_ref().map(|_| zone.clone()),
            },
            DataType::Interval(_) => {
                Values::Interval(array.as_primitive::<IntervalMonthDayNanoType>().clone())
            }
            DataType::Binary => Values::Bytes(array.as_binary::<i32>().clone()),
            DataType::List(inner) => {
                let lists = array.as_list::<i32>().clone();
                let kind = types::of_field(field).kind;
                let element = types::element(&kind).cloned();
                Values::List {
                    element: element.unwrap_or_else(|| types::of_field(inner).kind),
                    vector: matches!(kind, Type::INT2_VECTOR | Type::OID_VECTOR),
                    values: Box::new(Self::of(lists.values(), inner, zone)?),
                    lists,
                }
            }
            DataType::Utf8 => Values::Text(array.as_string::<i32>().clone()),
            other => {
                let message = format!("{} of type {other} has no spelling", field.name());
                return Err(ArrowError::NotYetImplemented(message));
            }
        };
        Ok(Self {
            values,
            nulls: array.logical_nulls(),
        })
    }

    fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
    }

    /// The value of a row that has one.
    fn write(&self, row: usize, format: Format, out: &mut BytesMut) {
        match format {
            Format::Text => self.text(row, out),
            Format::Binary => self.binary(row, out),
        }
    }

    fn text(&self, row: usize, out: &mut BytesMut) {
        match &self.values {
            Values::Bool(values) => out.put_u8(if values.value(row) { b't' } else { b'f' }),
            Values::Int16(values) => display(values.value(row), out),
            Values::Int32(values) => display(values.value(row), out),
            Values::Int64(values) => display(values.value(row), out),
            Values::Oid(values) => display(values.value(row), out),
            Values::Float32(values) => {
                let value = values.value(row);
                float(&format!("{value:e}"), value, 6, out);
            }
            Values::Float64(values) => {
                let value = values.value(row);
                float(&format!("{value:e}"), value, 15, out);
            }
            Values::Decimal(values, scale) => {
                Digits::of(&values.value(row).to_string(), *scale).text(out);
            }
            Values::WideDecimal(values, scale) => {
                Digits::of(&values.value(row).to_string(), *scale).text(out);
            }
            Values::Date(values) => {
                written(out, |text| times::date(values.value(row).into(), text))
            }
            Values::Time(values) => written(out, |text| times::time(values.value(row), text)),
            Values::Timestamp { values, zone } => written(out, |text| {
                let value = values.value(row);
                let distance = zone.as_ref().map(|zone| distance(zone, value));
                times::timestamp(value, distance, text);
            }),
            Values::Interval(values) => {
                written(out, |text| times::span(span(values, row), text));
            }
            Values::Text(values) => out.put_slice(values.value(row).as_bytes()),
            Values::Bytes(values) => written(out, |text| {
                text.push_str("\\x");
                for byte in values.value(row) {
                    let _ = write!(text, "{byte:02x}");
                }
            }),
            Values::List {
                lists,
                values,
                vector,
                ..
            } => {
                let offsets = lists.value_offsets();
                let (open, between, close): (&[u8], u8, &[u8]) = match vector {
                    true => (b"", b' ', b""),
                    false => (b"{", b',', b"}"),
                };
                out.put_slice(open);
                for place in offsets[row]..offsets[row + 1] {
                    if place > offsets[row] {
                        out.put_u8(between);
                    }
                    values.element(place as usize, out);
                }
                out.put_slice(close);
            }
        }
    }

    /// A value within an array's text, quoted where PostgreSQL quotes it.
    fn element(&self, row: usize, out: &mut BytesMut) {
        if self.is_null(row) {
            out.put_slice(b"NULL");
            return;
        }
        let at = out.len();
        self.text(row, out);
        if matches!(self.values, Values::List { .. }) {
            return;
        }
        let text = &out[at..];
        let is_special = |byte: &u8| {
            matches!(byte, b'{' | b'}' | b',' | b'"' | b'\\') || byte.is_ascii_whitespace()
        };
        if text.is_empty() || text.eq_ignore_ascii_case(b"null") || text.iter().any(is_special) {
            let text = out.split_off(at);
            out.put_u8(b'"');
            for byte in text {
                if matches!(byte, b'"' | b'\\') {
                    out.put_u8(b'\\');
                }
                out.put_u8(byte);
            }
            out.put_u8(b'"');
        }
    }

    fn binary(&self, row: usize, out: &mut BytesMut) {
        match &self.values {
            Values::Bool(values) => out.put_u8(values.value(row).into()),
            Values::Int16(values) => out.put_i16(values.value(row)),
            Values::Int32(values) => out.put_i32(values.value(row)),
            Values::Int64(values) => out.put_i64(values.value(row)),
            Values::Oid(values) => out.put_u32(values.value(row)),
            Values::Float32(values) => out.put_f32(values.value(row)),
            Values::Float64(values) => out.put_f64(values.value(row)),
            Values::Decimal(values, scale) => {
                Digits::of(&values.value(row).to_string(), *scale).binary(out);
            }
            Values::WideDecimal(values, scale) => {
                Digits::of(&values.value(row).to_string(), *scale).binary(out);
            }
            Values::Date(values) => out.put_i32(values.value(row).saturating_sub(DAYS_TO_2000)),
            Values::Time(values) => out.put_i64(values.value(row)),
            Values::Timestamp { values, .. } => {
                out.put_i64(values.value(row).saturating_sub(MICROSECONDS_TO_2000));
            }
            Values::Interval(values) => {
                let span = span(values, row);
                out.put_i64(span.microseconds);
                out.put_i32(span.days);
                out.put_i32(span.months);
            }
            Values::Text(values) => out.put_slice(values.value(row).as_bytes()),
            Values::Bytes(values) => out.put_slice(values.value(row)),
            Values::List {
                lists,
                element,
                values,
                vector,
            } => {
                let offsets = lists.value_offsets();
                let places = offsets[row] as usize..offsets[row + 1] as usize;
                let first = i32::from(!vector);
                array(element, values, places, first, out);
            }
        }
    }
}

/// An array of one dimension: whether it has NULLs, its element's type, its length, the place of its first element, and the elements
/// behind their lengths.
fn array(
    element: &Type,
    values: &Column,
    places: std::ops::Range<usize>,
    first: i32,
    out: &mut BytesMut,
) {
    let has_nulls = places.clone().any(|place| values.is_null(place));
    out.put_i32(i32::from(!places.is_empty()));
    out.put_i32(has_nulls.into());
    out.put_u32(element.oid());
    if places.is_empty() {
        return;
    }
    out.put_i32(places.len() as i32);
    out.put_i32(first);
    for place in places {
        let at = out.len();
        out.put_i32(-1);
        if !values.is_null(place) {
            values.binary(place, out);
            let length = (out.len() - at - 4) as i32;
            out[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
    }
}

/// The type that stands for `kind` here; none for one that is shown as text.
fn plain(kind: &DataType) -> Option<DataType> {
    Some(match kind {
        DataType::Null | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            DataType::Utf8
        }
        DataType::Int8 | DataType::UInt8 => DataType::Int16,
        DataType::UInt16 => DataType::Int32,
        DataType::UInt64 => DataType::Decimal128(20, 0),
        DataType::Decimal32(precision, scale) | DataType::Decimal64(precision, scale) => {
            DataType::Decimal128(*precision, *scale)
        }
        DataType::Float16 => DataType::Float32,
        DataType::Date64 => DataType::Date32,
        DataType::Time32(_) | DataType::Time64(_) => DataType::Time64(TimeUnit::Microsecond),
        DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Microsecond, zone.clone()),
        DataType::Interval(_) | DataType::Duration(_) => {
            DataType::Interval(IntervalUnit::MonthDayNano)
        }
        DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            DataType::Binary
        }
        DataType::List(inner)
        | DataType::LargeList(inner)
        | DataType::ListView(inner)
        | DataType::LargeListView(inner)
        | DataType::FixedSizeList(inner, _) => {
            // What lies in the list is made plain when its own column is.
            DataType::List(Arc::clone(inner))
        }
        DataType::Dictionary(_, values) => return plain(values),
        DataType::Boolean
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt32
        | DataType::Float32
        | DataType::Float64
        | DataType::Decimal128(..)
        | DataType::Decimal256(..)
        | DataType::Date32
        | DataType::Binary => kind.clone(),
        _ => return None,
    })
}

/// Values that PostgreSQL has no type for, as Arrow shows them.
fn shown(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(array, &options)?;
    let text = (0..array.len()).map(|row| {
        let is_there = array.is_valid(row);
        is_there.then(|| formatter.value(row).to_string())
    });
    Ok(Arc::new(text.collect::<StringArray>()))
}

fn span(values: &IntervalMonthDayNanoArray, row: usize) -> Span {
    let value = values.value(row);
    Span {
        months: value.months,
        days: value.days,
        microseconds: value.nanoseconds / 1_000,
    }
}

fn display(value: impl std::fmt::Display, out: &mut BytesMut) {
    // Memory takes all that is written.
    let _ = write!(out, "{value}");
}

fn written(out: &mut BytesMut, write: impl FnOnce(&mut String)) {
    let mut text = String::new();
    write(&mut text);
    out.put_slice(text.as_bytes());
}

/// How many seconds a zone's clock is before UTC's at a moment; none beyond the years that its rules are known for.
fn distance(zone: &TimeZone, microseconds: i64) -> i32 {
    let moment = Timestamp::from_microsecond(microseconds);
    moment.map_or(0, |moment| zone.to_offset(moment).seconds())
}

/// A float with the fewest digits that say which it is. From the exponent `large` on PostgreSQL writes it with an exponent.
fn float<T: Into<f64> + Copy + std::fmt::Display>(
    scientific: &str,
    value: T,
    large: i32,
    out: &mut BytesMut,
) {
    let wide: f64 = value.into();
    if wide.is_nan() {
        return out.put_slice(b"NaN");
    }
    if wide.is_infinite() {
        let sign = if wide < 0.0 { "-" } else { "" };
        return out.put_slice(format!("{sign}Infinity").as_bytes());
    }
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return display(value, out);
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if wide != 0.0 && (exponent < -4 || exponent >= large) {
        let sign = if exponent < 0 { '-' } else { '+' };
        let text = format!("{digits}e{sign}{:02}", exponent.abs());
        return out.put_slice(text.as_bytes());
    }
    display(value, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ListBuilder, StringBuilder};
    use arrow::datatypes::Int64Type;

    fn cells(array: impl Array + 'static) -> Cells {
        let batch = RecordBatch::try_from_iter([("x", Arc::new(array) as ArrayRef)]).unwrap();
        Cells::of(&batch, &TimeZone::UTC).unwrap()
    }

    fn text(array: impl Array + 'static, row: usize) -> String {
        let mut out = BytesMut::new();
        assert!(cells(array).text(0, row, &mut out));
        String::from_utf8(out.to_vec()).unwrap()
    }

    #[test]
    fn floats_as_postgresql_writes_them() {
        for (value, shown) in [
            (1.5, "1.5"),
            (100_000.0, "100000"),
            (1e14, "100000000000000"),
            (1e15, "1e+15"),
            (1.234_567_890_123_456_8e17, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(text(Float64Array::from(vec![value]), 0), shown);
        }
        assert_eq!(text(Float32Array::from(vec![1e6]), 0), "1e+06");
    }

    #[test]
    fn arrays_as_text() {
        let mut builder = ListBuilder::new(StringBuilder::new());
        builder.append_value([
            Some("a b"),
            None,
            Some("q\"\\"),
            Some("plain"),
            Some("null"),
        ]);
        let list = builder.finish();
        assert_eq!(text(list, 0), r#"{"a b",NULL,"q\"\\",plain,"null"}"#);
    }

    #[test]
    fn an_array_in_binary() {
        let lists = ListArray::from_iter_primitive::<Int64Type, _, _>([Some([Some(7), None])]);
        let mut out = BytesMut::new();
        cells(lists).row(0, &[Format::Binary], &mut out);
        let mut expected = Vec::new();
        for word in [36, 1, 1, 20, 2, 1, 8, 0, 7, -1_i32] {
            expected.extend(word.to_be_bytes());
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn a_slice_begins_where_it_begins() {
        let numbers = Int64Array::from(vec![Some(1), None, Some(3)]).slice(1, 2);
        let cells = cells(numbers);
        let mut out = BytesMut::new();
        assert!(!cells.text(0, 0, &mut out));
        assert!(cells.text(0, 1, &mut out));
        assert_eq!(&out[..], b"3");
    }
}
