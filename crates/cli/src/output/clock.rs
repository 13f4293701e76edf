//! Times as the clock of the session's time zone shows them, in the formats that are text: `2025-07-01T12:00:00+02:00`.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;

use super::Format;

/// The zone in which a format shows times; none shows them as they come, in UTC.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Option<Arc<str>>);

impl Clock {
    /// That of a session's zone.
    pub(crate) fn of(format: Format, zone: Option<String>) -> Self {
        let is_text = matches!(
            format,
            Format::Table
                | Format::Csv
                | Format::Json
                | Format::Ndjson
                | Format::Markdown
                | Format::Html
        );
        Self(zone.filter(|zone| is_text && zone != "UTC").map(Arc::from))
    }

    /// The columns as they are shown.
    pub(crate) fn columns(&self, columns: &SchemaRef) -> SchemaRef {
        let Some(zone) = &self.0 else {
            return Arc::clone(columns);
        };
        let fields = columns.fields().iter().map(|field| {
            let kind = match field.data_type() {
                DataType::Timestamp(unit, Some(_)) => {
                    DataType::Timestamp(*unit, Some(Arc::clone(zone)))
                }
                other => other.clone(),
            };
            field.as_ref().clone().with_data_type(kind)
        });
        let fields: Vec<Field> = fields.collect();
        Arc::new(Schema::new(fields))
    }

    /// The rows as they are shown.
    pub(crate) fn rows(&self, batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
        if self.0.is_none() || batch.num_columns() == 0 {
            return Ok(batch);
        }
        let columns = self.columns(&batch.schema());
        let arrays = batch.columns().iter().zip(columns.fields());
        let arrays = arrays.map(
            |(array, field)| match array.data_type() == field.data_type() {
                true => Ok(Arc::clone(array)),
                false => cast(array, field.data_type()),
            },
        );
        let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
        RecordBatch::try_new(columns, arrays)
    }
}
