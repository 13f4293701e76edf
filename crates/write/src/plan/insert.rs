//! INSERT and UPSERT into requests.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use storeql_catalog::{Body, Column, Partial, Table, Takes};

use super::batches;
use super::carried::needs_row;
use super::natural::natural_key;
use super::request::PlannedRequest;
use super::step::{PlannedRow, Step};
use crate::address::{Filling, Named, bare_key, column_of, key_json, placeholders, text_of};
use crate::change::{NewRow, Verb};
use crate::error::{PlanError, PlanErrorKind};
use crate::raw::Tree;
use crate::spelling::Place;
use crate::value::Value;

/// The requests that create the rows, or upsert them.
pub(crate) fn requests(
    table: &Arc<Table>,
    verb: Verb,
    columns: &[String],
    rows: &[NewRow],
) -> Result<Vec<PlannedRequest>, PlanError> {
    let step = Arc::new(step(table, verb)?);
    check_columns(table, columns)?;
    let mut planned = Vec::new();
    let mut seen = HashMap::new();
    for row in rows {
        let values = Named {
            columns,
            values: &row.values,
        };
        once(table, verb, values, row.number, &mut seen)?;
        planned.push(plan_row(&step, columns, row, values)?);
    }
    Ok({
        let most = most(&step, &planned);
        batches::written(&step, 0, planned, most)
    })
}

/// Rows in a request: as many as the API takes. Of a batch of which a part may be written, each row has to be found again; where
/// that cannot be, a request has one row.
fn most(step: &Step, rows: &[PlannedRow]) -> usize {
    let findable = |row: &PlannedRow| natural_key(&step.table, row, &step.found_by).is_some();
    let unknown = step.creates && step.endpoint.partial == Partial::Unknown;
    match unknown && !rows.iter().all(findable) {
        true => 1,
        false => step.endpoint.batch as usize,
    }
}

fn step(table: &Arc<Table>, verb: Verb) -> Result<Step, PlanError> {
    let write = &table.write;
    let insert = write.insert.as_ref().filter(|_| verb == Verb::Insert);
    let plain = |endpoint, found_by| Step {
        table: Arc::clone(table),
        verb,
        endpoint,
        carries: None,
        creates: false,
        found_by,
        absent_by: Vec::new(),
    };
    match (insert, &write.upsert) {
        (Some(insert), _) => Ok(Step {
            creates: true,
            ..plain(insert.endpoint.clone(), insert.found_by.clone())
        }),
        (None, Some(upsert)) => Ok(Step {
            // An upsert of a row that is there is a change of it, and carries what a change does.
            carries: (verb == Verb::Upsert).then(|| upsert.carries.clone()),
            // What upserts would change a row that is there, where an INSERT has to fail.
            absent_by: match verb {
                Verb::Insert => upsert.key.clone(),
                _ => Vec::new(),
            },
            ..plain(upsert.endpoint.clone(), upsert.found_by.clone())
        }),
        (None, None) => {
            let message = match verb {
                Verb::Upsert => "the store does not upsert rows of this table by itself.",
                _ => "the store's API creates no rows of this table.",
            };
            Err(PlanError::new(
                PlanErrorKind::NotWritable,
                &table.name,
                message,
            ))
        }
    }
}

fn check_columns(table: &Table, columns: &[String]) -> Result<(), PlanError> {
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
        match table.write.takes(column) {
            Takes::Always | Takes::AtInsert => {}
            Takes::AtUpdate => {
                return error(
                    PlanErrorKind::ReadOnlyColumn,
                    "the store takes the column only when a row is changed: leave it out here.",
                );
            }
            Takes::Never => {
                return error(
                    PlanErrorKind::ReadOnlyColumn,
                    "the store sets the column itself: leave it out.",
                );
            }
        }
    }
    Ok(())
}

