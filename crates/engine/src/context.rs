//! What one run of a statement shares between its scans: what it costs, its warnings, and its end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionConfig;
use storeql_client::Meter;
use storeql_scan::RunControl;
use tokio_util::sync::CancellationToken;

use crate::error::{Error, ErrorKind};
use crate::prepared::{Limits, Progress};
use crate::session::Inside;

/// One run.
#[derive(Debug)]
pub(crate) struct QueryContext {
    /// What its scans share.
    control: Arc<RunControl>,
    cut: AtomicBool,
    warnings: Mutex<Vec<String>>,
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
            control: Arc::new(RunControl::new(
                meter,
                limits.requests,
                limits.shared_bytes,
                cancelled,
            )),
            inside,
            cut: AtomicBool::new(false),
            warnings: Mutex::default(),
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
        config
            .clone()
            .with_extension(Arc::clone(self))
            .with_extension(Arc::clone(&self.control))
    }

    /// The session that runs it.
    pub(crate) fn inside(&self) -> &Inside {
        &self.inside
    }

    /// What its scans share.
    pub(crate) fn control(&self) -> &Arc<RunControl> {
        &self.control
    }

    pub(crate) fn cancelled(&self) -> &CancellationToken {
        &self.control.cancelled
    }

    /// The work's result, or the cancel that came before it.
    pub(crate) async fn until_cancelled<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match self.cancelled().run_until_cancelled(work).await {
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

    pub(crate) fn warnings(&self) -> Vec<String> {
        let warnings = self.warnings.lock().unwrap_or_else(PoisonError::into_inner);
        [warnings.as_slice(), &self.control.invalid.warnings()].concat()
    }

    pub(crate) fn progress(&self) -> Progress {
        let meter = self.control.budget.meter();
        Progress {
            requests: meter.requests(),
            retries: meter.retries(),
            waited_ms: meter.waited_ms(),
            bytes: meter.bytes(),
            invalid_values: self.control.invalid.count(),
            cut_by_max_rows: self.cut.load(Ordering::Relaxed),
        }
    }
}
