//! Session tables in the place of rows inside of a row: `LinkedProducts = 'OrderItems#TEMP'` becomes the JSON of that table's rows.

use std::collections::HashMap;

use storeql_catalog::{Children, Column, Table};
use storeql_write::{Change, Value, rows_as_json};

use super::values::{Target, values};
use crate::error::{Error, ErrorKind, Result};
use crate::metadata::namespace::Contents;
use crate::metadata::session_table::SessionTable;
use crate::sql::spelling::{fold, session_table};
use crate::zone::Clocks;

/// The change with the rows of session tables where their names stand.
pub(super) fn with_rows(
    mut change: Change,
    table: &Table,
    contents: &Contents,
    clocks: &Clocks,
) -> Result<Change> {
    let session = Session {
        table,
        contents,
        clocks,
    };
    let (columns, rows): (&[String], Vec<(u64, &mut Vec<Value>)>) = match &mut change {
        Change::Insert { columns, rows } | Change::Upsert { columns, rows } => {
            let rows = rows.iter_mut().map(|row| (row.number, &mut row.values));
            (columns, rows.collect())
        }
        Change::Update { columns, rows } => {
            let rows = rows.iter_mut().map(|row| (row.number, &mut row.values));
            (columns, rows.collect())
        }
        Change::Delete { .. } => return Ok(change),
    };
    let places = columns.iter().enumerate();
    let places =
        places.filter_map(|(place, name)| Some((place, name, table.write.children.get(name)?)));
    let places: Vec<(usize, &String, &Children)> = places.collect();
    // Many rows may name the same table.
    let mut made: HashMap<(usize, String), String> = HashMap::new();
    for (number, values) in rows {
        for (place, name, children) in &places {
            let Some(value) = values.get_mut(*place) else {
                continue;
            };
            let Some(typed) = name_in(value) else {
                continue;
            };
            let json = match made.get(&(*place, typed.clone())) {
                Some(json) => json.clone(),
                None => {
                    let json = session.json(name, children, &typed);
                    let json = json.map_err(|error| {
                        error.within(format!("{}.{name}, row {number}", table.name))
                    })?;
                    made.insert((*place, typed), json.clone());
                    json
                }
            };
            *value = Value::Json(json);
        }
    }
    Ok(change)
}

/// The name of a session table that a value is: `OrderItems#TEMP`, `[OrderItems#TEMP]`.
fn name_in(value: &Value) -> Option<String> {
    let (Value::Json(text) | Value::Text(text)) = value else {
        return None;
    };
    let bare = text.trim();
    let bare = bare
        .strip_prefix('[')
        .and_then(|bare| bare.strip_suffix(']'))
        .unwrap_or(bare);
    session_table(bare).map(|_| bare.to_owned())
}

/// What a value may name.
struct Session<'a> {
    table: &'a Table,
    contents: &'a Contents,
    clocks: &'a Clocks,
}

impl Session<'_> {
    /// The rows of the session table as the JSON of the column.
    fn json(&self, column: &str, children: &Children, typed: &str) -> Result<String> {
        let found = self.contents.names.find(&[typed.to_owned()])?;
        let found = self.contents.session_tables.get(found).ok_or_else(|| {
            let message = format!("there is no session table {typed}");
            Error::new(ErrorKind::UnknownTable, message)
        })?;
        let (names, rows) = self.rows(column, children, typed, found)?;
        if rows.is_empty() {
            let message =
                format!("the session table {typed} has no rows; nothing was sent to the store");
            return Err(Error::new(ErrorKind::InvalidValue, message));
        }
        Ok(rows_as_json(
            self.table, column, children, typed, &names, &rows,
        )?)
    }

    /// Columns and values; what the rows name themselves is JSON.
    fn rows(
        &self,
        column: &str,
        children: &Children,
        typed: &str,
        found: &SessionTable,
    ) -> Result<(Vec<String>, Vec<Vec<Value>>)> {
        let mut names = Vec::new();
        let mut members: Vec<&Column> = Vec::new();
        for name in found.columns() {
            let member = member(children, name).ok_or_else(|| {
                let known: Vec<&str> = children.columns.keys().map(String::as_str).collect();
                let message = format!("{typed} has the column {name}, which the store does not know in {column}; nothing was sent to the store");
                Error::new(ErrorKind::UnknownColumn, message)
                    .on_column(name)
                    .with_hint(format!("its columns may be {}", known.join(", ")))
            })?;
            names.push(member.name.clone());
            members.push(member);
        }
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for batch in found.rows()? {
            let first = rows.len();
            rows.resize_with(first + batch.num_rows(), Vec::new);
            for (array, member) in batch.columns().iter().zip(&members) {
                let target = Target {
                    table: typed,
                    column: member,
                    first: first as u64 + 1,
                    clocks: self.clocks,
                };
                let values = values(array, target)?;
                for (row, value) in rows.iter_mut().skip(first).zip(values) {
                    row.push(self.inner(children, member, value)?);
                }
            }
        }
        Ok((names, rows))
    }

    fn inner(&self, children: &Children, member: &Column, value: Value) -> Result<Value> {
        match (children.children.get(&member.name), name_in(&value)) {
            (Some(below), Some(typed)) => {
                Ok(Value::Json(self.json(&member.name, below, &typed)?))
            }
            _ => Ok(value),
        }
    }
}

/// The member that a session table's column is.
fn member<'c>(children: &'c Children, name: &str) -> Option<&'c Column> {
    let folded = fold(name);
    let exact = children.columns.get(name);
    let same = |column: &&Column| {
        let mut names = std::iter::once(&column.name).chain(&column.aliases);
        names.any(|name| fold(name) == folded)
    };
    exact.or_else(|| children.columns.values().find(same))
}
