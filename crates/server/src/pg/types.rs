//! Which type of PostgreSQL a column is, and the other way round: the one table for rows, parameters and COPY.

use arrow::datatypes::{DataType, Field, IntervalUnit, TimeUnit};
use postgres_types::{Kind, Type};
use storeql_engine::CATALOGUE_TYPE;

/// The most digits that an Arrow decimal of 128 bits has, and those behind the point of a number whose scale nothing tells.
const DECIMAL: DataType = DataType::Decimal128(38, 10);

/// A type as a row description has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Described {
    pub(super) kind: Type,
    pub(super) modifier: i32,
}

/// The type of a column.
pub(super) fn of_field(field: &Field) -> Described {
    let extension = field.metadata().get("ARROW:extension:name");
    let kind = match extension.map(String::as_str) {
        Some("arrow.json") => Type::JSON,
        _ => of_catalogue(field).unwrap_or_else(|| of_arrow(field.data_type())),
    };
    let modifier = match field.data_type() {
        DataType::Decimal128(precision, scale) | DataType::Decimal256(precision, scale)
            if *scale >= 0 =>
        {
            ((i32::from(*precision) << 16) | i32::from(*scale)) + 4
        }
        _ => -1,
    };
    Described { kind, modifier }
}

/// The type of a column of PostgreSQL's catalogue whose values Arrow does not tell apart from others, as the engine marks it.
fn of_catalogue(field: &Field) -> Option<Type> {
    match field.metadata().get(CATALOGUE_TYPE)?.as_str() {
        "char" => Some(Type::CHAR),
        "_char" => Some(Type::CHAR_ARRAY),
        "name" => Some(Type::NAME),
        "_name" => Some(Type::NAME_ARRAY),
        "int2vector" => Some(Type::INT2_VECTOR),
        "oidvector" => Some(Type::OID_VECTOR),
        _ => None,
    }
}

/// Whether its values are vectors, which text shows as `1 2` and not as `{1,2}`.
pub(super) fn is_vector(field: &Field) -> bool {
    matches!(of_field(field).kind, Type::INT2_VECTOR | Type::OID_VECTOR)
}

/// PostgreSQL's type for values of an Arrow type; text for those that it has no type for.
fn of_arrow(kind: &DataType) -> Type {
    match kind {
        DataType::Boolean => Type::BOOL,
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => Type::INT2,
        DataType::Int32 | DataType::UInt16 => Type::INT4,
        DataType::Int64 | DataType::UInt32 => Type::INT8,
        DataType::UInt64
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => Type::NUMERIC,
        DataType::Float16 | DataType::Float32 => Type::FLOAT4,
        DataType::Float64 => Type::FLOAT8,
        DataType::Date32 | DataType::Date64 => Type::DATE,
        DataType::Time32(_) | DataType::Time64(_) => Type::TIME,
        DataType::Timestamp(_, Some(_)) => Type::TIMESTAMPTZ,
        DataType::Timestamp(_, None) => Type::TIMESTAMP,
        DataType::Interval(_) | DataType::Duration(_) => Type::INTERVAL,
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => Type::BYTEA,
        DataType::List(inner)
        | DataType::LargeList(inner)
        | DataType::ListView(inner)
        | DataType::LargeListView(inner)
        | DataType::FixedSizeList(inner, _) => array_of(&of_field(inner).kind),
        DataType::Dictionary(_, values) => of_arrow(values),
        _ => Type::TEXT,
    }
}

/// The type of arrays of a type. An array of arrays has the type of its elements' array, as in PostgreSQL.
fn array_of(element: &Type) -> Type {
    match *element {
        Type::BOOL => Type::BOOL_ARRAY,
        Type::INT2 => Type::INT2_ARRAY,
        Type::INT4 => Type::INT4_ARRAY,
        Type::INT8 => Type::INT8_ARRAY,
        Type::NUMERIC => Type::NUMERIC_ARRAY,
        Type::FLOAT4 => Type::FLOAT4_ARRAY,
        Type::FLOAT8 => Type::FLOAT8_ARRAY,
        Type::DATE => Type::DATE_ARRAY,
        Type::TIME => Type::TIME_ARRAY,
        Type::TIMESTAMPTZ => Type::TIMESTAMPTZ_ARRAY,
        Type::TIMESTAMP => Type::TIMESTAMP_ARRAY,
        Type::INTERVAL => Type::INTERVAL_ARRAY,
        Type::BYTEA => Type::BYTEA_ARRAY,
        Type::JSON => Type::JSON_ARRAY,
        ref other if matches!(other.kind(), Kind::Array(_)) => other.clone(),
        _ => Type::TEXT_ARRAY,
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
        Type::BOOL => 1,
        Type::INT2 => 2,
        Type::INT4 | Type::FLOAT4 | Type::DATE | Type::OID => 4,
        Type::INT8 | Type::FLOAT8 | Type::TIME | Type::TIMESTAMPTZ | Type::TIMESTAMP => 8,
        Type::INTERVAL | Type::UUID => 16,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_its_digits_in_the_modifier() {
        let price = Field::new("price", DataType::Decimal128(20, 4), true);
        let described = of_field(&price);
        assert_eq!(described.kind, Type::NUMERIC);
        assert_eq!(described.modifier, (20 << 16 | 4) + 4);
    }

    #[test]
    fn a_list_is_an_array_of_its_elements() {
        let list = DataType::List(Field::new_list_field(DataType::Int64, true).into());
        assert_eq!(of_arrow(&list), Type::INT8_ARRAY);
        let lists = DataType::List(Field::new_list_field(list, true).into());
        assert_eq!(of_arrow(&lists), Type::INT8_ARRAY);
        assert_eq!(element(&Type::INT8_ARRAY), Some(&Type::INT8));
    }
}
