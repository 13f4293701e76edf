//! Orders: shapes, sums, filters, consignments.

use std::collections::HashMap;

use crate::{Shop, money};
use serde_json::Value;
use storeql_sandbox::Options;

#[tokio::test]
async fn orders_have_the_shapes_of_version_two() {
    let shop = Shop::open(Options::default()).await;
    let orders = shop.rows("/v2/orders").await;
    assert_eq!(orders.len(), 50);
    let order = &orders[0];
    assert!(order["date_created"].as_str().unwrap().ends_with(" +0000"));
    assert_eq!(order["products"]["resource"], "/orders/1/products");
    assert_eq!(order["products"]["url"], shop.url("/v2/orders/1/products"));
    assert_eq!(shop.get("/v2/orders?page=99").await.status, 204);
    assert_eq!(
        shop.get("/v2/orders?colour=red").await.body[0]["message"],
        "The field 'colour' is not supported by this resource."
    );
}

#[tokio::test]
async fn totals_add_up() {
    let shop = Shop::open(Options::default()).await;
    let orders = shop.rows("/v2/orders?limit=250").await;
    assert!(orders.iter().any(|order| order["customer_id"] == 0));
    assert!(
        orders
            .iter()
            .any(|order| money(&order["coupon_discount"]) > 0)
    );
    for order in &orders {
        let sum = |fields: &[&str]| {
            fields
                .iter()
                .map(|field| money(&order[*field]))
                .sum::<i64>()
        };
        assert_eq!(
            sum(&["total_ex_tax", "total_tax"]),
            money(&order["total_inc_tax"])
        );
        let fees = shop
            .rows(&format!(
                "/v2/orders?min_id={0}&max_id={0}&include=fees",
                order["id"]
            ))
            .await[0]["fees"]
            .clone();
        let fee: i64 = fees
            .as_array()
            .unwrap()
            .iter()
            .map(|fee| money(&fee["cost_ex_tax"]))
            .sum();
        let parts = sum(&["subtotal_ex_tax", "shipping_cost_ex_tax"]) + fee
            - money(&order["coupon_discount"]);
        assert_eq!(parts, money(&order["total_ex_tax"]));
        let items = shop
            .rows(&format!("/v2/orders/{}/products", order["id"]))
            .await;
        let quantity: i64 = items
            .iter()
            .map(|item| item["quantity"].as_i64().unwrap())
            .sum();
        assert_eq!(quantity, order["items_total"].as_i64().unwrap());
        let subtotal: i64 = items.iter().map(|item| money(&item["total_inc_tax"])).sum();
        assert_eq!(subtotal, money(&order["subtotal_inc_tax"]));
    }
}

/// All lines within an order's consignments.
fn lines(order: &Value) -> Vec<Value> {
    let consignments = &order["consignments"];
    let groups = [
        &consignments["shipping"],
        &consignments["pickups"],
        &consignments["downloads"],
        &consignments["email"]["gift_certificates"],
    ];
    let each = groups.iter().flat_map(|group| group.as_array().unwrap());
    each.flat_map(|consignment| consignment["line_items"].as_array().unwrap().clone())
        .collect()
}

#[tokio::test]
async fn include_brings_every_line_but_of_large_consignments() {
    let shop = Shop::open(Options {
        large_orders: 2,
        ..Options::default()
    })
    .await;
    let path = "/v2/orders?limit=250&include=consignments,consignments.line_items,fees&consignment_structure=object";
    let mut short = 0;
    for order in shop.rows(path).await {
        let mut included = lines(&order);
        let own = shop
            .rows(&format!("/v2/orders/{}/products?limit=250", order["id"]))
            .await;
        if own.len() > 50 {
            assert_eq!(included.len(), 50);
            assert!(order["consignments"]["shipping"][0]["__warning__"].is_string());
            short += 1;
            continue;
        }
        included.sort_by_key(|item| item["id"].as_i64());
        assert_eq!(included, own);
    }
    assert_eq!(short, 2);
}

#[tokio::test]
async fn orders_are_filtered_and_counted() {
    let shop = Shop::open(Options::default()).await;
    let all = shop.rows("/v2/orders?limit=250").await;
    let by_status = shop.get("/v2/orders/count").await.body;
    assert_eq!(by_status["count"], 200);
    assert_eq!(by_status["statuses"].as_array().unwrap().len(), 15);
    let mut counts: HashMap<i64, i64> = HashMap::new();
    for order in &all {
        *counts
            .entry(order["status_id"].as_i64().unwrap())
            .or_default() += 1;
    }
    for status in by_status["statuses"].as_array().unwrap() {
        let id = status["id"].as_i64().unwrap();
        assert_eq!(
            status["count"],
            counts.get(&id).copied().unwrap_or_default()
        );
        let counted = shop
            .get(&format!("/v2/orders/count?status_id={id}"))
            .await
            .body;
        assert_eq!(
            counted["count"],
            counts.get(&id).copied().unwrap_or_default()
        );
    }
    assert_eq!(shop.rows("/v2/orders?min_id=7&max_id=7").await[0]["id"], 7);
    let email = all[10]["billing_address"]["email"].as_str().unwrap();
    let same = all
        .iter()
        .filter(|order| order["billing_address"]["email"] == email)
        .count();
    assert_eq!(
        shop.rows(&format!("/v2/orders?email={email}")).await.len(),
        same
    );
    let cart = all[3]["cart_id"].as_str().unwrap();
    assert_eq!(
        shop.rows(&format!("/v2/orders?cart_id={cart}")).await[0]["id"],
        4
    );
}

