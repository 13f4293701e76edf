//! Locks that stay usable after a panic. Everything behind them is a counter, a list or a map, whole at every moment, so that a
//! holder that panicked leaves nothing half-done.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
