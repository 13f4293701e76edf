//! PostgreSQL's types and Arrow's: which column of Arrow a type of the catalogue is, and which of PostgreSQL's types a column of any query
//! is.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, TimeUnit};

use super::types::by_name;
use crate::catalogue_type::CATALOGUE_TYPE;

/// A type of PostgreSQL, with its modifier; −1 where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PgType {
    /// Its number in `pg_type`.
    pub oid: u32,
    /// Its name in `pg_type`.
    pub name: String,
    /// Of a `numeric` its digits, as `pg_attribute` has them.
    pub modifier: i32,
}

/// A column of the catalogue.
pub(super) fn field(name: &str, kind: &str) -> Field {
    let field = Field::new(name, data_type(kind), true);
    let told = matches!(
        kind,
        "char"
            | "_char"
            | "name"
            | "_name"
            | "int2vector"
            | "oidvector"
            | "regproc"
            | "regtype"
            | "xid"
            | "pg_node_tree"
            | "_aclitem"
            | "anyarray"
    );
    match told {
        true => field.with_metadata(HashMap::from([(
            CATALOGUE_TYPE.to_owned(),
            kind.to_owned(),
        )])),
        false => field,
    }
}

/// The Arrow type of a type of PostgreSQL.
pub(super) fn data_type(kind: &str) -> DataType {
    let list =
        |element: &str| DataType::List(Arc::new(Field::new_list_field(data_type(element), true)));
    match kind {
        "bool" => DataType::Boolean,
        "int2" => DataType::Int16,
        "int4" => DataType::Int32,
        "int8" => DataType::Int64,
        "float4" => DataType::Float32,
        "float8" => DataType::Float64,
        "oid" | "xid" | "cid" | "regproc" | "regtype" | "regclass" => DataType::UInt32,
        "timestamptz" => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        "int2vector" => list("int2"),
        "oidvector" => list("oid"),
        "anyarray" => list("text"),
        _ => match kind.strip_prefix('_') {
            Some(element) => list(element),
            None => DataType::Utf8,
        },
    }
}

/// The type of PostgreSQL that a column of a query has: what `pg_attribute` tells of it, and what a client of PostgreSQL has to be told.
///
/// ```
/// use arrow::datatypes::{DataType, Field};
///
/// let price = Field::new("price", DataType::Decimal128(20, 4), true);
/// let told = storeql_engine::pg_type(&price);
/// assert_eq!((told.oid, told.name.as_str(), told.modifier), (1700, "numeric", (20 << 16 | 4) + 4));
/// ```
pub fn pg_type(field: &Field) -> PgType {
    let told = field.metadata().get(CATALOGUE_TYPE).map(String::as_str);
    let (name, modifier) = match told {
        Some(name) => (name.to_owned(), -1),
        None => of_arrow(field),
    };
    PgType {
        oid: by_name(&name).map_or(25, |found| found.oid),
        name,
        modifier,
    }
}

fn of_arrow(field: &Field) -> (String, i32) {
    let extension = field.metadata().get("ARROW:extension:name");
    let name = match field.data_type() {
        DataType::Boolean => "bool",
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => "int2",
        DataType::Int32 | DataType::UInt16 => "int4",
        DataType::Int64 => "int8",
        DataType::UInt32 => "oid",
        DataType::UInt64 => "numeric",
        DataType::Float16 | DataType::Float32 => "float4",
        DataType::Float64 => "float8",
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale) => {
            let modifier = (i32::from(*precision) << 16 | i32::from(*scale).max(0)) + 4;
            return ("numeric".to_owned(), modifier);
        }
        DataType::Date32 | DataType::Date64 => "date",
        DataType::Time32(_) | DataType::Time64(_) => "time",
        DataType::Timestamp(_, Some(_)) => "timestamptz",
        DataType::Timestamp(_, None) => "timestamp",
        DataType::Interval(_) | DataType::Duration(_) => "interval",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "bytea",
        DataType::List(element) | DataType::LargeList(element) => {
            let (name, modifier) = of_arrow(element);
            return (format!("_{name}"), modifier);
        }
        _ => match extension.map(String::as_str) {
            Some("arrow.json") => "json",
            Some("arrow.uuid") => "uuid",
            _ => "text",
        },
    };
    (name.to_owned(), -1)
}
