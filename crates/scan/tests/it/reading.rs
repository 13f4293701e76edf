//! Rows and requests of whole tables, of children, of limits and of budgets.

use std::collections::BTreeSet;

use storeql_catalog::Catalog;
use storeql_scan::{Bound, ErrorKind, ScanSpec, Sort, Tests, Value};

use crate::store::{Store, integers, whole};

#[tokio::test]
async fn every_order_comes_once_by_key_ranges() {
    let store = Store::start(1_100, 10).await;
    let orders = store.read(&whole("orders", &["id", "date_created"])).await;
    let ids = integers(&orders, "id");
    assert_eq!(ids.len(), 1_100);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 1_100);
    // The first page, the last one, and 600 keys between them by 249.
    assert_eq!(store.requests(), vec!["/v2/orders"; 5]);
}

#[tokio::test]
async fn items_come_with_their_orders() {
    let store = Store::start(30, 10).await;
    let items = store.read(&whole("order_items", &["order_id", "id"])).await;
    let orders: BTreeSet<i64> = integers(&items, "order_id").into_iter().collect();
    let all = store.read(&whole("orders", &["id"])).await;
    assert_eq!(orders, integers(&all, "id").into_iter().collect());
    // Each list is one short page, which the count tells to be all.
    assert_eq!(
        store.requests(),
        ["/v2/orders", "/v2/orders/count"].repeat(2)
    );
}

#[tokio::test]
async fn named_keys_are_asked_for_by_name() {
    let store = Store::start(10, 600).await;
    let all = integers(&store.read(&whole("products", &["id"])).await, "id");
    let mut spec = whole("products", &["id"]);
    let wanted = [all[3], all[400]];
    spec.predicate.allow("id", wanted.map(Value::Int));
    store.sandbox.clear_requests();
    let found = integers(&store.read(&spec).await, "id");
    assert_eq!(found, wanted);
    assert_eq!(store.requests().len(), 1);
}

#[tokio::test]
async fn the_first_rows_in_the_apis_order_are_one_page() {
    let store = Store::start(600, 10).await;
    let spec = ScanSpec {
        sort: Some(Sort {
            column: "id".to_owned(),
            descending: true,
        }),
        limit: Some(3),
        ..whole("orders", &["id"])
    };
    let ids = integers(&store.read(&spec).await, "id");
    let mut sorted = ids.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!((ids.len(), &ids), (3, &sorted));
    let requests = store.requests().len();
    let all = integers(&store.read(&whole("orders", &["id"])).await, "id");
    assert_eq!((requests, all.iter().max()), (1, ids.first()));
}

#[tokio::test]
async fn the_first_rows_behind_a_key_are_one_page() {
    let store = Store::start(600, 600).await;
    for (table, path) in [
        ("orders", "/v2/orders"),
        ("products", "/v3/catalog/products"),
    ] {
        let mut all = integers(&store.read(&whole(table, &["id"])).await, "id");
        all.sort_unstable();
        for descending in [false, true] {
            let mut spec = whole(table, &["id"]);
            let middle = Bound {
                value: Value::Int(all[300]),
                inclusive: false,
            };
            spec.predicate.columns.insert(
                "id".to_owned(),
                Tests {
                    low: (!descending).then(|| middle.clone()),
                    high: descending.then(|| middle.clone()),
                    ..Tests::default()
                },
            );
            spec.sort = Some(Sort {
                column: "id".to_owned(),
                descending,
            });
            spec.limit = Some(20);
            store.sandbox.clear_requests();
            // The row at the bound comes too, where the endpoint includes it, and is the check's to drop.
            let read = integers(&store.read(&spec).await, "id");
            let wanted: Vec<i64> = match descending {
                false => all[301..320].to_vec(),
                true => all[281..300].iter().rev().copied().collect(),
            };
            let behind = read.iter().filter(|id| **id != all[300]).take(19);
            assert!(behind.eq(&wanted), "{table}: {read:?}");
            assert_eq!(store.requests(), [path]);
            assert!(store.sandbox.requests()[0].query.contains("limit=21"));
        }
    }
}

