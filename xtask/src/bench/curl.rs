//! The same pages by `curl --compressed`, ten side by side, which unpacks them and reads nothing in them: what the way to the bytes alone
//! costs.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::processor::seconds_of_children;
use super::program::Sandbox;

/// Reads `pages`, each a path with its query, and gives curl's processor time in seconds.
pub(super) fn read(sandbox: &Sandbox, pages: &[String]) -> Result<f64, String> {
    let address = sandbox.says["api_url"].as_str().unwrap_or_default();
    let token = sandbox.says["access_token"].as_str().unwrap_or_default();
    let mut settings = format!("header = \"X-Auth-Token: {token}\"\n");
    for page in pages {
        // Writing to a string does not fail.
        let _ = writeln!(
            settings,
            "url = \"{address}{page}\"\noutput = \"/dev/null\""
        );
    }
    let before = seconds_of_children();
    let mut curl = Command::new("curl")
        .args(["--compressed", "--silent", "--show-error", "--fail"])
        // A `[` of an address is no pattern of several.
        .args(["--globoff", "--parallel", "--parallel-max", "10"])
        .args(["--config", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("curl did not start: {error}; install it"))?;
    let written = curl
        .stdin
        .take()
        .map(|mut stdin| stdin.write_all(settings.as_bytes()));
    let ended = curl
        .wait_with_output()
        .map_err(|error| format!("curl: {error}"))?;
    match (written, ended.status.success()) {
        (Some(Ok(())), true) => Ok(seconds_of_children() - before),
        _ => Err(format!(
            "curl ended with {}: {}",
            ended.status,
            String::from_utf8_lossy(&ended.stderr)
        )),
    }
}
