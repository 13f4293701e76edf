//! What one run of a statement shares between its scans: what it costs, its warnings, and its end.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionConfig;
use storeql_client::Meter;
use tokio_util::sync::CancellationToken;

use crate::error::{Error, ErrorKind};
use crate::ledger::Ledger;
use crate::prepared::{Limits, Progress};
use crate::scan::InvalidValues;
use crate::session::Inside;

/// One run.
#[derive(Debug)]
pub(crate) struct QueryContext {
    ledger: Arc<Ledger>,
    cancelled: CancellationToken,
    cut: AtomicBool,
    warnings: Mutex<Vec<String>>,
    invalid: Arc<InvalidValues>,
    /// Bytes that shared scans may still keep.
    room: AtomicUsize,
    inside: Arc<Inside>,
}

impl QueryContext {
    /// A run within `limits`, whose requests `meter` counts.
    pub(crate) fn new(
        cancelled: CancellationToken,
        meter: Meter,
        limits: &Limits,
        inside: Arc<Inside>,
    ) -> Arc<Self> {
        Arc::new(Self {
            ledger: Ledger::new(meter, limits.requests),
            inside,
            cancelled,
            cut: AtomicBool::new(false),
            warnings: Mutex::default(),
            invalid: Arc::default(),
            room: AtomicUsize::new(limits.shared_bytes),
        })
    }

    /// The run to which a node of the plan belongs.
    pub(crate) fn of(context: &TaskContext) -> DataFusionResult<Arc<Self>> {
        context
            .session_config()
            .get_extension::<Self>()
            .ok_or_else(|| Error::new(ErrorKind::Internal, "a scan ran outside a session").into())
    }

    /// The configuration with this run in it.
    pub(crate) fn within(self: &Arc<Self>, config: &SessionConfig) -> SessionConfig {
        config.clone().with_extension(Arc::clone(self))
    }

    /// The session that runs it.
    pub(crate) fn inside(&self) -> &Inside {
        &self.inside
    }

    pub(crate) fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    pub(crate) fn cancelled(&self) -> &CancellationToken {
        &self.cancelled
    }

    /// Makes room for rows that several readers share; false where there is none.
    pub(crate) fn keep(&self, bytes: usize) -> bool {
        let less = |room: usize| room.checked_sub(bytes);
        self.room
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }

    /// Gives such room back.
    pub(crate) fn release(&self, bytes: usize) {
        self.room.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The work's result, or the cancel that came before it.
    pub(crate) async fn until_cancelled<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match self.cancelled.run_until_cancelled(work).await {
            Some(result) => result,
            None => Err(Self::was_cancelled()),
        }
    }

    /// The error of a query that somebody cancelled.
    pub(crate) fn was_cancelled() -> Error {
        Error::new(ErrorKind::Cancelled, "the query was cancelled")
    }

    /// Notes that `MaxRows` cut rows off.
    pub(crate) fn cut(&self, most: u64) {
        if !self.cut.swap(true, Ordering::Relaxed) {
            self.warn(format!(
                "the result was cut after {most} rows, as the property MaxRows says; there are more"
            ));
        }
    }

    pub(crate) fn warn(&self, warning: String) {
        self.warnings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(warning);
    }

    /// Where values are told that are NULL because they did not fit.
    pub(crate) fn invalid(&self) -> &Arc<InvalidValues> {
        &self.invalid
    }

    pub(crate) fn warnings(&self) -> Vec<String> {
        let warnings = self.warnings.lock().unwrap_or_else(PoisonError::into_inner);
        [warnings.as_slice(), &self.invalid.warnings()].concat()
    }

    pub(crate) fn progress(&self) -> Progress {
        let meter = self.ledger.meter();
        Progress {
            requests: meter.requests(),
            retries: meter.retries(),
            waited_ms: meter.waited_ms(),
            bytes: meter.bytes(),
            invalid_values: self.invalid.count(),
            cut_by_max_rows: self.cut.load(Ordering::Relaxed),
        }
    }
}
