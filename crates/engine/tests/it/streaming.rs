//! Rows arrive while pages do: the first ones do not wait for the last page.

use std::time::Duration;

use futures::StreamExt;
use storeql_engine::{Options, Parameters, SessionOptions};
use storeql_testkit::Store;

/// Longer than any answer takes that comes at all; reached only by a test that fails.
const NEVER: Duration = Duration::from_secs(60);

/// The rows of the first batch of `sql` while every request to `path` after the first one hangs. In a store of its own, so that no
/// request of another statement is the first one.
async fn first_batch(sql: &str, path: &str) -> usize {
    let sandbox = storeql_sandbox::Options {
        orders: 1_000,
        products: 1_000,
        customers: 1_000,
        ..Default::default()
    };
    let store = Store::start(sandbox, Options::default()).await.unwrap();
    let fault = format!("hang:path={path},after=1,always");
    store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
    let session = store.engine.session(SessionOptions::default());
    let prepared = session.prepare(sql).await.unwrap();
    let mut rows = prepared.run(Parameters::none()).await.unwrap().rows;
    let first = tokio::time::timeout(NEVER, rows.next()).await;
    let first = first.unwrap_or_else(|_| panic!("{sql}: no rows before the second page"));
    first.unwrap().unwrap().num_rows()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_rows_come_with_the_first_page() {
    for (sql, path, rows) in [
        ("SELECT id, total_inc_tax FROM orders", "/v2/orders", 250),
        (
            "SELECT id + 1 AS next FROM orders WHERE id > 0",
            "/v2/orders",
            250,
        ),
        ("SELECT id FROM products", "/v3/catalog/products", 250),
        ("SELECT id FROM customers", "/v3/customers", 250),
        (
            "SELECT id FROM product_variants",
            "/v3/catalog/variants",
            250,
        ),
    ] {
        assert_eq!(first_batch(sql, path).await, rows, "{sql}");
    }
    let items = first_batch("SELECT * FROM order_items", "/v2/orders").await;
    assert!(items >= 250, "{items} items of 250 orders");
}
