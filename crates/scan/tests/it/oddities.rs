//! Lists that contradict themselves: every row of the sandbox's own data comes once, or the read is an error that says on which list
//! what contradicts what. Fewer rows without an error are never right.

use storeql_sandbox::Options;
use storeql_scan::{Bound, ErrorKind, ScanSpec, Sort, Tests, Value};

use crate::store::{Store, integers, whole};

/// A list of each kind of paging: the table, the column that names a row, the path that faults name, and where the rows lie.
struct Kind {
    table: &'static str,
    column: &'static str,
    path: &'static str,
    /// The store tells how many rows the list has. Where it does not, a row that a short page lacks cannot be told from one that is
    /// not there.
    told: bool,
}

const KINDS: &[Kind] = &[
    Kind {
        table: "orders",
        column: "id",
        path: "/v2/orders",
        told: true,
    },
    Kind {
        table: "products",
        column: "id",
        path: "/v3/catalog/products",
        told: true,
    },
    Kind {
        table: "coupons",
        column: "id",
        path: "/v2/coupons",
        told: true,
    },
    Kind {
        table: "product_variants",
        column: "id",
        path: "/v3/catalog/variants",
        told: true,
    },
    Kind {
        table: "customers",
        column: "id",
        path: "/v3/customers",
        told: true,
    },
    Kind {
        table: "order_statuses",
        column: "id",
        path: "/v2/order_statuses",
        told: false,
    },
    Kind {
        table: "tax_zones",
        column: "id",
        path: "/v3/tax/zones",
        told: false,
    },
    Kind {
        table: "customer_groups",
        column: "id",
        path: "/v2/customer_groups",
        told: true,
    },
    Kind {
        table: "gift_certificates",
        column: "id",
        path: "/v2/gift_certificates",
        told: false,
    },
    Kind {
        table: "price_list_records",
        column: "variant_id",
        path: "/v3/pricelists",
        told: true,
    },
    Kind {
        table: "order_shipments",
        column: "id",
        path: "/v2/orders/",
        told: false,
    },
    // Pages that go on from the last key.
    Kind {
        table: "channel_listings",
        column: "listing_id",
        path: "/v3/channels/",
        told: false,
    },
    // One answer, unless it tells of more.
    Kind {
        table: "tax_rates",
        column: "id",
        path: "/v3/tax/rates",
        told: true,
    },
    // Rows in the answers for their parents.
    Kind {
        table: "order_items",
        column: "id",
        path: "/v2/orders",
        told: true,
    },
    // One object below each parent.
    Kind {
        table: "channel_active_themes",
        column: "channel_id",
        path: "/v3/channels/",
        told: false,
    },
];

const FAULTS: &[&str] = &[
    "short:nth=1",
    "short:nth=2",
    "short:nth=3,from=end",
    "short:always",
    "short:always,limit=10",
    "total:always",
    "repeat:always",
    "empty:nth=1",
    "empty:nth=2,as=null",
    "empty:nth=1,as=data-null",
    "empty:always,as=data-object",
    "empty:always,as=error",
    "reorder:always",
    "stuck-cursor:always",
    "null-members:always",
];

/// Rows of a page: small, so that few rows are several pages.
const PAGE: u32 = 50;

/// A store whose long lists are three pages.
fn three_pages() -> Options {
    Options {
        orders: 140,
        products: 120,
        customers: 140,
        ..Options::default()
    }
}

fn spec(kind: &Kind) -> ScanSpec {
    let mut spec = paged(kind.table, kind.column, PAGE);
    if kind.table == "order_shipments" {
        spec.predicate.allow("order_id", (1..40).map(Value::Int));
    }
    spec
}

fn paged(table: &str, column: &str, size: u32) -> ScanSpec {
    ScanSpec {
        page_size: Some(size),
        ..whole(table, &[column])
    }
}

/// The keys that the store gives without a fault.
async fn truth(store: &Store, kind: &Kind) -> Vec<i64> {
    let mut keys = integers(&store.read(&spec(kind)).await, kind.column);
    keys.sort_unstable();
    keys
}

