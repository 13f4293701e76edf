//! What goes wrong on the way: before the store has the request, behind it, or with an answer that refuses. Each row is there once
//! or not at all, and what is told is so.

use serde_json::Value as Json;
use storeql_write::{Change, Outcome, RowState, Value};

use crate::store::{Store, delete, insert, int, money, states, text, update, upsert};

/// Runs a check with each fault of a method, each in a store of its own.
async fn each<F: Future<Output = ()>>(method: &str, check: impl Fn(String) -> F) {
    let specs = FAULTS.iter().flat_map(|fault| specs(fault, method));
    futures::future::join_all(specs.map(check)).await;
}

/// What goes wrong with the request that writes, and whether the store carries it out.
const FAULTS: [&str; 13] = [
    "reset:nth=1",
    "reset:nth=1,done",
    "cut:nth=1",
    "500:nth=1",
    "500:nth=1,done",
    "502:nth=1",
    "502:nth=1,done",
    "504:nth=1,done",
    "429:nth=1",
    "429-bare:nth=1",
    "503:nth=1",
    "503:nth=1,done",
    "empty:nth=1",
];

/// The fault for writes alone, once and for each try.
fn specs(fault: &str, method: &str) -> Vec<String> {
    let once = format!("{fault},method={method}");
    let always = once.replace("nth=1", "always");
    // A store that refuses for its limit for ever keeps the test waiting.
    let waits = fault.starts_with("429") || fault.starts_with("503");
    match waits {
        true => vec![once],
        false => vec![once, always],
    }
}

fn brand_names(rows: &[Json]) -> Vec<String> {
    let name = |row: &Json| row["name"].as_str().unwrap().to_owned();
    rows.iter().map(name).collect()
}

/// Whether what was told of the row holds, where the store has it so many times.
fn holds(state: RowState, there: usize) -> bool {
    match state {
        RowState::Written => there == 1,
        RowState::Failed | RowState::NotTried => there == 0,
        RowState::Unknown => there <= 1,
        RowState::Unchanged => false,
    }
}

