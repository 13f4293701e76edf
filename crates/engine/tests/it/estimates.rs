//! What a statement is expected to cost, as data: nothing is sent for it, and EXPLAIN says the same.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use futures::TryStreamExt;
use storeql_engine::{ErrorKind, Estimate, Options, Parameters, Session, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

async fn store(more: &str) -> Store {
    let options = storeql_sandbox::Options {
        orders: 2_000,
        products: 600,
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

async fn estimate(session: &Session, sql: &str) -> Estimate {
    let prepared = session.prepare(sql).await.unwrap();
    prepared.estimate(Parameters::none()).await.unwrap()
}

/// EXPLAIN's lines of one kind.
async fn explained(session: &Session, sql: &str, kind: &str) -> Vec<String> {
    let answer = storeql_testkit::answer(session, &format!("EXPLAIN {sql}")).await;
    let rows = answer.unwrap().rows.into_iter();
    let lines = rows.filter(|row| row[0] == kind);
    lines.map(|mut row| row.swap_remove(1)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_sends_nothing_and_says_what_explain_says() {
    let store = store("MaxRequests=5").await;
    let session = store.engine.session(SessionOptions::default());
    for told in [false, true] {
        for sql in [
            "SELECT * FROM orders",
            "SELECT * FROM orders WHERE id = 123",
            "SELECT count(*) FROM orders",
            "SELECT id FROM products WHERE name LIKE 'A%' LIMIT 3",
            "SELECT o.id FROM orders o JOIN order_items i ON o.id = i.order_id",
            "SELECT c.email FROM orders o JOIN customers c ON o.customer_id = c.id WHERE o.id < 110",
            "SELECT id FROM orders UNION ALL SELECT id FROM products",
            "SELECT 1",
        ] {
            store.sandbox.clear_requests();
            let estimate = estimate(&session, sql).await;
            assert!(store.requests().is_empty(), "{sql}");
            let access: Vec<String> = estimate.scans.into_iter().map(|scan| scan.access).collect();
            assert_eq!(access, explained(&session, sql, "requests").await, "{sql}");
            assert_eq!(
                estimate.advice,
                explained(&session, sql, "warning").await,
                "{sql}"
            );
            assert_eq!(estimate.seconds.is_some(), told, "{sql}");
        }
        // From now on the store has told how many orders and products there are.
        for table in ["orders", "products"] {
            let sql = format!("SELECT count(*) FROM {table}");
            storeql_testkit::answer(&session, &sql).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_is_estimated_as_it_is() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let unknown = estimate(&session, "SELECT * FROM orders").await;
    assert_eq!((unknown.exact, unknown.rows), (false, None));
    storeql_testkit::answer(&session, "SELECT count(*) FROM orders")
        .await
        .unwrap();
    for (sql, tells_rows) in [
        ("SELECT * FROM orders", true),
        ("SELECT * FROM orders WHERE id = 123", true),
        ("SELECT id FROM orders LIMIT 20", true),
        ("SELECT id FROM orders WHERE id IN (120, 130, 140)", true),
        ("SELECT count(*) FROM orders", false),
        ("SELECT 1", true),
    ] {
        let expected = estimate(&session, sql).await;
        assert!(expected.exact, "{sql}: {expected:?}");
        let prepared = session.prepare(sql).await.unwrap();
        let run = prepared.run(Parameters::none()).await.unwrap();
        let handle = run.handle();
        let batches: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        assert_eq!(expected.requests, handle.progress().requests, "{sql}");
        assert_eq!(expected.rows, tells_rows.then_some(rows as u64), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_is_of_one_run_of_a_query() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let prepared = session
        .prepare("SELECT id FROM orders WHERE id = $1")
        .await
        .unwrap();
    let values = |values: Vec<i64>| -> Parameters {
        let values: ArrayRef = Arc::new(Int64Array::from(values));
        RecordBatch::try_from_iter([("$1", values)]).unwrap().into()
    };
    assert_eq!(
        prepared.estimate(values(vec![123])).await.unwrap().requests,
        1
    );
    for wrong in [Parameters::none(), values(vec![1, 2]), values(vec![])] {
        let error = prepared.estimate(wrong).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidValue, "{error}");
    }
    let view = session.prepare("CREATE VIEW v AS SELECT 1 AS one").await;
    let error = view
        .unwrap()
        .estimate(Parameters::none())
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported, "{error}");
}
