//! DuckDB as a process of its own, which reads when it is told to.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use super::Reading;

pub(super) struct DuckDb {
    process: Child,
    answers: BufReader<ChildStdout>,
    _folder: tempfile::TempDir,
}

impl DuckDb {
    /// Starts it for one case; none where `STOREQL_DUCKDB_PYTHON` names no Python.
    pub(super) fn start(
        case: &str,
        columns: &serde_json::Value,
        pages: &[Vec<u8>],
    ) -> Option<Self> {
        let python = std::env::var_os("STOREQL_DUCKDB_PYTHON")?;
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pages")).unwrap();
        fs::write(folder.path().join("columns.json"), columns.to_string()).unwrap();
        fs::write(folder.path().join("rows.ndjson"), pages.concat()).unwrap();
        for (number, page) in pages.iter().enumerate() {
            let rows: Vec<&[u8]> = page
                .split(|byte| *byte == b'\n')
                .filter(|row| !row.is_empty())
                .collect();
            let array = [b"[", rows.join(&b","[..]).as_slice(), b"]"].concat();
            fs::write(folder.path().join(format!("pages/{number:03}.json")), array).unwrap();
        }
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/duckdb_read_json.py");
        let mut process = Command::new(python)
            .arg(script)
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("DuckDB for {case}: {error}"));
        let answers = BufReader::new(process.stdout.take().unwrap());
        Some(Self {
            process,
            answers,
            _folder: folder,
        })
    }

    pub(super) fn read(&mut self) -> Reading {
        writeln!(self.process.stdin.as_mut().unwrap(), "read").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        let answer: serde_json::Value =
            serde_json::from_str(&answer).expect("DuckDB reads the pages");
        Reading {
            rows: answer["rows"].as_u64().unwrap() as usize,
            seconds: answer["seconds"].as_f64().unwrap(),
            processor_seconds: answer["processor_seconds"].as_f64().unwrap(),
        }
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