// The clock stands still, so that the pauses between the tries of a request end at once.
#[tokio::test(start_paused = true)]
async fn a_list_is_complete_or_an_error() {
    let mut wrong = Vec::new();
    let store = Store::of(three_pages()).await;
    for kind in KINDS {
        store.sandbox.clear_faults();
        let truth = truth(&store, kind).await;
        let lacks_a_row = |fault: &str| fault.starts_with("short") && !fault.contains("limit");
        let faults = FAULTS
            .iter()
            .filter(|fault| kind.told || !lacks_a_row(fault));
        for fault in faults {
            let fault = format!("{fault},path={}", kind.path);
            store.sandbox.clear_faults();
            store.sandbox.clear_requests();
            store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
            let what = format!("{} under {fault}", kind.table);
            let read = store.read_within(&spec(kind), Some(200)).await;
            let sent = store.requests().len();
            match read {
                Ok(batches) => {
                    let mut keys = integers(&batches, kind.column);
                    keys.sort_unstable();
                    if keys != truth {
                        wrong.push(format!("{what}: {} rows of {}", keys.len(), truth.len()));
                    }
                }
                // It names the list, and is not that the list was read for ever.
                Err(error)
                    if error.to_string().contains(" /") && error.kind != ErrorKind::Limit => {}
                Err(error) => wrong.push(format!("{what}: {error}, {sent} requests")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn orders_of(orders: usize, faults: &[&str]) -> Store {
    Store::of(Options {
        orders,
        faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn orders_that_the_list_hides_are_told_from_orders_that_it_lost() {
    for (orders, archived, gap) in [
        (150, "archived:rows=3", &[][..]),
        (150, "archived:rows=3,counted", &[]),
        (150, "archived:rows=1,counted", &["gap:by=1000000000"]),
        (700, "archived:rows=5,counted", &["gap"]),
    ] {
        let store = orders_of(orders, &[&[archived], gap].concat()).await;
        let read = integers(&store.read(&whole("orders", &["id"])).await, "id");
        let hidden: usize = archived["archived:rows=".len()..][..1].parse().unwrap();
        assert_eq!(read.len(), orders - hidden, "{archived} {gap:?}");
        assert!(store.requests().len() < 80, "{:?}", store.requests());
    }
    // The archived orders do not hide that another one is missing, each time that it is asked for.
    let store = orders_of(150, &["archived:rows=3,counted"]).await;
    let short = "short:always,path=/v2/orders,from=end";
    store.sandbox.add_fault(short.parse().unwrap()).unwrap();
    let read = store.read_within(&whole("orders", &["id"]), None).await;
    let error = read.unwrap_err();
    assert!(
        error.message.contains("the row 150 of the list /orders")
            && error.message.contains("not with is_deleted"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_first_rows_in_an_order_are_the_first_or_an_error() {
    let store = Store::of(three_pages()).await;
    for (table, path) in [
        ("orders", "/v2/orders"),
        ("products", "/v3/catalog/products"),
        ("gift_certificates", "/v2/gift_certificates"),
    ] {
        store.sandbox.clear_faults();
        let mut all = integers(&store.read(&whole(table, &["id"])).await, "id");
        all.sort_unstable_by(|a, b| b.cmp(a));
        for limit in [3, 20, 60, 400] {
            for fault in FAULTS {
                let spec = ScanSpec {
                    sort: Some(Sort {
                        column: "id".to_owned(),
                        descending: true,
                    }),
                    limit: Some(limit),
                    ..paged(table, "id", PAGE)
                };
                store.sandbox.clear_faults();
                let fault = format!("{fault},path={path}");
                store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
                let read = store.read_within(&spec, Some(200)).await;
                let what = format!("{table} LIMIT {limit} under {fault}");
                match read {
                    Ok(batches) => {
                        let read = integers(&batches, "id");
                        // Where nothing tells how many there are, one page is believed.
                        let believed = table == "gift_certificates" && fault.starts_with("short");
                        let first = &all[..all.len().min(limit as usize)];
                        assert!(believed || read == first, "{what}: {} rows", read.len());
                    }
                    Err(error) => assert_ne!(error.kind, ErrorKind::Limit, "{what}: {error}"),
                }
            }
        }
    }
}

/// A page from a bound on, of which a row is missing, is not made whole by a row before the bound.
#[tokio::test]
async fn a_short_page_behind_a_bound_lacks_its_own_row() {
    let store = orders_of(150, &[]).await;
    let mut spec = whole("orders", &["id"]);
    let above = Tests {
        low: Some(Bound {
            value: Value::Int(50),
            inclusive: false,
        }),
        ..Tests::default()
    };
    spec.predicate.columns.insert("id".to_owned(), above);
    let wanted: Vec<i64> = (50..=150).collect();
    for fault in ["short:nth=1", "short:nth=1,from=end", "short:nth=1,rows=5"] {
        store.sandbox.clear_faults();
        let fault = format!("{fault},path=/v2/orders");
        store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
        let mut read = integers(&store.read(&spec).await, "id");
        read.sort_unstable();
        // The row at the bound comes along, and is the check's to drop.
        assert_eq!(read, wanted, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gaps_and_archived_orders_lose_no_row_of_any_list() {
    for faults in [
        &["gap"][..],
        &["archived:rows=3"],
        &["archived:rows=3,counted"],
        &["gap:by=1000000000", "archived:rows=3,counted"],
    ] {
        let store = Store::of(Options {
            faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
            ..three_pages()
        })
        .await;
        let archived = if faults.len() > 1 || faults[0] != "gap" {
            3
        } else {
            0
        };
        for kind in KINDS {
            let read = truth(&store, kind).await;
            let small = ScanSpec {
                page_size: Some(7),
                ..spec(kind)
            };
            let mut by_small_pages = integers(&store.read(&small).await, kind.column);
            by_small_pages.sort_unstable();
            assert_eq!(read, by_small_pages, "{} under {faults:?}", kind.table);
            let rows = match kind.table {
                "orders" => 140 - archived,
                "products" => 120,
                "customers" => 140,
                _ => read.len(),
            };
            assert_eq!(read.len(), rows, "{} under {faults:?}", kind.table);
        }
    }
}

/// Without the count, a short page is read on until an empty one.
#[tokio::test]
async fn a_store_without_a_count_is_read_to_an_empty_page() {
    let store = orders_of(150, &[]).await;
    let without = "404:always,path=/v2/orders/count";
    store.sandbox.add_fault(without.parse().unwrap()).unwrap();
    let read = integers(&store.read(&whole("orders", &["id"])).await, "id");
    assert_eq!(read.len(), 150);
    let paths = ["/v2/orders", "/v2/orders/count", "/v2/orders"];
    assert_eq!(store.requests(), paths);
    assert_eq!(store.sandbox.requests()[1].status, 404);
}
