//! `cargo xtask differential`: builds and starts the testkit's program of that name. It links the engine, which the chores here do
//! not.

use std::path::Path;
use std::process::Command;

use crate::cargo;
use crate::faults::Faults;

/// Builds and runs it; what it finds, it prints itself.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Faults {
    match compare(root, arguments) {
        Ok(true) => Faults::new(),
        Ok(false) => {
            vec!["StoreQL and PostgreSQL differ, or could not be compared; see above".to_owned()]
        }
        Err(fault) => vec![fault],
    }
}

fn compare(root: &Path, arguments: &[&str]) -> Result<bool, String> {
    let (profile, of_program) = match arguments {
        ["--profile", profile, others @ ..] => (*profile, others),
        others => ("dev", others),
    };
    let program = cargo::program(root, profile, "differential")?;
    cargo::succeeds(Command::new(program).args(of_program).current_dir(root))
}