#[tokio::test]
async fn an_order_of_fewer_rows_than_a_page_is_that_page() {
    let store = Store::start(100, 100).await;
    for (table, sent) in [
        ("orders", vec!["/v2/orders", "/v2/orders/count"]),
        ("products", vec!["/v3/catalog/products"]),
    ] {
        store.sandbox.clear_requests();
        let spec = ScanSpec {
            sort: Some(Sort {
                column: "date_modified".to_owned(),
                descending: true,
            }),
            limit: Some(600),
            ..whole(table, &["id"])
        };
        assert_eq!(integers(&store.read(&spec).await, "id").len(), 100);
        assert_eq!(store.requests(), sent);
    }
}

/// The last page is read before the others, and is the list's own, not the one of the limit.
#[tokio::test]
async fn an_order_of_a_few_pages_ends_where_the_list_does() {
    for (table, limit, told) in [
        // The count, as the question is small beside 40 pages.
        ("orders", 10_000, vec!["/v2/orders/count"]),
        // What an earlier scan has seen, and the count that proves it in the end.
        ("orders", 2_000, vec!["/v2/orders/count"]),
        // The total of each page.
        ("products", 10_000, vec![]),
    ] {
        let store = Store::start(600, 600).await;
        let path = if table == "orders" {
            "/v2/orders"
        } else {
            "/v3/catalog/products"
        };
        if limit < 10_000 {
            store.read(&whole(table, &["id"])).await;
            store.sandbox.clear_requests();
        }
        let spec = ScanSpec {
            sort: Some(Sort {
                column: "date_modified".to_owned(),
                descending: true,
            }),
            limit: Some(limit),
            ..whole(table, &["id"])
        };
        assert_eq!(integers(&store.read(&spec).await, "id").len(), 600);
        // The first page, the last one, the two before it, and the last one again.
        let mut wanted = [vec![path; 5], told].concat();
        let mut sent = store.requests();
        wanted.sort_unstable();
        sent.sort_unstable();
        assert_eq!(sent, wanted, "{table} LIMIT {limit}");
        let pages = store.sandbox.requests().into_iter();
        let further = pages.filter(|page| page.query.contains("page=4"));
        assert_eq!(further.count(), 0, "{table} LIMIT {limit}");
    }
}

#[tokio::test]
async fn an_order_of_exactly_one_page_is_that_page_and_a_proof() {
    for (table, sent) in [
        ("orders", vec!["/v2/orders", "/v2/orders/count"]),
        ("products", vec!["/v3/catalog/products"; 2]),
    ] {
        let store = Store::start(250, 250).await;
        let spec = ScanSpec {
            sort: Some(Sort {
                column: "date_modified".to_owned(),
                descending: false,
            }),
            limit: Some(10_000),
            ..whole(table, &["id"])
        };
        assert_eq!(integers(&store.read(&spec).await, "id").len(), 250);
        assert_eq!(store.requests(), sent);
    }
}

#[tokio::test]
async fn states_of_one_customers_orders_are_one_list() {
    let store = Store::start(600, 10).await;
    let all = store
        .read(&whole("orders", &["customer_id", "status_id"]))
        .await;
    let both = || {
        integers(&all, "customer_id")
            .into_iter()
            .zip(integers(&all, "status_id"))
    };
    let customer = both()
        .map(|(customer, _)| customer)
        .find(|customer| *customer > 0)
        .unwrap();
    let states: BTreeSet<i64> = both().map(|(_, status)| status).take(20).collect();
    assert!(states.len() >= 3, "{states:?}");
    let mut spec = whole("orders", &["id", "customer_id", "status_id"]);
    spec.predicate.allow("customer_id", [Value::Int(customer)]);
    spec.predicate
        .allow("status_id", states.iter().copied().map(Value::Int));
    store.sandbox.clear_requests();
    let read = store.read(&spec).await;
    assert_eq!(store.requests(), ["/v2/orders", "/v2/orders/count"]);
    // Orders in other states come along, and are the check's to drop.
    let wanted = both().filter(|(theirs, status)| *theirs == customer && states.contains(status));
    let here = integers(&read, "status_id").into_iter();
    assert_eq!(
        here.filter(|status| states.contains(status)).count(),
        wanted.count()
    );
    assert!(
        integers(&read, "customer_id")
            .iter()
            .all(|theirs| *theirs == customer)
    );
}

