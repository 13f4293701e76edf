//! What goes wrong on the way, beside the matrix of `crashes`: what is told in words, and what happens to the rows behind.

use storeql_write::{Change, RowState, Value};

use crate::store::{Store, delete, insert, int, money, states, text};

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

#[tokio::test]
async fn a_success_that_shows_no_row_and_made_none_is_told_as_unknown() {
    let store = Store::start().await;
    store.fault("empty:nth=1,method=POST");
    let columns = [
        "code", "label", "type_id", "address1", "city", "state", "zip",
    ];
    let more = ["email", "country_code", "latitude", "longitude"];
    let words = [
        "N-1", "North", "PHYSICAL", "Kai 7", "Hamburg", "HH", "20457",
    ];
    let mut row: Vec<Value> = words.map(text).to_vec();
    row.extend(["kai@shop.example", "DE"].map(text));
    row.extend([money("1.5"), money("1.5")]);
    let change = insert(&[columns.as_slice(), &more].concat(), vec![row]);
    let outcome = store.write("locations", change).await;
    assert_eq!(states(&outcome), [RowState::Unknown]);
    let message = outcome.first_error.unwrap().message;
    assert!(
        message.contains("SELECT * FROM locations WHERE code = 'N-1'"),
        "{message}"
    );
}
