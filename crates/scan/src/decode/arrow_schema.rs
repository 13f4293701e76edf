//! The columns of a table as Arrow has them.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use storeql_catalog::{ColumnType, Table};

/// Metadata key by which Arrow marks a field's extension type.
const EXTENSION: &str = "ARROW:extension:name";

/// The Arrow type of a column's type.
pub fn arrow_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Int64 => DataType::Int64,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Text | ColumnType::Json | ColumnType::Uuid => DataType::Utf8,
        ColumnType::Decimal(precision, scale) => DataType::Decimal128(precision, scale),
        ColumnType::Float64 => DataType::Float64,
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

/// The Arrow fields of a table, in the order of `SELECT *`. Every field may be NULL: what a specification promises, an
/// answer may still lack.
pub fn arrow_schema(table: &Table) -> SchemaRef {
    let fields: Vec<Field> = table
        .columns
        .values()
        .map(|column| {
            let field = Field::new(&column.name, arrow_type(column.kind), true);
            match column.kind {
                ColumnType::Json => {
                    field.with_metadata([(EXTENSION.to_owned(), "arrow.json".to_owned())].into())
                }
                _ => field,
            }
        })
        .collect();
    Arc::new(Schema::new(fields))
}
