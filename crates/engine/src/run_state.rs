//! What one run tells beside its rows: what it has cost, what it warns of, what it has done. Reads and sends nothing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use storeql_client::Meter;
use storeql_scan::RunControl;
use storeql_write::Counts;

use crate::limits::Limits;

/// What a run has cost so far.
///
/// ```
/// let nothing = storeql_engine::Progress::default();
/// assert_eq!((nothing.requests, nothing.cut_by_max_rows), (0, false));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Requests sent, retries included.
    pub requests: u64,
    /// Of these, the ones that repeated a failed one.
    pub retries: u64,
    /// Milliseconds waited for the store's allowance.
    pub waited_ms: u64,
    /// Milliseconds until the store's allowance lets the run go on; none where it does not wait.
    pub waits_ms: Option<u64>,
    /// Bytes of answers, as received after decompression.
    pub bytes: u64,
    /// Values that are NULL because they did not fit their column's type.
    pub invalid_values: u64,
    /// Rows that `MaxRows` cut off were there.
    pub cut_by_max_rows: bool,
    /// Rows of the store that were inserted, changed or deleted.
    pub rows_written: u64,
    /// Rows that had the new values already, or were gone already.
    pub rows_unchanged: u64,
    /// Rows that the store refused.
    pub rows_failed: u64,
    /// Rows that may have been written: the answer was lost.
    pub rows_unknown: u64,
}

/// One run.
#[derive(Debug)]
pub(crate) struct RunState {
    limits: Limits,
    scans: Arc<RunControl>,
    cut: AtomicBool,
    warnings: Mutex<Vec<String>>,
    message: OnceLock<String>,
    /// It sends what changes the store.
    writing: AtomicBool,
    wrote: Mutex<Option<(String, Counts)>>,
    /// Rows that came to a table of the session, or left it.
    kept: Mutex<Option<(&'static str, u64)>>,
}

impl RunState {
    /// A run within `limits`, whose requests `meter` counts.
    pub(crate) fn new(limits: Limits, meter: Meter) -> Arc<Self> {
        Arc::new(Self {
            scans: Arc::new(limits.control(meter)),
            limits,
            cut: AtomicBool::new(false),
            warnings: Mutex::default(),
            message: OnceLock::new(),
            writing: AtomicBool::new(false),
            wrote: Mutex::default(),
            kept: Mutex::default(),
        })
    }

    /// How much it may ask for and hold.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// What its scans share.
    pub(crate) fn scans(&self) -> &Arc<RunControl> {
        &self.scans
    }

    /// Notes that `MaxRows` cut rows off.
    pub(crate) fn cut(&self, most: u64) {
        if !self.cut.swap(true, Ordering::Relaxed) {
            self.warn(format!(
                "the result was cut after {most} rows, as the property MaxRows says; there are more"
            ));
        }
    }

    /// Whether `MaxRows` cut rows off.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Relaxed)
    }

    pub(crate) fn warn(&self, warning: String) {
        self.warnings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(warning);
    }

    pub(crate) fn warnings(&self) -> Vec<String> {
        let warnings = self.warnings.lock().unwrap_or_else(PoisonError::into_inner);
        [warnings.as_slice(), &self.scans.invalid.warnings()].concat()
    }

    /// Notes what was done, where the statement answers no rows.
    pub(crate) fn did(&self, message: String) {
        // A statement that runs once for each row of its parameters says it once.
        let _ = self.message.set(message);
    }

    /// Says that from now on requests are sent that change the store. False where the run was cancelled before: then nothing may be
    /// sent. After it a cancel does not drop the run's work, which ends by itself.
    pub(crate) fn begins_to_write(&self) -> bool {
        self.writing.store(true, Ordering::SeqCst);
        !self.scans.cancelled.is_cancelled()
    }

    /// Whether its work may not be dropped.
    pub(crate) fn is_writing(&self) -> bool {
        self.writing.load(Ordering::SeqCst)
    }

    /// Notes what became of rows.
    pub(crate) fn wrote(&self, word: &str, counts: Counts) {
        let mut wrote = self.wrote.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, sum) = wrote.get_or_insert_with(|| (word.to_owned(), Counts::default()));
        sum.written += counts.written;
        sum.unchanged += counts.unchanged;
        sum.failed += counts.failed;
        sum.unknown += counts.unknown;
        sum.not_tried += counts.not_tried;
    }

    /// Notes how many rows came to a table of the session, or left it.
    pub(crate) fn kept(&self, word: &'static str, count: u64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get_or_insert((word, 0)).1 += count;
    }

    fn kept_rows(&self) -> Option<(&'static str, u64)> {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a procedure's requests did. It answers rows, and so no count of them.
    pub(crate) fn called(&self, counts: Counts) {
        self.wrote("", counts);
    }

    /// Whether what became of rows has been noted, as for earlier rows of its parameters.
    pub(crate) fn has_written(&self) -> bool {
        self.counts().is_some()
    }

    fn counts(&self) -> Option<(String, Counts)> {
        let wrote = self.wrote.lock().unwrap_or_else(PoisonError::into_inner);
        wrote.clone()
    }

    /// `UPDATE 7` counts, as PostgreSQL does, the rows that had the values already.
    pub(crate) fn message(&self) -> Option<String> {
        let rows = self.counts().filter(|(word, _)| !word.is_empty());
        let wrote = rows.map(|(word, counts)| {
            let tag = format!("{word} {}", counts.written + counts.unchanged);
            match counts.unchanged {
                0 => tag,
                same => format!("{tag} ({same} of them unchanged)"),
            }
        });
        let kept = || {
            let (word, count) = self.kept_rows()?;
            Some(format!("{word} {count}"))
        };
        wrote.or_else(kept).or_else(|| self.message.get().cloned())
    }

    pub(crate) fn written(&self) -> Option<u64> {
        let wrote = self.counts().filter(|(word, _)| !word.is_empty());
        let wrote = wrote.map(|(_, counts)| counts.written + counts.unchanged);
        wrote.or_else(|| self.kept_rows().map(|(_, count)| count))
    }

    pub(crate) fn progress(&self) -> Progress {
        let meter = self.scans.budget.meter();
        let counts = self.counts().map(|(_, counts)| counts).unwrap_or_default();
        Progress {
            requests: meter.requests(),
            retries: meter.retries(),
            waited_ms: meter.waited_ms(),
            waits_ms: meter.waits_ms(),
            bytes: meter.bytes(),
            invalid_values: self.scans.invalid.count(),
            cut_by_max_rows: self.is_cut(),
            rows_written: counts.written,
            rows_unchanged: counts.unchanged,
            rows_failed: counts.failed,
            rows_unknown: counts.unknown,
        }
    }
}
