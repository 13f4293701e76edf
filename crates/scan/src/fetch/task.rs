//! Work on tasks of its own: a page is decoded on one thread while others decode the pages beside it.

use tokio_util::task::AbortOnDropHandle;

use crate::error::{Error, ErrorKind, Result};

/// Requests of one scan that are under way at once; the store's allowance may admit fewer.
pub(super) const WIDTH: usize = 16;

/// Runs `work` on a task of its own, which ends with the future that waits for it.
pub(super) fn on_a_task<T, W>(work: W) -> impl Future<Output = Result<T>> + use<T, W>
where
    T: Send + 'static,
    W: Future<Output = Result<T>> + Send + 'static,
{
    let task = AbortOnDropHandle::new(tokio::spawn(work));
    async move { task.await.unwrap_or_else(|error| Err(ended_early(&error))) }
}

/// The error of a task that did not come to its end.
pub(super) fn ended_early(error: &tokio::task::JoinError) -> Error {
    Error::new(
        ErrorKind::Internal,
        format!("a task of the scan ended early: {error}"),
    )
}
