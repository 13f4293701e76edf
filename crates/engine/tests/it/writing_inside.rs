//! Rows inside of a row that is created: one request carries all of them. What the store has afterwards is read as its own JSON.

use serde_json::{Value as Json, json};
use storeql_engine::SessionOptions;
use storeql_testkit::{Store, answer};

use crate::writing::{self, PRODUCTS, all, store, writes};

/// A product without options, and its number.
pub(crate) async fn simple_product(store: &Store) -> i64 {
    let products = all(store, PRODUCTS).await;
    let simple = products
        .values()
        .find(|row| row["base_variant_id"].is_i64());
    simple.unwrap()["id"].as_i64().unwrap()
}

/// The number of the row that a statement with RETURNING created; it sends one request that writes.
async fn created(store: &Store, sql: &str) -> String {
    store.sandbox.clear_requests();
    let session = store.engine.session(SessionOptions::default());
    let rows = answer(&session, sql).await;
    let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}")).rows;
    assert_eq!(writes(store).len(), 1, "{:?}", store.requests());
    rows[0][0].clone()
}

const BILLING: &str = "billing_first_name, billing_last_name, billing_street_1, billing_city, billing_state, billing_zip, billing_country, billing_country_iso2, billing_email";
const BILLED: &str = "'Ann', 'Lee', '1 Elm St', 'Austin', 'Texas', '78701', 'United States', 'US', 'ann@example.com'";

