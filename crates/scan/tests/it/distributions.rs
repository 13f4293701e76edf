//! Whatever gaps the keys of a list have: every row comes once, in at most twice as many requests as the list has pages, and 12.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use storeql_scan::{ScanSpec, Value};

use crate::store::{Store, integers, whole};

/// A store whose orders and products have these keys.
async fn store_of(folder: &Path, keys: &BTreeSet<i64>) -> Store {
    let order = |id: &i64| {
        format!(r#"{{"id":{id},"status_id":2,"date_created":"Mon, 05 Jan 2026 10:00:00 +0000"}}"#)
    };
    let product = |id: &i64| format!(r#"{{"id":{id},"name":"Product {id}","price":1}}"#);
    let lines = |line: &dyn Fn(&i64) -> String| {
        let lines: Vec<String> = keys.iter().map(line).collect();
        lines.join("\n")
    };
    std::fs::write(folder.join("orders.ndjson"), lines(&order)).unwrap();
    std::fs::write(folder.join("products.ndjson"), lines(&product)).unwrap();
    Store::of(storeql_sandbox::Options {
        data: Some(folder.to_owned()),
        orders: 0,
        products: 0,
        customers: 0,
        ..Default::default()
    })
    .await
}

/// Reads `table` by pages of `size` and answers the requests that it took.
async fn requests(store: &Store, table: &str, size: u32, keys: &BTreeSet<i64>) -> usize {
    store.sandbox.clear_requests();
    let spec = ScanSpec {
        page_size: Some(size),
        ..whole(table, &["id"])
    };
    let read = integers(&store.read(&spec).await, "id");
    assert_eq!(read.len(), keys.len(), "{table} by {size}");
    let read: BTreeSet<i64> = read.into_iter().collect();
    assert!(read == *keys, "{table} by {size}: other keys");
    store.requests().len()
}

/// Keys in clusters: how many, how far apart within one, and how far from the one before.
fn distribution() -> impl Strategy<Value = BTreeSet<i64>> {
    let cluster = (
        0..30_usize,
        prop_oneof![Just(1_i64), 1..4_i64, 1..1_000_i64, 1..5_000_000_i64],
        prop_oneof![1..50_i64, 1..1_000_000_i64, 1..1_000_000_000_i64],
        any::<u64>(),
    );
    proptest::collection::vec(cluster, 0..6).prop_map(|clusters| {
        let mut keys = BTreeSet::new();
        let mut key = 0_i64;
        for (rows, step, gap, seed) in clusters {
            key += gap;
            let mut random = seed | 1;
            for _ in 0..rows {
                keys.insert(key);
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                key += 1 + (random % step as u64) as i64;
            }
        }
        keys
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_distribution_costs_more_than_twice_its_pages(
        keys in distribution(),
        size in prop_oneof![1..12_u32, 12..61_u32],
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let store = store_of(folder.path(), &keys).await;
            for table in ["orders", "products"] {
                let sent = requests(&store, table, size, &keys).await;
                let pages = keys.len().div_ceil(size as usize);
                assert!(
                    sent <= 2 * pages + 12,
                    "{table}: {sent} requests for {pages} pages of {size}"
                );
            }
        });
    }
}

#[tokio::test]
async fn what_known_distributions_cost() {
    let dense: BTreeSet<i64> = (100..900).collect();
    let two_blocks: BTreeSet<i64> = (100..124).chain(1_000_000..1_000_024).collect();
    // Of every 40 orders 16 are no longer there.
    let holes: BTreeSet<i64> = (100..900).filter(|id| id % 40 < 24).collect();
    let far: BTreeSet<i64> = (0..4)
        .flat_map(|block| (1..=60).map(move |id| block * 1_000_000_000 + id))
        .collect();
    let few: BTreeSet<i64> = [1, 2, 1_000_000_003, 1_000_000_004].into();
    // 800 rows by 20: the first page, the last one, and 40 of 19 new rows between.
    for (name, keys, orders, products) in [
        ("dense", dense, 42, 42),
        ("two blocks", two_blocks, 9, 9),
        ("holes", holes, 40, 40),
        ("far", far, 24, 24),
        ("few", few, 2, 1),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = store_of(folder.path(), &keys).await;
        for (table, most) in [("orders", orders), ("products", products)] {
            let sent = requests(&store, table, 20, &keys).await;
            assert!(
                sent <= most,
                "{name}: {sent} requests for {table}, not {most}"
            );
        }
    }
}

/// Between orders that are named there are others, and gaps.
#[tokio::test]
async fn orders_that_are_named_need_no_count() {
    let keys: BTreeSet<i64> = (10..400).step_by(2).collect();
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), &keys).await;
    for (named, found, sent) in [
        (vec![20, 30, 200], 3, 1),
        // One is not there: the count tells that it is not lost.
        (vec![20, 31, 200], 2, 2),
    ] {
        let mut spec = whole("orders", &["id"]);
        spec.predicate
            .allow("id", named.iter().copied().map(Value::Int));
        store.sandbox.clear_requests();
        let read = integers(&store.read(&spec).await, "id");
        let read = read.iter().filter(|id| named.contains(id)).count();
        assert_eq!((read, store.requests().len()), (found, sent), "{named:?}");
    }
}

/// Far between stand few rows, and in their middle many stand side by side.
#[tokio::test]
async fn a_crowd_among_few_is_read_on_to_its_end() {
    let few = |from: i64| (0..100).map(move |place| from + place * 10_000);
    let keys: BTreeSet<i64> = few(1)
        .chain(2_000_001..2_001_501)
        .chain(few(3_000_001))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), &keys).await;
    for table in ["orders", "products"] {
        let sent = requests(&store, table, 20, &keys).await;
        let pages = keys.len().div_ceil(20);
        assert!(
            sent <= pages + pages / 2,
            "{table}: {sent} requests for {pages} pages"
        );
    }
}
