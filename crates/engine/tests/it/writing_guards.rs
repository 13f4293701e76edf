//! What a statement that writes must not do: each is refused in a sentence, and the store's log has no request that changes anything.

use storeql_engine::{ErrorKind, SessionOptions};

use crate::writing::{BRANDS, PRODUCTS, all, run, store, writes};

/// Statements that would reach every row, in many spellings.
const EVERY_ROW: [&str; 27] = [
    "DELETE FROM brands",
    "DELETE FROM brands WHERE true",
    "DELETE FROM brands WHERE NOT false",
    "DELETE FROM brands WHERE id = id",
    "DELETE FROM brands WHERE 1 = 1 OR id = 3",
    "DELETE FROM brands WHERE id IS NOT NULL",
    "DELETE FROM brands WHERE id IS NOT NULL OR name = 'x'",
    "DELETE FROM brands WHERE NOT (id IS NULL)",
    "DELETE FROM brands WHERE id IS NULL OR id IS NOT NULL",
    "DELETE FROM brands WHERE id = id AND 1 = 1",
    "DELETE FROM brands WHERE 'a' = 'a'",
    "DELETE FROM brands WHERE 2 > 1",
    "DELETE FROM brands WHERE id >= id",
    "DELETE FROM brands WHERE id BETWEEN id AND id",
    "DELETE FROM brands WHERE coalesce(NULL, true)",
    "DELETE FROM brands b",
    "DELETE FROM brands b WHERE b.id = b.id",
    "DELETE FROM brands USING products",
    "DELETE FROM brands USING products p WHERE p.id = 3",
    "DELETE FROM brands b USING brands c WHERE c.id = 3",
    "DELETE FROM brands USING (VALUES (1), (2)) v (x)",
    "DELETE FROM brands WHERE EXISTS (SELECT 1 FROM products)",
    "DELETE FROM brands WHERE EXISTS (SELECT 1 FROM brands WHERE id = 3)",
    "DELETE FROM brands WHERE (SELECT count(*) FROM brands) > 0",
    "UPDATE products SET price = 0",
    "UPDATE products SET price = 0 WHERE 1 = 1",
    "UPDATE products SET price = (SELECT max(price) FROM products WHERE id = 3)",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_reaches_every_row_by_accident() {
    let store = store("").await;
    let (brands, products) = (all(&store, BRANDS).await, all(&store, PRODUCTS).await);
    let mut wrong = Vec::new();
    for sql in EVERY_ROW {
        match run(&store, sql).await {
            Err(error) if error.message.contains("would reach every row") => {}
            other => wrong.push(format!("{sql}: {other:?}")),
        }
        wrong.extend(store.requests());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // These choose no row at all.
    for sql in [
        "DELETE FROM brands WHERE false",
        "DELETE FROM brands WHERE NULL",
        "DELETE FROM brands WHERE id <> id",
        "DELETE FROM brands WHERE 1 = 0 AND id = id",
        "DELETE FROM brands WHERE id IN (SELECT id FROM brands WHERE 1 = 0)",
        "DELETE FROM brands WHERE id NOT IN (SELECT CAST(NULL AS BIGINT) FROM products)",
        "UPDATE products SET price = 0 WHERE price = NULL",
    ] {
        let done = run(&store, sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        assert!(done.told.ends_with(" 0"), "{sql}: {}", done.told);
        assert_eq!(writes(&store), Vec::<String>::new(), "{sql}");
    }
    assert_eq!(all(&store, BRANDS).await, brands);
    assert_eq!(all(&store, PRODUCTS).await, products);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_can_be_meant() {
    let store = store("AllowUnfilteredWrites=true").await;
    let done = run(&store, "UPDATE brands SET page_title = 'All'")
        .await
        .unwrap();
    let brands = all(&store, BRANDS).await;
    assert_eq!(done.told, format!("UPDATE {}", brands.len()));
    assert!(brands.values().all(|brand| brand["page_title"] == "All"));
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_rows_and_no_more() {
    let store = store("MaxAffectedRows=3").await;
    let ids: Vec<i64> = all(&store, PRODUCTS).await.into_keys().collect();
    let sql = |last: i64| format!("UPDATE products SET warranty = 'y' WHERE id <= {last}");
    let error = run(&store, &sql(ids[3])).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    assert!(
        error
            .message
            .contains("would reach 4 rows of products, and the property MaxAffectedRows allows 3"),
        "{error}"
    );
    assert_eq!(writes(&store), Vec::<String>::new());
    assert_eq!(run(&store, &sql(ids[2])).await.unwrap().told, "UPDATE 3");
    // What is inserted is meant.
    let many = "INSERT INTO brands (name) VALUES ('A 1'), ('A 2'), ('A 3'), ('A 4')";
    assert_eq!(run(&store, many).await.unwrap().told, "INSERT 4");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_connection_writes_nothing() {
    let store = store("Readonly=true").await;
    for sql in [
        "INSERT INTO brands (name) VALUES ('x')",
        "UPSERT INTO brands (name) VALUES ('x')",
        "UPDATE brands SET name = 'x' WHERE id = 1",
        "DELETE FROM brands WHERE id = 1",
        "WITH x AS (SELECT 1 AS id) DELETE FROM brands WHERE id IN (SELECT id FROM x)",
        "MERGE INTO brands b USING (VALUES ('x')) v (n) ON b.name = v.n WHEN MATCHED THEN DELETE",
    ] {
        let session = store.engine.session(SessionOptions::default());
        let error = session.prepare(sql).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::ReadOnly, "{sql}");
    }
    assert!(store.requests().is_empty());
}

/// Statements with what their refusal says.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_is_said_in_a_sentence() {
    let store = store("").await;
    let cases = [
        (
            "INSERT INTO brands (nam) VALUES ('x')",
            "there is no column nam in brands; did you mean name?",
        ),
        (
            "INSERT INTO brand (name) VALUES ('x')",
            "there is no table brand; did you mean brands?",
        ),
        (
            "INSERT INTO sys_tables (TableName) VALUES ('x')",
            "is no table of the store",
        ),
        ("INSERT INTO brands VALUES ('x')", "names no columns"),
        (
            "INSERT INTO brands (name, page_title) VALUES ('x')",
            "names 2 columns, and each row has 1 values",
        ),
        ("INSERT INTO brands (id, name) VALUES (1, 'x')", "brands.id"),
        (
            "INSERT INTO brands (page_title) VALUES ('x')",
            "without name",
        ),
        (
            "INSERT INTO products (name, type, weight, price) VALUES ('x', 'physical', 1, 'abc')",
            "products.price, row 1: the text 'abc' is no decimal number",
        ),
        (
            "INSERT INTO products (name, type, weight, price) VALUES ('x', 'physical', 1, CAST(1 AS DOUBLE))",
            "a float, not an exact decimal number",
        ),
        (
            "UPSERT INTO brands (name) VALUES ('x')",
            "UPSERT INTO brands gives the key alone",
        ),
        (
            "UPSERT INTO brands (page_title) VALUES ('x')",
            "its rows are known by name",
        ),
        (
            "UPSERT INTO products (name, sku, price) VALUES ('x', 'y', 1)",
            "rows are known by name and by sku",
        ),
        (
            "UPSERT INTO banners (name, content) VALUES ('x', 'y')",
            "the store takes any two of its rows for different ones",
        ),
        (
            "UPSERT INTO brands (name, page_title) VALUES ('x', 'a'), ('x', 'b')",
            "rows 1 and 2 of the UPSERT have the same name, x",
        ),
        (
            "UPSERT INTO brands (name, page_title) VALUES (NULL, 'a')",
            "row 1 gives no value for name",
        ),
        (
            "INSERT INTO brands (name) VALUES ('x') ON CONFLICT (name) DO UPDATE SET name = excluded.name",
            "write DO NOTHING",
        ),
        (
            "INSERT INTO brands (name, page_title) VALUES ('x', 'y') ON CONFLICT (page_title) DO NOTHING",
            "its rows are known by name",
        ),
        (
            "INSERT INTO brands (name, page_title) VALUES ('x', 'y') ON CONFLICT (name) DO UPDATE SET page_title = 'z'",
            "takes values as the INSERT gives them",
        ),
        (
            "REPLACE INTO brands (name) VALUES ('x')",
            "write UPSERT INTO",
        ),
        (
            "INSERT INTO brands (name) VALUES ('x') RETURNING nam",
            "there is no column nam",
        ),
        (
            "UPDATE brands SET name = 'x' FROM products p WHERE p.brand_id = brands.id AND p.id = 1 RETURNING p.id",
            "p",
        ),
        (
            "MERGE INTO brands b USING (VALUES ('x')) v (n) ON b.name = v.n WHEN MATCHED THEN DELETE WHEN MATCHED THEN UPDATE SET name = 'y'",
            "is never reached",
        ),
        (
            "MERGE INTO brands b USING (VALUES ('x')) v (n) ON b.name = v.n WHEN NOT MATCHED BY SOURCE THEN DELETE",
            "NOT EXISTS",
        ),
        (
            "MERGE INTO brands b USING (VALUES ('x')) v (n) ON true WHEN MATCHED THEN DELETE",
            "would reach every row of brands: its ON leaves no row out",
        ),
        (
            "MERGE INTO brands b USING (VALUES ('x')) v (n) ON b.name = v.n WHEN NOT MATCHED THEN INSERT (name, page_title) VALUES (n)",
            "names 2 columns, and VALUES has 1",
        ),
        ("SELECT * FROM (DELETE FROM brands WHERE id = 1)", ""),
        (
            "UPDATE products SET sort_order = 9.5 WHERE id = (SELECT min(id) FROM products)",
            "products.sort_order, row 1: 9.5 is no whole number",
        ),
        (
            "UPDATE brands SET id = 3 WHERE id = 1",
            "no row gets another key",
        ),
        (
            "UPDATE brands SET name = DEFAULT WHERE id = 1",
            "DEFAULT is not supported",
        ),
        (
            "UPDATE brands SET nam = 'x' WHERE id = 1",
            "there is no column nam in brands",
        ),
        (
            "UPDATE brands SET name = nam WHERE id = 1",
            "there is no column nam",
        ),
        (
            "UPDATE brands b JOIN products p ON p.brand_id = b.id SET name = 'x' WHERE p.id = 1",
            "UPDATE takes one table",
        ),
        (
            "UPDATE redirects SET from_path = '/x' WHERE id = 1",
            "redirects.from_path",
        ),
        ("DELETE FROM order_statuses WHERE id = 1", "order_statuses"),
        (
            "WITH gone AS (DELETE FROM brands WHERE id = 1 RETURNING id) SELECT id FROM gone",
            "a write inside of a query",
        ),
        (
            "WITH x AS (SELECT 1 AS id) DELETE FROM brands",
            "would reach every row",
        ),
        (
            "EXPLAIN ANALYZE DELETE FROM brands WHERE id = 1",
            "EXPLAIN ANALYZE of a statement that writes",
        ),
        ("TRUNCATE TABLE brands", "TRUNCATE"),
    ];
    let mut wrong = Vec::new();
    for (sql, said) in cases {
        match run(&store, sql).await {
            Err(error) if error.to_string().contains(said) => {}
            Err(error) => wrong.push(format!("{sql}: {error}")),
            Ok(done) => wrong.push(format!("{sql}: {done:?}")),
        }
        wrong.extend(writes(&store));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
