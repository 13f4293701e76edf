//! Units of time as people write them: `day`, `'dd'`, `MONTH`, `yy`.

use datafusion::sql::sqlparser::ast::{Expr, Value};

use crate::error::{Error, ErrorKind, Result};

/// The spellings of each unit, the first of which is PostgreSQL's.
const UNITS: &[&[&str]] = &[
    &["year", "years", "yy", "yyyy", "sql_tsi_year"],
    &["quarter", "quarters", "qq", "q", "sql_tsi_quarter"],
    &["month", "months", "mm", "m", "sql_tsi_month"],
    &[
        "week",
        "weeks",
        "wk",
        "ww",
        "isowk",
        "isoww",
        "iso_week",
        "isoweek",
        "sql_tsi_week",
    ],
    &["day", "days", "dd", "d", "dayofmonth", "sql_tsi_day"],
    &["doy", "dayofyear", "dy", "y"],
    &["dow", "weekday", "dw", "dayofweek"],
    &["hour", "hours", "hh", "sql_tsi_hour"],
    &["minute", "minutes", "mi", "n", "sql_tsi_minute"],
    &["second", "seconds", "ss", "s", "sql_tsi_second"],
    &["millisecond", "milliseconds", "ms"],
    &["microsecond", "microseconds", "mcs"],
    &["epoch"],
    &["isodow"],
    &["isoyear"],
];

/// The unit that a value names.
pub(super) fn unit_of(value: &Expr) -> Result<&'static str> {
    let name = named(value);
    let unit = name.as_deref().and_then(|name| {
        let name = name.trim().to_lowercase();
        let unit = UNITS.iter().find(|unit| unit.contains(&name.as_str()));
        Some(unit?[0])
    });
    unit.ok_or_else(|| {
        let message = format!(
            "{value} is no unit of time: write year, quarter, month, week, day, hour, minute or second"
        );
        Error::new(ErrorKind::Syntax, message)
    })
}

/// Whether a value is a bare name that is a unit.
pub(super) fn is_unit(value: &Expr) -> bool {
    matches!(value, Expr::Identifier(_)) && unit_of(value).is_ok()
}

fn named(value: &Expr) -> Option<String> {
    match value {
        Expr::Identifier(name) => Some(name.value.clone()),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(name) => Some(name.clone()),
            _ => None,
        },
        // `WEEK(MONDAY)`, as BigQuery has it.
        Expr::Function(call) if call.to_string().eq_ignore_ascii_case("week(monday)") => {
            Some("week".to_owned())
        }
        _ => None,
    }
}

/// An interval of one unit.
pub(super) fn span_of(unit: &str) -> &'static str {
    match unit {
        "year" | "isoyear" => "1 year",
        "quarter" => "3 months",
        "month" => "1 month",
        "week" => "7 days",
        "hour" => "1 hour",
        "minute" => "1 minute",
        "second" | "epoch" => "1 second",
        "millisecond" => "1 millisecond",
        "microsecond" => "1 microsecond",
        _ => "1 day",
    }
}
