//! A value that does not fit its column: it ends the query, or is NULL and told, as the connection says.

use futures::TryStreamExt;
use storeql_engine::{ErrorKind, Options, Parameters, RunHandle, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

/// Three products, two of whose weights are no numbers; one has a number where its address is an object.
const PRODUCTS: &str = r#"{"id":3,"name":"Cup","type":"physical","price":5,"weight":1.5}
{"id":9,"name":"Pot","type":"physical","price":7,"weight":"heavy"}
{"id":12,"name":"Pan","type":"physical","price":9,"weight":{"kg":2},"custom_url":7}
"#;

async fn store(more: &str) -> Store {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("products.ndjson"), PRODUCTS).unwrap();
    let options = storeql_sandbox::Options {
        data: Some(folder.path().to_owned()),
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

/// Runs a query to its end, for what the run tells beside its rows.
async fn ran(store: &Store, sql: &str) -> RunHandle {
    let prepared = store
        .engine
        .session(SessionOptions::default())
        .prepare(sql)
        .await
        .unwrap();
    let run = prepared.run(Parameters::none()).await.unwrap();
    let handle = run.handle();
    run.rows.try_collect::<Vec<_>>().await.unwrap();
    handle
}

#[tokio::test]
async fn it_ends_the_query_and_names_its_place() {
    let store = store("").await;
    let error = store
        .query("SELECT id, weight FROM products")
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidValue);
    for part in [
        "\"heavy\"",
        "products.weight",
        "id = 9",
        "decimal(20,4)",
        "InvalidValues=NULL",
    ] {
        assert!(error.to_string().contains(part), "{error} lacks {part}");
    }
    let error = store
        .query("SELECT custom_url FROM products")
        .await
        .unwrap_err();
    for part in ["sent 7 for", "products.custom_url", "id = 12"] {
        assert!(error.to_string().contains(part), "{error} lacks {part}");
    }
    // Who does not ask for the column is not concerned.
    let answer = store.query("SELECT name FROM products").await.unwrap();
    assert_eq!(answer.rows.len(), 3);
}

#[tokio::test]
async fn as_null_it_is_told_once_a_column() {
    let store = store("InvalidValues=NULL").await;
    let sql = "SELECT id, weight, custom_url, custom_url_is_customized IS NULL AS none FROM products ORDER BY id";
    let answer = store.query(sql).await.unwrap();
    let weights: Vec<&str> = answer.rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(weights, ["1.5000", "NULL", "NULL"]);
    assert_eq!(answer.rows[2][2..], ["NULL", "true"]);

    let run = ran(&store, sql).await;
    assert_eq!(run.progress().invalid_values, 4);
    let warnings = run.warnings();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(warnings.contains(
        &"2 values of products.weight did not fit and became NULL, the first where the store sent \"heavy\" for \
          products.weight in the row id = 9, which does not fit decimal(20,4)"
            .to_owned()
    ), "{warnings:?}");

    let whole = ran(&store, "SELECT name FROM products").await;
    assert_eq!(
        (whole.progress().invalid_values, whole.warnings().len()),
        (0, 0)
    );
}
