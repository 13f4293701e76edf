//! Ctrl-C, SIGTERM and SIGHUP while a query computes: the program ends, with the signal's code, and leaves nothing behind.
//!
//! Each query here would compute for days: a test that does not end has failed.
#![cfg(target_os = "linux")]

use std::io::Write;

use crate::queries::await_requests;
use crate::support::{await_computing, piped, program, signal};

/// Joins every row with every row of three other tables; no row is wanted.
const ENDLESS: &str = "SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE a.id + b.id + c.id + d.id < 0";
/// The same, which has a row to show only when it is sorted.
const ENDLESS_SORT: &str = "SELECT a.id FROM orders a, orders b, orders c, orders d WHERE a.id * b.id * c.id = d.id + 7 ORDER BY 1";

const SIGNALS: [(&str, i32); 3] = [("-INT", 130), ("-TERM", 143), ("-HUP", 129)];

#[test]
fn a_query_that_computes_ends_at_any_signal() {
    for (name, code) in SIGNALS {
        for sql in [ENDLESS, ENDLESS_SORT] {
            let folder = tempfile::tempdir().unwrap();
            let rows = folder.path().join("rows.csv");
            let log = tempfile::NamedTempFile::new().unwrap();
            let log = log.path().to_str().unwrap();
            let rows = rows.to_str().unwrap();
            let sandbox = ["--sandbox", "--orders", "2000", "--request-log", log];
            let child = piped(program().arg("query").args(sandbox).args([sql, "-o", rows]));
            await_requests(log);
            await_computing(&child);
            signal(&child, name);
            let output = child.wait_with_output().unwrap();
            let message = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{name}: {message}");
            let left = std::fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, 0, "{name}: the file of the rows is gone");
        }
    }
}

#[test]
fn a_script_whose_statement_computes_ends_at_any_signal() {
    for (name, code) in SIGNALS {
        let log = tempfile::NamedTempFile::new().unwrap();
        let log = log.path().to_str().unwrap();
        let sandbox = ["--sandbox", "--orders", "2000", "--request-log", log];
        let mut child = piped(program().arg("shell").args(sandbox));
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{ENDLESS};\nSELECT 'not reached';").unwrap();
        await_requests(log);
        await_computing(&child);
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("not reached"));
    }
}

/// A shell that waits for a line has nothing to end first.
#[test]
fn a_shell_at_rest_ends_at_once() {
    for (name, code) in &SIGNALS[1..] {
        let mut child = piped(program().args(["shell", "--sandbox", "--orders", "3"]));
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "SELECT 'first';").unwrap();
        let mut output = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("first") {
            line.clear();
            std::io::BufRead::read_line(&mut output, &mut line).unwrap();
        }
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(*code), "{name}");
        drop(input);
    }
}
