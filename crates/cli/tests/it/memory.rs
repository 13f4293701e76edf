//! What does not fit `MaxMemory` is written to temporary files, or refused in a sentence.
#![cfg(target_os = "linux")]

use crate::support::{Run, program};

/// Rows of a hundred bytes and more.
const ROWS: &str = "SELECT (value * 7919) % 5000011 AS k, repeat('x', 100) || value AS text FROM generate_series(1, 5000000)";

/// No request is sent to it.
const NO_STORE: &str = "StoreId=abc;OAuthAccessToken=none;MaxMemory=64";

/// Runs the program with an address space of 3 GB.
fn within_3_gb(sql: &str) -> Run {
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", "ulimit -v 3145728; exec \"$0\" \"$@\""])
        .arg(program().get_program())
        .args(["query", "-c", NO_STORE, "--format", "csv", sql])
        .env("HOME", "/nowhere")
        .output()
        .unwrap()
        .into()
}

/// More than 500 MB are sorted in 64.
#[test]
fn a_sort_that_does_not_fit_is_written_to_files() {
    let sql = format!(
        "SELECT count(*), count(*) FILTER (WHERE k < before), min(length(text)) FROM \
         (SELECT k, text, lag(k) OVER (ORDER BY k) AS before FROM ({ROWS}))"
    );
    let rows = within_3_gb(&sql).ok();
    assert_eq!(rows.lines().nth(1), Some("5000000,0,101"));
}

#[test]
fn what_cannot_be_written_to_files_is_refused_in_a_sentence() {
    for sql in [
        format!("SELECT cardinality(array_agg(text)) FROM ({ROWS})"),
        format!("SELECT count(*) FROM ({ROWS}) a JOIN ({ROWS}) b ON a.text = b.text"),
    ] {
        let message = within_3_gb(&sql).failed(1);
        assert!(message.contains("MaxMemory"), "{message}");
    }
}
