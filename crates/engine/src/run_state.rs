//! What one run tells beside its rows: what it has cost, what it warns of, what it has done. Reads and sends nothing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use storeql_scan::RunControl;

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
    /// Bytes of answers, as received after decompression.
    pub bytes: u64,
    /// Values that are NULL because they did not fit their column's type.
    pub invalid_values: u64,
    /// Rows that `MaxRows` cut off were there.
    pub cut_by_max_rows: bool,
}

/// One run.
#[derive(Debug)]
pub(crate) struct RunState {
    scans: Arc<RunControl>,
    cut: AtomicBool,
    warnings: Mutex<Vec<String>>,
    message: OnceLock<String>,
    written: OnceLock<u64>,
}

impl RunState {
    pub(crate) fn new(scans: Arc<RunControl>) -> Arc<Self> {
        Arc::new(Self {
            scans,
            cut: AtomicBool::new(false),
            warnings: Mutex::default(),
            message: OnceLock::new(),
            written: OnceLock::new(),
        })
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

    pub(crate) fn message(&self) -> Option<&str> {
        self.message.get().map(String::as_str)
    }

    pub(crate) fn written(&self) -> Option<u64> {
        self.written.get().copied()
    }

    pub(crate) fn progress(&self) -> Progress {
        let meter = self.scans.budget.meter();
        Progress {
            requests: meter.requests(),
            retries: meter.retries(),
            waited_ms: meter.waited_ms(),
            bytes: meter.bytes(),
            invalid_values: self.scans.invalid.count(),
            cut_by_max_rows: self.is_cut(),
        }
    }
}
