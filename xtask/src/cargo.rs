//! The `cargo` that runs this chore, for chores that call it.

use std::process::Command;

pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
