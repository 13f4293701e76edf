//! Stock: what is adjusted shows some requests later, at the locations and in the catalogue.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

const ITEMS: &str = "/v3/inventory/items?limit=1000";

/// Reads until what was adjusted shows; gives how many reads that took.
async fn until(shop: &Shop, shows: impl Fn(&Value) -> bool, variant: &Value) -> usize {
    for reads in 1..10 {
        let rows = shop.rows(ITEMS).await;
        let row = rows
            .iter()
            .find(|row| row["identity"]["variant_id"] == *variant)
            .unwrap();
        if shows(row) {
            return reads;
        }
    }
    panic!("it never showed");
}

#[tokio::test]
async fn adjustments_show_later() {
    let shop = Shop::open(Options::default()).await;
    let item = shop.rows(ITEMS).await[0].clone();
    let variant = &item["identity"]["variant_id"];
    let absolute = json!({ "reason": "count", "items": [{ "location_id": 1, "variant_id": variant, "quantity": 40 }, { "location_id": 2, "sku": item["identity"]["sku"], "quantity": 5 }] });
    let answer = shop
        .send("PUT", "/v3/inventory/adjustments/absolute", absolute)
        .await;
    assert!(answer.body["transaction_id"].is_string(), "{}", answer.body);
    assert_eq!(shop.sandbox.requests().last().unwrap().rows, Some(2));
    let reads = until(
        &shop,
        |row| row["locations"][0]["total_inventory_onhand"] == 40,
        variant,
    )
    .await;
    assert!(reads > 1, "not at once");
    let level = shop
        .rows(&format!("/v3/catalog/variants?id={variant}"))
        .await[0]["inventory_level"]
        .clone();
    assert_eq!(level, 45);
    let relative = json!({ "reason": "sale", "items": [{ "location_id": 1, "variant_id": variant, "quantity": -4 }] });
    shop.write("POST", "/v3/inventory/adjustments/relative", relative)
        .await;
    until(
        &shop,
        |row| row["locations"][0]["total_inventory_onhand"] == 36,
        variant,
    )
    .await;
    let settings = json!({ "settings": [{ "identity": { "variant_id": variant }, "safety_stock": 6, "bin_picking_number": "Z-9" }] });
    shop.write("PUT", "/v3/inventory/locations/1/items", settings)
        .await;
    until(
        &shop,
        |row| {
            row["locations"][0]["available_to_sell"] == 30
                && row["locations"][0]["settings"]["bin_picking_number"] == "Z-9"
        },
        variant,
    )
    .await;
}

#[tokio::test]
async fn what_is_not_there_cannot_be_adjusted() {
    let shop = Shop::open(Options::default()).await;
    let variant = shop.rows(ITEMS).await[0]["identity"]["variant_id"].clone();
    for (method, kind, item, field) in [
        (
            "PUT",
            "absolute",
            json!({ "location_id": 1, "variant_id": 999_999, "quantity": 1 }),
            "0.identity",
        ),
        (
            "PUT",
            "absolute",
            json!({ "location_id": 99, "variant_id": variant, "quantity": 1 }),
            "0.location_id",
        ),
        (
            "PUT",
            "absolute",
            json!({ "location_id": 1, "variant_id": variant }),
            "0.quantity",
        ),
        (
            "POST",
            "relative",
            json!({ "location_id": 3, "variant_id": variant, "quantity": 1 }),
            "0.quantity",
        ),
    ] {
        let answer = shop
            .send(
                method,
                &format!("/v3/inventory/adjustments/{kind}"),
                json!({ "items": [item] }),
            )
            .await;
        assert_eq!(
            (answer.status, answer.body["errors"].get(field).is_some()),
            (422, true),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_new_product_has_no_stock_until_it_is_counted() {
    let shop = Shop::open(Options::default()).await;
    let body = json!({ "name": "Neu", "type": "physical", "weight": 1, "price": 1, "sku": "NEU", "inventory_tracking": "product" });
    let id = shop.write("POST", "/v3/catalog/products", body).await["id"].clone();
    let adjust = |quantity: i64| json!({ "items": [{ "location_id": 1, "sku": "NEU", "quantity": quantity }] });
    let relative = "/v3/inventory/adjustments/relative";
    assert_eq!(
        shop.send("POST", relative, adjust(3)).await.status,
        422,
        "was never counted"
    );
    shop.write("PUT", "/v3/inventory/adjustments/absolute", adjust(9))
        .await;
    let variant = shop
        .rows(&format!("/v3/catalog/variants?product_id:in={id}"))
        .await[0]["id"]
        .clone();
    until(
        &shop,
        |row| row["locations"][0]["available_to_sell"] == 9,
        &variant,
    )
    .await;
    let path = format!("/v3/catalog/products/{id}");
    assert_eq!(shop.row(&path).await.unwrap()["inventory_level"], 9);
    shop.write("POST", relative, adjust(-2)).await;
    until(
        &shop,
        |row| row["locations"][0]["available_to_sell"] == 7,
        &variant,
    )
    .await;
    let items = shop.rows(ITEMS).await.len();
    shop.send("DELETE", &path, Value::Null).await;
    assert_eq!(shop.rows(ITEMS).await.len(), items - 1);
}
