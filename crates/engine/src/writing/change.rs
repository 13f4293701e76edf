//! The input's rows as a change: addresses, new values, present values.

use std::collections::HashMap;

use arrow::array::RecordBatch;
use storeql_catalog::Column;
use storeql_write::{Change, ChangedRow, DeletedRow, NewRow, Value, Verb};

use super::values::{Target, values};
use crate::error::{Error, ErrorKind, Result};
use crate::sql::writes::WriteStatement;
use crate::zone::Clocks;

/// The change that the input's rows say, whose rows are numbered from `first`. A row that the input has several times is changed or
/// deleted once. A time without a zone is what these clocks show.
pub(super) fn of(
    statement: &WriteStatement,
    batches: &[RecordBatch],
    first: u64,
    clocks: &Clocks,
) -> Result<Change> {
    let rows = rows(statement, batches, clocks)?;
    let rows = match &statement.choice {
        Some(choice) => once(statement, choice.each_once, rows)?,
        None => rows,
    };
    Ok(of_rows(statement, rows, first))
}

/// The change of rows whose values stand as the input's columns do.
pub(super) fn of_rows(statement: &WriteStatement, rows: Vec<Vec<Value>>, first: u64) -> Change {
    let columns = statement.columns.clone();
    let numbered = (first..).zip(rows);
    let new = |(number, values)| NewRow { number, values };
    match statement.verb {
        Verb::Insert => Change::Insert {
            columns,
            rows: numbered.map(new).collect(),
        },
        Verb::Upsert => Change::Upsert {
            columns,
            rows: numbered.map(new).collect(),
        },
        Verb::Delete => Change::Delete {
            rows: numbered
                .map(|(number, address)| DeletedRow { number, address })
                .collect(),
        },
        Verb::Update => {
            let addressed = statement.address.len();
            let changed = |(number, mut row): (u64, Vec<Value>)| {
                let mut values = row.split_off(addressed.min(row.len()));
                let mut read = values
                    .split_off(columns.len().min(values.len()))
                    .into_iter();
                let current = statement.readable().map(|readable| match readable {
                    true => read.next().unwrap_or(Value::Default),
                    // No value is the same as this one: it is sent.
                    false => Value::Default,
                });
                ChangedRow {
                    number,
                    address: row,
                    values,
                    current: Some(current.collect()),
                    as_read: None,
                }
            };
            let rows = numbered.map(changed).collect();
            Change::Update { columns, rows }
        }
    }
}

/// Every row, as the write crate's values.
fn rows(
    statement: &WriteStatement,
    batches: &[RecordBatch],
    clocks: &Clocks,
) -> Result<Vec<Vec<Value>>> {
    let table = &statement.table;
    let column = |name: &String| -> Result<&Column> {
        let member = || table.write.members.get(name);
        table.columns.get(name).or_else(member).ok_or_else(|| {
            let message = format!("the table {} has no column {name}", table.name);
            Error::new(ErrorKind::Internal, message)
        })
    };
    let readable = statement.columns.iter().zip(statement.readable());
    let read = readable.filter(|(_, readable)| *readable);
    let read = read
        .map(|(name, _)| name)
        .filter(|_| statement.verb == Verb::Update);
    let names = statement.address.iter().chain(&statement.columns);
    let columns = names
        .chain(read)
        .map(column)
        .collect::<Result<Vec<&Column>>>()?;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for batch in batches {
        let first = rows.len();
        rows.resize_with(first + batch.num_rows(), Vec::new);
        for (array, column) in batch.columns().iter().zip(&columns) {
            let target = Target {
                table: &table.name,
                column,
                first: first as u64 + 1,
                clocks,
            };
            let values = values(array, target)?;
            for (row, value) in rows.iter_mut().skip(first).zip(values) {
                row.push(value);
            }
        }
    }
    for (row, column) in &statement.defaults {
        if let Some(value) = rows.get_mut(*row).and_then(|row| row.get_mut(*column)) {
            *value = Value::Default;
        }
    }
    Ok(rows)
}

/// Each row once. A row that would get two different values is an error, as the order of a FROM's rows says nothing.
fn once(
    statement: &WriteStatement,
    strictly: bool,
    rows: Vec<Vec<Value>>,
) -> Result<Vec<Vec<Value>>> {
    let addressed = statement.address.len();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Vec<Value>> = Vec::new();
    for row in rows {
        let address: Vec<&Value> = row.iter().take(addressed).collect();
        let place = *places.entry(format!("{address:?}")).or_insert(kept.len());
        match kept.get(place) {
            None => kept.push(row),
            Some(before) if *before == row && !strictly => {}
            Some(_) => {
                let named = statement.address.iter().zip(&address);
                let named: Vec<String> = named
                    .map(|(name, value)| format!("{name} {}", shown(value)))
                    .collect();
                let what = match strictly {
                    true => "would be changed twice: USING has several rows for it",
                    false => "would get two different values: FROM has several rows for it",
                };
                let message = format!(
                    "the row of {} with {} {what}; nothing was written",
                    statement.table.name,
                    named.join(", ")
                );
                return Err(Error::new(ErrorKind::InvalidValue, message)
                    .on_table(&statement.table.name)
                    .with_hint("let it have one row for each, by GROUP BY or DISTINCT"));
            }
        }
    }
    Ok(kept)
}

/// A value for a person.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Date(days) => format!("{days} days since 1970"),
        Value::Timestamp(microseconds) => format!("{microseconds} µs since 1970"),
        Value::Null => "NULL".to_owned(),
        Value::Default => "DEFAULT".to_owned(),
    }
}
