//! What a bench measures, and the building of the program where none was named.

use std::path::PathBuf;

use crate::cargo;

/// What to measure, and with what.
pub(super) struct Plan {
    pub(super) root: PathBuf,
    /// The program; where none is named it is built in `profile`.
    pub(super) binary: PathBuf,
    pub(super) profile: String,
    /// Another program, say one that was built before a change, which reads the same by turns.
    pub(super) beside: Option<PathBuf>,
    /// A tenth of the rows, and a short window: to see that the bench works.
    pub(super) quick: bool,
    /// Each timing is the best of so many.
    pub(super) rounds: usize,
}

impl Plan {
    /// Builds the program and tells where it is.
    pub(super) fn built(&self) -> Result<PathBuf, String> {
        cargo::program(&self.root, &self.profile, "storeql")
    }
}
