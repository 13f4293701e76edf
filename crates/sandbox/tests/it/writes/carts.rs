//! Carts and checkouts, segments, and the old way to customers.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

async fn simple(shop: &Shop) -> Value {
    let rows = shop.rows("/v3/catalog/products?limit=250").await;
    rows.into_iter()
        .find(|row| !row["base_variant_id"].is_null() && row["type"] == "physical")
        .unwrap()
}

#[tokio::test]
async fn a_cart_has_a_currency_that_the_store_sells_in() {
    let shop = Shop::open(Options::default()).await;
    let cart = |code: &str| {
        let line = json!({ "name": "Gravur", "quantity": 1, "list_price": 5 });
        json!({ "custom_items": [line], "currency": { "code": code } })
    };
    let made = shop.write("POST", "/v3/carts", cart("eur")).await;
    assert_eq!(made["currency"]["code"], "EUR");
    let currencies = shop.rows("/v2/currencies").await;
    let shown = currencies
        .iter()
        .find(|row| row["is_transactional"] == false);
    for code in [shown.unwrap()["currency_code"].as_str().unwrap(), "xxx"] {
        let refused = shop.send("POST", "/v3/carts", cart(code)).await;
        assert_eq!(refused.status, 400, "{code}");
    }
}

#[tokio::test]
async fn a_cart_is_filled_changed_and_goes_with_its_last_line() {
    let shop = Shop::open(Options::default()).await;
    let product = simple(&shop).await;
    assert_eq!(
        shop.send("POST", "/v3/carts", json!({ "customer_id": 1 }))
            .await
            .status,
        422
    );
    let line = json!({ "line_items": [{ "product_id": product["id"], "quantity": 2, "list_price": 10 }], "channel_id": 1 });
    let made = shop.write("POST", "/v3/carts", line).await;
    assert_eq!(
        (&made["cart_amount"], &made["version"]),
        (&json!(20), &json!(1))
    );
    let path = format!("/v3/carts/{}", made["id"].as_str().unwrap());
    let item = made["line_items"]["physical_items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let custom = json!({ "custom_items": [{ "name": "Gravur", "quantity": 1, "list_price": 5 }], "version": 1 });
    let more = shop
        .write("POST", &format!("{path}/items"), custom.clone())
        .await;
    assert_eq!(
        (&more["cart_amount"], &more["version"]),
        (&json!(25), &json!(2))
    );
    assert_eq!(
        shop.send("POST", &format!("{path}/items"), custom)
            .await
            .status,
        409,
        "the version is stale"
    );
    let change = json!({ "line_item": { "product_id": product["id"], "quantity": 3 } });
    let changed = shop
        .write("PUT", &format!("{path}/items/{item}"), change)
        .await;
    assert_eq!(changed["cart_amount"], 35);
    assert_eq!(
        shop.write("PUT", &path, json!({ "customer_id": 1 })).await["customer_id"],
        1
    );
    let read = shop
        .row(&format!("{path}?include=redirect_urls"))
        .await
        .unwrap();
    assert!(
        read["redirect_urls"]["cart_url"].is_string()
            && shop
                .row(&path)
                .await
                .unwrap()
                .get("redirect_urls")
                .is_none()
    );
    let gravur = read["line_items"]["custom_items"][0]["id"]
        .as_str()
        .unwrap();
    assert_eq!(
        shop.send("DELETE", &format!("{path}/items/{gravur}"), Value::Null)
            .await
            .status,
        200
    );
    assert_eq!(
        shop.send("DELETE", &format!("{path}/items/{item}"), Value::Null)
            .await
            .status,
        204
    );
    assert!(shop.row(&path).await.is_none());
}

#[tokio::test]
async fn carts_that_became_orders_are_written_too() {
    let shop = Shop::open(Options::default()).await;
    let orders = shop.rows("/v2/orders?limit=50").await;
    let cart = orders
        .iter()
        .find_map(|order| order["cart_id"].as_str())
        .unwrap()
        .to_owned();
    let path = format!("/v3/carts/{cart}");
    let before = shop.row(&path).await.unwrap();
    let changed = shop
        .write(
            "PUT",
            &path,
            json!({ "customer_id": 2, "version": before["version"] }),
        )
        .await;
    assert_eq!(
        (
            &changed["customer_id"],
            &changed["line_items"]["physical_items"]
        ),
        (
            &json!(2),
            &shop.row(&path).await.unwrap()["line_items"]["physical_items"]
        )
    );
    let checkout = format!("/v3/checkouts/{cart}");
    shop.write(
        "PUT",
        &checkout,
        json!({ "customer_message": "Bitte klingeln" }),
    )
    .await;
    let read = shop.row(&checkout).await.unwrap();
    assert_eq!(
        (&read["customer_message"], &read["version"]),
        (&json!("Bitte klingeln"), &json!(2))
    );
    assert_eq!(
        shop.send(
            "PUT",
            &checkout,
            json!({ "customer_message": "x", "version": 1 })
        )
        .await
        .status,
        409
    );
    assert_eq!(shop.send("DELETE", &path, Value::Null).await.status, 204);
    assert!(shop.row(&path).await.is_none());
}

#[tokio::test]
async fn profiles_join_and_leave_segments() {
    let shop = Shop::open(Options::default()).await;
    let profiles = shop.rows("/v3/shopper-profiles?limit=250").await;
    let customers = shop.rows("/v3/customers?limit=250").await;
    let without = customers
        .iter()
        .find(|row| {
            !profiles
                .iter()
                .any(|profile| profile["customer_id"] == row["id"])
        })
        .unwrap();
    let made = shop
        .write(
            "POST",
            "/v3/shopper-profiles",
            json!([{ "customer_id": without["id"] }]),
        )
        .await;
    let segment = shop
        .write("POST", "/v3/segments", json!([{ "name": "Neu" }]))
        .await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/v3/segments/{segment}/shopper-profiles");
    assert_eq!(shop.rows(&path).await.len(), 0);
    let ids = json!([made[0]["id"], profiles[0]["id"]]);
    shop.write("POST", &path, ids).await;
    assert_eq!(shop.rows(&path).await.len(), 2);
    let id = made[0]["id"].as_str().unwrap();
    shop.send("DELETE", &format!("{path}?id:in={id}"), Value::Null)
        .await;
    assert_eq!(shop.rows(&path).await.len(), 1);
    shop.send(
        "DELETE",
        &format!(
            "/v3/shopper-profiles?id:in={}",
            profiles[0]["id"].as_str().unwrap()
        ),
        Value::Null,
    )
    .await;
    assert_eq!(shop.rows(&path).await.len(), 0);
    assert_eq!(
        shop.rows("/v3/shopper-profiles?limit=250").await.len(),
        profiles.len()
    );
}

#[tokio::test]
async fn the_old_way_writes_the_same_customers() {
    let shop = Shop::open(Options::default()).await;
    let body = json!({ "first_name": "Mei", "last_name": "Tanaka", "email": "neu@example.com", "store_credit": "12.5" });
    let made = shop.write("POST", "/v2/customers", body).await;
    assert_eq!(made["store_credit"], "12.5000");
    let path = format!("/v2/customers/{}", made["id"]);
    shop.write("PUT", &path, json!({ "store_credit": "7", "notes": "x" }))
        .await;
    let read = shop.row(&path).await.unwrap();
    assert_eq!(
        (&read["store_credit"], &read["notes"], &read["email"]),
        (&json!("7.0000"), &json!("x"), &json!("neu@example.com"))
    );
    let new = shop
        .rows(&format!(
            "/v3/customers?id:in={}&include=storecredit",
            made["id"]
        ))
        .await;
    assert_eq!(new[0]["store_credit_amounts"][0]["amount"], 7);
    assert_eq!(shop.send("DELETE", &path, Value::Null).await.status, 204);
}
