//! What one run of a statement shares between its scans: what it costs, its warnings, and its end.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionConfig;
use storeql_client::Meter;
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Kind};
use crate::prepared::Progress;
use crate::scan::InvalidValues;
use crate::session::Inside;

/// One run.
#[derive(Debug)]
pub(crate) struct QueryContext {
    meter: Meter,
    cancelled: CancellationToken,
    cut: AtomicBool,
    warnings: Mutex<Vec<String>>,
    invalid: Arc<InvalidValues>,
    inside: Arc<Inside>,
}

impl QueryContext {
    pub(crate) fn new(
        cancelled: CancellationToken,
        meter: Meter,
        inside: Arc<Inside>,
    ) -> Arc<Self> {
        Arc::new(Self {
            meter,
            inside,
            cancelled,
            cut: AtomicBool::new(false),
            warnings: Mutex::default(),
            invalid: Arc::default(),
        })
    }

    /// The run to which a node of the plan belongs.
    pub(crate) fn of(context: &TaskContext) -> DataFusionResult<Arc<Self>> {
        context
            .session_config()
            .get_extension::<Self>()
            .ok_or_else(|| Error::new(Kind::Internal, "a scan ran outside a session").into())
    }

    /// The configuration with this run in it.
    pub(crate) fn within(self: &Arc<Self>, config: &SessionConfig) -> SessionConfig {
        config.clone().with_extension(Arc::clone(self))
    }

    /// The session that runs it.
    pub(crate) fn inside(&self) -> &Inside {
        &self.inside
    }

    pub(crate) fn meter(&self) -> &Meter {
        &self.meter
    }

    pub(crate) fn cancelled(&self) -> &CancellationToken {
        &self.cancelled
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
        Progress {
            requests: self.meter.requests(),
            retries: self.meter.retries(),
            waited_ms: self.meter.waited_ms(),
            bytes: self.meter.bytes(),
            invalid_values: self.invalid.count(),
            cut_by_max_rows: self.cut.load(Ordering::Relaxed),
        }
    }
}
