//! The rows of a run, for a caller's thread, which waits for each batch. Dropping the reader ends the run.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use adbc_core::error::Result;
use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use futures::StreamExt;
use storeql_engine::{Error, Rows};

use crate::errors::{as_text, of_engine, of_panic};
use crate::home::waited;
use crate::outcome::Outcome;

/// The rows of one execution, batch by batch. After an error comes nothing more.
pub struct StoreReader {
    columns: SchemaRef,
    /// What came before the caller asked for it.
    first: Option<RecordBatch>,
    rows: Option<Rows>,
    outcome: Outcome,
}

impl StoreReader {
    /// Waits for the first batch, so that what goes wrong until then has its status and its SQLSTATE, which a stream cannot tell.
    pub(crate) fn begun(rows: Rows, outcome: Outcome) -> Result<Self> {
        let mut reader = Self {
            columns: rows.columns().clone(),
            first: None,
            rows: Some(rows),
            outcome,
        };
        reader.first = reader.pull().transpose().map_err(of_engine)?;
        Ok(reader)
    }

    /// Waits for all rows.
    pub(crate) fn all(mut self) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::from_iter(self.first.take());
        while let Some(batch) = self.pull() {
            batches.push(batch.map_err(of_engine)?);
        }
        Ok(batches)
    }

    /// Reads all rows and keeps none.
    pub(crate) fn read_out(mut self) -> Result<()> {
        self.first = None;
        while let Some(batch) = self.pull() {
            batch.map_err(of_engine)?;
        }
        Ok(())
    }

    fn pull(&mut self) -> Option<storeql_engine::Result<RecordBatch>> {
        let rows = self.rows.as_mut()?;
        let next = catch_unwind(AssertUnwindSafe(|| waited(rows.next())));
        let next = next.unwrap_or_else(|cause| Some(Err(of_panic(&*cause))));
        if let Some(Err(error)) = &next {
            self.outcome.failed(error);
        }
        if !matches!(next, Some(Ok(_))) {
            self.rows = None;
        }
        next
    }
}

impl Iterator for StoreReader {
    type Item = std::result::Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(batch) = self.first.take() {
            return Some(Ok(batch));
        }
        let next = self.pull()?;
        Some(next.map_err(|error| ArrowError::ExternalError(Box::new(InText(error)))))
    }
}

impl RecordBatchReader for StoreReader {
    fn schema(&self) -> SchemaRef {
        self.columns.clone()
    }
}

impl fmt::Debug for StoreReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreReader")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

/// An error of which the caller gets the text only.
#[derive(Debug)]
struct InText(Error);

impl fmt::Display for InText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&as_text(&self.0))
    }
}

impl std::error::Error for InText {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
