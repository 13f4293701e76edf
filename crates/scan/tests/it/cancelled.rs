//! A scan whose run was cancelled: no request begins any more, whatever becomes of its rows.

use std::time::Duration;

use futures::StreamExt;
use storeql_sandbox::Options;
use storeql_scan::{ErrorKind, ScanSpec};
use tokio_util::sync::CancellationToken;

use crate::store::{Store, whole};

#[tokio::test]
async fn it_sends_nothing_if_it_was_cancelled_before() {
    let store = Store::start(600, 600).await;
    store.cancelled.cancel();
    // By ranges of the key, by page number, by cursor, and below parents.
    for table in ["orders", "product_variants", "customers", "order_shipments"] {
        let error = store.read_within(&whole(table, &["id"]), None).await;
        assert_eq!(error.unwrap_err().kind, ErrorKind::Cancelled, "{table}");
    }
    assert!(store.requests().is_empty(), "{:?}", store.requests());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_scan_whose_rows_are_kept_sends_nothing_more() {
    let mut store = Store::of(Options {
        orders: 3_000,
        latency: Duration::from_millis(2),
        ..Options::default()
    })
    .await;
    let spec = ScanSpec {
        page_size: Some(5),
        ..whole("orders", &["id"])
    };
    let other = whole("brands", &["id"]);
    let sent = |store: &Store| {
        let requests = store.requests().into_iter();
        requests.filter(|path| path == "/v2/orders").count()
    };
    let cancelled = store.cancelled.clone();
    let mut pages = store.pages(&spec, None).unwrap();
    // Reads of the store that go on after the cancel.
    store.cancelled = CancellationToken::new();
    while sent(&store) < 30 {
        pages.next().await.unwrap().unwrap();
    }
    cancelled.cancel();
    // An answer later, what was under way has come or is gone.
    store.read(&other).await;
    let then = sent(&store);
    // The rows are read on, to the error that ends them.
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind, ErrorKind::Cancelled);
    for _ in 0..20 {
        store.read(&other).await;
    }
    assert_eq!(sent(&store), then);
    assert!(then < 200, "{then} requests of 750");
    assert!(pages.next().await.is_none());
}
