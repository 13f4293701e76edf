//! A query's rows in parts: every row in one of them, also where another process reads it.

use std::collections::BTreeSet;
use std::process::Command;

use arrow::array::{Int64Array, RecordBatch};
use futures::TryStreamExt;
use storeql_connection::Connection;
use storeql_engine::{
    Engine, ErrorKind, Options, Partition, Prepared, Run, Session, SessionOptions,
};
use storeql_testkit::Store;

const PARTITION: &str = "STOREQL_TEST_PARTITION";
const CONNECTION: &str = "STOREQL_TEST_CONNECTION";

async fn store(orders: usize) -> Store {
    let options = storeql_sandbox::Options {
        orders,
        ..Default::default()
    };
    Store::start(options, Options::default()).await.unwrap()
}

fn session(store: &Store) -> Session {
    store.engine.session(SessionOptions::default())
}

async fn prepared(store: &Store, sql: &str) -> Prepared {
    session(store).prepare(sql).await.unwrap()
}

/// The first column's values, in the order in which they come.
async fn ids(run: Run) -> Vec<i64> {
    let batches: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
    let of = |batch: &RecordBatch| {
        let ids = batch.column(0).as_any().downcast_ref::<Int64Array>();
        ids.unwrap().values().to_vec()
    };
    batches.iter().flat_map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_in_one_partition() {
    let store = store(3_000).await;
    for sql in [
        "SELECT id, total_inc_tax FROM orders",
        "SELECT o.id AS number FROM (SELECT id, status_id FROM orders WHERE id > 400) o WHERE o.status_id <> 3",
        "SELECT id FROM products",
        "SELECT id, order_id FROM order_items WHERE quantity > 1",
    ] {
        let prepared = prepared(&store, sql).await;
        store.sandbox.clear_requests();
        let partitions = prepared.partitions().await.unwrap();
        let asked = store.requests();
        assert!(asked.len() <= 2, "{sql}: {asked:?}");
        let mut read = Vec::new();
        for partition in &partitions {
            read.extend(ids(session(&store).read(partition).await.unwrap()).await);
        }
        let run = prepared.run(Default::default()).await.unwrap();
        let whole: BTreeSet<i64> = ids(run).await.into_iter().collect();
        let count = read.len();
        let read: BTreeSet<i64> = read.into_iter().collect();
        assert_eq!(count, read.len(), "{sql}: a row is in two partitions");
        assert_eq!(read, whole, "{sql}");
        if sql.contains("orders") {
            assert!(
                partitions.len() > 4,
                "{sql}: {} partitions",
                partitions.len()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_keep_single_rows_is_one_partition() {
    let store = store(1_500).await;
    for sql in [
        "SELECT count(*) FROM orders",
        "SELECT id FROM orders ORDER BY total_inc_tax",
        "SELECT id FROM orders LIMIT 700",
        "SELECT DISTINCT id FROM orders",
        "SELECT a.id FROM orders a JOIN products b ON a.id = b.id",
        "SELECT id FROM orders UNION ALL SELECT id FROM orders",
        "SELECT id FROM orders WHERE id IN (SELECT id FROM products)",
        "SELECT id FROM orders WHERE random() < 2",
        "SELECT id FROM orders WHERE date_created < now()",
        "SELECT id, row_number() OVER () FROM orders",
        "SELECT id FROM currencies",
        "SELECT 7 AS id",
    ] {
        let prepared = prepared(&store, sql).await;
        store.sandbox.clear_requests();
        let partitions = prepared.partitions().await.unwrap();
        assert_eq!(store.requests().len(), 0, "{sql}");
        let [whole] = &partitions[..] else {
            panic!("{sql}: {} partitions", partitions.len())
        };
        let text = whole.to_json().unwrap();
        let back = Partition::from_json(&text).unwrap();
        assert_eq!(&back, whole);
        let run = session(&store).read(&back).await.unwrap();
        let rows: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
        let of_all = prepared.run(Default::default()).await.unwrap();
        let of_all: Vec<RecordBatch> = of_all.rows.try_collect().await.unwrap();
        let count =
            |batches: &[RecordBatch]| batches.iter().map(RecordBatch::num_rows).sum::<usize>();
        assert_eq!(count(&rows), count(&of_all), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_definition_or_another_store_is_refused() {
    let here = store(1_000).await;
    let sql = "SELECT id FROM mine";
    let view = |store: &Store, query: &str| {
        let (session, query) = (session(store), query.to_owned());
        async move {
            let sql = format!("CREATE VIEW mine AS {query}");
            storeql_testkit::answer(&session, &sql).await.unwrap();
            session
        }
    };
    let made = view(&here, "SELECT id FROM orders WHERE status_id > 0").await;
    let partitions = made.prepare(sql).await.unwrap().partitions().await.unwrap();
    let same = view(&here, "SELECT id FROM orders WHERE status_id > 0").await;
    same.read(&partitions[0]).await.unwrap();
    let other = view(&here, "SELECT id FROM orders WHERE status_id > 1").await;
    let error = other.read(&partitions[0]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidValue);
    assert!(error.message.contains("defined"), "{error}");
    let elsewhere = store(1_000).await;
    let elsewhere = view(&elsewhere, "SELECT id FROM orders WHERE status_id > 0").await;
    let error = elsewhere.read(&partitions[0]).await.unwrap_err();
    assert!(error.message.contains("another store"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_partitions_says_so() {
    let store = store(3).await;
    for (sql, expected) in [
        ("SELECT id FROM orders WHERE id = $1", "parameters"),
        ("EXPLAIN SELECT id FROM orders", "query"),
        ("CREATE VIEW mine AS SELECT 1 AS one", "query"),
    ] {
        let error = prepared(&store, sql).await.partitions().await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{sql}");
        assert!(error.message.contains(expected), "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn partitions_are_read_in_other_processes() {
    let store = store(2_000).await;
    let prepared = prepared(&store, "SELECT id FROM orders WHERE status_id <> 3").await;
    let connection = store.sandbox.connection();
    let token = connection
        .split(';')
        .find_map(|part| part.strip_prefix("OAuthAccessToken="));
    let token = token.expect("the sandbox's connection has a token");
    let mut read = Vec::new();
    for partition in prepared.partitions().await.unwrap() {
        let text = partition.to_json().unwrap();
        for place in [&text, &format!("{partition:?}"), &format!("{prepared:?}")] {
            assert!(!place.contains(token), "{place}");
        }
        let connection = connection.clone();
        let output = tokio::task::spawn_blocking(move || {
            Command::new(std::env::current_exe().unwrap())
                .args([
                    "--ignored",
                    "--exact",
                    "partitions::reads_one_partition",
                    "--nocapture",
                ])
                .env(PARTITION, text)
                .env(CONNECTION, connection)
                .output()
                .unwrap()
        });
        let output = output.await.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let ids = text.lines().filter_map(|line| line.strip_prefix("id="));
        read.extend(ids.map(|id| id.parse::<i64>().unwrap()));
    }
    let run = prepared.run(Default::default()).await.unwrap();
    let mut whole = ids(run).await;
    whole.sort_unstable();
    read.sort_unstable();
    assert!(whole.len() > 1_000);
    assert_eq!(read, whole);
}

/// Run in a process of its own by the test above.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "reads the partition that another test hands it"]
async fn reads_one_partition() {
    let of = |name| std::env::var(name).expect("a test gives it");
    let connection = Connection::parse(&of(CONNECTION)).unwrap();
    let engine = Engine::open(connection).await.unwrap();
    let partition = Partition::from_json(&of(PARTITION)).unwrap();
    let session = engine.session(SessionOptions::default());
    for id in ids(session.read(&partition).await.unwrap()).await {
        // At the start of a line, whatever the harness has written before.
        println!("\nid={id}");
    }
}
