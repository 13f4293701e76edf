//! Calls that become another expression by what stands in them, which a form of the table cannot say.

use datafusion::sql::sqlparser::ast::{Expr, Function as Call};

use super::form::{arguments, constant, filled, other_values, text};
use super::units::{is_unit, unit_of};
use crate::error::Result;

/// `date_trunc('month', time)`, and BigQuery's `DATE_TRUNC(time, MONTH)`.
pub(super) fn date_trunc(call: &Call) -> Result<Expr> {
    match arguments(call).unwrap_or_default().as_slice() {
        // A column may be called as a unit: `date_trunc('month', day)`.
        [unit, _] if constant(unit).is_some() => Ok(Expr::Function(call.clone())),
        [time, unit] if is_unit(unit) => {
            filled("date_trunc($2, $1)", &[time.clone(), text(unit_of(unit)?)])
        }
        [unit, time] if is_unit(unit) => {
            filled("date_trunc($1, $2)", &[text(unit_of(unit)?), time.clone()])
        }
        [_, _, zone] if constant(zone).is_some() => filled(
            "timezone($3, date_trunc($1, timezone($3, $2)))",
            &arguments(call).unwrap_or_default(),
        ),
        _ => Ok(Expr::Function(call.clone())),
    }
}

/// `DATEDIFF(day, start, end)`, and MySQL's `DATEDIFF(end, start)` in days.
pub(super) fn datediff(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    match values.as_slice() {
        [_, _, _] => filled("units_begun(unit($1), $2, $3)", &values),
        // A word for a unit is no time: an argument is missing.
        [Expr::Identifier(unit), _] if is_unit(&values[0]) && unit.quote_style.is_none() => {
            Err(other_values(&call.name, "datediff(day, start, end)"))
        }
        [_, _] => filled("units_begun('day', $2, $1)", &values),
        _ => Err(other_values(
            &call.name,
            "datediff(day, start, end), or datediff(end, start) in days",
        )),
    }
}

/// `DATENAME(month, time)`.
pub(super) fn datename(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let [unit, time] = values.as_slice() else {
        return Err(other_values(&call.name, "datename(month, time)"));
    };
    let time = std::slice::from_ref(time);
    match unit_of(unit)? {
        "month" => filled("to_char($1, 'FMMonth')", time),
        "dow" => filled("to_char($1, 'FMDay')", time),
        unit => filled(&format!("CAST(date_part('{unit}', $1) AS text)"), time),
    }
}

/// `date(time)`, and SQLite's `date('now', '-30 days', 'start of month')`.
pub(super) fn date(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let Some((first, changes)) = values.split_first() else {
        return filled("current_date()", &[]);
    };
    let mut time = match constant(first) {
        Some(now) if now.eq_ignore_ascii_case("now") => filled("CAST(now() AS timestamp)", &[])?,
        _ => filled("CAST($1 AS timestamp)", std::slice::from_ref(first))?,
    };
    for change in changes {
        let change = constant(change).unwrap_or_default().trim().to_lowercase();
        let change = change.as_str();
        let words: Vec<&str> = change.split_whitespace().collect();
        time = match words.as_slice() {
            ["start", "of", unit @ ("day" | "month" | "year")] => {
                filled(&format!("date_trunc('{unit}', $1)"), &[time])?
            }
            [number, unit] if number.parse::<i64>().is_ok() && is_unit_word(unit) => {
                let number = number.trim_start_matches('+');
                filled(&format!("$1 + INTERVAL '{number} {unit}'"), &[time])?
            }
            _ => {
                return Err(other_values(
                    &call.name,
                    "date('now', '-30 days') or date('now', 'start of month')",
                ));
            }
        };
    }
    filled("CAST($1 AS date)", &[time])
}

fn is_unit_word(word: &str) -> bool {
    let word = word.trim_end_matches('s');
    ["day", "month", "year", "hour", "minute", "second"].contains(&word)
}

/// `SHA2(text, 256)`.
pub(super) fn sha2(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let bits = values.get(1).map(ToString::to_string);
    let function = match bits.as_deref() {
        Some("0" | "256") => "sha256",
        Some("384") => "sha384",
        Some("512") => "sha512",
        _ => {
            return Err(other_values(
                &call.name,
                "sha2(text, 256), with 256, 384 or 512",
            ));
        }
    };
    filled(&format!("encode({function}($1), 'hex')"), &values)
}

/// The steps of `$.a[1]`, as the arguments of a function of JSON.
fn steps(call: &Call) -> Result<(Expr, String)> {
    let example = format!("{}(value, '$.items[0].name')", call.name);
    let values = arguments(call).unwrap_or_default();
    let (value, path) = match values.as_slice() {
        [value, path] => (value, constant(path)),
        _ => (call_value(call)?, None),
    };
    let path = path.ok_or_else(|| other_values(&call.name, &example))?;
    let mut steps = String::new();
    let mut rest = path.trim().strip_prefix('$').unwrap_or(path.trim());
    while !rest.is_empty() {
        let step;
        if let Some(inside) = rest.strip_prefix('[') {
            let (inside, behind) = inside
                .split_once(']')
                .ok_or_else(|| other_values(&call.name, &example))?;
            step = inside.trim().trim_matches(['"', '\'']);
            rest = behind;
        } else {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            if let Some(inside) = rest.strip_prefix('"') {
                let (inside, behind) = inside
                    .split_once('"')
                    .ok_or_else(|| other_values(&call.name, &example))?;
                (step, rest) = (inside, behind);
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                (step, rest) = rest.split_at(end);
            }
        }
        if step.is_empty() || step.contains(['*', '?']) {
            return Err(other_values(&call.name, &example));
        }
        match step.parse::<u32>() {
            Ok(place) => steps += &format!(", {place}"),
            Err(_) => steps += &format!(", '{}'", step.replace('\'', "''")),
        }
    }
    Ok((value.clone(), steps))
}

fn call_value(call: &Call) -> Result<&Expr> {
    Err(other_values(
        &call.name,
        &format!("{}(value, '$.items[0].name')", call.name),
    ))
}

/// What a path finds in JSON, as JSON.
pub(super) fn json_extract(call: &Call) -> Result<Expr> {
    let (value, steps) = steps(call)?;
    filled(&format!("json_get_json($1{steps})"), &[value])
}

/// What a path finds in JSON, as text.
pub(super) fn json_value(call: &Call) -> Result<Expr> {
    let (value, steps) = steps(call)?;
    filled(&format!("json_as_text($1{steps})"), &[value])
}
