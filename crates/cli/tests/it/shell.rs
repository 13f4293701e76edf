//! The shell, as a script feeds it. What it is like at a terminal is tried in `tests/clients/shell.sh`.

use std::io::Write;

use crate::queries::await_requests;
use crate::support::{interrupt, piped, program, storeql_reading};

fn shell(input: &str) -> crate::support::Run {
    storeql_reading(&["shell", "--sandbox"], input)
}

#[test]
fn statements_run_at_their_semicolon() {
    let script = "\\format csv\nSELECT 1\n  AS one; SELECT ';' AS two;\n-- done;\n\\timing\nSELECT 3 AS three";
    let run = shell(script);
    assert!(run.err.contains("1 row, 0 requests, 0."), "{}", run.err);
    assert_eq!(run.ok(), "one\n1\n\ntwo\n;\nthree\n3\n");
}

#[test]
fn a_script_ends_at_the_first_failure() {
    let run = shell("SELECT nonsense;\nSELECT 1;\n");
    assert_eq!(run.out, "");
    run.failed(1);
}

#[test]
fn commands_work_in_a_script() {
    let out = shell("\\d\n\\d order_statuses\n\\q\nSELECT 1;\n").ok();
    assert!(out.contains(" orders "), "{out}");
    assert!(out.contains(" system_label "), "{out}");
    assert!(!out.contains("Int64(1)") && !out.ends_with("1\n"), "{out}");
    shell("\\nonsense\n").failed(1);
}

#[test]
fn names_are_described_as_sql_finds_them() {
    let canonical = shell("\\d order_items\n").ok();
    assert_eq!(shell("\\d OrderItems;\n").ok(), canonical);
    let out = shell("\\d [Order Items]\n\\d sys_schemas\n").ok();
    assert!(
        out.starts_with(&canonical) && out.contains(" SchemaName "),
        "{out}"
    );
    let out = shell("CREATE VIEW Mine AS SELECT Id AS Number FROM Brands;\n\\d MINE\n").ok();
    assert!(
        out.contains(" Number ") && out.contains(" BIGINT "),
        "{out}"
    );
}

#[test]
fn a_command_that_fails_ends_a_script_as_a_statement_does() {
    let of_command = shell("\\d brnads\nSELECT 1;\n");
    let of_statement = shell("SELECT * FROM brnads;\nSELECT 1;\n");
    assert_eq!(
        (of_command.out.as_str(), of_statement.out.as_str()),
        ("", "")
    );
    assert_eq!(of_command.failed(1), of_statement.failed(1));
}

#[test]
fn rows_on_their_side() {
    assert_eq!(
        shell("\\x\nSELECT 1 AS one, NULL AS nothing;\n").ok(),
        "-[ row 1 ]-\none     | 1\nnothing | NULL\n"
    );
}

#[test]
fn control_c_ends_a_script_with_code_130() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("requests");
    let log = log.to_str().unwrap();
    let mut child = piped(program().args([
        "shell",
        "--sandbox",
        "--orders",
        "5000",
        "--latency-ms",
        "300",
        "--request-log",
        log,
    ]));
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(b"SELECT * FROM orders;\nSELECT 'not reached';\n")
        .unwrap();
    await_requests(log);
    interrupt(&child);
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(!String::from_utf8_lossy(&output.stdout).contains("not reached"));
}

#[test]
fn a_script_of_windows_is_taken() {
    let run = shell("\u{feff}SELECT 7 AS seven;\r\n\\timing\r\nSELECT 8 AS eight;\r\n");
    let out = run.ok();
    assert!(out.contains("seven") && out.contains("eight"), "{out}");
}
