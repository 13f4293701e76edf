//! The built program as processes: a sandbox that serves, queries that read it, and what the system says of both.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A sandbox store in a process of its own, ended when dropped.
pub(super) struct Sandbox {
    process: Child,
    /// What its first line says.
    pub(super) says: Value,
    log: PathBuf,
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

    /// Milliseconds that the sandbox itself took for an answer, the latency included: the mean of those after the first `skip`.
    pub(super) fn mean_ms(&self, skip: usize) -> f64 {
        let entries = self.entries().into_iter().skip(skip);
        let ms: Vec<f64> = entries.filter_map(|entry| entry["ms"].as_f64()).collect();
        ms.iter().sum::<f64>() / ms.len().max(1) as f64
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
        mut meanwhile: impl FnMut(&Self),
    ) -> Result<Run, String> {
        let errors = self.log.with_extension("errors");
        let started = Instant::now();
        let before = processor_seconds(self.process.id());
        let mut query = Command::new(binary)
            .args([
                "query",
                "-c",
                self.connection(),
                sql,
                "--format",
                "arrow",
                "--stats",
            ])
            .stdout(Stdio::null())
            .stderr(File::create(&errors).map_err(|error| error.to_string())?)
            .spawn()
            .map_err(|error| format!("{} query: {error}", binary.display()))?;
        let (mut peak_mb, mut own_seconds) = (0.0_f64, 0.0_f64);
        let status = loop {
            if let Some(status) = query.try_wait().map_err(|error| error.to_string())? {
                break status;
            }
            peak_mb = peak_mb.max(peak(query.id()));
            own_seconds = own_seconds.max(processor_seconds(query.id()));
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
                own_seconds,
                sandbox_seconds: processor_seconds(self.process.id()) - before,
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

/// The most memory that a process has had resident so far, in MB; the system keeps the peak itself.
fn peak(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or_default() * 1024.0 / 1e6
}

/// Processor time of a process so far, user and system.
fn processor_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The fields behind the name, which may hold blanks: user and system time are the 12th and 13th, in hundredths.
    let fields = stat
        .rsplit_once(") ")
        .map(|(_, fields)| fields.split(' ').skip(11).take(2));
    let ticks: f64 = fields
        .into_iter()
        .flatten()
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}
