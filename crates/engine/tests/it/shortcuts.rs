//! Shortcuts of the API that a person who knows it by heart would take: each with the requests that it costs, and with the
//! rows of a plan that takes none.

use storeql_engine::Options;
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

async fn store(pushdown: bool) -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 1_600,
        products: 1_100,
        customers: 600,
        ..Default::default()
    };
    let mut options = Options::default();
    options.pushdown = pushdown;
    let sandbox = Sandbox::start(sandbox).await.unwrap();
    Store::open(sandbox, "", options).await.unwrap()
}

/// Queries with the most requests that they may send. Their rows do not hang on the way they are read.
const SHORT: &[(&str, usize)] = &[
    ("SELECT DISTINCT status_id FROM orders ORDER BY 1", 1),
    ("SELECT min(id), max(id) FROM orders", 2),
    ("SELECT count(*), max(date_modified) FROM orders", 2),
    (
        "SELECT count(*), min(date_created), max(date_created) FROM orders WHERE status_id = 11",
        3,
    ),
    ("SELECT first_value(id ORDER BY id) FROM products", 1),
    ("SELECT last_value(id ORDER BY id) FROM products", 1),
    (
        "SELECT EXISTS (SELECT 1 FROM orders WHERE customer_id = 7)",
        1,
    ),
    ("SELECT 1 WHERE EXISTS (SELECT 1 FROM orders)", 1),
    ("SELECT id FROM orders ORDER BY id LIMIT 10 OFFSET 1000", 1),
    (
        "SELECT id FROM products ORDER BY id DESC LIMIT 100 OFFSET 300",
        1,
    ),
    ("SELECT id FROM products ORDER BY id LIMIT 7 OFFSET 803", 1),
    ("SELECT id FROM orders WHERE id < 110 OR id > 1690", 2),
    // A short page of orders, and the count that tells that it has them all, for each state.
    (
        "SELECT id FROM orders WHERE status_id = 1 OR status_id = 2 ORDER BY id",
        4,
    ),
    (
        "SELECT id FROM products WHERE id IN (107, 109) OR id = 300",
        1,
    ),
    ("SELECT id FROM brands WHERE name LIKE 'A%' ORDER BY id", 1),
    ("SELECT id FROM orders WHERE id BETWEEN 200 AND 300", 1),
    (
        "SELECT count(*) FROM orders WHERE customer_id IN (1, 2, 3)",
        3,
    ),
    ("SELECT 1 FROM orders WHERE total_inc_tax > 0 LIMIT 1", 1),
    (
        "SELECT id FROM orders WHERE id < 5 OR id = 5 ORDER BY id",
        1,
    ),
    (
        "SELECT DISTINCT product_id FROM product_variants ORDER BY 1",
        20,
    ),
    (
        "SELECT count(DISTINCT v.product_id) FROM product_variants v WHERE v.product_id > 0",
        20,
    ),
    // One group of several answers is one group.
    (
        "SELECT status_id, count(*) FROM orders WHERE customer_id IN (1, 2, 3) GROUP BY status_id ORDER BY 1",
        3,
    ),
    (
        "SELECT DISTINCT status_id FROM orders WHERE customer_id IN (1, 2, 3) ORDER BY 1",
        3,
    ),
    // The total of each value of a column whose values are known, and that of all rows.
    (
        "SELECT type, count(*) FROM products GROUP BY type ORDER BY 1",
        3,
    ),
    (
        "SELECT count(*), is_visible FROM products GROUP BY is_visible ORDER BY 2",
        3,
    ),
    ("SELECT DISTINCT availability FROM products ORDER BY 1", 4),
    (
        "SELECT is_featured, count(*) FROM products WHERE type = 'physical' AND length(name) > 9 GROUP BY is_featured ORDER BY 1",
        6,
    ),
    // One page of rows, behind the total that tells it.
    (
        "SELECT is_featured, count(*) FROM products WHERE brand_id = 3 GROUP BY is_featured ORDER BY 1",
        2,
    ),
    // Counts of rows are one total.
    (
        "SELECT max(id), count(*), count(id), min(id) FROM orders",
        3,
    ),
    // The limit inside comes first.
    (
        "SELECT id FROM (SELECT id FROM orders LIMIT 2) ORDER BY id DESC LIMIT 5",
        1,
    ),
    (
        "SELECT id FROM (SELECT id FROM orders LIMIT 2) ORDER BY id DESC LIMIT 5 OFFSET 1",
        1,
    ),
    // The first row in an order may have no value where another one has.
    (
        "SELECT last_value(date_shipped ORDER BY date_created) IGNORE NULLS FROM orders WHERE customer_id = 6",
        2,
    ),
    // Items of the inventory share a product, and not the filter on one of its variants.
    (
        "SELECT count(l.location_id), count(DISTINCT l.variant_id) FROM inventory_items i \
         JOIN location_inventory l ON l.product_id = i.product_id WHERE i.variant_id = 171",
        6,
    ),
    // The first rows in an order: the first page, the last one, and all of them.
    ("SELECT id FROM orders ORDER BY id DESC LIMIT 600", 5),
    // A list that tells that it is shorter than that is read up to its end.
    ("SELECT id FROM products ORDER BY id LIMIT 2000", 7),
    // Keys of parents whatever the filter that leaves them.
    (
        "SELECT m.id FROM order_messages m JOIN orders o ON o.id = m.order_id WHERE o.total_inc_tax > 800 ORDER BY 1",
        40,
    ),
    (
        "SELECT t.id FROM transactions t WHERE t.order_id IN (SELECT id FROM orders WHERE status_id = 8) ORDER BY 1",
        41,
    ),
    (
        "SELECT id FROM orders WHERE customer_id IN (7, 8) ORDER BY 1",
        4,
    ),
    // The orders of one customer are a page, whose shortness the count explains.
    (
        "SELECT id FROM orders WHERE customer_id = 7 AND status_id IN (2, 10, 11) ORDER BY 1",
        2,
    ),
    (
        "SELECT count(*) FROM orders WHERE customer_id = 7 AND status_id IN (2, 10, 11)",
        2,
    ),
    (
        "SELECT id, product_id FROM product_options WHERE product_id = 101",
        1,
    ),
    (
        "SELECT id, product_id, option_id FROM product_option_values WHERE product_id IN (101, 103) ORDER BY 1",
        1,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_are_taken_and_change_no_row() {
    let (short, whole) = (store(true).await, store(false).await);
    let mut wrong = Vec::new();
    for (sql, most) in SHORT {
        let answer = match short.query(sql).await {
            Ok(answer) => answer,
            Err(error) => {
                wrong.push(format!("{sql}: {error}"));
                continue;
            }
        };
        if answer.requests > *most {
            let sent = short.requests();
            wrong.push(format!(
                "{sql}: {} requests, {most} allowed: {sent:?}",
                sent.len()
            ));
        }
        wrong.extend(short.unknown());
        let expected = whole.query(sql).await.unwrap();
        if answer.rows != expected.rows {
            wrong.push(format!("{sql}: {:?}, not {:?}", answer.rows, expected.rows));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_uuid_in_capitals_is_another_text() {
    let store = store(true).await;
    let one = "SELECT cart_id FROM orders WHERE cart_id IS NOT NULL LIMIT 1";
    let cart = store.query(one).await.unwrap().rows.remove(0).remove(0);
    for (spelled, count) in [(cart.clone(), "1"), (cart.to_uppercase(), "0")] {
        let sql = format!("SELECT count(*) FROM orders WHERE cart_id = '{spelled}'");
        assert_eq!(store.query(&sql).await.unwrap().rows, [[count]], "{sql}");
    }
    // Asked to leave it out, the API leaves out the one in small letters.
    let one = "SELECT category_uuid, (SELECT count(*) FROM categories) FROM categories LIMIT 1";
    let row = store.query(one).await.unwrap().rows.remove(0);
    let (uuid, all): (_, usize) = (&row[0], row[1].parse().unwrap());
    for (spelled, count) in [(uuid.clone(), all - 1), (uuid.to_uppercase(), all)] {
        for test in ["<> '…'", "NOT IN ('…')", "NOT IN ('…', '…')"] {
            let test = test.replace('…', &spelled);
            let sql = format!("SELECT count(*) FROM categories WHERE category_uuid {test}");
            let found = store.query(&sql).await.unwrap().rows;
            assert_eq!(found, [[count.to_string()]], "{sql}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_and_a_range_of_one_text_are_both_held() {
    let store = store(true).await;
    let count = async |test: &str| {
        let sql = format!("SELECT count(*) FROM products WHERE {test}");
        store.query(&sql).await.unwrap().rows
    };
    let physical = count("type = 'physical'").await;
    assert_ne!(physical, [["0"]]);
    assert_eq!(count("type = 'physical' AND type > 'e'").await, physical);
    store.sandbox.clear_requests();
    assert_eq!(count("type = 'physical' AND type > 'q'").await, [["0"]]);
    assert!(store.requests().is_empty(), "{:?}", store.requests());
}

/// A value that the definition does not list, and a NULL, are groups as any other: the totals do not add up without them.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_nothing_is_known_of_is_counted() {
    let product = |id: usize| {
        let availability = match id {
            600 => "\"backorder\"",
            601 => "null",
            _ if id.is_multiple_of(3) => "\"disabled\"",
            _ => "\"available\"",
        };
        format!(r#"{{"id":{id},"name":"Product {id}","price":1,"availability":{availability}}}"#)
    };
    let products: Vec<String> = (1..=1_200).map(product).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("products.ndjson"), products.join("\n")).unwrap();
    let options = storeql_sandbox::Options {
        data: Some(folder.path().to_owned()),
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let store = Store::open(sandbox, "", Options::default()).await.unwrap();
    let sql = "SELECT availability, count(*) FROM products GROUP BY availability ORDER BY 1";
    let answer = store.query(sql).await.unwrap();
    let counted = [
        ["available", "799"],
        ["backorder", "1"],
        ["disabled", "399"],
        ["NULL", "1"],
    ];
    assert_eq!(answer.rows, counted);
    // Four totals, and the five pages.
    assert_eq!(answer.requests, 9, "{:?}", store.requests());
}
