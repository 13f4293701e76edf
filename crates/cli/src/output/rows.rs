//! What every format does, and how the text formats spell a value. Which formats there are stands in `output.rs`.

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::FormatOptions;

/// Takes the batches of one result, in order.
pub(crate) trait Rows {
    /// Writes the rows of one batch.
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError>;
    /// Writes what comes after the last row.
    fn finish(self: Box<Self>) -> Result<(), ArrowError>;
}

/// How single values are spelled as text: RFC 3339 times and exact decimals are what Arrow does by itself.
pub(super) fn spelling() -> FormatOptions<'static> {
    FormatOptions::new()
        .with_display_error(false)
        .with_null("NULL")
}
