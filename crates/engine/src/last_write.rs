//! What became of the rows of a session's latest write: `sys_identity` shows them, and `SCOPE_IDENTITY()` is the key of the last one
//! that was created.

use std::sync::{Mutex, PoisonError};

/// A row of the latest write.
#[derive(Debug, Clone)]
pub(crate) struct WrittenRow {
    /// The row's number in the statement, from 1.
    pub(crate) number: u64,
    /// `INSERT`
    pub(crate) operation: &'static str,
    pub(crate) table: String,
    /// The values of its key, as text.
    pub(crate) key: Vec<String>,
    /// `written`
    pub(crate) state: &'static str,
    /// Why it was not written, or what the store said beside it.
    pub(crate) message: Option<String>,
    /// The statement created it.
    pub(crate) created: bool,
}

/// The rows of a session's latest write.
#[derive(Debug, Default)]
pub(crate) struct LastWrite(Mutex<Vec<WrittenRow>>);

impl LastWrite {
    /// Takes the place of an earlier write's rows, or goes on with those of the same run.
    pub(crate) fn note(&self, rows: Vec<WrittenRow>, goes_on: bool) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !goes_on {
            all.clear();
        }
        all.extend(rows);
    }

    /// Shows each row.
    pub(crate) fn each(&self, mut show: impl FnMut(&WrittenRow)) {
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rows.iter().for_each(&mut show);
    }

    /// The key of the last row that was created, where that is a whole number.
    pub(crate) fn identity(&self) -> Option<i64> {
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let created = rows.iter().rev().find(|row| row.created)?;
        // The last column of a key is the row's own number, behind that of its parent.
        created.key.last()?.parse().ok()
    }
}
