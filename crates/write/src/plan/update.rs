//! UPDATE into requests: which endpoint takes which column, what goes along, and which rows stay as they are.

use std::collections::HashMap;
use std::sync::Arc;

use storeql_catalog::{Body, Carries, Column, Table, Takes, Update};

use super::batches;
use super::carried::needs_row;
use super::request::PlannedRequest;
use super::step::{PlannedRow, Step};
use crate::address::{Filling, Named, address_of, column_of, placeholders, text_of};
use crate::change::{ChangedRow, Verb};
use crate::error::{PlanError, PlanErrorKind};
use crate::raw::Tree;
use crate::same::same;
use crate::spelling::Place;
use crate::value::Value;

/// Requests, and the rows that have all their values already, with their addresses.
pub(crate) type Planned = (Vec<PlannedRequest>, Vec<(u64, Vec<Value>)>);

/// The requests that change the rows.
pub(crate) fn requests(
    table: &Arc<Table>,
    columns: &[String],
    rows: &[ChangedRow],
) -> Result<Planned, PlanError> {
    let steps = steps(table)?;
    let changed = check_columns(table, columns)?;
    let address = address_of(table, Verb::Update);
    let mut by_step: Vec<Vec<PlannedRow>> = steps.iter().map(|_| Vec::new()).collect();
    let mut unchanged = Vec::new();
    let mut seen = HashMap::new();
    for row in rows {
        check_row(table, columns, &address, row, &mut seen)?;
        let stays = |position: usize| {
            let current = row
                .current
                .as_ref()
                .and_then(|current| current.get(position));
            let (Some(current), Some(value), Some(column)) =
                (current, row.values.get(position), changed.get(position))
            else {
                return false;
            };
            same(column.kind, current, value)
        };
        let mut parts: Vec<Vec<usize>> = steps.iter().map(|_| Vec::new()).collect();
        for (position, column) in changed.iter().enumerate() {
            let null = row.values.get(position) == Some(&Value::Null);
            let taken = route(table, column, null);
            if let Some(part) = parts.get_mut(taken).filter(|_| !stays(position)) {
                part.push(position);
            }
        }
        if parts.iter().all(Vec::is_empty) {
            unchanged.push((row.number, row.address.clone()));
        }
        for ((step, part), rows) in steps.iter().zip(&parts).zip(&mut by_step) {
            if !part.is_empty() {
                rows.push(plan_row(step, &address, &changed, part, row)?);
            }
        }
    }
    let mut requests = Vec::new();
    for (stage, (step, rows)) in steps.iter().zip(by_step).enumerate() {
        let most = step.endpoint.batch as usize;
        requests.extend(batches::written(step, stage, rows, most));
    }
    Ok((requests, unchanged))
}

/// One step for each endpoint that changes rows.
pub(crate) fn steps(table: &Arc<Table>) -> Result<Vec<Arc<Step>>, PlanError> {
    let step = |endpoint, carries| {
        Arc::new(Step {
            table: Arc::clone(table),
            verb: Verb::Update,
            endpoint,
            carries: Some(carries),
            creates: false,
            found_by: Vec::new(),
            absent_by: Vec::new(),
        })
    };
    let of = |update: &Update| step(update.endpoint.clone(), update.carries.clone());
    let write = &table.write;
    match (&write.updates[..], &write.upsert) {
        ([], Some(upsert)) => {
            // The natural key stands in the body beside the rest.
            let carries = match &upsert.carries {
                Carries::All => Carries::All,
                Carries::Columns(columns) => {
                    let mut columns = columns.clone();
                    let missing = upsert.key.iter().filter(|name| !columns.contains(name));
                    let missing: Vec<String> = missing.cloned().collect();
                    columns.extend(missing);
                    Carries::Columns(columns)
                }
            };
            Ok(vec![step(upsert.endpoint.clone(), carries)])
        }
        ([], None) => Err(PlanError::new(
            PlanErrorKind::NotWritable,
            &table.name,
            "the store's API changes no rows of this table.",
        )),
        (updates, _) => Ok(updates.iter().map(of).collect()),
    }
}

/// The columns of a SET, if an UPDATE takes them.
pub(crate) fn check_columns<'t>(
    table: &'t Table,
    columns: &[String],
) -> Result<Vec<&'t Column>, PlanError> {
    let mut found = Vec::new();
    for (position, name) in columns.iter().enumerate() {
        let error = |kind, message: &str| {
            Err(PlanError::new(kind, &table.name, message.to_owned()).of_column(name))
        };
        let Some(column) = column_of(table, name) else {
            return error(
                PlanErrorKind::UnknownColumn,
                "the table has no such column.",
            );
        };
        if columns.iter().take(position).any(|before| before == name) {
            return error(PlanErrorKind::Twice, "the column is named twice.");
        }
        let takes = table.write.takes(column);
        if table.key.contains(name) {
            let message = "the column says which row is meant, and no row gets another key: insert the other row, and delete this one.";
            return error(PlanErrorKind::ReadOnlyColumn, message);
        }
        if !matches!(takes, Takes::Always | Takes::AtUpdate) {
            let upsert = table.write.upsert.as_ref();
            let natural = upsert.is_some_and(|upsert| upsert.key.contains(name));
            let message = match takes {
                Takes::AtInsert if natural => {
                    "the column says which row is meant: with another value the store would write another row and leave this \
                     one. Insert the other row, and delete this one."
                }
                Takes::AtInsert => "the store takes the column only when a row is created.",
                _ => "the store sets the column itself.",
            };
            return error(PlanErrorKind::ReadOnlyColumn, message);
        }
        found.push(column);
    }
    Ok(found)
}

