//! A machine: a home folder of its own, and a default browser that notes the address and leaves it to the test.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{COUNT, person};
use crate::support::{Run, piped, program};

/// How long anything may take that a test waits for.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Machine {
    home: TempDir,
}

impl Machine {
    pub(super) fn new() -> Self {
        let home = TempDir::new().unwrap();
        let browser = home.path().join("browser");
        // Renamed into place, so that an address is whole when it is seen.
        let script = "#!/bin/sh\nprintf '%s' \"$1\" > \"$0.$$\" && mv \"$0.$$\" \"$0.opened.$$\"\n";
        fs::write(&browser, script).unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        Self { home }
    }

    /// A file in its home folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Where the program keeps its tokens by default.
    pub(super) fn settings(&self) -> PathBuf {
        self.file(".config/storeql/OAuthSettings.txt")
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.at_home(program());
        command.args(arguments);
        command
    }

    /// A command with this home and this browser.
    pub(super) fn at_home(&self, mut command: Command) -> Command {
        command
            .env("HOME", self.home.path())
            .env("BROWSER", self.file("browser"));
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Asks something with this connection.
    pub(super) fn query(&self, connection: &str, sql: &str) -> Run {
        self.run(&["query", "-c", connection, sql, "--format", "csv"])
    }

    pub(super) fn count(&self, connection: &str) -> Run {
        self.query(connection, COUNT)
    }

    /// Starts the same, and goes on when it has opened the browser: the process, and the address.
    pub(super) fn count_in_browser(&self, connection: &str) -> (Child, String) {
        self.in_browser(self.command(&["query", "-c", connection, COUNT, "--format", "csv"]))
    }

    /// Starts a command of this machine, and goes on when it has opened the browser.
    pub(super) fn in_browser(&self, mut command: Command) -> (Child, String) {
        let before = self.opened().len();
        let mut child = piped(&mut command);
        let started = Instant::now();
        loop {
            if let Some(address) = self.opened().get(before) {
                return (child, address.clone());
            }
            if child.try_wait().unwrap().is_some() {
                panic!(
                    "no browser was opened: {:?}",
                    Run::from(child.wait_with_output().unwrap())
                );
            }
            assert!(started.elapsed() < PATIENCE, "no browser was opened");
            // The browser is a script; the file that it writes is awaited.
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks, and the person answers the page that opens: how the query ended, and what the browser shows then.
    pub(super) fn count_deciding(&self, connection: &str, decision: &str) -> (Run, person::Page) {
        let (child, address) = self.count_in_browser(connection);
        let page = person::answer(&address, decision);
        (child.wait_with_output().unwrap().into(), page)
    }

    /// Asks until the token has ended and another one is kept: how the last query ended.
    pub(super) fn count_until_refreshed(&self, connection: &str) -> Run {
        let kept = || fs::read(self.settings()).unwrap();
        let (first, started) = (kept(), Instant::now());
        loop {
            let run = self.count(connection);
            if kept() != first {
                return run;
            }
            assert!(started.elapsed() < PATIENCE, "the token stays as it is");
        }
    }

    /// The addresses that the program has opened, in their order.
    pub(super) fn opened(&self) -> Vec<String> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.home.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_string_lossy().contains(".opened."))
            .collect();
        files.sort_by_key(|path| path.metadata().unwrap().modified().unwrap());
        files
            .iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect()
    }
}
