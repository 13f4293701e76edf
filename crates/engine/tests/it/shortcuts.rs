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
    (
        "SELECT id FROM orders WHERE status_id = 1 OR status_id = 2 ORDER BY id",
        2,
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
