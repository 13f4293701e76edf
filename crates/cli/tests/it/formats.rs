//! Every format, from the store to the bytes.

use std::fs::File;

use arrow::ipc::reader::StreamReader;
use arrow::record_batch::RecordBatch;
use insta::assert_snapshot;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::support::{program, storeql};

const CHEAP: &str =
    "SELECT id, name, price, is_visible, date_created FROM products ORDER BY price, id LIMIT 3";

fn sandbox(sql: &str, arguments: &[&str]) -> String {
    let mut all = vec!["query", "--sandbox", sql];
    all.extend(arguments);
    storeql(&all).ok()
}

fn rows(batches: impl Iterator<Item = Result<RecordBatch, arrow::error::ArrowError>>) -> usize {
    batches.map(|batch| batch.unwrap().num_rows()).sum()
}

#[test]
fn text_formats() {
    assert_snapshot!("table", sandbox(CHEAP, &[]));
    assert_snapshot!("csv", sandbox(CHEAP, &["--format", "csv"]));
    assert_snapshot!("json", sandbox(CHEAP, &["--format", "json"]));
    assert_snapshot!("ndjson", sandbox(CHEAP, &["--format", "ndjson"]));
}

#[test]
fn null_and_empty_text_differ() {
    let sql = "SELECT NULL AS nothing, '' AS empty, 'NULL' AS word";
    assert_eq!(
        sandbox(sql, &["--format", "csv"]),
        "nothing,empty,word\n,\"\",NULL\n"
    );
    assert_eq!(
        sandbox(sql, &["--format", "ndjson"]),
        "{\"nothing\":null,\"empty\":\"\",\"word\":\"NULL\"}\n"
    );
}

#[test]
fn a_null_alone_is_a_row_of_csv() {
    let sql = "SELECT nullif(id, 0) AS one FROM order_statuses WHERE id < 2 ORDER BY id";
    assert_eq!(sandbox(sql, &["--format", "csv"]), "one\n\"\"\n1\n");
}

#[test]
fn now_is_a_time_of_utc_in_microseconds() {
    for format in ["csv", "json", "ndjson", "table"] {
        let text = sandbox("SELECT now() AS moment", &["--format", format]);
        let (_, fraction) = text.split_once('.').unwrap();
        let digits = fraction.find('Z').unwrap();
        assert!(digits <= 6, "{text}");
    }
    let berlin = "SELECT TIMESTAMP '2026-01-31T08:26:00Z' AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' AS moment";
    assert_eq!(
        sandbox(berlin, &["--format", "csv"]),
        "moment\n2026-01-31T09:26:00\n"
    );
}

#[test]
fn times_and_decimals_are_spelled_plainly() {
    let sql = "SELECT TIMESTAMP '2026-01-31T08:26:00Z' AS moment, CAST(0.00000001 AS DECIMAL(20,10)) AS rate, \
               CAST(12345678901234.5 AS DECIMAL(20,4)) AS money";
    let text = sandbox(sql, &["--format", "csv"]);
    assert!(text.contains("2026-01-31T08:26:00"), "{text}");
    assert!(
        text.ends_with(",0.0000000100,12345678901234.5000\n"),
        "{text}"
    );
}

#[test]
fn money_of_a_cart_keeps_its_twelve_decimals() {
    let sql = "SELECT sale_price FROM cart_items WHERE cart_id = 'e3ef1481-6ecb-4f24-86e4-303caf6b83b0' ORDER BY 1";
    let text = sandbox(sql, &["--format", "csv"]);
    assert_eq!(text, "sale_price\n19.898383371824\n31.150115473441\n");
    let text = sandbox(sql, &["--format", "ndjson"]);
    assert_eq!(
        text,
        "{\"sale_price\":19.898383371824}\n{\"sale_price\":31.150115473441}\n"
    );
}

#[test]
fn json_columns_are_json() {
    let text = sandbox(
        "SELECT id, categories FROM products ORDER BY id LIMIT 1",
        &["--format", "ndjson"],
    );
    let row: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(row["categories"].is_array(), "{text}");
}

#[test]
fn arrow_on_standard_output() {
    let output = program()
        .args(["query", "--sandbox", CHEAP, "--format", "arrow"])
        .output()
        .unwrap();
    assert_eq!(
        rows(StreamReader::try_new(output.stdout.as_slice(), None).unwrap()),
        3
    );
}

