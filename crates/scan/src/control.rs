//! What every scan of one run of a statement shares: the request budget, the cancel token, the values that did not fit, and
//! the memory for rows that several readers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storeql_client::Meter;
use tokio_util::sync::CancellationToken;

use crate::budget::StatementBudget;
use crate::decode::InvalidValues;

/// One run's control over its scans.
#[derive(Debug)]
pub struct RunControl {
    /// The requests that the run may send and has sent.
    pub budget: Arc<StatementBudget>,
    /// Cancelled when the run is.
    pub cancelled: CancellationToken,
    /// The values that became NULL because they did not fit.
    pub invalid: Arc<InvalidValues>,
    /// Bytes that shared scans may still keep.
    shared_bytes: AtomicUsize,
}

impl RunControl {
    /// A run that may send `most` requests, counted by `meter`, and keep `shared_bytes` of rows for several readers.
    pub fn new(
        meter: Meter,
        most: Option<u64>,
        shared_bytes: usize,
        cancelled: CancellationToken,
    ) -> Self {
        Self {
            budget: StatementBudget::new(meter, most),
            cancelled,
            invalid: Arc::default(),
            shared_bytes: AtomicUsize::new(shared_bytes),
        }
    }

    /// Takes room for rows that several readers share; false where there is none left.
    pub fn keep(&self, bytes: usize) -> bool {
        let less = |room: usize| room.checked_sub(bytes);
        self.shared_bytes
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }

    /// Gives such room back.
    pub fn release(&self, bytes: usize) {
        self.shared_bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}
