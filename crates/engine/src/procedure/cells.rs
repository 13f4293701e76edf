//! The rows that a procedure answers, out of the JSON of its results.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::SchemaRef;
use arrow::util::display::FormatOptions;
use storeql_catalog::{ColumnType, Procedure};

use crate::error::{Error, Result};

/// The rows, of which each cell is JSON or nothing.
pub(super) fn rows(
    procedure: &Procedure,
    columns: &SchemaRef,
    rows: &[Vec<Option<String>>],
) -> Result<RecordBatch> {
    let exactly = CastOptions {
        safe: false,
        format_options: FormatOptions::new(),
    };
    let results = procedure.results.values().zip(columns.fields());
    let arrays = results.enumerate().map(|(place, (result, field))| {
        let cells = rows.iter().map(|row| {
            let json = row.get(place)?.as_deref()?;
            Some(match result.kind {
                ColumnType::Json => json.to_owned(),
                _ => plain(json),
            })
        });
        let texts: ArrayRef = Arc::new(cells.collect::<StringArray>());
        cast_with_options(&texts, field.data_type(), &exactly)
    });
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(Arc::clone(columns), arrays).map_err(Error::from)
}

/// A text without its quotes; anything else as it is spelled.
fn plain(json: &str) -> String {
    serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned())
}