/// The place of the update that takes the column.
pub(crate) fn route(table: &Table, column: &Column, null: bool) -> usize {
    let updates = &table.write.updates;
    let named = |update: &Update| update.columns.contains(&column.name);
    let own = updates.iter().position(named);
    let place = own.unwrap_or_default();
    match updates.get(place) {
        Some(update) if null && column.writes_null && !update.nulls => {
            let later = updates
                .iter()
                .skip(place + 1)
                .position(|update| update.nulls);
            later.map_or(place, |later| place + 1 + later)
        }
        _ => place,
    }
}

fn check_row(
    table: &Table,
    columns: &[String],
    address: &[String],
    row: &ChangedRow,
    seen: &mut HashMap<Vec<Option<String>>, u64>,
) -> Result<(), PlanError> {
    let lengths = [
        (row.values.len(), columns.len(), "values"),
        (row.address.len(), address.len(), "values of its address"),
    ];
    for (has, wants, what) in lengths {
        if has != wants {
            let message = format!("it has {has} {what} for {wants} columns.");
            return Err(
                PlanError::new(PlanErrorKind::Missing, &table.name, message).of_row(row.number)
            );
        }
    }
    twice(table, &row.address, row.number, seen)
}

/// A row that a statement changes or deletes twice.
pub(crate) fn twice(
    table: &Table,
    address: &[Value],
    row: u64,
    seen: &mut HashMap<Vec<Option<String>>, u64>,
) -> Result<(), PlanError> {
    match seen.insert(address.iter().map(text_of).collect(), row) {
        None => Ok(()),
        Some(before) => {
            let message = format!("it is the same row as row {before}: name each row once.");
            Err(PlanError::new(PlanErrorKind::Twice, &table.name, message).of_row(row))
        }
    }
}

fn plan_row(
    step: &Step,
    address: &[String],
    changed: &[&Column],
    part: &[usize],
    row: &ChangedRow,
) -> Result<PlannedRow, PlanError> {
    let table = &step.table;
    let endpoint = &step.endpoint;
    let named = Named {
        columns: address,
        values: &row.address,
    };
    let place = Place {
        table,
        verb: Verb::Update,
        row: row.number,
        children: &table.write.children,
    };
    let mut members = Tree::new();
    let mut given: Vec<(String, Value)> = Vec::new();
    // What says which row is meant: in the path, or in the row's object.
    for (name, value) in named.iter() {
        let Some(column) = table.columns.get(name) else {
            continue;
        };
        given.push((name.clone(), value.clone()));
        let in_path = placeholders(&endpoint.path).any(|named| named == name);
        let by_upsert = table.write.updates.is_empty();
        let upsert = table.write.upsert.as_ref().filter(|_| by_upsert);
        let in_body = match upsert {
            Some(upsert) => upsert.key.contains(name),
            None => table.key.contains(name) && endpoint.body == Body::Array,
        };
        if in_body && !in_path && value.is_given() {
            let spelled = place.spell(column, value)?.unwrap_or_default();
            members.set(endpoint.path_of(column), Tree::Text(spelled));
        } else if in_body && !in_path && !optional_key(table, name) {
            let message = "the value says which row is meant, and is missing.";
            return Err(PlanError::new(PlanErrorKind::NoKey, &table.name, message)
                .of_column(name)
                .of_row(row.number));
        }
    }
    let mut columns = Vec::new();
    for position in part {
        let (Some(column), Some(value)) = (changed.get(*position), row.values.get(*position))
        else {
            continue;
        };
        if let Some(spelled) = place.spell(column, value)? {
            members.set(endpoint.path_of(column), Tree::Text(spelled));
        }
        given.retain(|(name, _)| *name != column.name);
        given.push((column.name.clone(), value.clone()));
        columns.push(*column);
    }
    let known = |name: &str| {
        given
            .iter()
            .any(|(known, value)| known == name && *value != Value::Default)
    };
    let needs_row = needs_row(step, known, columns.into_iter());
    Ok(PlannedRow {
        number: row.number,
        filling: Filling::of(table, &endpoint.path, named, row.number)?,
        bare: None,
        members,
        files: Vec::new(),
        given,
        needs_row,
        as_read: row.as_read.clone(),
    })
}

/// A part of a key that the definition lets rows lack: a filter context is of a channel or of a category.
fn optional_key(table: &Table, name: &str) -> bool {
    let mut required = table.write.required.iter();
    required
        .any(|required| required.one_of.len() > 1 && required.one_of.iter().any(|one| one == name))
}
