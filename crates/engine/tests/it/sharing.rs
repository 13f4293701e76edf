//! A table that a query names twice in the same way is read once, within a bound of memory; never with other rows.

use storeql_engine::Options;
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

async fn store(shared_bytes: Option<usize>) -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 1_600,
        products: 800,
        customers: 500,
        ..Default::default()
    };
    let mut options = Options::default();
    options.shared_bytes = shared_bytes.unwrap_or(options.shared_bytes);
    let sandbox = Sandbox::start(sandbox).await.unwrap();
    Store::open(sandbox, "", options).await.unwrap()
}

/// Requests for a whole read of the orders, and queries that read them twice alike.
const ORDERS: &str = "SELECT id FROM orders";
const TWICE: &[&str] = &[
    "SELECT a.id, b.status_id FROM orders a JOIN orders b ON a.id = b.id ORDER BY a.id",
    "SELECT a.id, b.id FROM orders a JOIN orders b ON a.customer_id = b.customer_id ORDER BY 1, 2",
    "WITH o AS (SELECT id, customer_id, total_inc_tax FROM orders) SELECT o.id FROM o WHERE total_inc_tax + 0 > (SELECT avg(total_inc_tax) FROM o) ORDER BY 1",
    "SELECT id, status FROM orders UNION ALL SELECT customer_id, currency_code FROM orders ORDER BY 1, 2",
    "SELECT o.id FROM orders o LEFT JOIN orders p ON p.id = o.id + 1 WHERE p.id IS NULL",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_same_scan_is_read_once() {
    let (shared, alone) = (store(None).await, store(Some(0)).await);
    let once = shared.query(ORDERS).await.unwrap().requests;
    for sql in TWICE {
        let answer = shared.query(sql).await.unwrap();
        assert_eq!(answer.requests, once, "{sql}: {:?}", shared.requests());
        let twice = alone.query(sql).await.unwrap();
        assert_eq!(twice.requests, 2 * once, "{sql}");
        assert!(!answer.rows.is_empty(), "{sql}");
        assert_eq!(answer.rows, twice.rows, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_read_again() {
    let all = store(None).await;
    // Room for a few pages of it.
    let little = store(Some(8_000)).await;
    let once = all.query(ORDERS).await.unwrap().requests;
    for sql in TWICE {
        let answer = little.query(sql).await.unwrap();
        assert_eq!(answer.requests, 2 * once, "{sql}");
        assert_eq!(answer.rows, all.query(sql).await.unwrap().rows, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_readers_and_a_limit() {
    let store = store(None).await;
    let sql = "SELECT id FROM products WHERE id < 300 UNION ALL SELECT id FROM products WHERE id < 300 UNION ALL SELECT id FROM products WHERE id < 300";
    let one = store
        .query("SELECT id FROM products WHERE id < 300")
        .await
        .unwrap();
    let answer = store.query(sql).await.unwrap();
    assert_eq!(answer.requests, one.requests);
    assert_eq!(answer.rows.len(), 3 * one.rows.len());
    let few = store
        .query("SELECT * FROM (SELECT id FROM orders UNION ALL SELECT customer_id FROM orders) t LIMIT 7")
        .await
        .unwrap();
    assert_eq!((few.requests, few.rows.len()), (1, 7));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_filters_are_other_scans() {
    let store = store(None).await;
    let of = |status: u32| format!("SELECT id FROM orders WHERE status_id = {status}");
    let mut apart = 0;
    let mut rows = 0;
    for status in [10, 11] {
        let answer = store.query(&of(status)).await.unwrap();
        apart += answer.requests;
        rows += answer.rows.len();
    }
    let both = store
        .query(&format!("{} UNION ALL {}", of(10), of(11)))
        .await
        .unwrap();
    assert_eq!((both.requests, both.rows.len()), (apart, rows));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_reaches_every_reader() {
    let store = store(None).await;
    for sql in TWICE {
        store.sandbox.clear_faults();
        let fault = "403:nth=3".parse().unwrap();
        store.sandbox.add_fault(fault).unwrap();
        let error = store.query(sql).await.unwrap_err();
        assert_eq!(
            error.kind,
            storeql_engine::ErrorKind::Forbidden,
            "{sql}: {error}"
        );
    }
}

/// Parents joined with the rows that lie in them, and the list that brings both.
const WITHIN: &[(&str, &str)] = &[
    (
        "SELECT o.id, o.total_inc_tax, i.name, i.quantity FROM orders o JOIN order_items i ON i.order_id = o.id ORDER BY o.id, i.id",
        "SELECT id FROM orders",
    ),
    (
        "SELECT o.id, count(i.id), sum(i.quantity) FROM orders o LEFT JOIN order_items i ON i.order_id = o.id AND i.quantity > 1 GROUP BY o.id ORDER BY o.id",
        "SELECT id FROM orders",
    ),
    (
        "SELECT o.id, i.id FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.customer_id = 7 ORDER BY 1, 2",
        "SELECT id FROM orders WHERE customer_id = 7",
    ),
    (
        "SELECT p.id, p.name, m.id FROM products p LEFT JOIN product_images m ON m.product_id = p.id ORDER BY 1, 3",
        "SELECT id FROM products",
    ),
    (
        "SELECT p.name, v.video_id FROM products p JOIN product_videos v ON v.product_id = p.id WHERE v.id > 0 AND p.price > 20 ORDER BY p.id, v.id",
        "SELECT id FROM products",
    ),
    (
        "SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.quantity > 1) ORDER BY 1",
        "SELECT id FROM orders",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_their_parents_come_with_one_list() {
    let (shared, alone) = (store(None).await, store(Some(0)).await);
    for (sql, list) in WITHIN {
        let once = shared.query(list).await.unwrap().requests;
        let answer = shared.query(sql).await.unwrap();
        assert_eq!(answer.requests, once, "{sql}: {:?}", shared.requests());
        assert_eq!(shared.unknown(), [""; 0], "{sql}");
        assert!(!answer.rows.is_empty(), "{sql}");
        let apart = alone.query(sql).await.unwrap();
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
    // Seven of them are asked for by themselves, and for what follows on their sixty lines.
    assert_eq!(calm.requests, 7 + 2 * 7);
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

/// Few orders are left by a filter that the API does not know: the others' items are not read, nor are they asked for by
/// themselves.
#[tokio::test(flavor = "multi_thread")]
async fn few_parents_are_asked_for_their_rows_by_key() {
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
