//! The built program as processes: a sandbox that serves, queries that read it, and what the system says of both.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::processor::{seconds_of, seconds_of_children};

/// A sandbox store in a process of its own, ended when dropped.
pub(super) struct Sandbox {
    process: Child,
    /// What its first line says.
    pub(super) says: Value,
    log: PathBuf,
}

/// One request that the sandbox has answered.
pub(super) struct Answer {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    /// Milliseconds that the sandbox itself took, the latency included.
    pub(super) ms: f64,
}

/// What a query took.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// From the start of the process to its end.
    pub(super) seconds: f64,
    /// Processor time of the program and of the sandbox meanwhile.
    pub(super) own_seconds: f64,
    pub(super) sandbox_seconds: f64,
    /// The most memory that was resident at once.
    pub(super) peak_mb: f64,
    /// What `--stats` prints.
    pub(super) stats: Value,
}

impl Sandbox {
    pub(super) fn start(binary: &Path, log: PathBuf, arguments: &[&str]) -> Result<Self, String> {
        let mut process = Command::new(binary)
            .arg("sandbox")
            .arg("--request-log")
            .arg(&log)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} sandbox: {error}", binary.display()))?;
        let mut line = String::new();
        let said = process.stdout.take().map(BufReader::new);
        let read = said.map(|mut said| said.read_line(&mut line));
        let says = serde_json::from_str(&line);
        let mut sandbox = Self {
            process,
            says: Value::Null,
            log,
        };
        match (read, says) {
            (Some(Ok(_)), Ok(says)) => sandbox.says = says,
            _ => return Err(format!("the sandbox did not start: {line}")),
        }
        Ok(sandbox)
    }

    pub(super) fn connection(&self) -> &str {
        self.says["connection"].as_str().unwrap_or_default()
    }

    /// Requests answered so far, by their status.
    pub(super) fn statuses(&self) -> Vec<u16> {
        let statuses = self.entries().into_iter();
        statuses
            .filter_map(|entry| entry["status"].as_u64()?.try_into().ok())
            .collect()
    }

    /// The answers so far.
    pub(super) fn answers(&self) -> Vec<Answer> {
        let answer = |entry: Value| Answer {
            method: text(&entry["method"]),
            target: match entry["query"].as_str().unwrap_or_default() {
                "" => text(&entry["path"]),
                query => format!("{}?{query}", text(&entry["path"])),
            },
            ms: entry["ms"].as_f64().unwrap_or_default(),
        };
        self.entries().into_iter().map(answer).collect()
    }

    fn entries(&self) -> Vec<Value> {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines = log.lines();
        lines
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect()
    }

    /// Runs one query against it and calls `meanwhile` some fifty times a second.
    pub(super) fn query(
        &self,
        binary: &Path,
        sql: &str,
        meanwhile: impl FnMut(&Self),
    ) -> Result<Run, String> {
        self.query_with(binary, "", sql, meanwhile)
    }

    /// The same with more properties of the connection: `;MaxRows=7`.
    pub(super) fn query_with(
        &self,
        binary: &Path,
        properties: &str,
        sql: &str,
        mut meanwhile: impl FnMut(&Self),
    ) -> Result<Run, String> {
        let connection = format!("{}{properties}", self.connection());
        let errors = self.log.with_extension("errors");
        let started = Instant::now();
        let before = seconds_of(self.process.id());
        let own_before = seconds_of_children();
        let mut query = Command::new(binary)
            .args([
                "query",
                "-c",
                &connection,
                sql,
                "--format",
                "arrow",
                "--stats",
            ])
            .stdout(Stdio::null())
            .stderr(File::create(&errors).map_err(|error| error.to_string())?)
            .spawn()
            .map_err(|error| format!("{} query: {error}", binary.display()))?;
        let mut peak_mb = 0.0_f64;
        let status = loop {
            if let Some(status) = query.try_wait().map_err(|error| error.to_string())? {
                break status;
            }
            peak_mb = peak_mb.max(peak(query.id()));
            meanwhile(self);
            std::thread::sleep(Duration::from_millis(20));
        };
        let seconds = started.elapsed().as_secs_f64();
        let said = fs::read_to_string(&errors).unwrap_or_default();
        let stats = said
            .lines()
            .rev()
            .find_map(|line| serde_json::from_str(line).ok());
        match stats {
            Some(stats) if status.success() => Ok(Run {
                seconds,
                own_seconds: seconds_of_children() - own_before,
                sandbox_seconds: seconds_of(self.process.id()) - before,
                peak_mb,
                stats,
            }),
            _ => Err(format!("{sql}: {said}")),
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Run {
    pub(super) fn count(&self, name: &str) -> u64 {
        self.stats[name].as_u64().unwrap_or_default()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The most memory that a process has had resident so far, in MB; the system keeps the peak itself.
fn peak(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or_default() * 1024.0 / 1e6
}
