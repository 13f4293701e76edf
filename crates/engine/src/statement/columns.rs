//! The columns that a statement promises, and its batches under them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::error::ArrowError;
use arrow::util::display::FormatOptions;

use crate::sql::labels::Labels;

const EXACTLY: CastOptions<'static> = CastOptions {
    safe: false,
    format_options: FormatOptions::new(),
};

/// The batch under the columns that were promised. An aggregate may come in a wider decimal than it was planned in, and a value of a
/// placeholder in another type than the statement tells of it.
pub(super) fn under(columns: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let arrays = batch.columns().iter().zip(columns.fields());
    let arrays = arrays
        .map(|(array, field)| as_promised(array, field))
        .collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(columns), arrays, &options)
}

fn as_promised(array: &ArrayRef, field: &Field) -> Result<ArrayRef, ArrowError> {
    let (from, to) = (array.data_type(), field.data_type());
    if from == to {
        return Ok(Arc::clone(array));
    }
    let cast = cast_with_options(array, to, &EXACTLY)?;
    let may_have_fractions = from.is_decimal() || from.is_floating();
    if to.is_integer()
        && may_have_fractions
        && cast_with_options(&cast, from, &EXACTLY)?.as_ref() != array.as_ref()
    {
        return Err(ArrowError::CastError(format!(
            "the column {} is of whole numbers by its statement, and the values of the parameters make fractions: write their type, \
             as in CAST($1 AS decimal(20,4))",
            field.name()
        )));
    }
    Ok(cast)
}

/// The columns of a statement with placeholders. One that is a placeholder, of which nothing tells the type, is text.
pub(super) fn with_untold_as_text(columns: &Schema) -> SchemaRef {
    let told = |field: &Arc<Field>| match field.data_type() {
        DataType::Null => field.as_ref().clone().with_data_type(DataType::Utf8),
        _ => field.as_ref().clone(),
    };
    Arc::new(Schema::new(
        columns.fields().iter().map(told).collect::<Vec<_>>(),
    ))
}

/// The columns as they were typed.
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
