//! The person's own editor, for a file: `$VISUAL`, else `$EDITOR`, else `vi`.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};

/// Opens the file, and waits until the person has closed it.
pub(crate) fn edit(path: &Path) -> Result<()> {
    let named = ["VISUAL", "EDITOR"].into_iter();
    let line = named
        .filter_map(|name| std::env::var(name).ok())
        .find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let mut command = match cfg!(windows) {
        true => Command::new(&line),
        // It may have arguments, as `code --wait` has.
        false => {
            let mut command = Command::new("sh");
            command
                .arg("-c")
                .arg(format!("{line} \"$1\""))
                .arg("editor");
            command
        }
    };
    let failed = |why: String| {
        Failure::Output(format!(
            "the editor `{line}` {why}; $VISUAL or $EDITOR names another"
        ))
    };
    let status = command.arg(path).status();
    let status = status.map_err(|error| failed(format!("did not start ({error})")))?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(format!("ended with {status}"))),
    }
}
