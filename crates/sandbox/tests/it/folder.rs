//! A store of the user's own, from a folder.

use std::fs;
use std::path::Path;

use crate::{Shop, money};
use serde_json::json;
use storeql_sandbox::{Options, Sandbox};

async fn shop(files: &[(&str, String)]) -> Shop {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    Shop::open(Options {
        data: Some(folder.path().to_owned()),
        ..Options::default()
    })
    .await
}

fn write(folder: &Path, files: &[(&str, String)]) {
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

async fn refusal(files: &[(&str, String)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let started = Sandbox::start(Options {
        data: Some(folder.path().to_owned()),
        ..Options::default()
    })
    .await;
    started.unwrap_err().to_string()
}

#[tokio::test]
async fn products_are_completed_and_unknown_fields_kept() {
    let lines = [
        json!({ "id": 9, "name": "Tasse «zwei»", "price": 12.5, "colour": "red" }),
        json!({ "id": 3, "name": "急須", "price": 80, "sale_price": 60, "categories": [5] }),
    ];
    let images = json!({ "product_id": 9, "image_url": "https://x.test/1.jpg" });
    let shop = shop(&[
        ("products.ndjson", format!("{}\n\n{}\n", lines[0], lines[1])),
        ("product_images.ndjson", images.to_string()),
    ])
    .await;
    let rows = shop
        .rows("/v3/catalog/products?include=variants,images")
        .await;
    assert_eq!(
        rows.iter()
            .map(|row| row["id"].as_i64().unwrap())
            .collect::<Vec<_>>(),
        [3, 9]
    );
    assert_eq!(rows[0]["calculated_price"], 60);
    assert_eq!(rows[1]["colour"], "red");
    assert_eq!(rows[1]["availability"], "available");
    assert_eq!(rows[1]["images"][0]["image_url"], "https://x.test/1.jpg");
    assert_eq!(rows[1]["variants"][0]["product_id"], 9);
    assert_eq!(shop.rows("/v3/catalog/variants").await.len(), 2);
    assert_eq!(
        shop.rows("/v3/catalog/products?categories:in=5")
            .await
            .len(),
        1
    );
    assert_eq!(
        shop.rows("/v3/catalog/products?name:like=x&price=12.5")
            .await
            .len(),
        1
    );
    assert_eq!(
        shop.rows("/v3/catalog/products?sort=price&direction=desc")
            .await[0]["id"],
        3
    );
    assert!(shop.rows("/v3/customers").await.is_empty());
    assert_eq!(shop.rows("/v2/order_statuses").await.len(), 15);
}

#[tokio::test]
async fn customers_have_addresses_from_either_place() {
    let customers = [
        json!({ "id": 1, "email": "a@example.com", "first_name": "Zoë", "last_name": "O'Brien", "addresses": [{ "city": "Cork" }] }),
        json!({ "id": 2, "email": "b@example.com" }),
    ];
    let address = json!({ "id": 77, "customer_id": 2, "city": "Łódź", "country_code": "PL" });
    let shop = shop(&[
        (
            "customers.ndjson",
            format!("{}\n{}", customers[0], customers[1]),
        ),
        ("customer_addresses.ndjson", address.to_string()),
    ])
    .await;
    let addresses = shop.rows("/v3/customers/addresses").await;
    assert_eq!(addresses.len(), 2);
    assert_eq!(
        shop.rows("/v3/customers/addresses?customer_id:in=2").await[0]["city"],
        "Łódź"
    );
    let rows = shop.rows("/v3/customers?include=addresses").await;
    assert_eq!(
        (&rows[0]["address_count"], &rows[0]["addresses"][0]["city"]),
        (&json!(1), &json!("Cork"))
    );
    assert_eq!(
        shop.rows("/v3/customers?name:in=zo%C3%AB%20o'brien")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn orders_are_made_of_their_lines() {
    let orders = json!({ "id": 40, "customer_id": 0, "status": "Completed", "date_created": "Wed, 10 Jan 2018 21:05:30 +0000",
        "billing_address": { "first_name": "Ана", "email": "ana@example.com" }, "shipping_cost_ex_tax": "5.0000" });
    let mut lines = String::new();
    for position in 0..500 {
        let quantity = if position % 10 == 0 { -1 } else { 2 };
        let line = json!({ "order_id": 40, "product_id": 7, "name": format!("Zeile {position} 行"), "price_ex_tax": "1.2500", "price_inc_tax": "1.3750", "quantity": quantity });
        lines.push_str(&format!("{line}\n"));
    }
    let shop = shop(&[
        ("orders.ndjson", orders.to_string()),
        ("order_products.ndjson", lines),
    ])
    .await;
    let order = shop.get("/v2/orders/40").await.body;
    assert_eq!(order["status_id"], 10);
    assert_eq!(order["date_created"], "Wed, 10 Jan 2018 21:05:30 +0000");
    assert_eq!(order["items_total"], 450 * 2 - 50);
    assert_eq!(money(&order["subtotal_ex_tax"]), 850 * 12_500);
    assert_eq!(money(&order["subtotal_inc_tax"]), 850 * 13_750);
    assert_eq!(money(&order["total_ex_tax"]), 850 * 12_500 + 50_000);
    assert_eq!(order["billing_address"]["first_name"], "Ана");
    assert_eq!(order["billing_address"]["zip"], "");
    assert_eq!(
        shop.rows("/v2/orders/40/products?limit=250&page=2")
            .await
            .len(),
        250
    );
    let included = &shop
        .rows("/v2/orders?include=consignments.line_items&consignment_structure=object")
        .await[0];
    let shipping = &included["consignments"]["shipping"][0];
    assert_eq!(shipping["line_items"].as_array().unwrap().len(), 50);
    assert!(shipping["__warning__"].is_string());
    assert_eq!(
        shop.get("/v2/orders/count?email=ana@example.com")
            .await
            .body["count"],
        1
    );
    assert_eq!(
        shop.get("/v2/orders/count?max_date_created=2018-01-10")
            .await
            .body["count"],
        0
    );
}

#[tokio::test]
async fn what_does_not_belong_is_refused_by_name() {
    let error = refusal(&[("prodcts.ndjson", String::new())]).await;
    assert!(
        error.contains("prodcts.ndjson") && error.contains("products.ndjson"),
        "{error}"
    );
    let error = refusal(&[("notes.txt", String::new())]).await;
    assert!(error.contains("notes.txt"), "{error}");
    let error = refusal(&[("products.ndjson", "{\"id\":1}\n[1]\n".to_owned())]).await;
    assert!(error.contains("products.ndjson, line 2"), "{error}");
    let error = refusal(&[("orders.ndjson", "{\"id\":1}\n{\"id\":\n".to_owned())]).await;
    assert!(error.contains("orders.ndjson, line 2"), "{error}");
    let error = refusal(&[
        ("orders.ndjson", "{\"id\":1}".to_owned()),
        ("order_products.ndjson", "{\"order_id\":2}".to_owned()),
    ])
    .await;
    assert!(error.contains("order_products.ndjson, line 1"), "{error}");
}

#[tokio::test]
async fn the_old_list_of_customers_filters_the_folder_s_rows() {
    let customers = [
        json!({ "id": 5, "email": "a@example.com", "first_name": "Zoë", "last_name": "O'Brien", "phone": "1", "company": "Acme",
            "customer_group_id": 3, "tax_exempt_category": "G", "store_credit_amounts": [{ "amount": 12.5 }], "date_created": "2020-01-01T00:00:00Z" }),
        json!({ "id": 1_000_000, "email": "b@example.com", "first_name": "Ana", "last_name": "Li", "date_created": "2021-06-01T00:00:00Z" }),
    ];
    let shop = shop(&[(
        "customers.ndjson",
        format!("{}\n{}", customers[0], customers[1]),
    )])
    .await;
    for (filter, found) in [
        ("first_name=zo%C3%AB", vec![5]),
        ("last_name=Li", vec![1_000_000]),
        ("company=acme", vec![5]),
        ("email=b@example.com", vec![1_000_000]),
        ("phone=1", vec![5]),
        ("store_credit=12.5", vec![5]),
        ("store_credit=0", vec![1_000_000]),
        ("customer_group_id=3", vec![5]),
        ("tax_exempt_category=G", vec![5]),
        ("min_id=6", vec![1_000_000]),
        ("max_id=6", vec![5]),
        ("min_date_created=2021-01-01", vec![1_000_000]),
        ("max_date_created=2021-01-01", vec![5]),
        ("page=1&limit=1", vec![5]),
        ("first_name=nowhere", vec![]),
    ] {
        let rows = shop.rows(&format!("/v2/customers?{filter}")).await;
        let ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, found, "{filter}");
        let count = shop.get(&format!("/v2/customers/count?{filter}")).await;
        if !filter.contains("page") {
            assert_eq!(count.body["count"], found.len(), "{filter}");
        }
    }
}

#[tokio::test]
async fn an_order_may_come_archived() {
    let lines = [
        json!({ "id": 100 }),
        json!({ "id": 101, "is_deleted": true }),
        json!({ "id": 1_000_000 }),
    ];
    let shop = shop(&[(
        "orders.ndjson",
        lines.map(|line| line.to_string()).join("\n"),
    )])
    .await;
    let listed = shop.rows("/v2/orders").await;
    assert_eq!(
        (&listed[0]["id"], &listed[1]["id"]),
        (&json!(100), &json!(1_000_000))
    );
    assert_eq!(listed.len(), 2);
    assert_eq!(shop.get("/v2/orders/count").await.body["count"], 2);
    let archived = shop.get("/v2/orders/101").await.body;
    assert_eq!(archived["is_deleted"], true);
}

#[tokio::test]
async fn a_folder_s_rows_are_not_numbered_anew() {
    let folder = tempfile::tempdir().unwrap();
    let started = Sandbox::start(Options {
        data: Some(folder.path().to_owned()),
        faults: vec!["gap".parse().unwrap()],
        ..Options::default()
    })
    .await;
    let error = started.unwrap_err().to_string();
    assert!(error.contains("give the rows the ids"), "{error}");
}
