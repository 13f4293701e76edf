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
    // Only a statement has a place to show.
    let lines = |error: &str| -> Vec<String> {
        let shown = error.lines().filter(|line| !line.starts_with("    "));
        shown.map(str::to_owned).collect()
    };
    let (of_command, of_statement) = (of_command.failed(1), of_statement.failed(1));
    assert_eq!(lines(&of_command), lines(&of_statement));
    assert_eq!(lines(&of_command).len(), 2, "{of_command}");
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

#[test]
fn results_go_to_a_file_until_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let script = format!(
        "\\o {}\nSELECT 1 AS n;\nSELECT 2 AS n;\n\\o\n\\format csv\nSELECT 3 AS n;\n",
        path.display()
    );
    assert_eq!(shell(&script).ok(), "n\n3\n");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "n\n1\n\nn\n2\n");

    // A statement that fails leaves no half file.
    let script = format!("\\o {}\nSELECT 9 AS n;\nSELECT nonsense;\n", path.display());
    let said = shell(&script).failed(1);
    assert!(
        said.contains("is not written, since a statement failed"),
        "{said}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "n\n1\n\nn\n2\n");

    // At the end of the shell the file appears, too.
    let path = folder.path().join("rows.md");
    shell(&format!("\\o {}\nSELECT 1 AS n;\n", path.display())).ok();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "| n |\n| ---: |\n| 1 |\n"
    );
}

#[test]
fn a_script_runs_another() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (
        folder.path().join("one.sql"),
        folder.path().join("other.sql"),
    );
    std::fs::write(&one, format!("SELECT 1 AS one;\n\\i {}\n", other.display())).unwrap();
    std::fs::write(&other, "\\set n 2\nSELECT :n AS two\n").unwrap();
    let include = format!("\\format csv\n\\i {}\nSELECT :n AS n;\n", one.display());
    assert_eq!(shell(&include).ok(), "one\n1\ntwo\n2\nn\n2\n");
    // A file that includes itself ends.
    std::fs::write(&one, format!("\\i {}\n", one.display())).unwrap();
    let said = shell(&format!("\\i {}\n", one.display())).failed(1);
    assert!(said.contains("16 files include each other"), "{said}");
}

#[test]
fn variables_are_set_listed_and_forgotten() {
    let run = shell(
        "\\set name O'Hara\n\\set\n\\format csv\nSELECT :'name' AS who;\n\\unset name\nSELECT :'name';\n",
    );
    assert_eq!(run.out, "who\nO'Hara\n");
    assert!(run.err.starts_with("name = O'Hara\n"), "{}", run.err);
    assert!(run.failed(1).contains("the variable `name` has no value"));
}

#[test]
fn what_there_is_is_listed() {
    let out =
        shell("\\l\n\\dn\nCREATE VIEW mine AS SELECT 1 AS n;\n\\dv\n\\df date_tr*\n\\dp brands\n")
            .ok();
    for line in [
        " storeql",
        " bigcommerce ",
        " mine ",
        " date_trunc ",
        " brands | yes   | unknown | ",
    ] {
        assert!(
            out.lines().any(|found| found.starts_with(line)),
            "{line}: {out}"
        );
    }
}

#[test]
fn what_the_token_may_do_is_told_by_table() {
    let arguments = [
        "shell",
        "--sandbox",
        "--scopes",
        "store_v2_products_read_only",
    ];
    let out = storeql_reading(&arguments, "\\format csv\n\\dp brands\n\\dp coupons\n").ok();
    assert!(out.contains(" brands | yes   | unknown | "), "{out}");
    assert!(out.contains(" coupons | no    | no     | "), "{out}");
    assert!(
        shell("\\dp sys_tables\n")
            .failed(1)
            .contains("is no table of the store")
    );
}

#[test]
fn words_of_other_shells_are_known() {
    let said = shell("help\nquit\nSELECT 42 AS never_asked;\n").ok();
    assert!(said.contains(" \\watch SECONDS "), "{said}");
    assert!(!said.contains("never_asked"), "{said}");
}

#[test]
fn a_chart_of_the_last_statement() {
    let out =
        shell("SELECT 'a' AS label, 2 AS n;\n\\chart\n\\chart SELECT 'b' AS label, 3 AS m;\n").ok();
    assert!(
        out.contains("\nn\n a |") && out.contains("\nm\n b |"),
        "{out}"
    );
    assert!(shell("\\chart\n").failed(1).contains("no last statement"));
}