#[tokio::test]
async fn dates_are_taken_in_every_spelling() {
    let shop = Shop::open(Options::default()).await;
    for spelled in [
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "Thu,%2001%20Jan%202026%2000:00:00%20%2B0000",
        "2026-01-01T00:00:00%2B00:00",
    ] {
        let rows = shop
            .rows(&format!("/v2/orders?min_date_created={spelled}"))
            .await;
        assert!(
            !rows.is_empty() && rows.len() < 20,
            "{spelled}: {}",
            rows.len()
        );
    }
    let rows = shop
        .rows("/v2/orders?sort=date_modified:desc&limit=1")
        .await;
    let last = rows[0]["date_modified"]
        .as_str()
        .unwrap()
        .replace('+', "%2B");
    assert!(
        !shop
            .rows(&format!("/v2/orders?min_date_modified={last}"))
            .await
            .is_empty()
    );
    assert_eq!(
        shop.get("/v2/orders?min_date_created=yesterday")
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn children_resolve_by_their_links() {
    let shop = Shop::open(Options::default()).await;
    let order = shop.get("/v2/orders/1").await.body;
    for link in [
        "products",
        "shipping_addresses",
        "coupons",
        "fees",
        "consignments",
    ] {
        let url = order[link]["url"].as_str().unwrap();
        let answer = crate::read(
            shop.client
                .get(url)
                .header("X-Auth-Token", shop.sandbox.access_token()),
        )
        .await;
        assert!(
            matches!(answer.status, 200 | 204),
            "{url}: {}",
            answer.status
        );
    }
    assert_eq!(shop.get("/v2/orders/9999").await.body[0]["status"], 404);
}

#[tokio::test]
async fn a_cart_says_what_include_asks_for_and_twelve_decimals_where_prices_include_tax() {
    let shop = Shop::open(Options::default()).await;
    let orders = shop.rows("/v2/orders?channel_id=2&limit=250").await;
    let mut quotients = Vec::new();
    for cart in orders.iter().filter_map(|order| order["cart_id"].as_str()) {
        let cart = shop.get(&format!("/v3/carts/{cart}")).await.body["data"].clone();
        if cart["tax_included"] == true {
            let items = cart["line_items"]["physical_items"].as_array().unwrap();
            quotients.extend(items.iter().map(|item| item["sale_price"].to_string()));
        }
    }
    let decimals = |text: &String| text.split_once('.').map_or(0, |(_, part)| part.len());
    assert_eq!(quotients.iter().map(decimals).max(), Some(12));

    let cart = orders[0]["cart_id"].as_str().unwrap();
    let checkout = shop.get(&format!("/v3/checkouts/{cart}")).await.body["data"].clone();
    assert_eq!(checkout["order_id"], orders[0]["id"].to_string());
    assert_eq!(
        checkout["billing_address"]["country"],
        orders[0]["billing_address"]["country"]
    );
    let path = format!("/v3/carts/{cart}");
    let plain = shop.get(&path).await.body["data"].clone();
    assert!(plain.get("redirect_urls").is_none(), "{plain}");
    let words = "redirect_urls,line_items.physical_items.options,line_items.digital_items.options";
    let asked = shop.get(&format!("{path}?include={words}")).await.body["data"].clone();
    for url in ["cart_url", "checkout_url", "embedded_checkout_url"] {
        assert!(asked["redirect_urls"][url].is_string(), "{asked}");
    }
    for kind in ["physical_items", "digital_items"] {
        for item in asked["line_items"][kind].as_array().unwrap() {
            assert!(item["options"].is_array(), "{item}");
        }
        for item in plain["line_items"][kind].as_array().unwrap() {
            assert!(item.get("options").is_none(), "{item}");
        }
    }
}

#[tokio::test]
async fn links_and_nulls_are_those_of_recorded_orders() {
    let shop = Shop::open(Options::default()).await;
    let orders = shop.rows("/v2/orders?limit=250").await;
    let link = &orders[0]["shipping_addresses"];
    assert_eq!(link["resource"], "/orders/1/shipping_addresses");
    let address = &shop.rows("/v2/orders/1/shipping_addresses").await[0];
    let quotes = address["shipping_quotes"]["resource"].as_str().unwrap();
    let path = format!(
        "/orders/1/shipping_addresses/{}/shipping_quotes",
        address["id"]
    );
    assert_eq!(quotes, path);
    assert_eq!(shop.get(&format!("/v2{quotes}")).await.status, 200);
    // An order from a marketplace has no cart.
    for order in &orders {
        let elsewhere = order["channel_id"] == 3;
        assert_eq!(order["cart_id"].is_null(), elsewhere, "{}", order["id"]);
    }
    assert!(orders.iter().any(|order| order["cart_id"].is_null()));
}
