//! What RETURNING answers: each row that the statement reached, in the order of the statement, as the store has it afterwards, or
//! had it before it was deleted.

use std::collections::HashMap;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::compute::interleave;
use arrow::datatypes::SchemaRef;
use datafusion::sql::sqlparser::ast::Statement;
use storeql_catalog::Table;
use storeql_write::{Outcome, RowState, Value};

use super::change::shown;
use super::told::Told;
use super::values::{Target, values};
use crate::error::{Error, ErrorKind, Result};
use crate::sql::writes::Returning;
use crate::zone::Zone;

/// RETURNING, planned.
#[derive(Debug)]
pub(crate) struct Returned {
    pub(crate) returning: Returning,
    /// The answer's columns.
    pub(crate) columns: SchemaRef,
}

impl Returned {
    /// The query that reads at least the rows that the statement reached; none where the input has them.
    pub(crate) fn query(&self, outcome: &Outcome) -> Option<Statement> {
        self.returning.of_keys(&keys(outcome))
    }
}

/// The answer, out of rows that begin with their keys.
pub(super) fn answered(
    told: Told<'_>,
    returned: &Returned,
    outcome: &Outcome,
    batches: &[RecordBatch],
) -> Result<RecordBatch> {
    // What stands before the answer's columns; the key of the table comes first.
    let before = returned.returning.key.len();
    let mut places: HashMap<Vec<String>, (usize, usize)> = HashMap::new();
    for (number, batch) in batches.iter().enumerate() {
        for (row, key) in key_texts(told.table, batch)?.into_iter().enumerate() {
            places.entry(key).or_insert((number, row));
        }
    }
    let mut found = Vec::new();
    for row in outcome.rows.iter().filter(|row| is_reached(row.state)) {
        let text: Vec<String> = row.key.iter().map(text).collect();
        let place = places.get(&text).ok_or_else(|| {
            let message = format!(
                "all rows of {} are as the {} says, and RETURNING cannot tell row {}: the store does not show it yet",
                told.table.name, told.word, row.number
            );
            Error::new(ErrorKind::PartlyWritten, message)
                .on_table(&told.table.name)
                .with_hint("read it with a SELECT")
        })?;
        found.push(*place);
    }
    let columns = returned.columns.fields().len();
    let column = |place: usize| -> Result<ArrayRef> {
        let arrays: Vec<&dyn arrow::array::Array> = batches
            .iter()
            .map(|batch| batch.column(before + place).as_ref())
            .collect();
        Ok(interleave(&arrays, &found)?)
    };
    if found.is_empty() {
        return Ok(RecordBatch::new_empty(SchemaRef::clone(&returned.columns)));
    }
    let arrays = (0..columns).map(column).collect::<Result<Vec<_>>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(found.len()));
    let schema = batches
        .first()
        .map(RecordBatch::schema)
        .unwrap_or_else(|| SchemaRef::clone(&returned.columns));
    let fields: Vec<_> = schema.fields().iter().skip(before).cloned().collect();
    let schema = SchemaRef::new(arrow::datatypes::Schema::new(fields));
    Ok(RecordBatch::try_new_with_options(schema, arrays, &options)?)
}

fn is_reached(state: RowState) -> bool {
    matches!(state, RowState::Written | RowState::Unchanged)
}

fn keys(outcome: &Outcome) -> Vec<Vec<Value>> {
    let reached = outcome.rows.iter().filter(|row| is_reached(row.state));
    reached.map(|row| row.key.clone()).collect()
}

/// The keys of a batch's rows, which are its first columns.
fn key_texts(table: &Table, batch: &RecordBatch) -> Result<Vec<Vec<String>>> {
    // What was read is a time of UTC.
    let clocks = Zone::utc().clocks();
    let mut rows = vec![Vec::new(); batch.num_rows()];
    for (name, array) in table.key.iter().zip(batch.columns()) {
        let column = table.columns.get(name).ok_or_else(|| {
            let message = format!("the table {} has no column {name}", table.name);
            Error::new(ErrorKind::Internal, message)
        })?;
        let target = Target {
            table: &table.name,
            column,
            first: 1,
            clocks: &clocks,
        };
        for (row, value) in rows.iter_mut().zip(values(array, target)?) {
            row.push(text(&value));
        }
    }
    Ok(rows)
}

/// The store spells a currency in another case than it was given in.
fn text(value: &Value) -> String {
    shown(value).to_lowercase()
}
