//! Rows that come and go while a table is read: what existed throughout comes exactly once, also through other faults.

use std::collections::{BTreeMap, BTreeSet};

use storeql_engine::Options;
use storeql_testkit::Store;

/// How often each key came, and the requests that it took.
async fn keys(store: &Store, table: &str) -> (BTreeMap<String, usize>, usize) {
    let answer = store
        .query(&format!("SELECT id FROM {table}"))
        .await
        .unwrap();
    let mut keys = BTreeMap::new();
    for row in answer.rows {
        *keys.entry(row[0].clone()).or_insert(0) += 1;
    }
    (keys, answer.requests)
}

/// Reads `table` under `faults`; answers the requests of the read before them and of the read under them.
async fn comes_once(table: &str, faults: &[&str]) -> (usize, usize) {
    let sandbox = storeql_sandbox::Options {
        orders: 1_500,
        products: 1_500,
        customers: 1_500,
        ..Default::default()
    };
    let store = Store::start(sandbox, Options::default()).await.unwrap();
    comes_once_in(&store, table, faults).await
}

pub(crate) async fn comes_once_in(store: &Store, table: &str, faults: &[&str]) -> (usize, usize) {
    let (before, calm) = keys(store, table).await;
    let before: BTreeSet<String> = before.into_keys().collect();
    for fault in faults {
        store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
    }
    let (read, moved) = keys(store, table).await;
    store.sandbox.clear_faults();
    let after: BTreeSet<String> = keys(store, table).await.0.into_keys().collect();
    let throughout: Vec<&String> = before.intersection(&after).collect();
    assert!(throughout.len() > 1_000, "{table}: {}", throughout.len());
    // Rows that appear were hidden when the scan began, and may be too late for it.
    let late = faults.iter().any(|fault| fault.starts_with("appear"));
    let wrong: Vec<_> = throughout
        .into_iter()
        .filter(|key| read.get(*key).map_or(!late, |count| *count != 1))
        .collect();
    let missing = before.iter().filter(|key| !read.contains_key(*key)).count();
    assert!(
        !late || missing <= 3,
        "{table}: {missing} rows missing, three were hidden"
    );
    assert!(
        wrong.is_empty(),
        "{table} under {faults:?}: {wrong:?} did not come exactly once"
    );
    let twice: Vec<_> = read.iter().filter(|(_, count)| **count > 1).collect();
    assert!(
        twice.is_empty(),
        "{table} under {faults:?}: {twice:?} came twice"
    );
    (calm, moved)
}

