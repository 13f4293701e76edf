//! A write that is killed with `kill -9`, at one request or another, and gone on with by its journal: nothing twice, nothing lost.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::Child;

use serde_json::Value;

use crate::support::{Run, Sandbox, piped, program, storeql};

/// Rows of each write.
const ROWS: usize = 60;

/// Writes that the store got, by its own log.
fn writes(log: &Path) -> usize {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines = text.lines();
    let requests = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    requests
        .filter(|request| request["method"] != "GET")
        .count()
}

/// Waits until the store got so many writes, or the program has ended; then kills it.
fn kill_at(mut child: Child, log: &Path, count: usize) {
    while writes(log) < count && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

/// The brands whose names begin so, with their titles.
fn brands(sandbox: &Sandbox) -> Vec<String> {
    let sql =
        "SELECT name || '|' || page_title AS b FROM brands WHERE name LIKE 'Row %' ORDER BY name";
    let answer = sandbox.query(sql, &["--format", "csv"]).ok();
    answer.lines().skip(1).map(str::to_owned).collect()
}

fn expected(title: impl Fn(usize) -> String) -> Vec<String> {
    (0..ROWS)
        .map(|row| format!("Row {row:03}|{}", title(row)))
        .collect()
}

fn insert() -> String {
    let rows: Vec<String> = (0..ROWS)
        .map(|row| format!("('Row {row:03}', 'new')"))
        .collect();
    format!(
        "INSERT INTO brands (name, page_title) VALUES {}",
        rows.join(", ")
    )
}

/// Runs the statement, kills it at one of its requests, kills the resumed run as well, and resumes it to its end.
fn killed_and_resumed(sandbox: &Sandbox, log: &Path, sql: &str, at: usize) {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let journal = journal.to_str().unwrap();
    let before = writes(log);
    let connection = sandbox.says("connection");
    let child = piped(program().args(["query", "-c", connection, "--journal", journal, sql]));
    kill_at(child, log, before + at);
    let again = piped(program().args(["resume", journal, "-c", connection]));
    kill_at(again, log, before + 2 * at);
    let run: Run = storeql(&["resume", journal, "-c", connection]);
    run.ok();
    // All is known now: another time nothing is sent.
    let done = writes(log);
    storeql(&["resume", journal, "-c", connection]).ok();
    assert_eq!(writes(log), done);
}

#[test]
fn a_killed_write_is_gone_on_with() {
    for at in [1, 6, 19, 29] {
        let log = tempfile::NamedTempFile::new().unwrap();
        let file = log.path().to_str().unwrap();
        let sandbox = Sandbox::start(&["--latency-ms", "15", "--request-log", file]);
        killed_and_resumed(&sandbox, log.path(), &insert(), at);
        assert_eq!(brands(&sandbox), expected(|_| "new".to_owned()), "at {at}");
        let update = "UPDATE brands SET page_title = 'of ' || name WHERE name LIKE 'Row %'";
        killed_and_resumed(&sandbox, log.path(), update, at);
        assert_eq!(
            brands(&sandbox),
            expected(|row| format!("of Row {row:03}")),
            "at {at}"
        );
        let delete = "DELETE FROM brands WHERE name LIKE 'Row %'";
        killed_and_resumed(&sandbox, log.path(), delete, at);
        assert_eq!(brands(&sandbox), [""; 0], "at {at}");
    }
}

#[test]
fn a_journal_of_another_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let journal = journal.to_str().unwrap();
    let one = Sandbox::start(&["--seed", "1"]);
    let sql = "INSERT INTO brands (name) VALUES ('Eins')";
    one.query(sql, &["--journal", journal]).ok();
    let other = Sandbox::start(&["--seed", "2"]);
    let message = storeql(&["resume", journal, "-c", other.says("connection")]).failed(2);
    assert!(
        message.contains("connect to the store of the journal"),
        "{message}"
    );
    let message = storeql(&["resume", "nowhere", "-c", one.says("connection")]).failed(2);
    assert!(message.contains("nowhere cannot be read"), "{message}");
    let message = one.query(sql, &["--journal", journal]).failed(2);
    assert!(message.contains("storeql resume"), "{message}");
}
