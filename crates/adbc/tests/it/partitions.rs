//! Partitions, which other connections read.

use std::collections::BTreeSet;

use adbc_core::error::Status;
use adbc_core::{Connection, Statement};

use crate::support::{all, answer, connection, refused, statement, store, texts};

#[tokio::test(flavor = "multi_thread")]
async fn partitions_read_each_row_once() {
    let store = store(3_000).await;
    let mut cutting = connection(&store);
    let sql = "SELECT id, total_inc_tax FROM orders";
    store.sandbox.clear_requests();
    let (_, whole) = answer(&mut cutting, sql);
    let for_the_whole = store.requests().len();
    let mut query = statement(&mut cutting, sql);
    let cut = query.execute_partitions().unwrap();
    assert_eq!(cut.schema, query.execute_schema().unwrap());
    assert!(
        cut.partitions.len() > 4,
        "{} partitions",
        cut.partitions.len()
    );
    store.sandbox.clear_requests();
    let mut read = Vec::new();
    for partition in &cut.partitions {
        // As in another process: a connection of its own.
        let elsewhere = connection(&store);
        let (schema, rows) = all(elsewhere.read_partition(partition).unwrap());
        assert_eq!(schema.as_ref(), &cut.schema);
        read.extend(texts(&rows, "id"));
    }
    let most = for_the_whole + cut.partitions.len();
    assert!(
        store.requests().len() <= most,
        "{} requests, and {most} are allowed",
        store.requests().len()
    );
    let count = read.len();
    let read: BTreeSet<String> = read.into_iter().collect();
    assert_eq!((read.len(), count), (3_000, 3_000));
    assert_eq!(read, texts(&whole, "id").into_iter().collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_partitions_is_refused() {
    let store = store(30).await;
    let mut connection = connection(&store);
    for sql in [
        "INSERT INTO brands (name) VALUES ('x')",
        "SELECT id FROM orders WHERE id = $1",
    ] {
        let cut = statement(&mut connection, sql).execute_partitions();
        refused(cut.map(|_| ()), Status::NotImplemented, "0A000", "");
    }
    for text in [&b"{}"[..], b"", b"\xff"] {
        let read = connection.read_partition(text);
        let Err(error) = read else { panic!("{text:?}") };
        assert!(
            matches!(error.status, Status::InvalidData | Status::InvalidArguments),
            "{error}"
        );
        assert!(error.message.contains("no partition of a query"), "{error}");
    }
}
