//! Rows and the parents that they lie in: one list brings both, and they are joined page by page, whatever the memory.

use storeql_engine::Options;
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

const ORDERS: &str = "SELECT id FROM orders";
const CUSTOMERS: &str = "SELECT id FROM customers";

/// A store that keeps no row for another reader; without `pushdown`, one that reads every table by itself.
async fn store(pushdown: bool) -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 1_600,
        products: 800,
        customers: 500,
        ..Default::default()
    };
    let mut options = Options::default();
    options.shared_bytes = 0;
    options.pushdown = pushdown;
    let sandbox = Sandbox::start(sandbox).await.unwrap();
    Store::open(sandbox, "", options).await.unwrap()
}

/// Parents joined with the rows that lie in them, and the lists that bring all.
const WITHIN: &[(&str, &[&str])] = &[
    (
        "SELECT o.id, o.total_inc_tax, i.name, i.quantity FROM orders o JOIN order_items i ON i.order_id = o.id ORDER BY o.id, i.id",
        &[ORDERS],
    ),
    (
        "SELECT o.id, count(i.id), sum(i.quantity) FROM orders o LEFT JOIN order_items i ON i.order_id = o.id AND i.quantity > 1 GROUP BY o.id ORDER BY o.id",
        &[ORDERS],
    ),
    (
        "SELECT o.id, i.id FROM orders o FULL JOIN order_items i ON i.order_id = o.id AND i.quantity > 2 ORDER BY 1, 2",
        &[ORDERS],
    ),
    (
        "SELECT o.id, i.id FROM order_items i LEFT JOIN orders o ON i.order_id = o.id AND o.total_inc_tax > 100 ORDER BY 1, 2",
        &[ORDERS],
    ),
    (
        "SELECT o.id, i.id FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.customer_id = 7 ORDER BY 1, 2",
        &["SELECT id FROM orders WHERE customer_id = 7"],
    ),
    // A bound that is sent a second wider.
    (
        "SELECT o.id, i.id FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.date_created >= '2025-10-01' ORDER BY 1, 2",
        &["SELECT id FROM orders WHERE date_created >= '2025-10-01'"],
    ),
    // Filters that the API does not know, on both sides.
    (
        "SELECT o.id, i.id FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.total_inc_tax > 200 AND i.quantity > 1 ORDER BY 1, 2",
        &[ORDERS],
    ),
    (
        "SELECT p.id, p.name, m.id FROM products p LEFT JOIN product_images m ON m.product_id = p.id ORDER BY 1, 3",
        &["SELECT id FROM products"],
    ),
    (
        "SELECT p.name, v.video_id FROM products p JOIN product_videos v ON v.product_id = p.id WHERE v.id > 0 AND p.price > 20 ORDER BY p.id, v.id",
        &["SELECT id FROM products"],
    ),
    (
        "SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.quantity > 1) ORDER BY 1",
        &[ORDERS],
    ),
    (
        "SELECT count(*) FROM orders o WHERE o.id IN (SELECT order_id FROM order_items WHERE quantity > 1)",
        &[ORDERS],
    ),
    // Groups of one parent's rows.
    (
        "SELECT o.id, i.units FROM orders o JOIN (SELECT order_id, sum(quantity) AS units FROM order_items GROUP BY order_id) i ON i.order_id = o.id ORDER BY 1",
        &[ORDERS],
    ),
    // Another table stands between, or comes first.
    (
        "SELECT o.id, c.email, i.id FROM orders o JOIN customers c ON c.id = o.customer_id JOIN order_items i ON i.order_id = o.id ORDER BY 1, 3",
        &[ORDERS, CUSTOMERS],
    ),
    (
        "SELECT o.id, c.email, i.id FROM customers c JOIN orders o ON c.id = o.customer_id LEFT JOIN order_items i ON i.order_id = o.id AND i.quantity > 1 ORDER BY 1, 3",
        &[ORDERS, CUSTOMERS],
    ),
    (
        "SELECT i.id, o.id, o.email FROM order_items i JOIN (SELECT o.id, c.email FROM orders o LEFT JOIN customers c ON c.id = o.customer_id) o ON i.order_id = o.id ORDER BY 1",
        &[ORDERS, CUSTOMERS],
    ),
    // A few customers' orders, with their items.
    (
        "SELECT o.id, c.email, i.id FROM customers c JOIN orders o ON c.id = o.customer_id JOIN order_items i ON i.order_id = o.id WHERE c.id IN (7, 8) ORDER BY 1, 3",
        &[
            "SELECT id FROM customers WHERE id IN (7, 8)",
            "SELECT id FROM orders WHERE customer_id IN (7, 8)",
        ],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_their_parents_come_with_one_list() {
    let (by_page, whole) = (store(true).await, store(false).await);
    for (sql, lists) in WITHIN {
        let mut once = 0;
        for list in *lists {
            once += by_page.query(list).await.unwrap().requests;
        }
        let answer = by_page.query(sql).await.unwrap();
        assert_eq!(answer.requests, once, "{sql}: {:?}", by_page.requests());
        assert_eq!(by_page.unknown(), [""; 0], "{sql}");
        assert!(!answer.rows.is_empty(), "{sql}");
        let apart = whole.query(sql).await.unwrap();
        assert!(apart.requests > once, "{sql}: {} requests", apart.requests);
        assert_eq!(answer.rows, apart.rows, "{sql}");
    }
}

/// Orders with more lines than their list brings along, and rows that vanish meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn parents_come_once_whatever_their_rows_do() {
    let options = storeql_sandbox::Options {
        orders: 1_500,
        large_orders: 7,
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let store = Store::open(sandbox, "", Options::default()).await.unwrap();
    let sql = "SELECT o.id, count(i.id), sum(i.quantity), max(o.items_total) FROM orders o LEFT JOIN order_items i ON i.order_id = o.id \
               GROUP BY o.id ORDER BY 1";
    let calm = store.query(sql).await.unwrap();
    assert_eq!(calm.rows.len(), 1_500);
    // Seven of them are asked for by themselves; their sixty lines are as many as they promise.
    assert_eq!(calm.requests, 7 + 7);
    let whole = |row: &Vec<String>| row[2] == row[3];
    assert!(calm.rows.iter().all(whole));
    for fault in [
        "vanish:path=/v2/orders,nth=3,rows=5",
        "429-bare:p=0.1",
        "cut:p=0.1",
    ] {
        store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
    }
    let rough = store.query(sql).await.unwrap();
    store.sandbox.clear_faults();
    assert!(rough.rows.iter().all(whole));
    let after = store.query("SELECT id FROM orders").await.unwrap();
    for row in &after.rows {
        let count = rough.rows.iter().filter(|other| other[0] == row[0]).count();
        assert_eq!(count, 1, "order {}", row[0]);
    }
}

/// Few orders are left by a filter that the API does not know: the others are not asked for their items by themselves.
#[tokio::test(flavor = "multi_thread")]
async fn parents_that_are_not_wanted_are_not_asked_for_their_rows() {
    let options = storeql_sandbox::Options {
        orders: 1_000,
        large_orders: 500,
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let store = Store::open(sandbox, "", Options::default()).await.unwrap();
    let one = "SELECT total_inc_tax FROM orders WHERE id = 11";
    let total = store.query(one).await.unwrap().rows.remove(0).remove(0);
    let sql = format!(
        "SELECT o.id, count(i.id) FROM orders o JOIN order_items i ON i.order_id = o.id \
         WHERE o.total_inc_tax BETWEEN {total} AND {total} GROUP BY o.id"
    );
    let answer = store.query(&sql).await.unwrap();
    assert!(!answer.rows.is_empty());
    assert!(
        answer.requests <= 5 + 2 * answer.rows.len(),
        "{:?}",
        store.requests()
    );
}

/// LIMIT ends the requests, and the joins of pages give no row more.
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_ends_the_pages() {
    let store = store(true).await;
    let sql = "SELECT o.id, i.id FROM orders o JOIN order_items i ON i.order_id = o.id LIMIT 20";
    let answer = store.query(sql).await.unwrap();
    assert_eq!(answer.rows.len(), 20);
    let all = store.query(ORDERS).await.unwrap().requests;
    assert!(answer.requests < all, "{:?}", store.requests());
}
