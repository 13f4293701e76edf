//! What a column's type is called, and how wide its values are, for tools that ask as ODBC and JDBC do.

use arrow::datatypes::DataType;

/// A type as `sys_tablecolumns` shows it.
pub(super) struct Shape {
    pub(super) name: &'static str,
    /// The number that ODBC and JDBC have for it.
    pub(super) code: i32,
    /// Characters or digits of the longest value; none for text of any length.
    pub(super) length: Option<i32>,
    /// Characters in which the longest value can be shown.
    pub(super) display: Option<i32>,
    pub(super) precision: Option<i32>,
    pub(super) scale: Option<i32>,
}

impl Shape {
    const fn new(name: &'static str, code: i32, length: i32, display: i32) -> Self {
        Self {
            name,
            code,
            length: Some(length),
            display: Some(display),
            precision: None,
            scale: None,
        }
    }

    const fn digits(self, precision: i32, scale: i32) -> Self {
        Self {
            precision: Some(precision),
            scale: Some(scale),
            ..self
        }
    }
}

/// The shape of a type.
pub(super) fn shape(kind: &DataType) -> Shape {
    match kind {
        DataType::Boolean => Shape::new("BOOLEAN", -7, 1, 5),
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => {
            Shape::new("INTEGER", 4, 10, 11).digits(10, 0)
        }
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => {
            Shape::new("BIGINT", -5, 19, 20).digits(19, 0)
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            Shape::new("DOUBLE", 8, 15, 24).digits(15, 0)
        }
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => {
            let precision = i32::from(*precision);
            // A sign and a point.
            Shape::new("DECIMAL", 3, precision, precision + 2).digits(precision, i32::from(*scale))
        }
        DataType::Date32 | DataType::Date64 => Shape::new("DATE", 91, 10, 10),
        DataType::Timestamp(..) => Shape::new("TIMESTAMP", 93, 27, 27).digits(26, 6),
        _ => Shape {
            name: "VARCHAR",
            code: 12,
            length: None,
            display: None,
            precision: None,
            scale: None,
        },
    }
}

/// A type's whole name in SQL, as `DECIMAL(20,4)`.
pub(crate) fn sql_name(kind: &DataType) -> String {
    if matches!(kind, DataType::Interval(_) | DataType::Duration(_)) {
        return "INTERVAL".to_owned();
    }
    match shape(kind) {
        Shape {
            name: "DECIMAL",
            precision: Some(precision),
            scale: Some(scale),
            ..
        } => format!("DECIMAL({precision},{scale})"),
        Shape { name, .. } => name.to_owned(),
    }
}
