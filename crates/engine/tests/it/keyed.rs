//! Tables that the API reads by a key only: the keys may stand in the query, or in a table that it joins.

use storeql_engine::{ErrorKind, Options};
use storeql_testkit::Store;

async fn store() -> Store {
    Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap()
}

/// A join, the same rows by keys that are spelled out, and the requests of the join.
const JOINS: &[(&str, &str, usize)] = &[
    (
        "SELECT t.product_id FROM products p JOIN product_tax_properties t ON t.product_id = p.id WHERE p.id < 130 ORDER BY 1",
        "SELECT product_id FROM product_tax_properties WHERE product_id IN (SELECT id FROM products WHERE id < 130) ORDER BY 1",
        2,
    ),
    (
        "SELECT c.id, o.id FROM carts c JOIN orders o ON o.cart_id = c.id WHERE o.id IN (103, 104, 105, 106) ORDER BY 2",
        "SELECT c.id, o.id FROM orders o JOIN carts c ON c.id = o.cart_id WHERE o.id IN (103, 104, 105, 106) ORDER BY 2",
        5,
    ),
    (
        "SELECT o.id, i.name FROM orders o LEFT JOIN cart_items i ON i.cart_id = o.cart_id WHERE o.id IN (103, 104) ORDER BY 1, 2",
        "SELECT o.id, i.name FROM cart_items i RIGHT JOIN orders o ON i.cart_id = o.cart_id WHERE o.id IN (103, 104) ORDER BY 1, 2",
        3,
    ),
    (
        "SELECT o.id, m.id FROM orders o JOIN accepted_payment_methods m ON m.order_id = o.id WHERE o.id <= 30 ORDER BY 1, 2",
        "SELECT order_id, id FROM accepted_payment_methods WHERE order_id IN (SELECT id FROM orders WHERE id <= 30) ORDER BY 1, 2",
        31,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_come_from_a_join() {
    let store = store().await;
    for (join, spelled, requests) in JOINS {
        let answer = store.query(join).await.unwrap();
        assert!(!answer.rows.is_empty(), "{join}");
        assert_eq!(answer.requests, *requests, "{join}: {:?}", store.requests());
        assert_eq!(
            answer.rows,
            store.query(spelled).await.unwrap().rows,
            "{join}"
        );
    }
    let plan = store
        .query(&format!("EXPLAIN {}", JOINS[1].0))
        .await
        .unwrap();
    let carts = plan.rows.iter().find(|row| row[1].starts_with("carts: "));
    let carts = &carts.expect("a line for the carts")[1];
    assert_eq!(
        carts,
        "carts: requests by key; with the keys of the join's other side"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_the_error_names_the_columns_that_would_do() {
    let store = store().await;
    for (sql, column) in [
        ("SELECT * FROM carts", "id"),
        ("SELECT * FROM carts WHERE id > 'a'", "id"),
        ("SELECT count(*) FROM product_tax_properties", "product_id"),
        (
            "SELECT c.id FROM carts c JOIN checkouts k ON k.id = c.id",
            "id",
        ),
    ] {
        let error = store.query(sql).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{sql}: {error}");
        let hint = format!("add `WHERE {column} = …` to the query");
        assert!(error.message.contains(&hint), "{sql}: {error}");
        assert_eq!(store.requests(), [""; 0], "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_come_from_a_join_in_a_store_of_any_size() {
    let sandbox = storeql_sandbox::Options {
        orders: 140_000,
        ..Default::default()
    };
    let store = Store::start(sandbox, Options::default()).await.unwrap();
    // From now on the planner expects as many rows as there are.
    assert_eq!(
        store
            .query("SELECT count(*) FROM orders")
            .await
            .unwrap()
            .rows,
        [["140000"]]
    );
    let join = "SELECT count(*) FROM orders o JOIN carts c ON c.id = o.cart_id WHERE o.date_created < (SELECT min(date_created) FROM orders) + interval '30 minutes'";
    let answer = store.query(join).await.unwrap();
    assert_ne!(answer.rows, [["0"]]);
}
