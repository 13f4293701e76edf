//! The `cargo` that runs this chore, for chores that call it.

use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether a command did what it is for; what it has to say, it says itself.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool, String> {
    let status = command.status();
    let status =
        status.map_err(|error| format!("{:?} did not start: {error}", command.get_program()))?;
    Ok(status.success())
}

/// The folder in which cargo puts what it builds by a profile.
pub(crate) fn built(root: &Path, profile: &str) -> Result<PathBuf, String> {
    let output = command()
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata did not start: {error}"))?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata answered something else: {error}"))?;
    let folder = metadata
        .get("target_directory")
        .and_then(|folder| folder.as_str())
        .ok_or_else(|| "cargo metadata names no target_directory".to_owned())?;
    Ok(Path::new(folder).join(match profile {
        "dev" => "debug",
        profile => profile,
    }))
}

/// Builds a program of the workspace, with the whole workspace's features: DataFusion is then the one that the tests were built with.
pub(crate) fn program(root: &Path, profile: &str, name: &str) -> Result<PathBuf, String> {
    let mut build = command();
    build.args(["build", "--quiet", "--workspace", "--bin", name]);
    succeeds(build.args(["--profile", profile]).current_dir(root))?
        .then_some(())
        .ok_or_else(|| format!("the program {name} does not build; see above"))?;
    Ok(built(root, profile)?.join(name))
}
