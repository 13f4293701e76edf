//! How many requests a query costs: exact, since an analyst waits for each of them.

use storeql_engine::Options;
use storeql_testkit::Store;

async fn store() -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 10_000,
        products: 5_000,
        customers: 20_000,
        ..Default::default()
    };
    Store::start(sandbox, Options::default()).await.unwrap()
}

/// Queries with the most requests that they may send.
async fn cost(store: &Store, queries: &[(&str, usize)]) {
    let mut wrong = Vec::new();
    for (sql, most) in queries {
        match store.query(sql).await {
            Ok(answer) if answer.requests > *most => {
                wrong.push(format!(
                    "{sql}: {} requests, {most} allowed: {:?}",
                    answer.requests,
                    store.requests()
                ));
            }
            Ok(_) => {}
            Err(error) => wrong.push(format!("{sql}: {error}")),
        }
        wrong.extend(store.unknown());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fewest_requests() {
    let store = store().await;
    let ids: Vec<String> = (200..500).map(|id| id.to_string()).collect();
    let listed = format!("SELECT * FROM products WHERE id IN ({})", ids.join(","));
    cost(
        &store,
        &[
            ("SELECT * FROM orders WHERE id = 123", 1),
            ("SELECT count(*) FROM orders", 1),
            ("SELECT count(*) FROM orders WHERE status_id = 11", 1),
            ("SELECT count(*) FROM products WHERE is_visible", 1),
            (
                "SELECT id FROM orders ORDER BY date_created DESC LIMIT 10",
                1,
            ),
            ("SELECT * FROM products LIMIT 5", 1),
            ("SELECT * FROM orders", 41),
            ("SELECT * FROM order_items", 41),
            ("SELECT * FROM order_items WHERE order_id = 107", 1),
            ("SELECT * FROM product_images", 21),
            (&listed, 2),
            (
                "SELECT status_id, count(*) FROM orders GROUP BY status_id",
                1,
            ),
            ("SELECT max(date_modified) FROM orders", 1),
            ("SELECT min(id) FROM orders", 1),
            ("SELECT * FROM orders WHERE id = 1 AND id = 2", 0),
            ("SELECT id FROM orders LIMIT 600", 3),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_store_reports() {
    let store = store().await;
    // A customer with many orders, whose number the rows tell.
    let busy = store
        .query("SELECT customer_id, count(*) FROM orders WHERE customer_id > 0 GROUP BY customer_id ORDER BY 2 DESC LIMIT 1")
        .await
        .unwrap();
    let customer = &busy.rows[0][0];
    let of_customer = format!(
        "SELECT o.id, i.name FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.customer_id = {customer}"
    );
    cost(
        &store,
        &[
            (&of_customer, 2),
            ("SELECT p.id FROM products p JOIN brands b ON b.id = p.brand_id WHERE b.name = 'Aurora'", 2),
            ("SELECT id FROM orders WHERE date_modified >= TIMESTAMP '2026-01-31T00:00:00Z'", 1),
            ("SELECT p.name, sum(i.quantity) FROM order_items i JOIN products p ON p.id = i.product_id GROUP BY p.name", 62),
            ("SELECT count(*) FROM customers", 1),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_right() {
    let store = store().await;
    let all = store.query("SELECT count(*) FROM orders").await.unwrap();
    assert_eq!(all.rows, [["10000"]]);
    let read = store
        .query("SELECT count(id + 0) FROM orders WHERE status_id = 11")
        .await
        .unwrap();
    let asked = store
        .query("SELECT count(*) FROM orders WHERE status_id = 11")
        .await
        .unwrap();
    assert_eq!(read.rows, asked.rows);
    assert!(read.requests > 1);
}
