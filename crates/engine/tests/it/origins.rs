//! Which column of which table each column of a result is.

use storeql_connection::Connection;
use storeql_engine::{Engine, SessionOptions};

/// The origins of a query's columns, as `table.column`, with `!` at a key and `?` where it may be NULL; `-` is an expression.
async fn origins(sql: &str) -> Vec<String> {
    let connection = Connection::parse("StoreId=abc;OAuthAccessToken=token").unwrap();
    let engine = Engine::open(connection).await.unwrap();
    let session = engine.session(SessionOptions::default());
    let prepared = session.prepare(sql).await.unwrap();
    assert_eq!(
        prepared.origins().len(),
        prepared.columns().fields().len(),
        "{sql}"
    );
    let shown = |origin: &Option<storeql_engine::Origin>| match origin {
        None => "-".to_owned(),
        Some(origin) => format!(
            "{}.{}{}{}",
            origin.table,
            origin.column,
            if origin.key { "!" } else { "" },
            if origin.nullable { "?" } else { "" },
        ),
    };
    prepared.origins().iter().map(shown).collect()
}

#[tokio::test]
async fn a_column_is_traced_to_its_table() {
    for (sql, expected) in [
        (
            "SELECT Id, StatusId AS s, id + 1, 7 FROM Orders",
            "orders.id! orders.status_id? - -",
        ),
        (
            "SELECT id FROM orders WHERE status_id = 2 ORDER BY date_created LIMIT 3",
            "orders.id!",
        ),
        (
            "SELECT CAST(id AS text), coalesce(status_id, 0) FROM orders",
            "- -",
        ),
        (
            "SELECT x.n FROM (SELECT id AS n FROM products) x",
            "products.id!",
        ),
        (
            "WITH few AS (SELECT name, id FROM brands) SELECT id, name FROM few",
            "brands.id! brands.name?",
        ),
        ("SELECT DISTINCT status_id FROM orders", "orders.status_id?"),
        ("SELECT Id, Id FROM orders", "orders.id! orders.id!"),
        // Joins: the outer side may have no row.
        (
            "SELECT o.id, c.id, c.email FROM orders o JOIN customers c ON o.customer_id = c.id",
            "orders.id! customers.id! customers.email?",
        ),
        (
            "SELECT o.id, c.id FROM orders o LEFT JOIN customers c ON o.customer_id = c.id",
            "orders.id! customers.id!?",
        ),
        (
            "SELECT o.id, c.id FROM orders o RIGHT JOIN customers c ON o.customer_id = c.id",
            "orders.id!? customers.id!",
        ),
        (
            "SELECT o.id, c.id FROM orders o FULL JOIN customers c ON o.customer_id = c.id",
            "orders.id!? customers.id!?",
        ),
        (
            "SELECT a.id, b.id FROM orders a JOIN orders b ON a.customer_id = b.customer_id",
            "orders.id! orders.id!",
        ),
        (
            "SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers)",
            "orders.id!",
        ),
        // What aggregates group by is a column, what they compute is none.
        (
            "SELECT status_id, count(*), max(id) FROM orders GROUP BY status_id",
            "orders.status_id? - -",
        ),
        (
            "SELECT status_id FROM orders GROUP BY ROLLUP (status_id)",
            "-",
        ),
        (
            "SELECT id, row_number() OVER (ORDER BY id) FROM orders",
            "orders.id! -",
        ),
        (
            "SELECT id FROM orders UNION ALL SELECT id FROM products",
            "-",
        ),
        ("SELECT TableName FROM sys_tables", "sys_tables.TableName?"),
        (
            "SELECT table_name FROM information_schema.tables",
            "information_schema.tables.table_name?",
        ),
        ("EXPLAIN SELECT id FROM orders", "- -"),
    ] {
        assert_eq!(origins(sql).await.join(" "), expected, "{sql}");
    }
}

#[tokio::test]
async fn a_star_is_the_columns_of_its_table() {
    let all = origins("SELECT * FROM brands").await;
    assert_eq!(all[0], "brands.id!");
    assert!(
        all.len() > 5 && all.iter().all(|origin| origin.starts_with("brands.")),
        "{all:?}"
    );
}
