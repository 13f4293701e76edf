//! Rows in requests: as many as the API takes, and no more, as the store counts them.

use storeql_write::Value;

use crate::store::{Store, int, money, table, text, update, upsert};

#[tokio::test]
async fn ten_thousand_price_records_are_ten_requests() {
    let store = Store::of(storeql_sandbox::Options {
        orders: 1,
        products: 4_000,
        customers: 1,
        ..Default::default()
    })
    .await;
    let variants = store.all("/v3/catalog/variants").await;
    let lists = store.all("/v3/pricelists").await;
    let list = lists[0]["id"].as_i64().unwrap();
    let rows: Vec<Vec<Value>> = variants
        .iter()
        .take(10_000)
        .map(|variant| {
            let variant = variant["id"].as_i64().unwrap();
            let price = || money("12.3400");
            let tiers = Value::Json("[]".to_owned());
            vec![
                int(list),
                int(variant),
                text("usd"),
                price(),
                price(),
                price(),
                price(),
                tiers,
            ]
        })
        .collect();
    assert_eq!(rows.len(), 10_000);
    store.sandbox.clear_requests();
    let columns = [
        "price_list_id",
        "variant_id",
        "currency",
        "price",
        "sale_price",
        "retail_price",
        "map_price",
        "bulk_pricing_tiers",
    ];
    let outcome = store
        .write("price_list_records", upsert(&columns, rows))
        .await;
    assert!(outcome.is_complete(), "{:?}", outcome.first_error);
    let expected = (format!("PUT /v3/pricelists/{list}/records"), Some(1_000));
    assert_eq!(store.writes(), vec![expected; 10]);
    assert_eq!(store.sandbox.requests().len(), 10);
    let records = store.all(&format!("/v3/pricelists/{list}/records")).await;
    let priced = records.iter().filter(|record| record["price"] == 12.34);
    assert_eq!(priced.count(), 10_000);
}

#[tokio::test]
async fn a_thousand_product_prices_are_a_hundred_requests() {
    let store = Store::of(storeql_sandbox::Options {
        orders: 1,
        products: 1_000,
        customers: 1,
        ..Default::default()
    })
    .await;
    let products = store.all("/v3/catalog/products").await;
    let rows = products.iter().map(|product| {
        let address = vec![int(product["id"].as_i64().unwrap())];
        (address, vec![money("7.0000")])
    });
    store.sandbox.clear_requests();
    let change = update(&["price"], rows.collect());
    let outcome = store.write("products", change).await;
    assert!(outcome.is_complete(), "{:?}", outcome.first_error);
    let expected = ("PUT /v3/catalog/products".to_owned(), Some(10));
    assert_eq!(store.writes(), vec![expected; 100]);
    let products = store.all("/v3/catalog/products").await;
    assert!(products.iter().all(|product| product["price"] == 7.0));
}

#[tokio::test]
async fn five_hundred_variants_are_ten_requests() {
    let store = Store::of(storeql_sandbox::Options {
        orders: 1,
        products: 400,
        customers: 1,
        ..Default::default()
    })
    .await;
    let variants = store.all("/v3/catalog/variants").await;
    let names = storeql_write::address_of(table("product_variants"), storeql_write::Verb::Update);
    let rows: Vec<(Vec<Value>, Vec<Value>)> = variants
        .iter()
        .take(500)
        .map(|variant| {
            let address = names
                .iter()
                .map(|name| int(variant[name].as_i64().unwrap()));
            (address.collect(), vec![money("3.2100")])
        })
        .collect();
    assert_eq!(rows.len(), 500);
    store.sandbox.clear_requests();
    let outcome = store
        .write("product_variants", update(&["price"], rows))
        .await;
    assert!(outcome.is_complete(), "{:?}", outcome.first_error);
    let expected = ("PUT /v3/catalog/variants".to_owned(), Some(50));
    assert_eq!(store.writes(), vec![expected; 10]);
}

#[tokio::test]
async fn a_thousand_customers_are_a_hundred_requests() {
    let store = Store::start().await;
    let columns = ["email", "first_name", "last_name"];
    let rows = (0..1_000).map(|number| {
        let email = format!("new-{number}@shop.example");
        vec![text(email), text("New"), text(format!("Customer {number}"))]
    });
    let before = store.all("/v3/customers").await.len();
    store.sandbox.clear_requests();
    let change = crate::store::insert(&columns, rows.collect());
    let outcome = store.write("customers", change).await;
    assert!(outcome.is_complete(), "{:?}", outcome.first_error);
    let expected = ("POST /v3/customers".to_owned(), Some(10));
    assert_eq!(store.writes(), vec![expected; 100]);
    let customers = store.all("/v3/customers").await;
    assert_eq!(customers.len(), before + 1_000);
    for (number, row) in outcome.rows.iter().enumerate() {
        let [Value::Int(key)] = row.key[..] else {
            panic!("{row:?}")
        };
        let there = customers.iter().find(|customer| customer["id"] == key);
        assert_eq!(
            there.unwrap()["email"],
            format!("new-{number}@shop.example")
        );
    }
}

#[tokio::test]
async fn a_row_that_has_its_values_sends_nothing() {
    let store = Store::start().await;
    let product = store.all("/v3/catalog/products").await.remove(0);
    let price = product["price"].to_string();
    let mut change = update(
        &["price", "name"],
        vec![(
            vec![int(product["id"].as_i64().unwrap())],
            vec![money(&format!("{price}.000")), text("Renamed")],
        )],
    );
    let storeql_write::Change::Update { rows, .. } = &mut change else {
        unreachable!()
    };
    let name = product["name"].as_str().unwrap();
    rows[0].values[0] = money(&price);
    rows[0].current = Some(vec![money(&format!("{}0", decimal(&price))), text(name)]);
    let plan = storeql_write::plan(table("products"), change.clone()).unwrap();
    let body = plan.requests()[0].body().unwrap();
    assert_eq!(
        body,
        format!(r#"[{{"id":{},"name":"Renamed"}}]"#, product["id"])
    );
    let storeql_write::Change::Update { rows, .. } = &mut change else {
        unreachable!()
    };
    rows[0].values[1] = text(name);
    store.sandbox.clear_requests();
    let outcome = store.write("products", change).await;
    assert_eq!(outcome.counts().unchanged, 1);
    assert_eq!(outcome.rows[0].key, [int(product["id"].as_i64().unwrap())]);
    assert_eq!(store.sandbox.requests().len(), 0);
}

fn decimal(text: &str) -> String {
    match text.contains('.') {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}
