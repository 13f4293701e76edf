//! Orders: made, changed, shipped, refunded, put away; totals and stock follow.

use crate::{Shop, money};
use serde_json::{Value, json};
use storeql_sandbox::Options;

fn person() -> Value {
    json!({ "first_name": "Mei", "last_name": "Tanaka", "street_1": "Kai 7", "city": "Hamburg", "zip": "20457", "country": "Germany", "country_iso2": "DE", "email": "mei@example.com" })
}

/// An order with two of a product and a thing that the catalogue does not have.
async fn order(shop: &Shop) -> Value {
    let product = simple(shop).await["id"].clone();
    let body = json!({
        "billing_address": person(), "shipping_addresses": [person()], "customer_id": 0, "status_id": 11, "staff_notes": "Eilig",
        "products": [
            { "product_id": product, "quantity": 2, "price_ex_tax": 10, "price_inc_tax": 11 },
            { "name": "Gravur", "quantity": 1, "price_ex_tax": 5, "price_inc_tax": 5 },
        ],
    });
    shop.write("POST", "/v2/orders", body).await
}

/// A product that has one variant, so that a line needs no options.
async fn simple(shop: &Shop) -> Value {
    let rows = shop.rows("/v3/catalog/products?limit=250").await;
    rows.into_iter()
        .find(|row| {
            !row["base_variant_id"].is_null()
                && row["inventory_tracking"] == "product"
                && row["inventory_level"].as_i64() > Some(5)
        })
        .unwrap()
}

#[tokio::test]
async fn an_order_is_made_and_its_sums_follow_its_lines() {
    let shop = Shop::open(Options::default()).await;
    let made = order(&shop).await;
    let id = made["id"].as_i64().unwrap();
    let path = format!("/v2/orders/{id}");
    assert_eq!(
        (
            money(&made["subtotal_ex_tax"]),
            money(&made["total_inc_tax"])
        ),
        (250_000, 270_000)
    );
    assert_eq!(
        (&made["items_total"], &made["status"], &made["staff_notes"]),
        (&json!(3), &json!("Awaiting Fulfillment"), &json!("Eilig"))
    );
    assert_eq!(made["billing_address"]["email"], "mei@example.com");
    assert_eq!(shop.rows("/v2/orders?email=mei@example.com").await.len(), 1);
    let lines = shop.rows(&format!("{path}/products")).await;
    assert_eq!(
        (
            lines.len(),
            &lines[1]["name"],
            lines[0]["sku"].as_str().is_some()
        ),
        (2, &json!("Gravur"), true)
    );
    assert!(
        lines
            .iter()
            .all(|line| line["order_id"] == id && line["id"].as_i64() > Some(0))
    );

    // A line with an id is changed, one without is added, and a quantity of 0 takes one out.
    let change = json!({ "products": [{ "id": lines[0]["id"], "quantity": 3 }, { "id": lines[1]["id"], "quantity": 0 }, { "name": "Band", "quantity": 1, "price_ex_tax": 2, "price_inc_tax": 2 }] });
    let changed = shop.write("PUT", &path, change.clone()).await;
    assert_eq!(
        (money(&changed["subtotal_ex_tax"]), &changed["items_total"]),
        (320_000, &json!(4))
    );
    let again = shop.send("PUT", &path, change).await;
    assert_eq!(again.status, 400, "the line is gone");

    // Sums that are given hold until the lines change.
    let given = shop
        .write(
            "PUT",
            &path,
            json!({ "total_ex_tax": "20", "total_inc_tax": "22" }),
        )
        .await;
    assert_eq!(
        (&given["total_ex_tax"], &given["total_inc_tax"]),
        (&json!("20.0000"), &json!("22.0000"))
    );
    assert_eq!(
        shop.send("PUT", &path, json!({ "total_ex_tax": "20" }))
            .await
            .status,
        400
    );
    let fees = json!([{ "type": "custom_fee", "display_name_customer": "Pfand", "cost_ex_tax": "1", "cost_inc_tax": "1.2" }, { "type": "custom_fee", "display_name_customer": "Eis", "cost_ex_tax": "2", "cost_inc_tax": "2" }]);
    let with_fees = shop.write("PUT", &path, json!({ "fees": fees })).await;
    assert_eq!(money(&with_fees["total_inc_tax"]), 350_000 + 32_000);
    let fees = shop.rows(&format!("{path}/fees")).await;
    shop.write("PUT", &path, json!({ "fees": [{ "id": fees[1]["id"] }] }))
        .await;
    let left = shop.rows(&format!("{path}/fees")).await;
    assert_eq!(
        (left.len(), &left[0]["display_name_customer"]),
        (1, &json!("Eis")),
        "the other was left out"
    );
}

