//! What `query` takes and how it ends, apart from the store's faults.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::{Duration, Instant};

use insta::assert_snapshot;

use crate::support::{Sandbox, interrupt, piped, program, storeql, storeql_reading};

#[test]
fn sql_comes_from_standard_input_too() {
    let run = storeql_reading(
        &["query", "--sandbox", "-", "--format", "csv"],
        "SELECT 1 AS one",
    );
    assert_eq!(run.ok(), "one\n1\n");
}

#[test]
fn several_statements_run_one_after_another() {
    assert_eq!(
        storeql(&["query", "--sandbox", "SELECT 1 AS one; SELECT 2 AS two;"]).ok(),
        " one\n-----\n   1\n\n two\n-----\n   2\n"
    );
}

#[test]
fn two_results_do_not_fit_into_a_parquet_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.parquet");
    storeql(&[
        "query",
        "--sandbox",
        "SELECT 1; SELECT 2",
        "-o",
        path.to_str().unwrap(),
    ])
    .failed(1);
    assert!(!path.exists());
}

#[test]
fn stats_count_requests_and_rows() {
    let run = storeql(&[
        "query",
        "--sandbox",
        "--orders",
        "500",
        "SELECT * FROM orders",
        "--stats",
        "--format",
        "csv",
    ]);
    let stats = run.stats();
    assert_eq!(stats["rows"], 500);
    assert_eq!(run.out.lines().count(), 501);
    assert!(
        (2..=3).contains(&stats["requests"].as_u64().unwrap()),
        "{stats}"
    );
    let members: Vec<&String> = stats.as_object().unwrap().keys().collect();
    assert_eq!(
        members[..6],
        [
            "requests",
            "retries",
            "waited_ms",
            "bytes",
            "rows",
            "elapsed_ms"
        ]
    );
}

#[test]
fn stats_come_with_a_failure_too() {
    let run = storeql(&[
        "query",
        "--sandbox",
        "SELECT nonsense FROM orders",
        "--stats",
    ]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stats()["rows"], 0);
}

#[test]
fn errors_name_what_is_meant() {
    let failed = |sql: &str| storeql(&["query", "--sandbox", sql]).failed(1);
    assert_snapshot!("wrong_column", failed("SELECT id, pricee FROM products"));
    assert_snapshot!("wrong_table", failed("SELECT * FROM prodcuts"));
    assert_snapshot!("wrong_syntax", failed("SELEC id FROM products"));
    assert_snapshot!(
        "wrong_format_for_two_names",
        storeql(&[
            "query",
            "--sandbox",
            "SELECT 1 AS a, 2 AS a",
            "--format",
            "json"
        ])
        .failed(1)
    );
}

#[test]
fn bad_usage_is_code_2() {
    for arguments in [
        vec!["query"],
        vec!["query", "--sandbox", "-c", "StoreId=x", "SELECT 1"],
        vec!["query", "--sandbox", "SELECT 1", "--format", "xml"],
        vec!["query", "--sandbox", "SELECT 1", "-o", "rows.docx"],
        vec!["query", "--sandbox", "--fault", "nonsense", "SELECT 1"],
        vec!["query", "-c", "StoreId=x", "--orders", "5", "SELECT 1"],
        vec!["query", "-c", "StoreIdd=x", "SELECT 1"],
        vec!["query", "-p", "no-such-profile", "SELECT 1"],
        vec!["query", "SELECT 1"],
        vec!["query", "SELECT * FROM orders"],
    ] {
        let run = storeql(&arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.err);
        assert!(run.err.starts_with("error: "), "{}", run.err);
        assert!(run.out.is_empty());
    }
}

#[test]
fn a_reader_that_goes_ends_the_query_quietly() {
    let mut child = program()
        .args([
            "query",
            "--sandbox",
            "--orders",
            "2000",
            "SELECT * FROM orders",
            "--format",
            "csv",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let mut messages = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut messages)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(messages, "");
}

#[test]
fn control_c_cancels_with_code_130() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let log = folder.path().join("requests");
    let log = log.to_str().unwrap();
    let sandbox = [
        "--sandbox",
        "--orders",
        "5000",
        "--latency-ms",
        "300",
        "--request-log",
        log,
    ];
    let child = piped(program().arg("query").args(sandbox).args([
        "SELECT * FROM orders",
        "-o",
        path.to_str().unwrap(),
    ]));
    await_requests(log);
    let pressed = Instant::now();
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(130),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        pressed.elapsed() < Duration::from_secs(1),
        "{:?}",
        pressed.elapsed()
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "only the log is left"
    );
}

/// Until the store has answered something.
pub(crate) fn await_requests(log: &str) {
    let patience = Instant::now();
    while std::fs::metadata(log).map_or(0, |file| file.len()) == 0 {
        assert!(
            patience.elapsed() < Duration::from_secs(60),
            "no request came"
        );
        std::thread::yield_now();
    }
}

#[test]
fn what_a_property_cannot_do_is_said_once() {
    let sandbox = crate::support::Sandbox::start(&[]);
    let connection = format!("{};PoolMaxSize=5", sandbox.says("connection"));
    let run = storeql(&[
        "query",
        "-c",
        &connection,
        "SELECT 1 AS one",
        "--format",
        "csv",
    ]);
    assert_eq!(run.err.matches("warning: ").count(), 1, "{}", run.err);
    assert!(run.err.contains("PoolMaxSize"), "{}", run.err);
    assert_eq!(run.ok(), "one\n1\n");
}

#[test]
fn values_that_do_not_fit_are_null_by_leave_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let products = "{\"id\":9,\"name\":\"Pot\",\"weight\":\"heavy\"}\n{\"id\":10,\"name\":\"Pan\",\"weight\":\"light\"}\n";
    std::fs::write(folder.path().join("products.ndjson"), products).unwrap();
    let sandbox = Sandbox::start(&["--data", folder.path().to_str().unwrap()]);
    let sql = "SELECT id, weight FROM products ORDER BY id";
    let refused = sandbox.query(sql, &[]).failed(1);
    for part in ["\"heavy\"", "products.weight", "id = 9"] {
        assert!(refused.contains(part), "{refused}");
    }
    let connection = format!("{};InvalidValues=NULL", sandbox.says("connection"));
    let run = storeql(&[
        "query",
        "-c",
        &connection,
        sql,
        "--format",
        "csv",
        "--stats",
    ]);
    assert_eq!(run.stats()["invalid_values"], 2);
    let warnings: Vec<&str> = run
        .err
        .lines()
        .filter(|line| line.starts_with("warning: "))
        .collect();
    assert_eq!(warnings.len(), 1, "{}", run.err);
    assert!(
        warnings[0].contains("2 values of products.weight"),
        "{warnings:?}"
    );
    assert_eq!(run.ok(), "id,weight\n9,\n10,\n");
}

#[test]
fn texts_of_windows_are_taken() {
    let query = |sql: &str, input: &str| {
        let arguments = ["query", "--sandbox", sql, "--format", "csv"];
        storeql_reading(&arguments, input)
    };
    assert_eq!(query("\u{feff}SELECT\u{a0}7 AS z", "").ok(), "z\n7\n");
    assert_eq!(
        query("-", "\u{feff}-- first\r\nSELECT 7 AS z;\r\n").ok(),
        "z\n7\n"
    );
    let length = "SELECT length('ab\r\ncd') AS n;\r\n";
    assert_eq!(query("-", length).ok(), "n\n6\n");
    let utf_16 = query("-", "S\0E\0L\0E\0C\0T\0 \x001\0").failed(2);
    assert!(utf_16.contains("UTF-16"), "{utf_16}");
}
