//! One column under construction: a JSON value goes in, an Arrow value comes out, exact or not at all.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder,
    StringBuilder, TimestampMicrosecondBuilder,
};
use arrow::datatypes::DataType;
use storeql_catalog::ColumnType;
use storeql_json::Walk;

use super::locate::{Cell, Kind};
use super::{decimal, time};
use crate::predicate::Value;

/// Bytes that a text is expected to have.
const TEXT: usize = 8;

/// A value that does not fit its column.
#[derive(Debug)]
pub(super) struct Misfit;

/// What JSON had to say, before it is a value: scalars as their text.
enum Scalar<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(&'a str),
    /// An object or an array, as it stands in the page.
    Nested(&'a str),
}

/// The builder of one column.
#[derive(Debug)]
pub(super) enum Builder {
    Int64(Int64Builder),
    Bool(BooleanBuilder),
    Text(StringBuilder),
    Uuid(StringBuilder),
    Json(StringBuilder),
    Decimal(Decimal128Builder, u8, i8),
    Float64(Float64Builder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
}

impl Builder {
    /// A column of so many rows.
    pub(super) fn new(kind: ColumnType, rows: usize) -> Self {
        let text = || StringBuilder::with_capacity(rows, rows * TEXT);
        match kind {
            ColumnType::Int64 => Self::Int64(Int64Builder::with_capacity(rows)),
            ColumnType::Bool => Self::Bool(BooleanBuilder::with_capacity(rows)),
            ColumnType::Text => Self::Text(text()),
            ColumnType::Uuid => Self::Uuid(text()),
            ColumnType::Json => Self::Json(text()),
            ColumnType::Decimal(precision, scale) => {
                let builder = Decimal128Builder::with_capacity(rows)
                    .with_data_type(DataType::Decimal128(precision, scale));
                Self::Decimal(builder, precision, scale)
            }
            ColumnType::Float64 => Self::Float64(Float64Builder::with_capacity(rows)),
            ColumnType::Date => Self::Date(Date32Builder::with_capacity(rows)),
            ColumnType::Timestamp => {
                let builder = TimestampMicrosecondBuilder::with_capacity(rows);
                Self::Timestamp(builder.with_timezone("UTC"))
            }
        }
    }

    pub(super) fn null(&mut self) {
        match self {
            Self::Int64(builder) => builder.append_null(),
            Self::Bool(builder) => builder.append_null(),
            Self::Text(builder) | Self::Uuid(builder) | Self::Json(builder) => {
                builder.append_null()
            }
            Self::Decimal(builder, ..) => builder.append_null(),
            Self::Float64(builder) => builder.append_null(),
            Self::Date(builder) => builder.append_null(),
            Self::Timestamp(builder) => builder.append_null(),
        }
    }

    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Int64(builder) => Arc::new(builder.finish()),
            Self::Bool(builder) => Arc::new(builder.finish()),
            Self::Text(builder) | Self::Uuid(builder) | Self::Json(builder) => {
                Arc::new(builder.finish())
            }
            Self::Decimal(builder, ..) => Arc::new(builder.finish()),
            Self::Float64(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Timestamp(builder) => Arc::new(builder.finish()),
        }
    }

    /// Takes the value that is noted in `cell`.
    pub(super) fn read(&mut self, cell: Cell, page: &str) -> Result<(), Misfit> {
        let text = cell.text(page);
        match cell.kind {
            Kind::Absent | Kind::Null => self.scalar(Scalar::Null),
            Kind::True => self.scalar(Scalar::Bool(true)),
            Kind::False => self.scalar(Scalar::Bool(false)),
            Kind::Number => self.scalar(Scalar::Number(text)),
            Kind::Plain | Kind::Escaped if matches!(self, Self::Json(_)) => {
                self.scalar(Scalar::Nested(text))
            }
            Kind::Plain => self.scalar(Scalar::Text(
                text.get(1..text.len() - 1).unwrap_or_default(),
            )),
            Kind::Escaped => match Walk::new(text).string() {
                Ok(unescaped) => self.scalar(Scalar::Text(&unescaped)),
                Err(_) => Err(Misfit),
            },
            Kind::Nested => self.scalar(Scalar::Nested(text)),
            Kind::Misplaced => Err(Misfit),
        }
    }

    /// Takes a value that the row does not carry itself.
    pub(super) fn inherited(&mut self, value: &Value) -> Result<(), Misfit> {
        match (self, value) {
            (builder, Value::Int(value)) => builder.scalar(Scalar::Number(&value.to_string())),
            (Self::Timestamp(builder), Value::Time(value)) => {
                builder.append_value(*value);
                Ok(())
            }
            (builder, Value::Text(text)) => builder.scalar(Scalar::Text(text)),
            (builder, Value::Bool(value)) => builder.scalar(Scalar::Bool(*value)),
            (builder, value) => match value.spelled(Default::default()) {
                Some(text) => builder.scalar(Scalar::Text(&text)),
                None => Err(Misfit),
            },
        }
    }

    fn scalar(&mut self, scalar: Scalar<'_>) -> Result<(), Misfit> {
        if matches!(scalar, Scalar::Null) {
            self.null();
            return Ok(());
        }
        match self {
            // Text has "" as a value of its own; no UUID is empty.
            Self::Uuid(builder) if matches!(scalar, Scalar::Text("")) => builder.append_null(),
            Self::Text(builder) | Self::Uuid(builder) | Self::Json(builder) => {
                builder.append_value(match scalar {
                    Scalar::Text(text) | Scalar::Number(text) | Scalar::Nested(text) => text,
                    Scalar::Bool(true) => "true",
                    Scalar::Bool(false) | Scalar::Null => "false",
                });
            }
            Self::Bool(builder) => builder.append_option(boolean(&scalar)?),
            Self::Int64(builder) => builder.append_option(number(&scalar, integer)?),
            Self::Float64(builder) => {
                builder.append_option(number(&scalar, |text| {
                    text.parse().ok().filter(|value: &f64| value.is_finite())
                })?);
            }
            Self::Decimal(builder, precision, scale) => {
                let (precision, scale) = (*precision, *scale);
                builder.append_option(number(&scalar, |text| {
                    decimal::parse(text, precision, scale)
                })?);
            }
            Self::Date(builder) => builder.append_option(moment(&scalar, time::days)?),
            Self::Timestamp(builder) => builder.append_option(moment(&scalar, time::micros)?),
        }
        Ok(())
    }
}

fn boolean(scalar: &Scalar<'_>) -> Result<Option<bool>, Misfit> {
    match scalar {
        Scalar::Bool(value) => Ok(Some(*value)),
        Scalar::Number(text) | Scalar::Text(text) => match *text {
            "1" | "true" => Ok(Some(true)),
            "0" | "false" => Ok(Some(false)),
            "" => Ok(None),
            _ => Err(Misfit),
        },
        Scalar::Null => Ok(None),
        Scalar::Nested(_) => Err(Misfit),
    }
}

/// Numbers come as numbers or in quotes; "" is none, and so is `[]` where an object was meant.
fn number<T>(scalar: &Scalar<'_>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Misfit> {
    match scalar {
        Scalar::Number(text) => parse(text).map(Some).ok_or(Misfit),
        Scalar::Text(text) => match text.trim() {
            "" => Ok(None),
            text => parse(text).map(Some).ok_or(Misfit),
        },
        Scalar::Null => Ok(None),
        Scalar::Nested(text) => none_or_misfit(text),
        Scalar::Bool(_) => Err(Misfit),
    }
}

fn moment<T>(scalar: &Scalar<'_>, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Misfit> {
    match scalar {
        Scalar::Number(text) | Scalar::Text(text) if time::is_none(text) => Ok(None),
        Scalar::Number(text) | Scalar::Text(text) => parse(text).map(Some).ok_or(Misfit),
        Scalar::Null => Ok(None),
        Scalar::Nested(text) => none_or_misfit(text),
        Scalar::Bool(_) => Err(Misfit),
    }
}

/// An empty array or object stands for none; the specification's own examples show `{}` for prices that are not set.
fn none_or_misfit<T>(text: &str) -> Result<Option<T>, Misfit> {
    let empty = text.len() >= 2 && text[1..text.len() - 1].trim().is_empty();
    if empty { Ok(None) } else { Err(Misfit) }
}

fn integer(text: &str) -> Option<i64> {
    match text.parse() {
        Ok(value) => Some(value),
        // `12.0` is an integer too.
        Err(_) => decimal::parse(text, 19, 0).and_then(|value| i64::try_from(value).ok()),
    }
}