#[tokio::test]
async fn what_an_order_needs_is_checked() {
    let shop = Shop::open(Options::default()).await;
    let line = json!([{ "name": "Gravur", "quantity": 1, "price_ex_tax": 5, "price_inc_tax": 5 }]);
    for body in [
        json!({ "products": line }),
        json!({ "billing_address": person() }),
        json!({ "billing_address": { "first_name": "Mei" }, "products": line }),
        json!({ "billing_address": person(), "products": line, "consignments": {} }),
        json!({ "billing_address": person(), "products": [{ "name": "Gravur", "quantity": 1 }] }),
        json!({ "billing_address": person(), "products": [{ "product_id": 999_999, "quantity": 1 }] }),
        json!({ "billing_address": person(), "products": line, "items_total": 1 }),
        json!({ "billing_address": person(), "products": line, "channel_id": 99 }),
        json!({ "billing_address": person(), "products": line, "status_id": 15 }),
    ] {
        let answer = shop.send("POST", "/v2/orders", body.clone()).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
        assert!(answer.body[0]["message"].is_string());
    }
    assert_eq!(shop.get("/v2/orders/count").await.body["count"], 200);
}

#[tokio::test]
async fn stock_goes_with_an_order_and_comes_back() {
    let shop = Shop::open(Options::default()).await;
    let product = simple(&shop).await;
    let level = product["inventory_level"].as_i64().unwrap();
    let path = format!("/v3/catalog/products/{}", product["id"]);
    let left = async || {
        shop.row(&path).await.unwrap()["inventory_level"]
            .as_i64()
            .unwrap()
    };
    let body = json!({ "billing_address": person(), "products": [{ "product_id": product["id"], "quantity": 2 }] });
    let made = shop.write("POST", "/v2/orders", body).await;
    assert_eq!(left().await, level - 2);
    let order = format!("/v2/orders/{}", made["id"]);
    shop.write("PUT", &order, json!({ "status_id": 5 })).await;
    assert_eq!(left().await, level);
    shop.write("PUT", &order, json!({ "status_id": 11 })).await;
    assert_eq!(left().await, level - 2);
}

