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

/// Filters that the API does not know: the same requests answer both scans, and each keeps the rows that it wants.
#[tokio::test(flavor = "multi_thread")]
async fn other_filters_of_our_own_are_the_same_requests() {
    let store = store(None).await;
    let once = store.query(ORDERS).await.unwrap().requests;
    let of =
        |test: &str| format!("SELECT id, total_inc_tax FROM orders WHERE total_inc_tax {test}");
    let (small, large) = (of("< 100"), of("> 300"));
    let both = format!("{small} UNION ALL {large} ORDER BY 1");
    let answer = store.query(&both).await.unwrap();
    assert_eq!(answer.requests, once, "{:?}", store.requests());
    let mut apart = store.query(&small).await.unwrap().rows;
    apart.extend(store.query(&large).await.unwrap().rows);
    apart.sort_by_key(|row| row[0].parse::<i64>().unwrap());
    assert!(!apart.is_empty());
    assert_eq!(answer.rows, apart);
    let pairs = "SELECT count(*) FROM orders a JOIN orders b ON a.customer_id = b.customer_id AND a.id < b.id \
                 WHERE a.total_inc_tax > 50 AND b.payment_method <> 'x'";
    let answer = store.query(pairs).await.unwrap();
    assert_eq!(answer.requests, once, "{:?}", store.requests());
}