#[test]
fn the_file_names_its_format() {
    let folder = tempfile::tempdir().unwrap();
    for ending in ["csv", "json", "ndjson", "txt"] {
        let path = folder.path().join(format!("rows.{ending}"));
        let path = path.to_str().unwrap();
        assert_eq!(sandbox(CHEAP, &["-o", path]), "");
        let format = if ending == "txt" { "table" } else { ending };
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            sandbox(CHEAP, &["--format", format]),
            "{ending}"
        );
    }

    let path = folder.path().join("rows.parquet");
    sandbox(CHEAP, &["-o", path.to_str().unwrap()]);
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap())
        .unwrap()
        .build()
        .unwrap();
    assert_eq!(rows(reader), 3);
}

#[test]
fn a_failed_query_leaves_the_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, "before").unwrap();
    let arguments = [
        "query",
        "--sandbox",
        "SELECT 1; SELECT nonsense FROM products",
        "-o",
        path.to_str().unwrap(),
    ];
    storeql(&arguments).failed(1);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn two_results_are_refused_where_a_reader_would_see_one() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("requests");
    for format in ["json", "arrow", "parquet", "xlsx", "chart-svg"] {
        let sql = "SELECT status, count(*) FROM orders GROUP BY status; SELECT status, count(*) FROM orders GROUP BY status";
        let arguments = [
            "query",
            "--sandbox",
            "--request-log",
            log.to_str().unwrap(),
            sql,
            "--format",
            format,
        ];
        let run = storeql(&arguments);
        assert_eq!(run.out, "", "{format}");
        let said = run.failed(1);
        assert!(said.contains("holds one result"), "{format}: {said}");
        assert_eq!(std::fs::read_to_string(&log).unwrap(), "", "{format}");
    }
    // A statement that answers no rows is no result.
    let out = sandbox(
        "CREATE VIEW one AS SELECT 1 AS n; SELECT n FROM one",
        &["--format", "json"],
    );
    assert_eq!(out, "[\n{\"n\":1}\n]\n");
}

#[test]
fn a_dash_is_standard_output() {
    assert_eq!(
        sandbox("SELECT 7 AS n", &["-o", "-", "--format", "csv"]),
        "n\n7\n"
    );
    assert!(!std::path::Path::new("-").exists());
}

#[test]
fn csv_for_excel_begins_with_its_mark() {
    let with = sandbox(
        "SELECT 1 AS n; SELECT 2 AS n",
        &["--format", "csv", "--bom"],
    );
    assert_eq!(with, "\u{feff}n\n1\n\nn\n2\n");
    assert!(!sandbox("SELECT 1 AS n", &["--format", "csv"]).starts_with('\u{feff}'));
    let said = storeql(&["query", "--sandbox", "SELECT 1", "--bom"]).failed(2);
    assert!(said.contains("--bom is for csv"), "{said}");
}

#[test]
fn text_formats_for_people() {
    let sql = "SELECT id, name, NULL AS nothing FROM brands ORDER BY id LIMIT 2";
    assert_snapshot!("markdown", sandbox(sql, &["--format", "markdown"]));
    assert_snapshot!("html", sandbox(sql, &["--format", "html"]));
    let cards = sandbox(sql, &["--expanded"]);
    assert!(cards.starts_with("-[ row 1 ]-\nid      | "), "{cards}");
}

#[test]
fn charts_of_the_store() {
    let by_status = "SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY orders DESC, status LIMIT 5";
    assert_snapshot!("chart_bars", sandbox(by_status, &["--format", "chart"]));
    let by_month = "SELECT date_trunc('month', date_created) AS month, sum(total_inc_tax) AS money FROM orders GROUP BY month";
    assert_snapshot!("chart_lines", sandbox(by_month, &["--format", "chart"]));
    let said = storeql(&[
        "query",
        "--sandbox",
        "SELECT name, sku, price FROM products",
        "--format",
        "chart",
    ]);
    assert!(
        said.failed(1)
            .contains("`name` and `sku` are both no numbers")
    );
}

#[test]
fn statements_come_from_a_file_with_variables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.sql");
    std::fs::write(&path, "SELECT :n + 1 AS more, :'who' AS who; -- :nothing\n").unwrap();
    let file = path.to_str().unwrap();
    let given = [
        "query",
        "--sandbox",
        "-f",
        file,
        "-v",
        "n=41",
        "-v",
        "who=O'Hara",
        "--format",
        "csv",
    ];
    assert_eq!(storeql(&given).ok(), "more,who\n42,O'Hara\n");
    let said = storeql(&["query", "--sandbox", "-f", file, "-v", "n=1"]).failed(1);
    assert!(
        said.contains(
            "the variable `who` has no value, others have (n): give one with -v who=VALUE"
        ),
        "{said}"
    );
    storeql(&["query", "--sandbox", "-f", "/no/such.sql"]).failed(2);
}
