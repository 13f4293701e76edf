//! What a statement tells of its latest execution beside its rows: cost, warnings, and the error among its rows. As JSON, for options.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use storeql_engine::{Error, RunHandle};

use crate::errors::as_json;

/// Shared by a statement and the reader of its rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome(Arc<Mutex<Told>>);

#[derive(Debug, Default)]
struct Told {
    run: Option<RunHandle>,
    error: Option<Error>,
}

impl Outcome {
    /// Another execution begins, and what was told of the one before is forgotten.
    pub(crate) fn begin(&self, run: Option<RunHandle>) {
        *self.lock() = Told { run, error: None };
    }

    /// It ended with this error.
    pub(crate) fn failed(&self, error: &Error) {
        self.lock().error = Some(error.clone());
    }

    /// What it cost and did so far; `null` before the first execution.
    pub(crate) fn stats(&self) -> Value {
        let told = self.lock();
        let Some(run) = &told.run else {
            return Value::Null;
        };
        let cost = run.progress();
        json!({
            "requests": cost.requests,
            "retries": cost.retries,
            "waited_ms": cost.waited_ms,
            "bytes": cost.bytes,
            "invalid_values": cost.invalid_values,
            "cut_by_max_rows": cost.cut_by_max_rows,
            "rows_written": cost.rows_written,
            "rows_unchanged": cost.rows_unchanged,
            "rows_failed": cost.rows_failed,
            "rows_unknown": cost.rows_unknown,
            "rows_affected": run.written(),
            "message": run.message(),
        })
    }

    /// Requests sent so far.
    pub(crate) fn requests(&self) -> u64 {
        let told = self.lock();
        told.run.as_ref().map_or(0, |run| run.progress().requests)
    }

    /// Its warnings so far.
    pub(crate) fn warnings(&self) -> Value {
        let told = self.lock();
        json!(
            told.run
                .as_ref()
                .map(RunHandle::warnings)
                .unwrap_or_default()
        )
    }

    /// The error with which it ended.
    pub(crate) fn error(&self) -> Value {
        self.lock().error.as_ref().map_or(Value::Null, as_json)
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
