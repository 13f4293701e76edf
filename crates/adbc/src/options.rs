//! Options of databases, connections and statements: our own names, and how values are read as text and as numbers.

use adbc_core::error::Result;
use adbc_core::options::OptionValue;

use crate::errors::{invalid, out_of_turn};

/// Of a statement: what its latest execution cost, as a JSON object. Of a connection: the same of the latest among its statements, which
/// may be under way: a statement itself must not be asked by another thread meanwhile.
pub(crate) const STATS: &str = "storeql.stats";
/// Of a statement and a connection: warnings, as a JSON array of texts.
pub(crate) const WARNINGS: &str = "storeql.warnings";
/// Of a statement: the error among its rows, as a JSON object.
pub(crate) const ERROR: &str = "storeql.error";
/// Of a database, before it is opened: `true` signs in, in the browser where the connection says so.
pub(crate) const LOGIN: &str = "storeql.login";
/// Of a statement: whether columns of bound values are found by their names.
pub(crate) const BY_NAME: &str = "adbc.statement.bind_by_name";

/// A value as text: a property of the connection may be given as a number, too.
pub(crate) fn text(name: &str, value: OptionValue) -> Result<String> {
    match value {
        OptionValue::String(text) => Ok(text),
        OptionValue::Int(number) => Ok(number.to_string()),
        OptionValue::Double(number) => Ok(number.to_string()),
        _ => Err(invalid(format!("the option {name} is a text, not bytes"))),
    }
}

/// A value that is true or false.
pub(crate) fn switch(name: &str, value: OptionValue) -> Result<bool> {
    match text(name, value)?.as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(invalid(format!(
            "the option {name} is true or false, not {other}"
        ))),
    }
}

/// The text of an option as a number.
pub(crate) fn number<N: std::str::FromStr>(name: &str, text: &str) -> Result<N> {
    text.parse()
        .map_err(|_| out_of_turn(format!("the option {name} is no number: ask for its text")))
}

/// The three ways to get an option that are the text in another form.
macro_rules! other_forms {
    ($key:ty) => {
        fn get_option_bytes(&self, key: $key) -> adbc_core::error::Result<Vec<u8>> {
            self.get_option_string(key).map(String::into_bytes)
        }

        fn get_option_int(&self, key: $key) -> adbc_core::error::Result<i64> {
            let name = key.as_ref().to_owned();
            $crate::options::number(&name, &self.get_option_string(key)?)
        }

        fn get_option_double(&self, key: $key) -> adbc_core::error::Result<f64> {
            let name = key.as_ref().to_owned();
            $crate::options::number(&name, &self.get_option_string(key)?)
        }
    };
}
pub(crate) use other_forms;
