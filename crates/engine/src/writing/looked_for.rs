//! An upsert that the API has not: rows are looked for by a key, and become an insert of those that are missing and an update of
//! the others.

use std::collections::HashMap;

use storeql_catalog::Table;
use storeql_write::{Change, NewRow, Value, Verb, find_existing, split_upsert};

use super::change::{of_rows, shown};
use crate::error::{Error, ErrorKind, Result};
use crate::run_state::RunState;
use crate::sql::writes::{Conflict, WriteStatement};
use crate::store::Store;

/// What a statement would send, of no rows.
pub(super) fn shapes(statement: &WriteStatement) -> Vec<Change> {
    match &statement.conflict {
        None => vec![of_rows(statement, Vec::new(), 1)],
        Some(conflict) => {
            let (insert, update) = split_upsert(
                &statement.table,
                &statement.columns,
                &[],
                &conflict.set,
                Vec::new(),
            );
            changes(&statement.table, insert, update, conflict)
        }
    }
}

/// The changes that one becomes: an upsert that the API has not is an insert and an update. Sends reads only.
pub(super) async fn looked_for(
    statement: &WriteStatement,
    change: Change,
    store: &Store,
    state: &RunState,
) -> Result<Vec<Change>> {
    let Some(conflict) = &statement.conflict else {
        return Ok(vec![change]);
    };
    let (columns, rows) = match change {
        Change::Insert { columns, rows } | Change::Upsert { columns, rows } => (columns, rows),
        other => return Ok(vec![other]),
    };
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let table = &statement.table;
    let rows = once(table, conflict, &columns, rows)?;
    let client = store.client().await?;
    let meter = state.scans().budget.meter();
    let there = find_existing(table, &columns, &rows, &conflict.on, client, meter).await;
    let there = there.map_err(|failure| {
        let why = failure.message.trim_end_matches('.');
        let kind = failure
            .kind
            .map_or(ErrorKind::InvalidValue, ErrorKind::from);
        Error::new(kind, format!("{why}; nothing was written"))
            .on_table(&table.name)
            .answered(failure.status, &failure.fields)
    })?;
    let (insert, update) = split_upsert(table, &columns, &rows, &conflict.set, there);
    Ok(changes(table, insert, update, conflict))
}

/// The changes that are made: rows that are there stay as they are where nothing is set.
fn changes(table: &Table, insert: Change, update: Change, conflict: &Conflict) -> Vec<Change> {
    let insert = match insert {
        // The API creates such a row by its upsert only.
        Change::Insert { columns, rows } if table.write.insert.is_none() => {
            Change::Upsert { columns, rows }
        }
        insert => insert,
    };
    match conflict.set.is_empty() {
        true => vec![insert],
        false => vec![update, insert],
    }
}

/// The rows, of which no two have the same key: a second one is an error where it would change the first, and else it is left out.
fn once(
    table: &Table,
    conflict: &Conflict,
    columns: &[String],
    rows: Vec<NewRow>,
) -> Result<Vec<NewRow>> {
    let places: Vec<usize> = conflict
        .on
        .iter()
        .filter_map(|name| columns.iter().position(|column| column == name))
        .collect();
    let mut seen: HashMap<Vec<String>, u64> = HashMap::new();
    let mut kept = Vec::new();
    for row in rows {
        let key: Vec<&Value> = places
            .iter()
            .filter_map(|place| row.values.get(*place))
            .collect();
        let key: Vec<String> = key.into_iter().map(shown).collect();
        match seen.get(&key) {
            None => {
                seen.insert(key, row.number);
                kept.push(row);
            }
            Some(_) if conflict.set.is_empty() => {}
            Some(before) => {
                let message = format!(
                    "rows {before} and {} of the {} have the same {}, {}: a row cannot be changed twice; nothing was written",
                    row.number,
                    Verb::Upsert.word(),
                    conflict.on.join(", "),
                    key.join(", ")
                );
                return Err(Error::new(ErrorKind::InvalidValue, message).on_table(&table.name));
            }
        }
    }
    Ok(kept)
}
