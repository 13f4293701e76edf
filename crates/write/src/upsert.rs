//! An upsert where the API has none: rows are looked for by a natural key, and become an insert of those that are missing and an
//! update of the others.
//!
//! Between the look and the write another client may create a row; then the store refuses the insert, and the row is told as
//! failed.

use std::sync::Arc;

use storeql_catalog::{Column, ColumnType, Table};
use storeql_client::{Client, Meter};

use crate::address::{Named, address_of, column_of};
use crate::change::{Change, ChangedRow, NewRow, Verb};
use crate::find::{Finder, Wanted};
use crate::outcome::Failure;
use crate::raw;
use crate::value::Value;

/// A row that the store has.
#[derive(Debug, Clone, PartialEq)]
pub struct Existing {
    /// The values of [`crate::address_of`]'s columns, in their order.
    pub address: Vec<Value>,
    /// The row as the API answered it.
    pub as_read: String,
}

/// Looks for each row by its values of the columns `on`. Sends reads only.
///
/// ```no_run
/// # async fn example(client: storeql_client::Client) -> Result<(), storeql_write::Failure> {
/// use storeql_catalog::Catalog;
/// use storeql_client::Meter;
/// use storeql_write::{NewRow, Value, find_existing, split_upsert};
///
/// let table = Catalog::builtin().table("customers").unwrap();
/// let columns = ["email", "notes"].map(str::to_owned);
/// let values = ["a@shop.example", "called"].map(|text| Value::Text(text.to_owned())).to_vec();
/// let rows = [NewRow { number: 1, values }];
/// let on = ["email".to_owned()];
/// let found = find_existing(table, &columns, &rows, &on, &client, &Meter::default()).await?;
/// let set = ["notes".to_owned()];
/// let (insert, update) = split_upsert(table, &columns, &rows, &set, found);
/// # Ok(())
/// # }
/// ```
pub async fn find_existing(
    table: &Arc<Table>,
    columns: &[String],
    rows: &[NewRow],
    on: &[String],
    client: &Client,
    meter: &Meter,
) -> Result<Vec<Option<Existing>>, Failure> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for row in rows {
        let values = Named {
            columns,
            values: &row.values,
        };
        let mut one = Wanted::new();
        for name in on {
            let value = values.get(name).filter(|value| value.is_given());
            let value = value.ok_or_else(|| {
                Failure::new(format!(
                    "row {} gives no value for {name}, by which it is looked for.",
                    row.number
                ))
            })?;
            one.push((name.clone(), value.clone()));
        }
        // The list may lie below what the row is of.
        for (name, value) in values.iter() {
            let parent = column_of(table, name).is_some_and(|column| column.from_parent);
            if parent && value.is_given() && !on.contains(name) {
                one.push((name.clone(), value.clone()));
            }
        }
        wanted.push(one);
    }
    let finder = Finder {
        client,
        meter,
        table,
    };
    let found = finder.find(&wanted, &[]).await;
    let found = found.map_err(|error| Failure::from(&error))?;
    let rows = rows.iter().zip(&wanted).zip(found);
    rows.map(|((row, wanted), found)| match found.as_slice() {
        [] => Ok(None),
        [there] => existing(table, wanted, there).map(Some),
        several => Err(Failure::new(format!(
            "the store has {} rows like row {}: name columns that tell them apart.",
            several.len(),
            row.number
        ))),
    })
    .collect()
}

fn existing(table: &Table, wanted: &Wanted, there: &str) -> Result<Existing, Failure> {
    let value = |name: &String| {
        let column = column_of(table, name)?;
        let text = raw::at(there, &column.path).filter(|_| !column.from_parent);
        match (text.and_then(raw::plain), column.kind) {
            (Some(text), ColumnType::Int64) => text.parse().ok().map(Value::Int),
            (Some(text), _) => Some(Value::Text(text)),
            (None, _) => {
                let given = wanted.iter().find(|(known, _)| known == name);
                given.map(|(_, value)| value.clone())
            }
        }
    };
    let names = address_of(table, Verb::Update);
    let address: Option<Vec<Value>> = names.iter().map(value).collect();
    let address = address.ok_or_else(|| {
        Failure::new(format!(
            "the store answered a row of {} without {}.",
            table.name,
            names.join(", ")
        ))
    })?;
    Ok(Existing {
        address,
        as_read: there.to_owned(),
    })
}

/// The insert of the rows that are missing, and the update of the others, which sets the columns `set` where they differ.
pub fn split_upsert(
    table: &Table,
    columns: &[String],
    rows: &[NewRow],
    set: &[String],
    found: Vec<Option<Existing>>,
) -> (Change, Change) {
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (row, found) in rows.iter().zip(found) {
        let Some(existing) = found else {
            new.push(row.clone());
            continue;
        };
        let values = Named {
            columns,
            values: &row.values,
        };
        let value = |name: &String| values.get(name).cloned().unwrap_or(Value::Default);
        changed.push(ChangedRow {
            number: row.number,
            address: existing.address,
            values: set.iter().map(value).collect(),
            current: Some(current(table, set, &existing.as_read)),
            as_read: Some(existing.as_read),
        });
    }
    let insert = Change::Insert {
        columns: columns.to_vec(),
        rows: new,
    };
    let update = Change::Update {
        columns: set.to_vec(),
        rows: changed,
    };
    (insert, update)
}

/// What the row has in the columns.
fn current(table: &Table, columns: &[String], as_read: &str) -> Vec<Value> {
    let value = |name: &String| {
        let column = table.columns.get(name).filter(|column| !column.from_parent);
        column.and_then(|column| value_in(column, as_read))
    };
    // A value that is not known is the same as no other: the column is sent.
    let values = columns.iter().map(value);
    values
        .map(|value| value.unwrap_or(Value::Default))
        .collect()
}

/// The value of a column in a row as it was read. None for times, of which the API has several spellings.
fn value_in(column: &Column, as_read: &str) -> Option<Value> {
    let text = raw::at(as_read, &column.path)?;
    if text == "null" {
        return Some(Value::Null);
    }
    Some(match column.kind {
        ColumnType::Json => Value::Json(text.to_owned()),
        ColumnType::Int64 => Value::Int(raw::plain(text)?.parse().ok()?),
        ColumnType::Decimal(..) => Value::Decimal(raw::plain(text)?),
        ColumnType::Bool => match raw::plain(text)?.as_str() {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => return None,
        },
        ColumnType::Text | ColumnType::Uuid => Value::Text(raw::plain(text)?),
        ColumnType::Float64 | ColumnType::Date | ColumnType::Timestamp => return None,
    })
}