#[tokio::test]
async fn a_row_is_created_once_or_not_at_all() {
    each("POST", |spec| async move {
        let store = Store::start().await;
        store.fault(&spec);
        let outcome = store
            .write("brands", insert(&["name"], vec![vec![text("Zeder")]]))
            .await;
        store.sandbox.clear_faults();
        let names = brand_names(&store.all("/v3/catalog/brands").await);
        let there = names.iter().filter(|name| *name == "Zeder").count();
        let state = outcome.rows[0].state;
        assert!(holds(state, there), "{spec}: {there} times, {outcome:?}");
        if spec.contains("429") {
            assert_eq!(state, RowState::Written, "{spec}");
        }
        // A row that can be looked for and is there is told as written.
        if there == 1 {
            assert_eq!(state, RowState::Written, "{spec}");
            assert!(!outcome.rows[0].key.is_empty(), "{spec}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_without_a_natural_key_is_told_as_unknown() {
    let store = Store::start().await;
    store.fault("500:always,method=POST,done");
    let columns = ["name", "type"];
    let rows = vec![
        vec![text("North"), text("zip")],
        vec![text("South"), text("zip")],
    ];
    let options = storeql_write::SendOptions {
        side_by_side: 1,
        ..Default::default()
    };
    let change = insert(&columns, rows);
    let outcome = store.write_with("shipping_zones", change, options).await;
    assert_eq!(states(&outcome), [RowState::Unknown, RowState::NotTried]);
    let message = outcome.first_error.unwrap().message;
    assert!(
        message.contains("look for it in shipping_zones"),
        "{message}"
    );
    store.sandbox.clear_faults();
    let zones = store.get("/v2/shipping/zones").await;
    let there = |name: &str| {
        let zones = zones.as_array().unwrap().iter();
        zones.filter(|zone| zone["name"] == name).count()
    };
    assert_eq!((there("North"), there("South")), (1, 0));
}

fn customers(numbers: std::ops::Range<u32>) -> Change {
    let rows = numbers.map(|number| {
        let email = format!("fault-{number}@shop.example");
        vec![text(email), text("Ann"), text(format!("Number {number}"))]
    });
    insert(&["email", "first_name", "last_name"], rows.collect())
}

async fn of_email(store: &Store, number: usize) -> usize {
    let path = format!("/v3/customers?email:in=fault-{number}@shop.example");
    store.get(&path).await.as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_batch_is_created_once_or_not_at_all() {
    each("POST", |spec| async move {
        let store = Store::start().await;
        store.fault(&spec);
        let outcome = store.write_on("customers", customers(0..15)).await;
        store.sandbox.clear_faults();
        for (number, row) in outcome.rows.iter().enumerate() {
            let there = of_email(&store, number).await;
            assert!(
                holds(row.state, there),
                "{spec}, row {number}: {there}, {row:?}"
            );
        }
    })
    .await;
}

/// Changes prices of three products; gives the outcome and the prices afterwards.
async fn prices(store: &Store, spec: &str) -> (Outcome, Vec<Json>) {
    let products = store.all("/v3/catalog/products").await;
    let products = &products[..3];
    let rows = products.iter().map(|product| {
        let address = vec![int(product["id"].as_i64().unwrap())];
        (address, vec![money("77.7700")])
    });
    store.fault(spec);
    let outcome = store
        .write("products", update(&["price"], rows.collect()))
        .await;
    store.sandbox.clear_faults();
    let mut after = Vec::new();
    for product in products {
        let path = format!("/v3/catalog/products?id:in={}", product["id"]);
        after.push(store.get(&path).await[0]["price"].clone());
    }
    (outcome, after)
}

#[tokio::test]
async fn a_change_by_key_is_sent_again_until_it_is_known() {
    each("PUT", |spec| async move {
        let store = Store::start().await;
        let (outcome, prices) = prices(&store, &spec).await;
        for (row, price) in outcome.rows.iter().zip(prices) {
            let there = usize::from(price == 77.77);
            assert!(holds(row.state, there), "{spec}: {price}, {row:?}");
            if spec.contains("nth") {
                assert_eq!(row.state, RowState::Written, "{spec}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_upsert_is_sent_again_until_it_is_known() {
    each("PUT", |spec| async move {
        let store = Store::start().await;
        let site = store.get("/v3/sites").await[0]["id"].as_i64().unwrap();
        let columns = ["site_id", "from_path", "to_type", "to_path"];
        let row = |path: &str| {
            let to = text("/new");
            vec![int(site), text(path), text("url"), to]
        };
        store.fault(&spec);
        let change = upsert(&columns, vec![row("/old-one"), row("/old-two")]);
        let outcome = store.write("redirects", change).await;
        store.sandbox.clear_faults();
        let redirects = store.all("/v3/storefront/redirects").await;
        for (row, path) in outcome.rows.iter().zip(["/old-one", "/old-two"]) {
            let there = redirects.iter().filter(|there| there["from_path"] == path);
            let there = there.count();
            assert!(holds(row.state, there), "{spec}: {there}, {row:?}");
            if spec.contains("nth") {
                assert_eq!(row.state, RowState::Written, "{spec}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_delete_that_is_repeated_finds_nothing_and_is_done() {
    each("DELETE", |spec| async move {
        let store = Store::start().await;
        let brands = store.all("/v3/catalog/brands").await;
        let keys: Vec<i64> = brands[..2]
            .iter()
            .map(|brand| brand["id"].as_i64().unwrap())
            .collect();
        store.fault(&spec);
        let rows = keys.iter().map(|key| vec![int(*key)]).collect();
        let outcome = store.write_on("brands", delete(rows)).await;
        store.sandbox.clear_faults();
        let after = store.all("/v3/catalog/brands").await;
        for (row, key) in outcome.rows.iter().zip(keys) {
            let there = after.iter().any(|brand| brand["id"] == key);
            let so = match row.state {
                RowState::Written => !there,
                RowState::Failed | RowState::NotTried => there,
                RowState::Unknown => true,
                RowState::Unchanged => false,
            };
            assert!(so, "{spec}: {there}, {row:?}");
            if spec.contains("nth") {
                assert_eq!(row.state, RowState::Written, "{spec}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_gone_already_is_told_as_unchanged() {
    let store = Store::start().await;
    let outcome = store
        .write("brands", delete(vec![vec![int(987_654)]]))
        .await;
    assert_eq!(states(&outcome), [RowState::Unchanged]);
    assert!(outcome.is_complete());
}

#[tokio::test]
async fn a_row_of_which_something_beside_was_not_saved_is_written() {
    let store = Store::start().await;
    store.fault("207:method=POST,path=/v3/catalog/products");
    let columns = ["name", "type", "weight", "price"];
    let row = vec![text("Beside"), text("physical"), money("1.0"), money("2.0")];
    let outcome = store.write("products", insert(&columns, vec![row])).await;
    assert_eq!(states(&outcome), [RowState::Written]);
    assert!(outcome.rows[0].note.is_some(), "{outcome:?}");
    let found = store.get("/v3/catalog/products?name=Beside").await;
    assert_eq!(
        outcome.rows[0].key,
        [Value::Int(found[0]["id"].as_i64().unwrap())]
    );
}

#[tokio::test]
async fn a_token_without_the_scope_writes_nothing_and_is_told_once() {
    let store = Store::of(storeql_sandbox::Options {
        scopes: Some(vec!["store_v2_customers_read_only".to_owned()]),
        ..Default::default()
    })
    .await;
    let outcome = store.write("customers", customers(0..15)).await;
    assert_eq!(outcome.counts().written, 0);
    assert_eq!(outcome.first_error.unwrap().status, Some(403));
    assert!(
        outcome
            .rows
            .iter()
            .all(|row| row.state != RowState::Unknown)
    );
    let sent = store.writes().len();
    assert!(sent <= 2, "{sent} requests");
}
