//! Statements that write, by the program: what it prints, how it ends, and what a text of several statements does.

use crate::queries::await_requests;
use crate::support::{Run, Sandbox, interrupt, piped, program, storeql};

const COUNT: &str = "SELECT count(*) AS n FROM brands";

#[test]
fn each_write_prints_what_it_did() {
    let sandbox = Sandbox::start(&[]);
    let text = "INSERT INTO brands (name) VALUES ('Eins'), ('Zwei'); \
                UPDATE brands SET page_title = 'x' WHERE name = 'Eins'; \
                UPDATE brands SET page_title = 'x' WHERE name IN ('Eins', 'Zwei'); \
                DELETE FROM brands WHERE name = 'Zwei'";
    let run = sandbox.query(text, &["--stats"]);
    let lines: Vec<&str> = run.err.lines().take(4).collect();
    assert_eq!(
        lines,
        [
            "INSERT 2",
            "UPDATE 1",
            "UPDATE 2 (1 of them unchanged)",
            "DELETE 1"
        ]
    );
    let stats = run.stats();
    assert_eq!(
        (&stats["rows_written"], &stats["rows_unchanged"]),
        (&5.into(), &1.into())
    );
    assert_eq!(
        (&stats["rows_failed"], &stats["rows_unknown"]),
        (&0.into(), &0.into())
    );
    assert_eq!(run.ok(), "");
}

#[test]
fn a_text_is_planned_whole_before_it_writes() {
    let sandbox = Sandbox::start(&[]);
    let before = sandbox.query(COUNT, &[]).ok();
    for second in [
        "DELETE FROM brands",
        "SELECT nam FROM brands",
        "UPDATE brands SET id = 1 WHERE id = 2",
    ] {
        let text = format!("INSERT INTO brands (name) VALUES ('Eins'); {second}");
        sandbox.query(&text, &[]).failed(1);
    }
    assert_eq!(sandbox.query(COUNT, &[]).ok(), before);
}

#[test]
fn a_write_that_breaks_half_way_is_code_5() {
    let sandbox = Sandbox::start(&["--fault", "500:nth=2,method=POST"]);
    let text = "INSERT INTO brands (name) VALUES ('Eins'), ('Zwei'), ('Drei')";
    let run = sandbox.query(text, &["--stats"]);
    let stats = run.stats();
    let message = run.failed(5);
    assert!(message.contains("error: INSERT brands: "), "{message}");
    let count = |name: &str| stats[name].as_u64().unwrap();
    assert!(count("rows_written") > 0, "{stats}");
    assert!(count("rows_failed") + count("rows_unknown") > 0, "{stats}");
}

#[test]
fn a_read_only_connection_is_told_so() {
    let sandbox = Sandbox::start(&[]);
    let connection = format!("{};Readonly=true", sandbox.says("connection"));
    let message = storeql(&[
        "query",
        "-c",
        &connection,
        "DELETE FROM brands WHERE id = 1",
    ])
    .failed(1);
    assert!(message.contains("read-only"), "{message}");
}

/// What was sent is waited for; nothing new begins.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_tells_what_was_written() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let log = log.path().to_str().unwrap();
    let rows: Vec<String> = (0..400).map(|number| format!("('Neu {number}')")).collect();
    let text = format!("INSERT INTO brands (name) VALUES {}", rows.join(", "));
    let sandbox = ["--sandbox", "--latency-ms", "200", "--request-log", log];
    let child = piped(
        program()
            .arg("query")
            .args(sandbox)
            .args([&text, "--stats"]),
    );
    await_requests(log);
    interrupt(&child);
    let run = Run::from(child.wait_with_output().unwrap());
    let written = run.stats()["rows_written"].as_u64().unwrap();
    let message = run.failed(5);
    assert!((1..400).contains(&written), "{message}");
    let said = format!(
        "error: INSERT brands: {written} written, {} not tried. The statement was cancelled.",
        400 - written
    );
    assert!(message.contains(&said), "{message}");
}

#[test]
fn a_script_with_session_tables_is_one_text() {
    let sandbox = Sandbox::start(&[]);
    let text = "INSERT INTO OrderItems#TEMP (ProductId, Quantity) VALUES (103, 2), (105, 1); \
                INSERT INTO Orders (BillingFirstName, BillingLastName, BillingStreet1, BillingCity, BillingState, BillingZip, BillingCountry, BillingCountryIso2, BillingEmail, LinkedProducts) \
                  VALUES ('Ann', 'Lee', '1 Elm St', 'Austin', 'Texas', '78701', 'United States', 'US', 'ann@example.com', 'OrderItems#TEMP'); \
                DROP TABLE OrderItems#TEMP";
    let shown = sandbox.query(text, &["--dry-run"]).ok();
    let lines = r#""products":[{"product_id":103,"quantity":2},{"product_id":105,"quantity":1}]"#;
    assert!(
        shown.contains("POST /v2/orders") && shown.contains(lines),
        "{shown}"
    );
    let run = sandbox.query(text, &["--stats"]);
    let told: Vec<&str> = run.err.lines().take(3).collect();
    assert_eq!(told, ["INSERT 2", "INSERT 1", "DROP TABLE"]);
    assert_eq!(run.stats()["rows_written"], 1);
    assert_eq!(run.ok(), "");
}

#[test]
fn a_call_ends_as_a_write_does() {
    let lost = "500:always,done,method=POST,path=/v3/promotions";
    let sandbox = Sandbox::start(&["--fault", lost]);
    let codes = "EXEC GeneratePromotionCodes @PromotionId = 4, @Count = 2";
    let run = sandbox.query(codes, &["--dry-run", "--format", "csv"]);
    let shown = run.ok();
    assert!(
        shown.contains("POST /v3/promotions/4/codegen {\"\"batch_size\"\":2}"),
        "{shown}"
    );
    let count = "SELECT count(*) AS n FROM promotion_codes WHERE promotion_id = 4";
    let before = sandbox.query(count, &["--format", "csv"]).ok();
    let said = sandbox.query(codes, &[]).failed(5);
    assert!(said.contains("it was not sent again"), "{said}");
    assert!(said.contains("look before you call it again"), "{said}");
    let after = sandbox.query(count, &["--format", "csv"]).ok();
    let number = |text: &str| text.lines().last().unwrap().parse::<i64>().unwrap();
    assert_eq!(number(&after), number(&before) + 2, "once");

    let run = sandbox.query("EXEC ArchiveOrder 108", &["--stats"]);
    assert_eq!(run.stats()["rows_written"], 1);
    let refused = sandbox.query("EXEC ArchiveOrder 'all'", &[]).failed(1);
    assert!(refused.contains("takes a whole number"), "{refused}");
}