/// An upsert of one row twice would depend on which comes first.
fn once(
    table: &Table,
    verb: Verb,
    values: Named<'_>,
    row: u64,
    seen: &mut HashMap<Vec<Option<String>>, u64>,
) -> Result<(), PlanError> {
    let Some(upsert) = &table.write.upsert else {
        return Ok(());
    };
    if verb == Verb::Insert && table.write.insert.is_some() {
        return Ok(());
    }
    let text = |name: &String| values.get(name).and_then(text_of);
    let key: Vec<Option<String>> = upsert.key.iter().map(text).collect();
    if key.iter().any(Option::is_none) {
        return Ok(());
    }
    match seen.insert(key, row) {
        None => Ok(()),
        Some(before) => {
            let message = format!(
                "it has the same {} as row {before}: give each row once.",
                upsert.key.join(", ")
            );
            Err(PlanError::new(PlanErrorKind::Twice, &table.name, message).of_row(row))
        }
    }
}

fn plan_row(
    step: &Step,
    columns: &[String],
    row: &NewRow,
    values: Named<'_>,
) -> Result<PlannedRow, PlanError> {
    let table = &step.table;
    if columns.len() != row.values.len() {
        let message = format!(
            "it has {} values for {} columns.",
            row.values.len(),
            columns.len()
        );
        return Err(PlanError::new(PlanErrorKind::Missing, &table.name, message).of_row(row.number));
    }
    let place = Place {
        table,
        verb: step.verb,
        row: row.number,
        children: &table.write.children,
    };
    let endpoint = &step.endpoint;
    let bare = match endpoint.body {
        Body::Keys => bare_key(table, endpoint),
        Body::Object | Body::Array => None,
    };
    let (mut members, mut files) = (Tree::new(), Vec::new());
    for (name, value) in values.iter() {
        let Some(column) = column_of(table, name) else {
            continue;
        };
        let spelled = place.spell(column, value)?;
        let elsewhere = placeholders(&endpoint.path).any(|named| named == name)
            || bare.is_some_and(|bare| bare.name == *name);
        if let (Some(_), Value::Text(path)) = (column.file, value) {
            let member = endpoint.path_of(column).join(".");
            files.push((member, PathBuf::from(path)));
            continue;
        }
        if let Some(text) = spelled.filter(|_| !elsewhere) {
            members.set(endpoint.path_of(column), Tree::Text(text));
        }
    }
    required(table, values, row.number)?;
    let known = |name: &str| {
        values
            .get(name)
            .is_some_and(|value| *value != Value::Default)
    };
    let columns = columns.iter().filter_map(|name| column_of(table, name));
    let needs_row = step.carries.is_some() && needs_row(step, known, columns);
    let given = values.iter().filter(|(_, value)| value.is_given());
    Ok(PlannedRow {
        number: row.number,
        filling: Filling::of(table, &endpoint.path, values, row.number)?,
        bare: bare
            .map(|column| bare_text(table, column, values, row.number))
            .transpose()?,
        members,
        files,
        given: given
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        needs_row,
        as_read: None,
    })
}

fn bare_text(
    table: &Table,
    column: &Column,
    values: Named<'_>,
    row: u64,
) -> Result<String, PlanError> {
    let text = values
        .get(&column.name)
        .and_then(|value| key_json(column, value));
    text.ok_or_else(|| {
        let message = "the row needs a value here.";
        PlanError::new(PlanErrorKind::Missing, &table.name, message)
            .of_column(&column.name)
            .of_row(row)
    })
}

fn required(table: &Table, values: Named<'_>, row: u64) -> Result<(), PlanError> {
    for required in &table.write.required {
        let given = |name: &String| values.get(name).is_some_and(Value::is_given);
        let file =
            |name: &String| column_of(table, name).is_some_and(|column| column.file.is_some());
        let several = required.one_of.iter().filter(|name| given(name)).count() > 1;
        if several && required.one_of.iter().any(file) {
            let message = format!("it has both: give {}.", required.one_of.join(" or "));
            return Err(PlanError::new(PlanErrorKind::Twice, &table.name, message).of_row(row));
        }
        if !required.one_of.iter().any(given) {
            let message = format!(
                "the store creates no row without {}: give a value.",
                required.one_of.join(" or ")
            );
            let error = PlanError::new(PlanErrorKind::Missing, &table.name, message).of_row(row);
            return Err(match required.one_of.as_slice() {
                [only] => error.of_column(only),
                _ => error,
            });
        }
    }
    Ok(())
}