#[tokio::test(flavor = "multi_thread")]
async fn an_order_has_its_lines_and_fees() {
    let store = store("").await;
    let product = simple_product(&store).await;
    let id = created(
        &store,
        &format!(
            r#"INSERT INTO orders ({BILLING}, products, fees) VALUES ({BILLED},
               '[{{"product_id": {product}, "quantity": 2}}, {{"name": "Engraving", "quantity": 1, "price_ex_tax": 4.10, "price_inc_tax": 4.90}}]',
               '[{{"type": "custom_fee", "display_name_customer": "Box", "display_name_merchant": "Box", "cost_ex_tax": 1.25, "cost_inc_tax": 1.25}}]')
               RETURNING id"#
        ),
    )
    .await;
    let lines = writing::json(&store, "v2", &format!("/orders/{id}/products"), &[]).await;
    let lines: Vec<(&Json, &Json)> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (&line["product_id"], &line["quantity"]))
        .collect();
    assert_eq!(
        lines,
        [(&json!(product), &json!(2)), (&json!(0), &json!(1))]
    );
    let fees = writing::json(
        &store,
        "v2",
        &format!("/orders/{id}"),
        &[("include", "fees")],
    )
    .await;
    assert_eq!(fees["fees"][0]["cost_ex_tax"], "1.2500", "{fees}");

    let id = created(
        &store,
        &format!(
            r#"INSERT INTO orders ({BILLING}, consignments) VALUES ({BILLED},
               '{{"shipping": [{{"shipping_address": {{"first_name": "Bo", "last_name": "Ray", "street_1": "2 Oak St", "city": "Austin", "state": "Texas", "zip": "78702", "country": "United States", "country_iso2": "US"}},
                 "line_items": [{{"product_id": {product}, "quantity": 3}}]}}]}}') RETURNING id"#
        ),
    )
    .await;
    let addresses = writing::json(
        &store,
        "v2",
        &format!("/orders/{id}/shipping_addresses"),
        &[],
    )
    .await;
    assert_eq!(addresses[0]["street_1"], "2 Oak St");
    let lines = writing::json(&store, "v2", &format!("/orders/{id}/products"), &[]).await;
    assert_eq!(lines[0]["quantity"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_has_its_variants_fields_and_images() {
    let store = store("").await;
    let id = created(
        &store,
        r#"INSERT INTO products (name, type, weight, price, variants, custom_fields, images) VALUES ('Deep kettle', 'physical', 1.5, 20,
           '[{"sku": "DK-S", "price": 19.9900, "option_values": [{"option_display_name": "Size", "label": "S"}]}, {"sku": "DK-L", "option_values": [{"option_display_name": "Size", "label": "L"}]}]',
           '[{"name": "Material", "value": "Steel"}]',
           '[{"image_url": "https://example.com/kettle.jpg", "is_thumbnail": true}]') RETURNING id"#,
    )
    .await;
    let include = [("include", "variants,custom_fields,images")];
    let product = writing::json(&store, "v3", &format!("{PRODUCTS}/{id}"), &include).await;
    let product = &product["data"];
    let skus: Vec<&Json> = product["variants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| &v["sku"])
        .collect();
    assert_eq!(skus, ["DK-S", "DK-L"]);
    assert_eq!(product["variants"][0]["price"], json!(19.99));
    assert_eq!(product["variants"][0]["option_values"][0]["label"], "S");
    assert_eq!(product["custom_fields"][0]["value"], "Steel");
    assert_eq!(product["images"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_wish_lists_and_carts_have_theirs() {
    let store = store("").await;
    let attribute = created(
        &store,
        "INSERT INTO customer_attributes (name, type) VALUES ('Tier of now', 'string') RETURNING id",
    )
    .await;
    let id = created(
        &store,
        &format!(
            r#"INSERT INTO customers (email, first_name, last_name, addresses, attributes) VALUES ('deep@example.com', 'Ann', 'Lee',
               '[{{"first_name": "Ann", "last_name": "Lee", "address1": "1 Elm St", "city": "Austin", "state_or_province": "Texas", "postal_code": "78701", "country_code": "US"}}]',
               '[{{"attribute_id": {attribute}, "attribute_value": "gold"}}]') RETURNING id"#
        ),
    )
    .await;
    let query = [("id:in", id.as_str()), ("include", "addresses,attributes")];
    let customer = writing::json(&store, "v3", "/customers", &query).await;
    let customer = &customer["data"][0];
    assert_eq!(
        customer["addresses"][0]["address1"], "1 Elm St",
        "{customer}"
    );
    assert_eq!(
        customer["attributes"][0]["attribute_value"], "gold",
        "{customer}"
    );

    let product = simple_product(&store).await;
    let list = created(
        &store,
        &format!(
            r#"INSERT INTO wishlists (customer_id, name, items) VALUES ({id}, 'Later', '[{{"product_id": {product}}}]') RETURNING id"#
        ),
    )
    .await;
    let list = writing::json(&store, "v3", &format!("/wishlists/{list}"), &[]).await;
    assert_eq!(list["data"]["items"][0]["product_id"], product);

    let cart = created(
        &store,
        &format!(
            r#"INSERT INTO carts (customer_id, line_items) VALUES ({id}, '[{{"product_id": {product}, "quantity": 4}}]') RETURNING id"#
        ),
    )
    .await;
    let cart = writing::json(&store, "v3", &format!("/carts/{cart}"), &[]).await;
    let lines = &cart["data"]["line_items"]["physical_items"];
    assert_eq!(lines[0]["quantity"], 4, "{cart}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_json_has_wrong_is_told_before_the_first_request() {
    let store = store("").await;
    for (sql, said) in [
        (
            r#"INSERT INTO wishlists (customer_id, name, items) VALUES (1, 'a', '[{"product_id": 1}]'), (1, 'b', 'none')"#,
            "wishlists.items, row 2: the text is no JSON",
        ),
        (
            r#"INSERT INTO wishlists (customer_id, name, items) VALUES (1, 'a', '{"product_id": 1}')"#,
            "wishlists.items, row 1: the JSON has an object where the store takes a list of objects",
        ),
        (
            r#"INSERT INTO wishlists (customer_id, name, items) VALUES (1, 'a', '[{"prodct_id": 1}]')"#,
            "the store knows no member `prodct_id` here. Allowed: id, product_id, variant_id",
        ),
        (
            r#"INSERT INTO products (name, type, weight, price, variants) VALUES ('X', 'physical', 1, 1, '[{"sku": "A", "option_values": [{"size": "L"}]}]')"#,
            "products.variants, row 1: object 1: option_values, object 1: the store knows no member `size`",
        ),
        (
            "INSERT INTO order_items (id, order_id, product_id, quantity) VALUES (7, 100, 77, 1)",
            "order_items.id: the store sets the column itself",
        ),
    ] {
        store.sandbox.clear_requests();
        let error = writing::run(&store, sql).await.unwrap_err();
        assert!(error.to_string().contains(said), "{sql}: {error}");
        assert_eq!(writes(&store), [""; 0], "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_the_numbers_as_they_were_written() {
    let store = store("").await;
    let session = store
        .engine
        .session(SessionOptions::default().dry_run(true));
    let sql = r#"INSERT INTO wishlists (customer_id, name, items) VALUES (7, 'Later', '[{"product_id": 77.0, "variant_id": 9007199254740993}]')"#;
    let shown = answer(&session, sql).await.unwrap().rows.concat().join(" ");
    let body = r#"POST /v3/wishlists {"customer_id":7,"name":"Later","items":[{"product_id": 77.0, "variant_id": 9007199254740993}]}"#;
    assert!(shown.contains(body), "{shown}");
    assert_eq!(writes(&store), [""; 0]);
}
