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
    let clause = message.split(' ').next().unwrap_or_default();
    Error::new(ErrorKind::Unsupported, message).about_typed(clause)
}
