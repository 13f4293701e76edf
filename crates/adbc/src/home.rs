//! Where the work is done: one Tokio runtime for the process, and how a caller's thread waits for what is done there.

use std::sync::{Mutex, PoisonError};

use adbc_core::error::Result;
use futures::executor::block_on;
use storeql_engine::{Error as EngineError, ErrorKind};
use tokio::runtime::{Builder, Runtime};
use tokio::task::coop::unconstrained;
use tokio_util::sync::CancellationToken;

use crate::errors::{of_engine, of_panic, out_of_turn};

/// The runtime of each process: a process that comes of a fork has the memory of the one before, and none of its threads.
static RUNTIMES: Mutex<Vec<Home>> = Mutex::new(Vec::new());

/// A process's runtime, which is never dropped: the library may be unloaded and loaded again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    process: u32,
    runtime: &'static Runtime,
}

impl Home {
    /// This process's.
    pub(crate) fn of_process() -> Result<Self> {
        let process = std::process::id();
        let mut homes = RUNTIMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(home) = homes.iter().find(|home| home.process == process) {
            return Ok(*home);
        }
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .thread_name("storeql")
            .build();
        let runtime = runtime.map_err(|error| {
            let message = format!("StoreQL could not start its threads: {error}");
            of_engine(EngineError::new(ErrorKind::Internal, message))
        })?;
        let home = Self {
            process,
            runtime: Box::leak(Box::new(runtime)),
        };
        homes.push(home);
        Ok(home)
    }

    /// Waits for work that is done there; it is dropped where `until` is cancelled.
    pub(crate) fn wait<T, E>(
        &self,
        until: &CancellationToken,
        work: impl Future<Output = std::result::Result<T, E>> + Send + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
        E: Into<EngineError> + Send + 'static,
    {
        if self.process != std::process::id() {
            return Err(out_of_turn(
                "the store was opened before the process forked: open it in the process that uses it",
            ));
        }
        let until = until.clone();
        let work = async move { until.run_until_cancelled_owned(work).await };
        match waited(self.runtime.spawn(work)) {
            Ok(Some(done)) => done.map_err(of_engine),
            Ok(None) => Err(of_engine(EngineError::new(
                ErrorKind::Cancelled,
                "the statement was cancelled",
            ))),
            Err(error) => Err(of_engine(match error.try_into_panic() {
                Ok(cause) => of_panic(&*cause),
                Err(error) => EngineError::new(ErrorKind::Internal, error.to_string()),
            })),
        }
    }
}

/// Waits for what is done elsewhere. A caller may itself be a task of a Tokio runtime, whose turns do not end here: counted, they would
/// run out, and the wait would never end.
pub(crate) fn waited<F: Future>(work: F) -> F::Output {
    block_on(unconstrained(work))
}
