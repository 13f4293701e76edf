//! How much a statement may ask for and hold.

use storeql_client::Meter;
use storeql_scan::RunControl;
use tokio_util::sync::CancellationToken;

/// The limits of one statement.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    /// Rows that it answers.
    pub(crate) rows: Option<u64>,
    /// Requests that it sends.
    pub(crate) requests: Option<u64>,
    /// Bytes of rows that it keeps for scans with several readers.
    pub(crate) shared_bytes: usize,
}

impl Limits {
    /// The control over the scans of one run within these limits, whose requests `meter` counts.
    pub(crate) fn control(&self, meter: Meter) -> RunControl {
        let cancelled = CancellationToken::new();
        RunControl::new(meter, self.requests, self.shared_bytes, cancelled)
    }
}