#[tokio::test]
async fn shipments_move_the_state_of_an_order() {
    let shop = Shop::open(Options::default()).await;
    let path = format!("/v2/orders/{}", order(&shop).await["id"]);
    let lines = shop.rows(&format!("{path}/products")).await;
    let address = shop.rows(&format!("{path}/shipping_addresses")).await[0].clone();
    let shipment = |position: usize, quantity: i64| json!({ "order_address_id": address["id"], "tracking_number": "1Z9", "items": [{ "order_product_id": lines[position]["id"], "quantity": quantity }] });
    let first = shop
        .write("POST", &format!("{path}/shipments"), shipment(0, 1))
        .await;
    let state = async || {
        let order = shop.row(&path).await.unwrap();
        (
            order["status_id"].as_i64().unwrap(),
            order["items_shipped"].as_i64().unwrap(),
        )
    };
    assert_eq!(state().await, (3, 1));
    assert_eq!(
        shop.send("POST", &format!("{path}/shipments"), shipment(0, 2))
            .await
            .status,
        400,
        "one is left"
    );
    shop.write("POST", &format!("{path}/shipments"), shipment(0, 1))
        .await;
    shop.write("POST", &format!("{path}/shipments"), shipment(1, 1))
        .await;
    assert_eq!(state().await, (2, 3));
    assert_eq!(
        shop.rows(&format!("{path}/products")).await[0]["quantity_shipped"],
        2
    );
    let one = format!("{path}/shipments/{}", first["id"]);
    shop.write("PUT", &one, json!({ "tracking_number": "1Z8" }))
        .await;
    assert_eq!(shop.row(&one).await.unwrap()["tracking_number"], "1Z8");
    assert_eq!(
        shop.send("PUT", &one, json!({ "items": [] })).await.status,
        400
    );
    assert_eq!(shop.send("DELETE", &one, Value::Null).await.status, 204);
    assert_eq!(state().await, (3, 2));
    assert_eq!(
        shop.send("DELETE", &format!("{path}/shipments"), Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        (
            state().await,
            shop.rows(&format!("{path}/shipments")).await.len()
        ),
        ((11, 0), 0)
    );
}

#[tokio::test]
async fn a_refund_is_the_amount_of_its_quote() {
    let shop = Shop::open(Options::default()).await;
    let made = order(&shop).await;
    let path = format!("/v3/orders/{}/payment_actions", made["id"]);
    let lines = shop
        .rows(&format!("/v2/orders/{}/products", made["id"]))
        .await;
    let items = json!([{ "item_type": "PRODUCT", "item_id": lines[0]["id"], "quantity": 1 }]);
    let quote = shop
        .write(
            "POST",
            &format!("{path}/refund_quotes"),
            json!({ "items": items }),
        )
        .await;
    assert_eq!(
        (
            &quote["total_refund_amount"],
            &quote["total_refund_tax_amount"]
        ),
        (&json!(11), &json!(1))
    );
    let refund = |amount: i64| json!({ "items": items, "payments": [{ "provider_id": "cod", "amount": amount, "offline": true }] });
    assert_eq!(
        shop.send("POST", &format!("{path}/refunds"), refund(12))
            .await
            .status,
        422
    );
    let made_refund = shop
        .write("POST", &format!("{path}/refunds"), refund(11))
        .await;
    assert_eq!(made_refund["total_amount"], 11);
    assert_eq!(
        shop.row(&format!("/v2/orders/{}", made["id"]))
            .await
            .unwrap()["status_id"],
        14
    );
    assert_eq!(
        shop.rows(&format!(
            "/v3/orders/payment_actions/refunds?order_id:in={}",
            made["id"]
        ))
        .await
        .len(),
        1
    );
    assert_eq!(
        shop.rows(&format!("/v2/orders/{}/products", made["id"]))
            .await[0]["quantity_refunded"],
        1
    );
    let all = json!({ "items": [{ "item_type": "ORDER", "item_id": made["id"], "amount": 16 }], "payments": [{ "provider_id": "cod", "amount": 16, "offline": true }] });
    shop.write("POST", &format!("{path}/refunds"), all).await;
    assert_eq!(
        shop.row(&format!("/v2/orders/{}", made["id"]))
            .await
            .unwrap()["status_id"],
        4
    );
}

#[tokio::test]
async fn orders_are_put_away_and_stay_readable() {
    let shop = Shop::open(Options::default()).await;
    let made = order(&shop).await;
    let path = format!("/v2/orders/{}", made["id"]);
    let count = async || {
        shop.get("/v2/orders/count").await.body["count"]
            .as_i64()
            .unwrap()
    };
    assert_eq!(count().await, 201);
    assert_eq!(shop.send("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(
        (count().await, &shop.row(&path).await.unwrap()["is_deleted"]),
        (200, &json!(true))
    );
    shop.write("PUT", &path, json!({ "is_deleted": false }))
        .await;
    assert_eq!(count().await, 201);
    assert_eq!(
        shop.send("DELETE", "/v2/orders", Value::Null).await.status,
        204
    );
    assert_eq!((count().await, shop.rows("/v2/orders").await.len()), (0, 0));
}

#[tokio::test]
async fn addresses_and_pickups_are_written() {
    let shop = Shop::open(Options::default()).await;
    let made = order(&shop).await;
    let path = format!("/v2/orders/{}/shipping_addresses", made["id"]);
    let address = shop.rows(&path).await[0].clone();
    shop.write(
        "PUT",
        &format!("{path}/{}", address["id"]),
        json!({ "city": "Kiel" }),
    )
    .await;
    let read = shop.rows(&path).await[0].clone();
    assert_eq!(
        (&read["city"], &read["first_name"]),
        (&json!("Kiel"), &json!("Mei"))
    );
    let pickup = json!([{ "order_id": made["id"], "pickup_method_id": 1, "ready_at": "2026-02-01T08:00:00Z", "pickup_items": [] }]);
    let made = shop.write("POST", "/v3/orders/pickups", pickup).await[0].clone();
    let change = json!([{ "id": made["id"], "pickup_id": made["id"], "collected_at": "2026-02-02T08:00:00Z" }]);
    shop.write("PUT", "/v3/orders/pickups", change.clone())
        .await;
    let without = json!([{ "id": made["id"], "collected_at": "2026-02-02T08:00:00Z" }]);
    assert_eq!(
        shop.send("PUT", "/v3/orders/pickups", without).await.status,
        422
    );
    assert_eq!(
        shop.send(
            "DELETE",
            &format!("/v3/orders/pickups?id:in={}", made["id"]),
            Value::Null
        )
        .await
        .status,
        204
    );
}
