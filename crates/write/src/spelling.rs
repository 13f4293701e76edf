//! How a value is spelled in a body, and whether it fits its column. Whatever does not fit is told before anything is sent.

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;
use storeql_catalog::{Children, Column, ColumnType, Table, WriteFormat};

use crate::change::Verb;
use crate::children;
use crate::error::{PlanError, PlanErrorKind};
use crate::raw::quoted;
use crate::value::Value;

/// Where a value goes, for what NULL means there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a Table,
    pub(crate) verb: Verb,
    /// The number of the row.
    pub(crate) row: u64,
    /// The columns whose values are rows themselves.
    pub(crate) children: &'a IndexMap<String, Children>,
}

impl Place<'_> {
    fn error(&self, column: &Column, kind: PlanErrorKind, message: String) -> PlanError {
        PlanError::new(kind, &self.table.name, message)
            .of_column(&column.name)
            .of_row(self.row)
    }

    /// The value as JSON text; none where it is left out.
    pub(crate) fn spell(
        &self,
        column: &Column,
        value: &Value,
    ) -> Result<Option<String>, PlanError> {
        match value {
            Value::Default if self.verb == Verb::Update => {
                let message = "the store knows no DEFAULT for a row that exists: give a value.";
                Err(self.error(column, PlanErrorKind::Missing, message.to_owned()))
            }
            Value::Default => Ok(None),
            Value::Null => self.null(column),
            value => self.given(column, value).map(Some),
        }
    }

    fn null(&self, column: &Column) -> Result<Option<String>, PlanError> {
        if column.writes_null {
            return Ok(Some("null".to_owned()));
        }
        if let Some(unset) = &column.unset {
            return Ok(Some(unset.clone()));
        }
        // A row that is created without the member has none.
        if self.verb == Verb::Insert && !column.not_null {
            return Ok(None);
        }
        let message = "the store takes no NULL here: give a value, or leave the column out.";
        Err(self.error(column, PlanErrorKind::Null, message.to_owned()))
    }

    fn given(&self, column: &Column, value: &Value) -> Result<String, PlanError> {
        let plain = self.plain(column, value)?;
        if !column.values.is_empty() && !column.values.contains(&plain) {
            let message = format!("`{plain}` is none of the values that the store knows.");
            return Err(self
                .error(column, PlanErrorKind::NotAllowed, message)
                .allowing(&column.values));
        }
        let characters = plain.chars().count();
        if let Some(most) = column.max_length
            && characters > most as usize
        {
            let message = format!(
                "the text has {characters} characters, and the store takes {most}: shorten it."
            );
            return Err(self.error(column, PlanErrorKind::TooLong, message));
        }
        let text = match (column.kind, column.write_format) {
            (ColumnType::Json, _) => plain,
            (ColumnType::Bool, WriteFormat::Quoted) => {
                quoted(if plain == "true" { "1" } else { "0" })
            }
            (
                ColumnType::Bool
                | ColumnType::Int64
                | ColumnType::Decimal(..)
                | ColumnType::Float64,
                WriteFormat::Plain,
            ) => plain,
            _ => quoted(&plain),
        };
        Ok(text)
    }

    /// Refuses JSON that has not the rows which the column takes.
    fn rows_inside(&self, column: &Column, json: &str) -> Result<(), PlanError> {
        let Some(children) = self.children.get(&column.name) else {
            return Ok(());
        };
        children::check(children, json).map_err(|misfit| {
            self.error(column, misfit.kind, misfit.message)
                .allowing(&misfit.known)
        })
    }

    /// The value as plain text, before quotes.
    fn plain(&self, column: &Column, value: &Value) -> Result<String, PlanError> {
        let misfit = || {
            let message = format!("the value is {}, not {}.", value.kind(), of(column.kind));
            self.error(column, PlanErrorKind::WrongType, message)
        };
        let no = |message: String| self.error(column, PlanErrorKind::WrongType, message);
        match (column.kind, value) {
            (ColumnType::Bool, Value::Bool(flag)) => Ok(flag.to_string()),
            (
                ColumnType::Int64 | ColumnType::Decimal(..) | ColumnType::Float64,
                Value::Int(number),
            ) => Ok(number.to_string()),
            (ColumnType::Int64, Value::Decimal(text)) => {
                let exact = decimal(text, 0);
                exact.map_err(|why| no(format!("{text} is no whole number: {why}.")))
            }
            (ColumnType::Decimal(precision, scale), Value::Decimal(text)) => {
                let digits = usize::from(precision.saturating_sub(scale.unsigned_abs()));
                let exact = decimal(text, usize::from(scale.unsigned_abs()));
                let exact = exact.map_err(|why| no(format!("{text} does not fit: {why}.")))?;
                let whole = exact.trim_start_matches('-').split('.').next();
                match whole.is_some_and(|whole| whole.len() > digits.max(1)) {
                    true => Err(no(format!(
                        "{text} does not fit: it has more than {digits} digits before the point."
                    ))),
                    false => Ok(exact),
                }
            }
            (ColumnType::Float64, Value::Decimal(text)) => {
                decimal(text, usize::MAX).map_err(|why| no(format!("{text} does not fit: {why}.")))
            }
            (ColumnType::Float64, Value::Float(number)) if number.is_finite() => {
                Ok(serde_json::Value::from(*number).to_string())
            }
            (ColumnType::Text | ColumnType::Uuid, Value::Text(text)) => Ok(text.clone()),
            (ColumnType::Json, Value::Json(text) | Value::Text(text)) => {
                let json = serde_json::from_str::<&serde_json::value::RawValue>(text);
                let json = json.map_err(|error| no(format!("the text is no JSON ({error}).")))?;
                self.rows_inside(column, json.get())?;
                Ok(json.get().to_owned())
            }
            (ColumnType::Date | ColumnType::Timestamp, Value::Date(_) | Value::Timestamp(_)) => {
                let at = instant(value)
                    .ok_or_else(|| no("the time is beyond what the store has.".to_owned()))?;
                time(column, at).map_err(|why| no(why.to_owned()))
            }
            _ => Err(misfit()),
        }
    }
}

