//! One value of a row of the catalogue or of a function's arguments, and columns of them as Arrow has them.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Float32Array, Float64Array, Int16Array, Int32Array, Int64Array,
    ListArray, StringArray, StructArray, TimestampMicrosecondArray, UInt32Array,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use datafusion::common::{Result as DataFusionResult, ScalarValue};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Flag(bool),
    /// A whole number; of a time, its microseconds since 1970.
    Number(i64),
    Real(f64),
    Text(String),
    List(Vec<Value>),
    Row(Vec<Value>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<char> for Value {
    fn from(character: char) -> Self {
        Self::Text(character.to_string())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

macro_rules! whole {
    ($($kind:ty)*) => { $(impl From<$kind> for Value {
        fn from(number: $kind) -> Self {
            Self::Number(i64::from(number))
        }
    })* };
}

whole! { i16 i32 i64 u32 }

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or(Self::Null, Self::Number)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl Value {
    /// What a column that always has a value holds where nothing is known of it.
    pub(super) fn nothing(kind: &DataType) -> Self {
        match kind {
            DataType::Utf8 => Self::Text(String::new()),
            DataType::Boolean => Self::Flag(false),
            DataType::Float32 | DataType::Float64 => Self::Real(0.0),
            DataType::List(_) => Self::List(Vec::new()),
            _ => Self::Number(0),
        }
    }

    /// The value of one row.
    pub(super) fn of(column: &ArrayRef, row: usize) -> DataFusionResult<Self> {
        Self::of_scalar(ScalarValue::try_from_array(column, row)?)
    }

    fn of_scalar(scalar: ScalarValue) -> DataFusionResult<Self> {
        if scalar.is_null() {
            return Ok(Self::Null);
        }
        Ok(match scalar {
            ScalarValue::Boolean(Some(flag)) => Self::Flag(flag),
            ScalarValue::Dictionary(_, inner) => Self::of_scalar(*inner)?,
            ScalarValue::List(list) => {
                let elements = list.value(0);
                let values = (0..elements.len()).map(|place| Self::of(&elements, place));
                Self::List(values.collect::<DataFusionResult<_>>()?)
            }
            scalar if scalar.data_type().is_integer() => match scalar.cast_to(&DataType::Int64)? {
                ScalarValue::Int64(Some(number)) => Self::Number(number),
                _ => Self::Null,
            },
            scalar => match scalar.cast_to(&DataType::Utf8)? {
                ScalarValue::Utf8(Some(text)) => Self::Text(text),
                _ => Self::Null,
            },
        })
    }

    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The number as an oid.
    pub(super) fn oid(&self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A column of such values; one that does not fit is an error.
pub(super) fn column(kind: &DataType, values: Vec<Value>) -> Result<ArrayRef, ArrowError> {
    Ok(match kind {
        DataType::Boolean => {
            let of = |value| match value {
                Value::Flag(flag) => Ok(flag),
                other => Err(misfit(kind, &other)),
            };
            Arc::new(BooleanArray::from(present(values, of)?))
        }
        DataType::Int16 => Arc::new(Int16Array::from(numbers(kind, values)?)),
        DataType::Int32 => Arc::new(Int32Array::from(numbers(kind, values)?)),
        DataType::Int64 => Arc::new(Int64Array::from(numbers::<i64>(kind, values)?)),
        DataType::UInt32 => Arc::new(UInt32Array::from(numbers(kind, values)?)),
        DataType::Timestamp(..) => {
            let times = numbers::<i64>(kind, values)?;
            Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))
        }
        DataType::Float64 => Arc::new(Float64Array::from(reals(kind, values)?)),
        DataType::Float32 => {
            let reals = reals(kind, values)?.into_iter();
            #[allow(
                clippy::cast_possible_truncation,
                reason = "PostgreSQL's column has no more digits"
            )]
            let reals = reals.map(|real| real.map(|real| real as f32));
            Arc::new(reals.collect::<Float32Array>())
        }
        DataType::Utf8 => {
            let of = |value| match value {
                Value::Text(text) => Ok(text),
                other => Err(misfit(kind, &other)),
            };
            Arc::new(StringArray::from(present(values, of)?))
        }
        DataType::List(element) => {
            let of = |value| match value {
                Value::List(values) => Ok(values),
                other => Err(misfit(kind, &other)),
            };
            let lists = present(values, of)?;
            let lengths = lists.iter().map(|list| list.as_ref().map_or(0, Vec::len));
            let offsets = OffsetBuffer::from_lengths(lengths);
            let nulls: NullBuffer = lists.iter().map(Option::is_some).collect();
            let elements = lists.into_iter().flatten().flatten().collect();
            let elements = column(element.data_type(), elements)?;
            let element = Arc::clone(element);
            Arc::new(ListArray::try_new(element, offsets, elements, Some(nulls))?)
        }
        DataType::Struct(fields) => {
            let mut columns = vec![Vec::new(); fields.len()];
            for value in values {
                let Value::Row(members) = value else {
                    return Err(misfit(kind, &value));
                };
                for (column, member) in columns.iter_mut().zip(members) {
                    column.push(member);
                }
            }
            let columns = fields.iter().zip(columns);
            let columns = columns.map(|(field, values)| column(field.data_type(), values));
            let columns = columns.collect::<Result<_, _>>()?;
            Arc::new(StructArray::try_new(fields.clone(), columns, None)?)
        }
        _ => {
            let message = format!("the catalogue has no values of the type {kind}");
            return Err(ArrowError::SchemaError(message));
        }
    })
}

fn present<T>(
    values: Vec<Value>,
    of: impl Fn(Value) -> Result<T, ArrowError>,
) -> Result<Vec<Option<T>>, ArrowError> {
    let values = values.into_iter().map(|value| match value {
        Value::Null => Ok(None),
        value => of(value).map(Some),
    });
    values.collect()
}

fn numbers<T: TryFrom<i64>>(
    kind: &DataType,
    values: Vec<Value>,
) -> Result<Vec<Option<T>>, ArrowError> {
    present(values, |value| match value {
        Value::Number(number) => T::try_from(number).map_err(|_| misfit(kind, &value)),
        other => Err(misfit(kind, &other)),
    })
}

fn reals(kind: &DataType, values: Vec<Value>) -> Result<Vec<Option<f64>>, ArrowError> {
    present(values, |value| match value {
        Value::Real(number) => Ok(number),
        other => Err(misfit(kind, &other)),
    })
}

fn misfit(kind: &DataType, value: &Value) -> ArrowError {
    ArrowError::SchemaError(format!("{value:?} is no {kind}"))
}
