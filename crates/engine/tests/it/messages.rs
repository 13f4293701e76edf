//! What is said of statements that fail: in a sentence about what was typed, with its place, and nothing of what is inside.

use storeql_engine::Options;
use storeql_testkit::Store;

/// Words of the insides. Those of Arrow's types are no names of SQL.
const INSIDES: [&str; 34] = [
    "Some(",
    "None)",
    "Ok(",
    "Err(",
    "LogicalPlan",
    "DataFusion",
    "datafusion",
    "Internal error",
    "internal error",
    "This was likely caused by a bug",
    "__correlated_sq",
    "__common_expr",
    "__unnest",
    "TableScan",
    "SubqueryAlias",
    "Projection:",
    "Aggregate:",
    "Expr::",
    "Literal(",
    "ScalarFunction",
    "AggregateFunction",
    "Column {",
    "Span",
    "Substring {",
    "Utf8",
    "Int64",
    "Int32",
    "UInt",
    "Float64",
    "Decimal128",
    "Date32",
    "Timestamp(",
    "IntervalMonthDayNano",
    "Token::",
];

/// The statements of the corpus, and whether each has a place.
fn corpus() -> Vec<(&'static str, bool)> {
    let mut placed = true;
    let mut statements = Vec::new();
    for line in include_str!("../../../../tests/messages/failing.sql").lines() {
        match line.strip_prefix("-- ") {
            Some("place: none") => placed = false,
            Some(_) => placed = true,
            None if line.is_empty() => {}
            None => statements.push((line, placed)),
        }
    }
    statements
}

#[tokio::test(flavor = "multi_thread")]
async fn each_failing_statement_is_answered_in_a_sentence_with_its_place() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    let corpus = corpus();
    assert!(corpus.len() >= 300, "{}", corpus.len());
    let mut wrong = Vec::new();
    for (sql, placed) in corpus {
        let Err(error) = store.query(sql).await else {
            wrong.push(format!("{sql}\n    is answered"));
            continue;
        };
        let said = error.to_string();
        if let Some(word) = INSIDES.iter().find(|word| said.contains(**word)) {
            wrong.push(format!("{sql}\n    {said}\n    has {word}"));
        } else if placed && error.excerpt().is_none() {
            wrong.push(format!("{sql}\n    {said}\n    has no place"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_is_that_of_the_word() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    for (sql, column, hint) in [
        (
            "SELECT id, uper(name) FROM products",
            12,
            Some("did you mean upper?"),
        ),
        ("SELECT sha265('a')", 8, Some("did you mean sha256?")),
        (
            "SELECT id FROM products p WHERE p.nam = 'a'",
            35,
            Some("did you mean name?"),
        ),
        (
            "SELECT datediff(day, now(), now()), datediff(day, now())",
            37,
            None,
        ),
        (
            "SELECT id FROM orders WHERE status_id = 'Completed'",
            41,
            None,
        ),
        (
            "SELECT id, FROM orders",
            12,
            Some("take away the comma before it, or write what is missing behind the comma"),
        ),
        ("SELECT id FROM orders WHERE", 28, None),
        (
            "SELECT id FROM orders WHERE id = ?",
            34,
            Some("give a value for each placeholder, or write the values in the statement"),
        ),
    ] {
        let error = store.query(sql).await.unwrap_err();
        let place = error.position().map(|place| (place.line, place.column));
        assert_eq!(place, Some((1, column)), "{sql}: {error}");
        if hint.is_some() {
            assert_eq!(error.hint(), hint, "{sql}");
        }
    }
    let prepared = store.query("PREPARE q AS\nSELECT uper(name) FROM brands");
    assert_eq!(
        prepared.await.unwrap_err().excerpt().as_deref(),
        Some("line 1: SELECT uper(name) FROM brands\n               ^")
    );
}
