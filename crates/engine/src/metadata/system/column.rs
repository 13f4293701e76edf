//! How a system table describes its columns. Knows no table.

use arrow::datatypes::{DataType, TimeUnit};

/// A column of a system table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: ColumnKind,
    pub(crate) about: &'static str,
}

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    Text,
    Integer,
    BigInteger,
    Flag,
    Time,
}

/// Short words for the descriptions.
pub(super) const fn column(kind: ColumnKind, name: &'static str, about: &'static str) -> Column {
    Column { name, kind, about }
}

pub(super) const fn text(name: &'static str, about: &'static str) -> Column {
    column(ColumnKind::Text, name, about)
}

pub(super) const fn integer(name: &'static str, about: &'static str) -> Column {
    column(ColumnKind::Integer, name, about)
}

pub(super) const fn flag(name: &'static str, about: &'static str) -> Column {
    column(ColumnKind::Flag, name, about)
}

/// Columns that many of them begin with.
pub(super) const CATALOG_NAME: Column = text("CatalogName", "The database.");
pub(super) const SCHEMA_NAME: Column = text("SchemaName", "The schema.");
pub(super) const TABLE_NAME: Column = text("TableName", "The table.");
pub(super) const COLUMN_NAME: Column = text("ColumnName", "The column.");

/// The Arrow type of a column's values.
pub(crate) fn data_type(kind: ColumnKind) -> DataType {
    match kind {
        ColumnKind::Text => DataType::Utf8,
        ColumnKind::Integer => DataType::Int32,
        ColumnKind::BigInteger => DataType::Int64,
        ColumnKind::Flag => DataType::Boolean,
        ColumnKind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

/// Whether a system table's column of that name holds names of tables, columns and the like.
pub(crate) fn holds_names(column: &str) -> bool {
    let standard = ["_name", "_schema", "_catalog"];
    (column.ends_with("Name") && column != "Name")
        || standard.iter().any(|ending| column.ends_with(ending))
}
