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
        let arguments = ["build", "-p", "storeql-cli", "--profile", &self.profile];
        let status = cargo::command()
            .args(arguments)
            .current_dir(&self.root)
            .status()
            .map_err(|error| format!("cargo build did not start: {error}"))?;
        if !status.success() {
            return Err("the program was not built".to_owned());
        }
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), PathBuf::from);
        Ok(target.join(&self.profile).join("storeql"))
    }
}
