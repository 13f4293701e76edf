//! Rows that come and go while a list is read: what was there throughout comes exactly once.

use std::collections::{BTreeMap, BTreeSet};

use storeql_sandbox::Options;
use storeql_scan::{ScanSpec, Sort};

use crate::store::{Store, integers, whole};

async fn keys(store: &Store, table: &str, size: u32) -> BTreeMap<i64, usize> {
    let spec = ScanSpec {
        page_size: Some(size),
        ..whole(table, &["id"])
    };
    let mut keys = BTreeMap::new();
    for key in integers(&store.read(&spec).await, "id") {
        *keys.entry(key).or_insert(0) += 1;
    }
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_throughout_comes_once() {
    let lists = [
        ("orders", "/v2/orders"),
        ("products", "/v3/catalog/products"),
        ("coupons", "/v2/coupons"),
        ("product_variants", "/v3/catalog/variants"),
        ("customers", "/v3/customers"),
        ("customer_groups", "/v2/customer_groups"),
    ];
    let faults = [
        "vanish:nth=3,rows=3",
        "vanish:nth=2,rows=30",
        "vanish:nth=2,rows=3,from=end",
        "vanish:nth=2,rows=30,from=end",
        "appear:nth=2,rows=3",
        "appear:nth=4,rows=3,from=end",
        "appear:nth=1,rows=30",
    ];
    for (table, path) in lists {
        let size = if table.contains("co") || table.contains("groups") {
            2
        } else {
            17
        };
        let few = |fault: &&str| size > 2 || !fault.contains("rows=30");
        for fault in faults.into_iter().filter(few) {
            let store = Store::of(Options {
                orders: 110,
                products: 110,
                customers: 110,
                ..Options::default()
            })
            .await;
            let before: BTreeSet<i64> = keys(&store, table, size).await.into_keys().collect();
            let late = fault.starts_with("appear");
            let fault = format!("{fault},path={path}");
            store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
            let read = keys(&store, table, size).await;
            store.sandbox.clear_faults();
            let after: BTreeSet<i64> = keys(&store, table, size).await.into_keys().collect();
            // Rows that appear were hidden when the read began, and may be too late for it.
            for key in before.intersection(&after) {
                let times = read.get(key).copied().unwrap_or_default();
                assert!(
                    times == 1 || (late && times == 0),
                    "{table} under {fault}: {key} came {times} times"
                );
            }
            let missing = before.iter().filter(|key| !read.contains_key(*key)).count();
            assert!(!late || missing <= 30, "{table} under {fault}: {missing}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_rows_in_an_order_are_those_of_one_moment() {
    for (fault, limit) in [
        ("appear", 54),
        ("appear", 180),
        ("vanish", 54),
        ("vanish", 180),
    ] {
        for nth in 1..=6 {
            let store = Store::of(Options {
                products: 90,
                orders: 90,
                ..Options::default()
            })
            .await;
            for (table, path) in [
                ("orders", "/v2/orders"),
                ("products", "/v3/catalog/products"),
            ] {
                let spec = ScanSpec {
                    page_size: Some(6),
                    sort: Some(Sort {
                        column: "id".to_owned(),
                        descending: true,
                    }),
                    limit: Some(limit),
                    ..whole(table, &["id"])
                };
                let first = async || integers(&store.read(&spec).await, "id");
                let all = integers(&store.read(&whole(table, &["id"])).await, "id");
                let with: Vec<i64> = all.iter().rev().copied().collect();
                let without = &with[15..];
                let wanted = |rows: &[i64]| rows[..rows.len().min(limit as usize)].to_vec();
                let fault = format!("{fault}:path={path},nth={nth},rows=15,from=end");
                store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
                let read = first().await;
                assert!(
                    read == wanted(&with) || read == wanted(without),
                    "{table} LIMIT {limit} under {fault}: {} rows",
                    read.len()
                );
            }
        }
    }
}
