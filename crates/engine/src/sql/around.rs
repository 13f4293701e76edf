//! Statements around queries, which tools send by themselves: `BEGIN` and `COMMIT`, `USE`, `SET`. What each does to a session is little:
//! a store has no transactions, and one database.

use datafusion::sql::sqlparser::ast::{Expr, Ident, ObjectName, Set, Statement, Use, Value};

use super::identifiers::last;
use super::names::Names;
use crate::error::{Error, ErrorKind, Result};

/// What such a statement does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Around {
    /// From here on a write is refused.
    Begin,
    /// Up to here.
    End,
    /// Nothing, and what is said of it.
    Nothing(String),
}

/// Settings of other databases that change no answer here.
const WITHOUT_MEANING: [&str; 24] = [
    "application_name",
    "client_encoding",
    "client_min_messages",
    "extra_float_digits",
    "search_path",
    "standard_conforming_strings",
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "transaction_isolation",
    "default_transaction_isolation",
    "autocommit",
    "nocount",
    "ansi_nulls",
    "ansi_padding",
    "ansi_warnings",
    "arithabort",
    "quoted_identifier",
    "sql_mode",
    "character_set_results",
    "sql_safe_updates",
    "net_write_timeout",
    "bytea_output",
    "row_security",
];

impl Around {
    /// What `statement` does, if it is one of them.
    pub(super) fn of(statement: &Statement, names: &Names) -> Result<Option<Self>> {
        Ok(Some(match statement {
            Statement::StartTransaction { statements, .. } if statements.is_empty() => Self::Begin,
            Statement::Commit { .. }
            | Statement::Rollback {
                savepoint: None, ..
            } => Self::End,
            Statement::Use(named) => used(named, names)?,
            Statement::Set(set) => setting(set)?,
            _ => return Ok(None),
        }))
    }
}

fn used(named: &Use, names: &Names) -> Result<Around> {
    let name = match named {
        Use::Catalog(name) | Use::Schema(name) | Use::Database(name) | Use::Object(name) => {
            last(name)
        }
        _ => {
            return Err(unsupported("USE takes a schema here: USE bigcommerce"));
        }
    };
    // Each schema has the system tables.
    let is_catalog = name.eq_ignore_ascii_case("storeql");
    if !is_catalog {
        names.find(&[name.clone(), "sys_tables".to_owned()])?;
    }
    let said = format!("{name}: a name without a schema is found in each of them");
    Ok(Around::Nothing(said))
}

fn setting(set: &Set) -> Result<Around> {
    match set {
        Set::SetTimeZone { value, .. } => zone(std::slice::from_ref(value)),
        Set::SetNames { charset_name, .. } => {
            let name = charset_name.value.to_lowercase();
            match ["utf8", "utf8mb4", "utf8mb3", "utf-8"].contains(&name.as_str()) {
                true => Ok(nothing("NAMES")),
                false => Err(unsupported("SET NAMES takes utf8: a text is always UTF-8")),
            }
        }
        Set::SetTransaction { .. } => Ok(nothing("TRANSACTION")),
        Set::SingleAssignment {
            variable, values, ..
        } => {
            let name = named(variable);
            if name == "timezone" || name == "time_zone" {
                return zone(values);
            }
            match WITHOUT_MEANING.contains(&name.as_str()) {
                true => Ok(nothing(&name)),
                false => Err(unsupported(&format!(
                    "SET {name} is not supported: the connection's properties say how statements run; sys_connection_props lists them"
                ))),
            }
        }
        _ => Err(unsupported(
            "SET takes one name and its value here, and only of settings that change no answer",
        )),
    }
}

fn named(variable: &ObjectName) -> String {
    last(variable).trim_start_matches('@').to_lowercase()
}

fn nothing(name: &str) -> Around {
    Around::Nothing(format!("SET {name} changes nothing here"))
}

/// Only the zone that a session has.
fn zone(values: &[Expr]) -> Result<Around> {
    let name = match values {
        [Expr::Value(value)] => match &value.value {
            Value::SingleQuotedString(name) | Value::DoubleQuotedString(name) => name.clone(),
            other => other.to_string(),
        },
        [Expr::Identifier(Ident { value, .. })] => value.clone(),
        _ => String::new(),
    };
    let is_utc = ["utc", "etc/utc", "gmt", "0", "+00:00", "default", "local"];
    match is_utc.contains(&name.to_lowercase().as_str()) {
        true => Ok(nothing("TIME ZONE")),
        false => Err(unsupported(&format!(
            "SET TIME ZONE to another zone than UTC is not supported: write date_created AT TIME ZONE '{}' where its clock is meant",
            if name.is_empty() {
                "Europe/Berlin"
            } else {
                &name
            }
        ))),
    }
}

fn unsupported(message: &str) -> Error {
    Error::new(ErrorKind::Unsupported, message)
}
