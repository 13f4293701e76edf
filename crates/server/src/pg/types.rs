//! What a type of PostgreSQL is on the wire and for the engine. Which one a column has is the engine's to say.

use arrow::datatypes::{DataType, Field, IntervalUnit, TimeUnit};
use postgres_types::{Kind, Type};
use storeql_engine::pg_type;

/// The most digits that an Arrow decimal of 128 bits has, and those behind the point of a number whose scale nothing tells.
const DECIMAL: DataType = DataType::Decimal128(38, 10);

/// A type as a row description has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Described {
    pub(super) kind: Type,
    pub(super) modifier: i32,
}

/// The type of a column, as the engine's catalogue has it too.
pub(super) fn of_field(field: &Field) -> Described {
    let told = pg_type(field);
    Described {
        kind: Type::from_oid(told.oid).unwrap_or(Type::TEXT),
        modifier: told.modifier,
    }
}

/// The element of a type of arrays.
pub(super) fn element(kind: &Type) -> Option<&Type> {
    match kind.kind() {
        Kind::Array(element) => Some(element),
        _ => None,
    }
}

/// Bytes of a value; -1 where they differ.
pub(super) fn length(kind: &Type) -> i16 {
    match *kind {
        Type::BOOL | Type::CHAR => 1,
        Type::INT2 => 2,
        Type::INT4
        | Type::FLOAT4
        | Type::DATE
        | Type::OID
        | Type::XID
        | Type::REGPROC
        | Type::REGTYPE => 4,
        Type::INT8 | Type::FLOAT8 | Type::TIME | Type::TIMESTAMPTZ | Type::TIMESTAMP => 8,
        Type::INTERVAL | Type::UUID => 16,
        Type::NAME => 64,
        _ => -1,
    }
}

/// The Arrow type in which a value of this type is given to the engine; none for a type that it takes no values of.
pub(super) fn to_arrow(kind: &Type) -> Option<DataType> {
    Some(match *kind {
        Type::BOOL => DataType::Boolean,
        Type::INT2 => DataType::Int16,
        Type::INT4 => DataType::Int32,
        Type::INT8 | Type::OID => DataType::Int64,
        Type::NUMERIC | Type::MONEY => DECIMAL,
        Type::FLOAT4 => DataType::Float32,
        Type::FLOAT8 => DataType::Float64,
        Type::DATE => DataType::Date32,
        Type::TIME => DataType::Time64(TimeUnit::Microsecond),
        Type::TIMESTAMPTZ => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Type::TIMESTAMP => DataType::Timestamp(TimeUnit::Microsecond, None),
        Type::INTERVAL => DataType::Interval(IntervalUnit::MonthDayNano),
        Type::BYTEA => DataType::Binary,
        Type::TEXT
        | Type::VARCHAR
        | Type::BPCHAR
        | Type::CHAR
        | Type::NAME
        | Type::UNKNOWN
        | Type::JSON
        | Type::JSONB
        | Type::UUID
        | Type::XML => DataType::Utf8,
        ref other => {
            let inner = to_arrow(element(other)?)?;
            DataType::List(Field::new_list_field(inner, true).into())
        }
    })
}
