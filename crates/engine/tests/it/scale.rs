//! Ten thousand orders of a store that refuses, fails, drops connections and stalls: the same rows, none twice, none missing.

use std::collections::BTreeSet;

use storeql_engine::Options;
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

/// Two answers in a hundred are 429, one is 500, one connection is reset, and one body is cut.
const FAULTS: [&str; 5] = [
    "429:p=0.01",
    "429-bare:p=0.01",
    "500:p=0.01",
    "reset:p=0.01",
    "cut:p=0.01",
];

/// Together, as the scan waits for each until the time of its first try is over.
const STALLS: [&str; 2] = [
    "stall:path=/v2/orders,nth=33",
    "hang:path=/v2/orders,nth=34",
];

/// A store of ten thousand orders, read by small pages so that faults meet many requests.
async fn store() -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 10_000,
        products: 3_000,
        customers: 3_000,
        // What a 429 with a time waits for.
        window: std::time::Duration::from_millis(200),
        ..Default::default()
    };
    let sandbox = Sandbox::start(sandbox).await.unwrap();
    // A first try may take a third of the time, which is how long a stall holds a page up.
    let more = "Pagesize=50;Timeout=20";
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

/// Statuses of the latest requests; 0 is a connection that ended without an answer.
fn statuses(store: &Store) -> BTreeSet<u16> {
    store
        .sandbox
        .requests()
        .iter()
        .map(|request| request.status)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_rows_come_through_faults() {
    let store = store().await;
    for (table, sums) in [
        (
            "orders",
            "count(id), sum(id), count(DISTINCT id), sum(total_inc_tax)",
        ),
        (
            "order_items",
            "count(id), sum(id), count(DISTINCT id), sum(order_id), sum(quantity)",
        ),
        (
            "product_variants",
            "count(id), sum(id), count(DISTINCT id), sum(product_id)",
        ),
        ("customers", "count(id), sum(id), count(DISTINCT id)"),
    ] {
        // An expression over the key keeps counts and sums from being asked of the store.
        let sql = format!("SELECT {sums} FROM (SELECT * FROM {table} WHERE id + 0 > 0)");
        let calm = store.query(&sql).await.unwrap();
        assert_eq!(statuses(&store), BTreeSet::from([200]), "{table}");
        let stalls = STALLS.iter().filter(|_| table == "orders");
        for fault in FAULTS.iter().chain(stalls) {
            store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
        }
        let rough = store.query(&sql).await.unwrap();
        let met = statuses(&store);
        store.sandbox.clear_faults();
        assert_eq!(rough.rows, calm.rows, "{table}");
        assert!(
            rough.requests > calm.requests,
            "{table}: no fault met a request"
        );
        assert!(met.contains(&0) || table != "orders", "{met:?}");
        assert!(
            met.is_superset(&BTreeSet::from([429, 500])) || table != "orders",
            "{met:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_and_go_disturb_no_other() {
    let store = store().await;
    for (table, path) in [
        ("orders", "/v2/orders"),
        ("product_variants", "/v3/catalog/variants"),
    ] {
        let moves = [
            format!("vanish:path={path},nth=9,rows=7"),
            format!("vanish:path={path},nth=50,rows=11,from=end"),
            format!("appear:path={path},nth=30,rows=3"),
        ];
        let faults: Vec<&str> = FAULTS
            .into_iter()
            .chain(moves.iter().map(String::as_str))
            .collect();
        crate::moving::comes_once_in(&store, table, &faults).await;
    }
}
