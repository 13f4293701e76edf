//! DELETE into requests: by full keys, or by the change that takes rows out of their array.

use std::collections::HashMap;
use std::sync::Arc;

use storeql_catalog::{Delete, Table};

use super::batches;
use super::request::PlannedRequest;
use super::step::{KeyedRow, PlannedRow, Step};
use super::update::twice;
use crate::address::{Filling, FullKey, Named, address_of, column_of, key_json, placeholders};
use crate::change::{DeletedRow, Verb};
use crate::error::{PlanError, PlanErrorKind};
use crate::raw::Tree;
use crate::value::Value;

/// The requests that delete the rows.
pub(crate) fn requests(
    table: &Arc<Table>,
    rows: &[DeletedRow],
) -> Result<Vec<PlannedRequest>, PlanError> {
    let Some(delete) = &table.write.delete else {
        let message = "the store's API deletes no rows of this table.";
        return Err(PlanError::new(
            PlanErrorKind::NotWritable,
            &table.name,
            message,
        ));
    };
    let step = Arc::new(Step {
        table: Arc::clone(table),
        verb: Verb::Delete,
        endpoint: delete.endpoint.clone(),
        carries: None,
        creates: false,
        found_by: Vec::new(),
        absent_by: Vec::new(),
    });
    let columns = address_of(table, Verb::Delete);
    let mut seen = HashMap::new();
    for row in rows {
        if row.address.len() != columns.len() {
            let message = format!(
                "it has {} values of its address for {} columns.",
                row.address.len(),
                columns.len()
            );
            return Err(
                PlanError::new(PlanErrorKind::NoKey, &table.name, message).of_row(row.number)
            );
        }
        twice(table, &row.address, row.number, &mut seen)?;
    }
    match step.endpoint.method.as_str() {
        "DELETE" => {
            let keyed = rows.iter().map(|row| keyed(&step, &columns, row));
            Ok(batches::deleted(&step, keyed.collect::<Result<_, _>>()?))
        }
        _ => {
            let changed = rows
                .iter()
                .map(|row| taken_out(&step, delete, &columns, row));
            let most = step.endpoint.batch as usize;
            Ok(batches::written(
                &step,
                0,
                changed.collect::<Result<_, _>>()?,
                most,
            ))
        }
    }
}

fn keyed(step: &Step, columns: &[String], row: &DeletedRow) -> Result<KeyedRow, PlanError> {
    let address = Named {
        columns,
        values: &row.address,
    };
    Ok(KeyedRow {
        number: row.number,
        key: FullKey::of(&step.table, &step.endpoint, address, row.number)?,
        given: given(address),
    })
}

/// The change that deletes: an order's line gets `"quantity": 0`.
fn taken_out(
    step: &Step,
    delete: &Delete,
    columns: &[String],
    row: &DeletedRow,
) -> Result<PlannedRow, PlanError> {
    let table = &step.table;
    let address = Named {
        columns,
        values: &row.address,
    };
    let mut members = Tree::new();
    for name in &table.key {
        let column = table.columns.get(name);
        let in_path = placeholders(&step.endpoint.path).any(|named| named == name);
        let Some(column) = column.filter(|_| !in_path) else {
            continue;
        };
        let text = address.get(name).and_then(|value| key_json(column, value));
        let Some(text) = text else {
            let message = "the value says which row is deleted, and is missing.";
            return Err(PlanError::new(PlanErrorKind::NoKey, &table.name, message)
                .of_column(name)
                .of_row(row.number));
        };
        members.set(step.endpoint.path_of(column), Tree::Text(text));
    }
    for (name, text) in &delete.set {
        if let Some(column) = column_of(table, name) {
            members.set(step.endpoint.path_of(column), Tree::Text(text.clone()));
        }
    }
    Ok(PlannedRow {
        number: row.number,
        filling: Filling::of(table, &step.endpoint.path, address, row.number)?,
        bare: None,
        members,
        files: Vec::new(),
        given: given(address),
        needs_row: false,
        as_read: None,
    })
}

fn given(address: Named<'_>) -> Vec<(String, Value)> {
    address
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