#[tokio::test]
async fn a_scan_ends_before_the_first_request_too_many() {
    let store = Store::start(1_100, 10).await;
    let spec = whole("orders", &["id"]);
    let error = store.read_within(&spec, Some(3)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    assert!(store.requests().len() <= 3, "{:?}", store.requests());
    assert_eq!(store.read_within(&spec, Some(5)).await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_list_read_to_its_end_tells_its_rows() {
    let store = Store::start(10, 300).await;
    assert_eq!(store.row_counts.of("products"), None);
    store.read(&whole("products", &["id"])).await;
    assert_eq!(store.row_counts.of("products"), Some(300));
}

#[tokio::test]
async fn every_row_of_every_table_is_what_was_expected() {
    let store = Store::start(30, 20).await;
    let mut read = 0;
    for table in Catalog::builtin().tables() {
        let columns: Vec<&str> = table.columns.keys().map(String::as_str).collect();
        match store.read_within(&whole(&table.name, &columns), None).await {
            Ok(_) => read += 1,
            // Read by a key only.
            Err(error) => assert_eq!(
                error.kind,
                ErrorKind::Unsupported,
                "{}: {error}",
                table.name
            ),
        }
    }
    assert!(read > 100, "{read} tables");
}

#[tokio::test]
async fn a_total_is_asked_for_once_in_a_statement() {
    let store = Store::start(400, 10).await;
    assert!(store.hangs_on_totals(&whole("orders", &["id"])));
    let mut one = whole("orders", &["id"]);
    one.limit = Some(5);
    assert!(!store.hangs_on_totals(&one));
    assert_eq!(store.ask_twice(&whole("orders", &["id"])).await, [true; 2]);
    assert_eq!(store.requests(), ["/v2/orders/count"]);
    assert_eq!(store.row_counts.of("orders"), Some(400));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_read_by_pages_of_any_size() {
    let store = Store::start(30, 30).await;
    let catalog = Catalog::builtin();
    for table in catalog.tables() {
        if !catalog.required(table).is_empty() {
            continue;
        }
        let columns: Vec<&str> = table.columns.keys().map(String::as_str).collect();
        let mut read = Vec::new();
        for size in [7, 250] {
            let spec = ScanSpec {
                page_size: Some(size),
                ..whole(&table.name, &columns)
            };
            match store.read_within(&spec, None).await {
                Ok(batches) => {
                    read.push(batches.iter().map(|batch| batch.num_rows()).sum::<usize>())
                }
                Err(error) => panic!("{} by {size}: {error}", table.name),
            }
        }
        assert_eq!(read[0], read[1], "{}", table.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_whole_lists_cost() {
    let store = Store::of(storeql_sandbox::Options {
        orders: 700,
        products: 600,
        customers: 700,
        ..Default::default()
    })
    .await;
    for (table, pages, more) in [
        ("orders", 3, 0),
        ("products", 3, 0),
        ("customers", 3, 0),
        // The last page once more.
        ("product_variants", 7, 1),
        ("brands", 1, 0),
        ("order_statuses", 1, 0),
        ("tax_zones", 1, 0),
        // A short page, and the count.
        ("customer_groups", 1, 1),
        // A short page, and the empty one behind it.
        ("coupons", 1, 1),
        ("gift_certificates", 1, 1),
    ] {
        store.sandbox.clear_requests();
        store.read(&whole(table, &["id"])).await;
        assert_eq!(store.requests().len(), pages + more, "{table}");
    }
}
