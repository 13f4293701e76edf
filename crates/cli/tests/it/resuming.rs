//! A write that is killed with `kill -9`, at one request or another, and gone on with by its journal: nothing twice, nothing lost.
#![cfg(target_os = "linux")]

use std::ops::Range;
use std::path::Path;
use std::process::Child;

use serde_json::Value;

use crate::support::{Run, Sandbox, piped, program, storeql};

/// Rows of each write.
const ROWS: usize = 60;

/// The runs are killed at points that come of these.
const SEEDS: [u64; 4] = [1, 2, 3, 4];

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

/// The brands of these tests, with their titles.
fn brands(sandbox: &Sandbox) -> Vec<String> {
    let sql =
        "SELECT name || '|' || page_title AS b FROM brands WHERE name LIKE 'Row %' ORDER BY name";
    let answer = sandbox.query(sql, &["--format", "csv"]).ok();
    answer.lines().skip(1).map(str::to_owned).collect()
}

fn expected(rows: Range<usize>, title: impl Fn(usize) -> String) -> Vec<String> {
    rows.map(|row| format!("Row {row:03}|{}", title(row)))
        .collect()
}

fn values(rows: Range<usize>, title: &str) -> String {
    let rows: Vec<String> = rows
        .map(|row| format!("('Row {row:03}', '{title}')"))
        .collect();
    format!("brands (name, page_title) VALUES {}", rows.join(", "))
}

/// Points that come of a seed, each before the last request of a write.
fn points(seed: u64) -> impl FnMut() -> usize {
    let mut state = seed;
    move || {
        // The generator of Knuth's MMIX.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        1 + (state >> 33) as usize % (ROWS / 2 - 1)
    }
}

/// Runs the statement, kills it at one of its requests, kills the resumed run as well, and resumes it to its end.
fn killed_and_resumed(sandbox: &Sandbox, log: &Path, sql: &str, at: [usize; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let journal = journal.to_str().unwrap();
    let before = writes(log);
    let connection = sandbox.says("connection");
    let child = piped(program().args(["query", "-c", connection, "--journal", journal, sql]));
    kill_at(child, log, before + at[0]);
    let again = piped(program().args(["resume", journal, "-c", connection]));
    kill_at(again, log, before + at[0] + at[1]);
    let run: Run = storeql(&["resume", journal, "-c", connection]);
    run.ok();
    // All is known now: another time nothing is sent.
    let done = writes(log);
    storeql(&["resume", journal, "-c", connection]).ok();
    assert_eq!(writes(log), done);
}

#[test]
fn a_killed_write_is_gone_on_with() {
    for seed in SEEDS {
        let log = tempfile::NamedTempFile::new().unwrap();
        let file = log.path().to_str().unwrap();
        let sandbox = Sandbox::start(&["--latency-ms", "15", "--request-log", file]);
        let mut point = points(seed);
        let mut killed = |sql: &str| {
            let at = [point(), point()];
            eprintln!("seed {seed}: killed behind {at:?} writes of {}", &sql[..6]);
            killed_and_resumed(&sandbox, log.path(), sql, at);
        };
        killed(&format!("INSERT INTO {}", values(0..ROWS, "new")));
        let new = |_| "new".to_owned();
        assert_eq!(brands(&sandbox), expected(0..ROWS, new));
        // The API has no such upsert: one half is an update, the other an insert.
        let half = ROWS / 2;
        killed(&format!(
            "UPSERT INTO {}",
            values(half..half + ROWS, "there")
        ));
        let there = |row| if row < half { "new" } else { "there" }.to_owned();
        assert_eq!(brands(&sandbox), expected(0..half + ROWS, there));
        killed("UPDATE brands SET page_title = 'of ' || name WHERE name LIKE 'Row %'");
        let of = |row| format!("of Row {row:03}");
        assert_eq!(brands(&sandbox), expected(0..half + ROWS, of));
        killed("DELETE FROM brands WHERE name LIKE 'Row %'");
        assert_eq!(brands(&sandbox), [""; 0]);
    }
}

/// Waits until the journal has the word, or the program has ended; then kills it.
fn kill_when(mut child: Child, journal: &Path, word: &str) {
    let has = || std::fs::read_to_string(journal).is_ok_and(|text| text.contains(word));
    while !has() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

/// The number that a query answers.
fn number(sandbox: &Sandbox, sql: &str) -> i64 {
    let answer = sandbox.query(sql, &["--format", "csv"]).ok();
    answer.lines().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_killed_call_is_carried_out_once_or_told_as_unknown() {
    for word in ["\"call\"", "\"intended\"", "\"answered\""] {
        let log = tempfile::NamedTempFile::new().unwrap();
        let file = log.path().to_str().unwrap();
        let sandbox = Sandbox::start(&["--latency-ms", "15", "--request-log", file]);
        let order = number(
            &sandbox,
            "SELECT o.id FROM orders o WHERE o.status_id = 11 AND (SELECT count(*) FROM order_shipping_addresses a WHERE a.order_id = o.id) = 1 ORDER BY 1 LIMIT 1",
        );
        let count = format!("SELECT count(*) AS n FROM order_shipments WHERE order_id = {order}");
        let before = number(&sandbox, &count);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let journal = path.to_str().unwrap();
        let connection = sandbox.says("connection");
        let call = format!("EXEC CreateShipment @OrderId = {order}");
        let child = piped(program().args(["query", "-c", connection, "--journal", journal, &call]));
        kill_when(child, &path, word);
        let text = std::fs::read_to_string(&path).unwrap();
        let sent = writes(log.path());
        let run = storeql(&["resume", journal, "-c", connection]);
        let more = writes(log.path()) - sent;
        let made = number(&sandbox, &count) - before;
        match (text.contains("\"intended\""), text.contains("\"answered\"")) {
            (false, _) => {
                run.ok();
                assert_eq!((more, made), (1, 1), "{word}");
            }
            (true, false) => {
                let message = run.failed(5);
                assert!(message.contains("it was not sent again"), "{message}");
                assert_eq!(more, 0, "{word}");
                assert!(made <= 1, "{word}");
            }
            (true, true) => {
                run.ok();
                assert_eq!((more, made), (0, 1), "{word}");
            }
        }
    }
}

#[test]
fn a_killed_call_that_does_no_harm_twice_is_repeated() {
    let sandbox = Sandbox::start(&["--latency-ms", "15"]);
    let order = number(
        &sandbox,
        "SELECT id FROM orders WHERE status_id = 11 ORDER BY 1 LIMIT 1",
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let journal = path.to_str().unwrap();
    let connection = sandbox.says("connection");
    let call = format!("EXEC UpdateOrder @OrderId = {order}, @StatusId = 9");
    let child = piped(program().args(["query", "-c", connection, "--journal", journal, &call]));
    kill_when(child, &path, "\"intended\"");
    storeql(&["resume", journal, "-c", connection]).ok();
    let status = format!("SELECT status_id FROM orders WHERE id = {order}");
    assert_eq!(number(&sandbox, &status), 9);
    storeql(&["resume", journal, "-c", connection]).ok();
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
