//! How an operation of a statement or a connection is cancelled from another thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use adbc_core::CancelHandle;
use adbc_core::error::Result;
use storeql_engine::{Canceller, Run};
use tokio_util::sync::CancellationToken;

/// Ends what is under way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt(Arc<Mutex<UnderWay>>);

#[derive(Debug, Default)]
struct UnderWay {
    /// Ends what is waited for until there is a run.
    planning: CancellationToken,
    run: Option<Canceller>,
}

impl Interrupt {
    /// Begins an operation, which a cancel from now on ends.
    pub(crate) fn begin(&self) -> CancellationToken {
        let mut under_way = self.lock();
        *under_way = UnderWay::default();
        under_way.planning.clone()
    }

    /// The operation has come to a run.
    pub(crate) fn has_run(&self, run: &Run) {
        let mut under_way = self.lock();
        let canceller = run.canceller();
        if under_way.planning.is_cancelled() {
            canceller.cancel();
        }
        under_way.run = Some(canceller);
    }

    fn lock(&self) -> MutexGuard<'_, UnderWay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CancelHandle for Interrupt {
    fn try_cancel(&self) -> Result<()> {
        let under_way = self.lock();
        under_way.planning.cancel();
        if let Some(run) = &under_way.run {
            run.cancel();
        }
        Ok(())
    }
}
