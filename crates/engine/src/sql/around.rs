//! Statements around queries, which tools send by themselves: `BEGIN` and `COMMIT`, `USE`, `SET`. What each does to a session is little:
//! a store has no transactions, and one database.

use datafusion::sql::sqlparser::ast::{
    Expr, Ident, ObjectName, Set, Statement, UnaryOperator, Use, Value,
};

use super::identifiers::last;
use super::names::Names;
use crate::error::{Error, ErrorKind, Result};
use crate::zone::Zone;

/// What such a statement does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Around {
    /// From here on a write is refused.
    Begin,
    /// Up to here.
    End,
    /// Days begin at midnight of this zone; none is the one that the session began with.
    Zone(Option<Zone>),
    /// A statement may not cost more than this; none is what the session began with.
    Limit(Limit, Option<u64>),
    /// Nothing, and what is said of it.
    Nothing(String),
}

/// What a session may limit for its statements, under the name of the connection's property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    MaxRequests,
    MaxRows,
}

/// Settings of other databases that change no answer here.
const WITHOUT_MEANING: [&str; 28] = [
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
    "jit",
    "synchronous_commit",
    "check_function_bodies",
    "escape_string_warning",
];

/// What a setting is here, for those that may be set to what they are: a client says so at its start.
const AS_IT_IS: [(&str, &[&str]); 2] = [
    ("datestyle", &["iso", "iso, mdy", "iso,mdy"]),
    ("intervalstyle", &["postgres"]),
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
            match name.as_str() {
                "maxrequests" => return limit(Limit::MaxRequests, values),
                "maxrows" => return limit(Limit::MaxRows, values),
                _ => {}
            }
            if let Some((_, here)) = AS_IT_IS.iter().find(|(setting, _)| *setting == name) {
                return as_it_is(&name, here, values);
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

/// `SET MaxRequests = 50`. It narrows what the connection allows, and `DEFAULT` or 0 takes it back.
fn limit(limit: Limit, values: &[Expr]) -> Result<Around> {
    let value = values.iter().map(written).collect::<Vec<_>>().join(", ");
    let most = match value.trim() {
        text if text.eq_ignore_ascii_case("default") => Some(0),
        text => text.parse::<u64>().ok(),
    };
    let most = most.ok_or_else(|| {
        unsupported(&format!(
            "SET {limit:?} takes a whole number, as 100, or DEFAULT, and not {value}"
        ))
    })?;
    Ok(Around::Limit(limit, (most > 0).then_some(most)))
}

fn written(value: &Expr) -> String {
    match value {
        Expr::Value(value) => value
            .value
            .clone()
            .into_string()
            .unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    }
}

fn as_it_is(name: &str, here: &[&str], values: &[Expr]) -> Result<Around> {
    let values: Vec<String> = values.iter().map(written).collect();
    let value = values.join(", ").to_lowercase();
    if here.contains(&value.as_str()) || value == "default" {
        return Ok(nothing(name));
    }
    Err(unsupported(&format!(
        "SET {name} takes {} here, as it is: values are written in this style only",
        here[0]
    )))
}

fn nothing(name: &str) -> Around {
    Around::Nothing(format!("SET {name} changes nothing here"))
}

/// `SET TIME ZONE 'Europe/Berlin'`, `2` (hours east of Greenwich), `INTERVAL '2' HOUR`, `LOCAL` or `DEFAULT`.
fn zone(values: &[Expr]) -> Result<Around> {
    let wrong = || {
        unsupported(
            "SET TIME ZONE takes a name, as 'Europe/Berlin', or hours east of Greenwich, as 2",
        )
    };
    let [value] = values else {
        return Err(wrong());
    };
    let hours = |text: &str| -> Option<i64> {
        let hours = text
            .parse::<f64>()
            .ok()
            .filter(|hours| hours.abs() < 24.0)?;
        #[expect(clippy::cast_possible_truncation, reason = "less than a day")]
        let seconds = (hours * 3600.0).round() as i64;
        Some(seconds)
    };
    let name = match value {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(name) | Value::DoubleQuotedString(name) => name.clone(),
            Value::Number(text, _) => {
                let zone = Zone::ahead_by(hours(text).ok_or_else(wrong)?)?;
                return Ok(Around::Zone(Some(zone)));
            }
            _ => return Err(wrong()),
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => {
            let east = hours(&expr.to_string()).ok_or_else(wrong)?;
            return Ok(Around::Zone(Some(Zone::ahead_by(-east)?)));
        }
        Expr::Identifier(Ident { value, .. }) => value.clone(),
        _ => return Err(wrong()),
    };
    match name.trim() {
        name if ["default", "local"].contains(&name.to_lowercase().as_str()) => {
            Ok(Around::Zone(None))
        }
        "0" | "+00:00" | "-00:00" | "+00" => Ok(Around::Zone(Some(Zone::utc()))),
        name if name.starts_with(['+', '-']) => Err(unsupported(&format!(
            "SET TIME ZONE '{name}' is west of Greenwich in PostgreSQL and east of it in other databases: name a place, as 'Europe/Berlin', or write hours east as a number, as SET TIME ZONE 2"
        ))),
        name => Ok(Around::Zone(Some(Zone::named(name)?))),
    }
}

fn unsupported(message: &str) -> Error {
    Error::new(ErrorKind::Unsupported, message)
}
