//! What a text has cost, counted over the runs of its statements, for `--stats` and for the shell's `\timing`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde::Serialize;
use storeql_engine::{Progress, RunHandle};

/// Counts one text.
pub(crate) struct Tally {
    started: Instant,
    runs: Vec<RunHandle>,
    answers_rows: bool,
    rows: Arc<AtomicU64>,
}

/// The object that `--stats` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stats {
    pub(crate) requests: u64,
    pub(crate) retries: u64,
    pub(crate) waited_ms: u64,
    pub(crate) bytes: u64,
    pub(crate) rows: u64,
    pub(crate) elapsed_ms: u64,
    pub(crate) invalid_values: u64,
    pub(crate) cut_by_max_rows: bool,
    pub(crate) rows_written: u64,
    pub(crate) rows_unchanged: u64,
    pub(crate) rows_failed: u64,
    pub(crate) rows_unknown: u64,
}

impl Tally {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
            runs: Vec::new(),
            answers_rows: false,
            rows: Arc::default(),
        }
    }

    /// Counts a run's requests from now on.
    pub(crate) fn add(&mut self, run: RunHandle, answers_rows: bool) {
        self.runs.push(run);
        self.answers_rows |= answers_rows;
    }

    /// Whether a statement had rows to answer, also where it found none.
    pub(crate) fn answers_rows(&self) -> bool {
        self.answers_rows
    }

    /// Counts rows that were written out.
    pub(crate) fn add_rows(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// The row counter, for who watches it.
    pub(crate) fn rows(&self) -> Arc<AtomicU64> {
        self.rows.clone()
    }

    /// Everything so far.
    pub(crate) fn stats(&self) -> Stats {
        let total = self
            .runs
            .iter()
            .map(RunHandle::progress)
            .fold(Progress::default(), plus);
        Stats {
            requests: total.requests,
            retries: total.retries,
            waited_ms: total.waited_ms,
            bytes: total.bytes,
            rows: self.rows.load(Ordering::Relaxed),
            elapsed_ms: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            invalid_values: total.invalid_values,
            cut_by_max_rows: total.cut_by_max_rows,
            rows_written: total.rows_written,
            rows_unchanged: total.rows_unchanged,
            rows_failed: total.rows_failed,
            rows_unknown: total.rows_unknown,
        }
    }

    /// Prints the JSON object.
    pub(crate) fn print(&self) {
        if let Ok(line) = serde_json::to_string(&self.stats()) {
            eprintln!("{line}");
        }
    }
}

fn plus(left: Progress, right: Progress) -> Progress {
    Progress {
        requests: left.requests + right.requests,
        retries: left.retries + right.retries,
        waited_ms: left.waited_ms + right.waited_ms,
        waits_ms: left.waits_ms.max(right.waits_ms),
        bytes: left.bytes + right.bytes,
        invalid_values: left.invalid_values + right.invalid_values,
        cut_by_max_rows: left.cut_by_max_rows || right.cut_by_max_rows,
        rows_written: left.rows_written + right.rows_written,
        rows_unchanged: left.rows_unchanged + right.rows_unchanged,
        rows_failed: left.rows_failed + right.rows_failed,
        rows_unknown: left.rows_unknown + right.rows_unknown,
    }
}
