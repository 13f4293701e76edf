//! Requests on their way: those that nobody needs any more are given up, those that can go side by side do, a slow reader slows
//! the store down, and a short query does not wait for a long one.

use std::time::Duration;

use arrow::array::RecordBatch;
use futures::StreamExt;
use storeql_engine::{ErrorKind, Options, Parameters, Rows, Run, Session, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

/// Longer than any answer takes that comes at all; reached only by a test that fails.
const NEVER: Duration = Duration::from_secs(60);

async fn store(options: storeql_sandbox::Options, more: &str) -> Store {
    let sandbox = Sandbox::start(options).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

async fn begun(session: &Session, sql: &str) -> Run {
    let prepared = session.prepare(sql).await.unwrap();
    prepared.run(Parameters::none()).await.unwrap()
}

async fn started(session: &Session, sql: &str) -> Rows {
    begun(session, sql).await.rows
}

async fn next(rows: &mut Rows) -> Option<RecordBatch> {
    let next = tokio::time::timeout(NEVER, rows.next()).await;
    next.expect("the store answers").map(Result::unwrap)
}

/// Requests of a path that the store has seen.
fn seen(store: &Store, path: &str) -> usize {
    let requests = store.requests();
    requests.iter().filter(|line| line.contains(path)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn enough_rows_end_the_requests_under_way() {
    let options = storeql_sandbox::Options {
        orders: 3_000,
        ..Default::default()
    };
    let store = store(options, "").await;
    // Beside the first page all hang; the filter is one that the store does not know.
    let hang = "hang:path=/v2/orders,after=1,always";
    store.sandbox.add_fault(hang.parse().unwrap()).unwrap();
    let session = store.engine.session(SessionOptions::default());
    let sql = "SELECT id FROM orders WHERE total_inc_tax + 0 > 1 LIMIT 10";
    let mut rows = started(&session, sql).await;
    assert_eq!(next(&mut rows).await.unwrap().num_rows(), 10);
    assert!(next(&mut rows).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_query_waits_for_no_answer() {
    let store = store(storeql_sandbox::Options::default(), "").await;
    let hang = "hang:path=/v2/orders,always";
    store.sandbox.add_fault(hang.parse().unwrap()).unwrap();
    let session = store.engine.session(SessionOptions::default());
    let mut run = begun(&session, "SELECT id FROM orders").await;
    let canceller = run.canceller();
    let (answer, ()) = tokio::join!(tokio::time::timeout(NEVER, run.rows.next()), async {
        // The request is on its way.
        while seen(&store, "/v2/orders") == 0 {
            tokio::task::yield_now().await;
        }
        canceller.cancel();
    });
    let error = answer.unwrap().unwrap().unwrap_err();
    assert_eq!(error.kind, ErrorKind::Cancelled, "{error}");
    // The session goes on.
    store.sandbox.clear_faults();
    let mut rows = started(&session, "SELECT count(*) FROM orders").await;
    assert_eq!(next(&mut rows).await.unwrap().num_rows(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn branches_of_a_union_are_read_side_by_side() {
    let store = store(storeql_sandbox::Options::default(), "").await;
    let hang = "hang:path=/v2/orders,always";
    store.sandbox.add_fault(hang.parse().unwrap()).unwrap();
    let sql = "SELECT id FROM orders UNION ALL SELECT id FROM products UNION ALL SELECT id FROM customers";
    let session = store.engine.session(SessionOptions::default());
    let mut rows = started(&session, sql).await;
    let mut without_orders = 0;
    while without_orders < 120 + 80 {
        without_orders += next(&mut rows).await.unwrap().num_rows();
    }
    assert_eq!(without_orders, 120 + 80);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_slows_the_store_down() {
    const ORDERS: usize = 30_000;
    const PAGES: usize = ORDERS / 250;
    let options = storeql_sandbox::Options {
        orders: ORDERS,
        ..Default::default()
    };
    let store = store(options, "").await;
    let session = store.engine.session(SessionOptions::default());
    let mut rows = started(&session, "SELECT * FROM order_items WHERE id + 0 > 0").await;
    let (mut taken, mut most_ahead) = (0, 0);
    // Between two batches the reader does something else, which the store answers meanwhile.
    while next(&mut rows).await.is_some() {
        taken += 1;
        let other = storeql_testkit::answer(&session, "SELECT name FROM products WHERE id = 107");
        other.await.unwrap();
        most_ahead = most_ahead.max(seen(&store, "/v2/orders").saturating_sub(taken));
    }
    assert!(taken >= PAGES, "{taken} batches");
    assert!(
        most_ahead < PAGES / 2,
        "{most_ahead} of {PAGES} pages were asked for before anybody wanted them"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_query_does_not_wait_for_a_long_one() {
    let options = storeql_sandbox::Options {
        orders: 1_200,
        quota: Some(20),
        window: Duration::from_secs(2),
        ..Default::default()
    };
    let store = store(options, "Pagesize=10").await;
    let (long, short) = (
        store.engine.session(SessionOptions::default()),
        store.engine.session(SessionOptions::default()),
    );
    let mut rows = started(&long, "SELECT id FROM orders").await;
    next(&mut rows).await.unwrap();
    let reading = tokio::spawn(async move {
        let mut count = 0;
        while let Some(batch) = next(&mut rows).await {
            count += batch.num_rows();
        }
        count
    });
    let sql = "SELECT count(id + 0) FROM products";
    let answer = storeql_testkit::answer(&short, sql).await.unwrap();
    assert_eq!(answer.rows, [["120"]]);
    let before = seen(&store, "/v2/orders");
    // They take turns: twelve pages of products and about as many of orders, and what went before and meanwhile.
    assert!(before <= 80, "{before} of 120 pages of orders came first");
    assert!(reading.await.unwrap() > 1_100);
}

/// Two lists of large pages: each keeps its last page while it reads those between, and nobody waits for ever.
#[tokio::test(flavor = "multi_thread")]
async fn large_pages_of_two_lists_find_room() {
    let folder = tempfile::tempdir().unwrap();
    let description = "x".repeat(1_300_000);
    let product = |id: usize| {
        format!(
            r#"{{"id":{id},"name":"P{id}","type":"physical","price":5,"weight":1,"description":"{description}"}}"#
        )
    };
    let products: Vec<String> = (1..=80).map(product).collect();
    std::fs::write(folder.path().join("products.ndjson"), products.join("\n")).unwrap();
    let options = storeql_sandbox::Options {
        data: Some(folder.path().to_owned()),
        ..Default::default()
    };
    let store = store(options, "Pagesize=10").await;
    let sql = "SELECT count(id), sum(length(description)) FROM products WHERE id BETWEEN 1 AND 38 OR id BETWEEN 42 AND 80";
    let answer = tokio::time::timeout(NEVER, store.query(sql)).await;
    let answer = answer.expect("the scan ends").unwrap();
    assert_eq!(answer.rows, [["77", "100100000"]]);
}
