//! One value of a statement, on its way into a body. No number of money passes through a float.

use serde::{Deserialize, Serialize};

/// A value for one column of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// NULL.
    Null,
    /// DEFAULT: the column is left out, and the store decides.
    Default,
    /// true or false.
    Bool(bool),
    /// A whole number; fits `int64`, `decimal` and `float64`.
    Int(i64),
    /// A decimal number as its exact text: `19.99`.
    Decimal(String),
    /// A measure. Not for money.
    Float(f64),
    /// Text; also a UUID. For a `json` column it has to be JSON.
    Text(String),
    /// Days since 1970-01-01, as Arrow counts them.
    Date(i32),
    /// Microseconds since 1970, UTC, as Arrow counts them.
    Timestamp(i64),
    /// JSON as its text, which is sent as it is: `{"a": [1, 2]}`.
    Json(String),
}

impl Value {
    /// Whether it says something: neither NULL nor DEFAULT.
    pub fn is_given(&self) -> bool {
        !matches!(self, Value::Null | Value::Default)
    }

    /// What kind of value it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Default => "DEFAULT",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "a whole number",
            Value::Decimal(_) => "a decimal number",
            Value::Float(_) => "a float",
            Value::Text(_) => "a text",
            Value::Date(_) => "a date",
            Value::Timestamp(_) => "a timestamp",
            Value::Json(_) => "JSON",
        }
    }
}
