//! Starting the program, and a sandbox store for it in a process of its own.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The program, alone.
pub(crate) fn program() -> Command {
    alone(env!("CARGO_BIN_EXE_storeql").as_ref())
}

/// A program that no setting of the machine that runs the tests reaches.
pub(crate) fn alone(program: &OsStr) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name
            .to_string_lossy()
            .to_uppercase()
            .starts_with("STOREQL_")
        {
            command.env_remove(name);
        }
    }
    command
        .env("HOME", "/nowhere")
        .env_remove("XDG_CONFIG_HOME")
        .stdin(Stdio::null());
    command
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl Run {
    /// The output of a run that went well.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    /// The messages of a run that ended with `code`.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        let says_why = self.err.lines().any(|line| line.starts_with("error: "));
        assert!(says_why, "{}", self.err);
        self.err
    }

    /// The object that `--stats` prints, wherever it stands among the messages.
    #[track_caller]
    pub(crate) fn stats(&self) -> Value {
        let line = self
            .err
            .lines()
            .find(|line| line.starts_with('{'))
            .expect(&self.err);
        serde_json::from_str(line).unwrap()
    }
}

/// Runs `storeql` with these arguments.
pub(crate) fn storeql<S: AsRef<OsStr>>(arguments: &[S]) -> Run {
    program().args(arguments).output().unwrap().into()
}

/// Runs `storeql` with `input` on its standard input.
pub(crate) fn storeql_reading<S: AsRef<OsStr>>(arguments: &[S], input: &str) -> Run {
    let mut child = piped(program().args(arguments));
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap().into()
}

/// Starts a command with all its streams in our hands.
pub(crate) fn piped(command: &mut Command) -> Child {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Presses Ctrl-C.
pub(crate) fn interrupt(child: &Child) {
    signal(child, "-INT");
}

/// Sends a signal by its name for `kill`.
pub(crate) fn signal(child: &Child, name: &str) {
    let pressed = Command::new("kill")
        .arg(name)
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(pressed.success());
}

/// Waits until a process has computed for half a second, whatever it waited for.
#[cfg(target_os = "linux")]
pub(crate) fn await_computing(child: &Child) {
    let stat = format!("/proc/{}/stat", child.id());
    let ticks = || -> Option<u64> {
        let text = std::fs::read_to_string(&stat).ok()?;
        // The fields after the command's name, which may have blanks in it.
        let (_, fields) = text.rsplit_once(')')?;
        fields.split_whitespace().nth(11)?.parse().ok()
    };
    let before = ticks().expect("the process runs");
    while ticks().expect("the process runs") < before + 50 {
        std::thread::yield_now();
    }
}

/// A sandbox store in a process of its own, which ends with the test.
pub(crate) struct Sandbox {
    process: Child,
    started: Value,
}

impl Sandbox {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut process = program()
            .arg("sandbox")
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            process,
            started: serde_json::from_str(&line).unwrap(),
        }
    }

    /// A member of the line that it prints when it has started.
    pub(crate) fn says(&self, name: &str) -> &str {
        self.started[name].as_str().unwrap()
    }

    /// Runs a query on it.
    pub(crate) fn query(&self, sql: &str, arguments: &[&str]) -> Run {
        let mut all = vec!["query", "-c", self.says("connection"), sql];
        all.extend(arguments);
        storeql(&all)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
