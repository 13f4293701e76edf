//! What a session's writes keep to: what its connection says, and what its face does.

use std::path::PathBuf;

use crate::session_options::{Files, Question};

/// What a write keeps to.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// Rows that an UPDATE or a DELETE may name.
    pub(crate) most_rows: Option<u64>,
    /// An UPDATE or a DELETE may name every row.
    pub(crate) allow_unfiltered: bool,
    /// Rows behind one that failed are written all the same.
    pub(crate) goes_on: bool,
    /// Where each change is written down before and after it.
    pub(crate) journal: Option<PathBuf>,
    /// The files of this machine that may go along with new rows.
    pub(crate) files: Files,
    /// Is asked before the first request of a large write.
    pub(crate) question: Option<Question>,
}