fn of(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Int64 => "a whole number",
        ColumnType::Bool => "true or false",
        ColumnType::Text => "a text",
        ColumnType::Decimal(..) => "an exact decimal number",
        ColumnType::Float64 => "a number",
        ColumnType::Date => "a date",
        ColumnType::Timestamp => "a time",
        ColumnType::Json => "JSON",
        ColumnType::Uuid => "a UUID",
    }
}

fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Timestamp(microseconds) => Timestamp::from_microsecond(*microseconds).ok(),
        Value::Date(days) => Timestamp::from_second(i64::from(*days) * 86_400).ok(),
        _ => None,
    }
}

fn time(column: &Column, at: Timestamp) -> Result<String, &'static str> {
    let zoned = at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let midnight = zoned.time() == jiff::civil::Time::midnight();
    let day: Date = zoned.date();
    if column.kind == ColumnType::Date && !midnight {
        return Err("the column holds a day, and the value has a time of day: cast it to DATE.");
    }
    let whole = at.subsec_nanosecond() == 0;
    match column.write_format {
        WriteFormat::Rfc2822 | WriteFormat::UnixText if !whole => {
            Err("the store takes whole seconds here: cut the value with date_trunc('second', …).")
        }
        WriteFormat::Rfc2822 => Ok(at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()),
        WriteFormat::UnixText => Ok(at.as_second().to_string()),
        _ if column.kind == ColumnType::Date => Ok(day.to_string()),
        _ => Ok(at.to_string()),
    }
}

/// A decimal as JSON spells it, with at most `scale` digits behind the point. The error says why not.
pub(crate) fn decimal(text: &str, scale: usize) -> Result<String, String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return Err("it is no decimal number".to_owned());
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let significant = fraction.trim_end_matches('0').len();
    if significant > scale {
        return Err(format!("it has more than {scale} digits behind the point"));
    }
    match fraction.get(..fraction.len().min(scale)) {
        None | Some("") => Ok(format!("{sign}{whole}")),
        Some(fraction) => Ok(format!("{sign}{whole}.{fraction}")),
    }
}

#[cfg(test)]
#[path = "spelling_tests.rs"]
mod tests;
