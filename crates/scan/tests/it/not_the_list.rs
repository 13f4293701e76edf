//! Answers with status 200 that are not the list that was asked for: asked for again, and an error where they stay so.

use arrow::array::RecordBatch;
use storeql_catalog::Catalog;
use storeql_sandbox::{Fault, Occurrence};
use storeql_scan::{ErrorKind, Value};

use crate::store::{Store, whole};

const ANSWERS: [&str; 5] = [
    "empty",
    "empty:as=null",
    "empty:as=data-null",
    "empty:as=data-object",
    "empty:as=error",
];

// The clock stands still, so that the pauses between the tries of a request end at once.
#[tokio::test(start_paused = true)]
async fn it_is_asked_for_again() {
    // A list of v2, one of v3, lists with the rows further inside, and single objects.
    for (table, column) in [
        ("orders", "id"),
        ("products", "id"),
        ("order_items", "id"),
        ("order_status_counts", "id"),
        ("store", "id"),
        ("catalog_summary", "variant_count"),
    ] {
        let store = Store::start(20, 20).await;
        let spec = whole(table, &[column]);
        let right = store.read(&spec).await;
        let requests = store.requests().len();
        for answer in ANSWERS {
            store.sandbox.clear_requests();
            store.sandbox.add_fault(answer.parse().unwrap()).unwrap();
            assert_eq!(store.read(&spec).await, right, "{table}, {answer}");
            assert_eq!(store.requests().len(), requests + 1, "{table}, {answer}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn where_it_stays_so_it_is_an_error() {
    let store = Store::start(20, 20).await;
    for answer in ANSWERS {
        for table in ["orders", "products", "store"] {
            store.sandbox.clear_faults();
            store.sandbox.clear_requests();
            let fault = Fault {
                occurrence: Occurrence::Always,
                ..answer.parse().unwrap()
            };
            store.sandbox.add_fault(fault).unwrap();
            let error = store.read_within(&whole(table, &["id"]), None).await;
            let error = error.unwrap_err();
            let protocol = ErrorKind::Request(storeql_client::ErrorKind::Protocol);
            assert_eq!(error.kind, protocol, "{table}, {answer}: {error}");
            assert!(store.requests().len() > 1, "{table}, {answer}");
        }
    }
}

#[tokio::test]
async fn no_body_and_204_is_an_empty_list() {
    let store = Store::start(20, 20).await;
    let mut spec = whole("orders", &["id"]);
    spec.predicate.allow("customer_id", [Value::Int(987_654)]);
    assert!(store.read(&spec).await.is_empty());
    let statuses: Vec<u16> = store
        .sandbox
        .requests()
        .iter()
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [204]);
}

#[tokio::test]
async fn rows_of_named_fields_may_lack_their_key() {
    let store = Store::start(20, 20).await;
    for table in ["products", "brands", "categories"] {
        let rows =
            |batches: Vec<RecordBatch>| batches.iter().map(RecordBatch::num_rows).sum::<usize>();
        let names = rows(store.read(&whole(table, &["name"])).await);
        let last = store.sandbox.requests().pop().unwrap();
        assert!(last.query.contains("include_fields="), "{last:?}");
        let columns: Vec<&str> = Catalog::builtin()
            .table(table)
            .unwrap()
            .columns
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            names,
            rows(store.read(&whole(table, &columns)).await),
            "{table}"
        );
    }
}
