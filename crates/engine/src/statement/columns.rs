//! The columns under which a statement's rows are answered: their labels and their types.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::error::ArrowError;

use crate::sql::labels::Labels;

/// The batch under the columns that were promised. An aggregate may come in a wider decimal than it was planned in.
pub(super) fn under(columns: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let exactly = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    let arrays = batch
        .columns()
        .iter()
        .zip(columns.fields())
        .map(|(array, field)| {
            if array.data_type() == field.data_type() {
                return Ok(Arc::clone(array));
            }
            cast_with_options(array, field.data_type(), &exactly)
        });
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(columns), arrays, &options)
}

pub(crate) fn labelled(schema: &Schema, labels: &Labels) -> SchemaRef {
    let count = schema.fields().len();
    let field = |(position, field): (usize, &Arc<Field>)| {
        let label = labels.at(position, count, field.name());
        field.as_ref().clone().with_name(label)
    };
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .enumerate()
        .map(field)
        .map(|field| {
            let kind = shown(field.data_type());
            field.with_nullable(true).with_data_type(kind)
        })
        .collect();
    Arc::new(Schema::new(fields))
}

/// The type in which a column is answered: times as the store's, in microseconds, whatever a function makes them.
fn shown(kind: &DataType) -> DataType {
    match kind {
        DataType::Timestamp(_, zone) => {
            let zone = zone.as_ref().map(|zone| match zone.as_ref() {
                "+00:00" | "Z" => "UTC".into(),
                _ => Arc::clone(zone),
            });
            DataType::Timestamp(TimeUnit::Microsecond, zone)
        }
        other => other.clone(),
    }
}
