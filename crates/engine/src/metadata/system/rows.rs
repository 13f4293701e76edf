//! Rows of a system table, put together column by column as its description says.

use std::borrow::Cow;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Int32Builder, Int64Builder, RecordBatch, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::error::ArrowError;

use super::column::{Column, ColumnKind, data_type};

/// One value.
pub(super) enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Number(i64),
    Flag(bool),
    /// Microseconds since 1970, UTC.
    Time(i64),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

impl From<i32> for Cell<'_> {
    fn from(number: i32) -> Self {
        Cell::Number(number.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        i64::try_from(number).map_or(Cell::Null, Cell::Number)
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Cell::Null, Cell::Number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// The Arrow fields of a system table.
pub(super) fn schema(columns: &[Column]) -> SchemaRef {
    let fields: Vec<Field> = columns
        .iter()
        .map(|column| Field::new(column.name, data_type(column.kind), true))
        .collect();
    Arc::new(Schema::new(fields))
}

enum Builder {
    Text(StringBuilder),
    Integer(Int32Builder),
    BigInteger(Int64Builder),
    Flag(BooleanBuilder),
    Time(TimestampMicrosecondBuilder),
}

/// The rows so far.
pub(super) struct Rows {
    columns: Vec<Builder>,
    /// Columns whose value was not of the type that the description has, by their position.
    misfits: Vec<usize>,
}

impl Rows {
    pub(super) fn of(columns: &[Column]) -> Self {
        let builder = |kind| match kind {
            ColumnKind::Text => Builder::Text(StringBuilder::new()),
            ColumnKind::Integer => Builder::Integer(Int32Builder::new()),
            ColumnKind::BigInteger => Builder::BigInteger(Int64Builder::new()),
            ColumnKind::Flag => Builder::Flag(BooleanBuilder::new()),
            ColumnKind::Time => {
                Builder::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC"))
            }
        };
        Self {
            columns: columns.iter().map(|column| builder(column.kind)).collect(),
            misfits: Vec::new(),
        }
    }

    /// Adds a row: as many cells as the table has columns, in their order.
    pub(super) fn add<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for (position, (builder, cell)) in self.columns.iter_mut().zip(cells).enumerate() {
            match (builder, cell) {
                (Builder::Text(builder), Cell::Text(text)) => builder.append_value(text),
                (Builder::Integer(builder), Cell::Number(number)) => {
                    builder.append_option(i32::try_from(number).ok());
                }
                (Builder::BigInteger(builder), Cell::Number(number)) => {
                    builder.append_value(number);
                }
                (Builder::Flag(builder), Cell::Flag(flag)) => builder.append_value(flag),
                (Builder::Time(builder), Cell::Time(time)) => builder.append_value(time),
                (builder, cell) => {
                    builder.append_null();
                    if !matches!(cell, Cell::Null) {
                        self.misfits.push(position);
                    }
                }
            }
        }
    }

    /// The rows as Arrow has them; columns of different lengths and wrong types are an error.
    pub(super) fn finish(self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        if let Some(position) = self.misfits.first() {
            return Err(ArrowError::SchemaError(format!(
                "a value of the column {} has another type",
                schema.field(*position).name()
            )));
        }
        let columns = self.columns.into_iter().map(Builder::finish).collect();
        RecordBatch::try_new(Arc::clone(schema), columns)
    }
}

impl Builder {
    fn append_null(&mut self) {
        match self {
            Builder::Text(builder) => builder.append_null(),
            Builder::Integer(builder) => builder.append_null(),
            Builder::BigInteger(builder) => builder.append_null(),
            Builder::Flag(builder) => builder.append_null(),
            Builder::Time(builder) => builder.append_null(),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Builder::Text(mut builder) => Arc::new(builder.finish()),
            Builder::Integer(mut builder) => Arc::new(builder.finish()),
            Builder::BigInteger(mut builder) => Arc::new(builder.finish()),
            Builder::Flag(mut builder) => Arc::new(builder.finish()),
            Builder::Time(mut builder) => Arc::new(builder.finish()),
        }
    }
}
