//! One parameter of a request: its spelling, and the value that it spells.

use crate::predicate::Value;

/// One parameter of a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Its value as it is sent, before percent-encoding.
    pub(crate) text: String,
    /// The value behind the text, where it is a single one of a predicate: `min_id=5` spells the integer 5.
    pub(crate) value: Option<Value>,
}

/// Parameters that are sent together.
pub(crate) type ParameterSet = Vec<Parameter>;

impl Parameter {
    /// A parameter that spells no value of a predicate, as `sort=id:asc`.
    pub(crate) fn plain(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            value: None,
        }
    }

    /// A parameter that spells `value`.
    pub(crate) fn of_value(name: impl Into<String>, text: String, value: Value) -> Self {
        Self {
            name: name.into(),
            text,
            value: Some(value),
        }
    }
}
