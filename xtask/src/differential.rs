//! `cargo xtask differential`: builds and starts the testkit's program of that name. It links the engine, which the chores here do
//! not.

use std::path::{Path, PathBuf};
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
    // With the whole workspace's features, so that DataFusion is the one that the tests were built with.
    let mut build = cargo::command();
    build.args(["build", "--quiet", "--workspace", "--bin", "differential"]);
    succeeds(build.args(["--profile", profile]).current_dir(root))?
        .then_some(())
        .ok_or("the program differential does not build; see above")?;
    let folder = match profile {
        "dev" => "debug",
        profile => profile,
    };
    let program = target(root)?.join(folder).join("differential");
    succeeds(Command::new(program).args(of_program).current_dir(root))
}

fn succeeds(command: &mut Command) -> Result<bool, String> {
    let status = command.status();
    let status =
        status.map_err(|error| format!("{:?} did not start: {error}", command.get_program()))?;
    Ok(status.success())
}

/// The folder in which cargo builds.
fn target(root: &Path) -> Result<PathBuf, String> {
    let output = cargo::command()
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata did not start: {error}"))?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata answered something else: {error}"))?;
    let folder = metadata
        .get("target_directory")
        .and_then(|folder| folder.as_str());
    folder
        .map(PathBuf::from)
        .ok_or_else(|| "cargo metadata names no target_directory".to_owned())
}
