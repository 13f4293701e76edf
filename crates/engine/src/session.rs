//! The seam that every face uses: prepare → describe → run, and cancel.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::scalar::ScalarValue;
use storeql_catalog::Catalog;
use storeql_connection::Connection;

use crate::error::Result;

/// One store, open. Shared by its sessions.
#[derive(Debug)]
pub struct Engine {}

impl Engine {
    /// Opens a store with the built-in tables.
    pub async fn open(_connection: Connection) -> Result<Arc<Engine>> {
        todo!()
    }
    /// What the store offers.
    pub fn catalog(&self) -> &Arc<Catalog> {
        todo!()
    }
    /// The connection it was opened with.
    pub fn connection(&self) -> &Connection {
        todo!()
    }
    /// A session of its own settings; sessions do not see each other.
    pub fn session(self: &Arc<Self>) -> Session {
        todo!()
    }
}

/// One person's or program's conversation with a store.
#[derive(Debug)]
pub struct Session {}

impl Session {
    /// Cuts a text into its statements, so that a face runs each of them, or none.
    pub fn split(&self, _text: &str) -> Result<Vec<String>> {
        todo!()
    }
    /// Parses and plans one statement. Sends nothing that changes anything.
    pub async fn prepare(&self, _sql: &str) -> Result<Prepared> {
        todo!()
    }
    /// Stops whatever the session runs, from another thread or task.
    pub fn canceller(&self) -> Canceller {
        todo!()
    }
}

/// A statement, planned.
#[derive(Debug)]
pub struct Prepared {}

impl Prepared {
    /// What its placeholders are, by name (`$1`).
    pub fn parameters(&self) -> &Schema {
        todo!()
    }
    /// The columns of its rows.
    pub fn columns(&self) -> &SchemaRef {
        todo!()
    }
    /// Whether it reads, writes or explains.
    pub fn kind(&self) -> StatementKind {
        todo!()
    }
    /// Runs it; can be called again.
    pub async fn run(&self, _parameters: &[ScalarValue]) -> Result<Outcome> {
        todo!()
    }
    /// What its latest run has cost so far; cheap, for a progress bar while rows stream and for `--stats` at the end.
    pub fn progress(&self) -> Progress {
        todo!()
    }
    /// Warnings of its latest run (rows cut by `MaxRows`, …), each one sentence.
    pub fn warnings(&self) -> Vec<String> {
        todo!()
    }
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// Answers rows.
    Query,
    /// Answers a plan.
    Explain,
    /// Changes the store.
    Write,
    /// Changes the session (SET, CREATE VIEW).
    Session,
}

/// What a run gives.
pub enum Outcome {
    /// Rows, streaming.
    Rows(SendableRecordBatchStream),
    /// Number of rows written.
    Written(u64),
}

/// What a run has cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Requests sent, retries included.
    pub requests: u64,
    /// Of these, the ones that repeated a failed one.
    pub retries: u64,
    /// Milliseconds waited for the store's allowance.
    pub waited_ms: u64,
    /// Bytes of answers, as received after decompression.
    pub bytes: u64,
    /// Rows that `MaxRows` cut off were there.
    pub cut_by_max_rows: bool,
}

/// Stops what a session runs.
#[derive(Debug, Clone)]
pub struct Canceller {}

impl Canceller {
    /// Ends the running statements; their streams answer an error of kind `Cancelled`.
    pub fn cancel(&self) {
        todo!()
    }
}
