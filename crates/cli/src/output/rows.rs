//! What every format does, and how the text formats spell a value. Which formats there are stands in `output.rs`.

use arrow::array::{Array, ArrayRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::failure::Result;

/// Takes the batches of one result, in order.
pub(crate) trait Rows {
    /// Writes the rows of one batch.
    fn batch(&mut self, batch: &RecordBatch) -> Result<()>;
    /// Writes what comes after the last row.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// How single values are spelled as text: RFC 3339 times and exact decimals are what Arrow does by itself.
fn spelling() -> FormatOptions<'static> {
    FormatOptions::new()
        .with_display_error(false)
        .with_null("NULL")
}

/// The values of a column as text; none where the value is NULL.
pub(crate) fn texts(array: &ArrayRef) -> Result<Vec<Option<String>>, ArrowError> {
    let spelling = spelling();
    let formatter = ArrayFormatter::try_new(array, &spelling)?;
    let nulls = array.logical_nulls();
    (0..array.len())
        .map(|row| match &nulls {
            Some(nulls) if nulls.is_null(row) => Ok(None),
            _ => formatter.value(row).try_to_string().map(Some),
        })
        .collect()
}