#[tokio::test(flavor = "multi_thread")]
async fn by_page() {
    for fault in [
        "vanish:nth=4,rows=3",
        "vanish:nth=2,rows=300",
        "appear:path=/v3/catalog/variants,nth=3,rows=2",
    ] {
        let (calm, moved) = comes_once("product_variants", &[fault]).await;
        assert!(
            moved > calm,
            "{fault}: rows moved and the pages were not read again"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_key_ranges() {
    for (table, path) in [
        ("orders", "/v2/orders"),
        ("products", "/v3/catalog/products"),
    ] {
        let appear = format!("appear:path={path},nth=2,rows=3");
        for fault in [
            "vanish:nth=3,rows=3",
            &appear,
            "vanish:nth=2,rows=3,from=end",
        ] {
            comes_once(table, &[fault]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_cursor() {
    let (calm, moved) = comes_once("customers", &["vanish:nth=3,rows=3"]).await;
    assert!(
        moved > calm,
        "rows moved and the list was not read again: {moved} requests"
    );
}

/// New rows stand behind the others and move none, so that nothing is read again.
#[tokio::test(flavor = "multi_thread")]
async fn rows_at_the_end_are_read_on_to() {
    for (table, path) in [
        ("customers", "/v3/customers"),
        ("product_variants", "/v3/catalog/variants"),
    ] {
        let appear = format!("appear:path={path},nth=4,rows=3,from=end");
        let (calm, moved) = comes_once(table, &[&appear]).await;
        // One more where the last page has become full.
        assert!(moved <= calm + 1, "{table}: {moved} requests, not {calm}");
    }
}

/// Rows come in front of the others and go again, so that the total and the last page are as they were.
#[tokio::test(flavor = "multi_thread")]
async fn rows_that_come_and_go_again() {
    let path = "/v3/catalog/variants";
    for (come, go) in [(4, 8), (5, 9), (6, 10)] {
        let appear = format!("appear:path={path},nth={come},rows=2");
        let vanish = format!("vanish:path={path},nth={go},rows=2");
        comes_once("product_variants", &[&appear, &vanish]).await;
    }
}

/// The last page has no rows any more when it is first read; and a total that falls and rises again.
#[tokio::test(flavor = "multi_thread")]
async fn rows_that_go_and_others_that_come() {
    let path = "/v3/catalog/variants";
    for (gone, come) in [
        ("nth=2,rows=10,from=end", "nth=25,rows=2"),
        ("nth=5,rows=11", "nth=6,rows=1,from=end"),
        ("nth=9,rows=3", "nth=10,rows=3,from=end"),
    ] {
        let vanish = format!("vanish:path={path},{gone}");
        let appear = format!("appear:path={path},{come}");
        for _ in 0..3 {
            let options = storeql_sandbox::Options {
                products: 500,
                latency: std::time::Duration::from_millis(2),
                ..Default::default()
            };
            let sandbox = storeql_sandbox::Sandbox::start(options).await.unwrap();
            let store = Store::open(sandbox, "Pagesize=25", Options::default())
                .await
                .unwrap();
            comes_once_in(&store, "product_variants", &[&vanish, &appear]).await;
        }
    }
}

/// The list grows while its end is looked for.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_a_list_that_grows() {
    for nth in 1..=6 {
        let options = storeql_sandbox::Options {
            products: 150,
            ..Default::default()
        };
        let sandbox = storeql_sandbox::Sandbox::start(options).await.unwrap();
        let store = Store::open(sandbox, "Pagesize=10", Options::default())
            .await
            .unwrap();
        let sql = "SELECT id FROM products ORDER BY id DESC LIMIT 300";
        let after = store.query(sql).await.unwrap().rows;
        let appear = format!("appear:path=/v3/catalog/products,nth={nth},rows=25,from=end");
        store.sandbox.add_fault(appear.parse().unwrap()).unwrap();
        let read = store.query(sql).await.unwrap().rows;
        let old = &after[25..];
        assert!(
            read == after || read == old,
            "nth={nth}: {} rows",
            read.len()
        );
    }
}

/// A list that does not tell how many rows it has, by pages of two.
#[tokio::test(flavor = "multi_thread")]
async fn lists_without_a_total() {
    let store = small("Pagesize=2").await;
    let vanish = "vanish:path=/v2/customer_groups,nth=2,rows=1";
    store.sandbox.add_fault(vanish.parse().unwrap()).unwrap();
    let read = keys(&store, "customer_groups").await.0;
    store.sandbox.clear_faults();
    let after = keys(&store, "customer_groups").await.0;
    assert!(after.len() >= 3, "{after:?}");
    for key in after.keys() {
        assert_eq!(read.get(key), Some(&1), "{key} of {read:?}");
    }
}

/// Rows in an order, of which the first are wanted, are those before rows vanished or those after.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_rows_in_an_order() {
    let top = |limit: usize| format!("SELECT id FROM orders ORDER BY id DESC LIMIT {limit}");
    for limit in [600, 5_000] {
        for nth in [1, 2, 3, 4] {
            let store = small("").await;
            let before = store.query(&top(limit)).await.unwrap().rows;
            let vanish = format!("vanish:path=/v2/orders,nth={nth},rows=3,from=end");
            store.sandbox.add_fault(vanish.parse().unwrap()).unwrap();
            let read = store.query(&top(limit)).await.unwrap().rows;
            store.sandbox.clear_faults();
            let after = store.query(&top(limit)).await.unwrap().rows;
            assert_ne!(before, after);
            assert!(read == before || read == after, "{limit} rows, nth={nth}");
        }
    }
}

/// Fewer rows than a limit wants: every one of them, though rows vanish.
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_is_not_reached() {
    let store = small("Pagesize=3").await;
    let sql = "SELECT id FROM brands WHERE length(name) > 0 LIMIT 1000";
    let vanish = "vanish:path=/v3/catalog/brands,nth=2,rows=2";
    store.sandbox.add_fault(vanish.parse().unwrap()).unwrap();
    let read = store.query(sql).await.unwrap().rows;
    store.sandbox.clear_faults();
    let after = store.query(sql).await.unwrap().rows;
    assert!(after.len() > 6, "{after:?}");
    for row in &after {
        assert_eq!(
            read.iter().filter(|other| *other == row).count(),
            1,
            "{row:?} of {read:?}"
        );
    }
}

async fn small(more: &str) -> Store {
    let options = storeql_sandbox::Options {
        orders: 1_500,
        ..Default::default()
    };
    let sandbox = storeql_sandbox::Sandbox::start(options).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn through_faults_of_every_kind() {
    let faults = [
        "429-bare:p=0.02",
        "500:p=0.02",
        "reset:p=0.02",
        "cut:p=0.02",
    ];
    for table in ["orders", "product_variants", "order_items"] {
        comes_once(table, &faults).await;
    }
}
