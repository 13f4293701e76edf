//! Price lists and their records.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

const RECORDS: &str = "/v3/pricelists/3/records";

#[tokio::test]
async fn records_are_made_changed_and_in_part_refused() {
    let shop = Shop::open(Options::default()).await;
    let variants = shop.rows("/v3/catalog/variants?limit=3").await;
    let record = |position: usize, price: f64| json!({ "variant_id": variants[position]["id"], "currency": "USD", "price": price });
    let answer = shop
        .send(
            "POST",
            RECORDS,
            json!([record(0, 5.0), { "sku": variants[1]["sku"], "currency": "eur", "price": 6 }]),
        )
        .await;
    assert_eq!((answer.status, &answer.body["data"]), (200, &json!({})));
    let rows = shop.rows(RECORDS).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[1]["variant_id"], &rows[1]["currency"]),
        (&variants[1]["id"], &json!("eur"))
    );

    // A 422 may have written the other rows.
    let wrong = json!([record(0, 9.0), { "variant_id": 999_999, "currency": "usd", "price": 1 }, record(2, 7.0), { "variant_id": variants[2]["id"], "currency": "xyz" }]);
    let answer = shop.send("PUT", RECORDS, wrong).await;
    assert_eq!(answer.status, 422);
    let errors = answer.body["batch_errors"].as_array().unwrap();
    assert_eq!(
        (errors.len(), &errors[0]["data"]["variant_id"]),
        (2, &json!(999_999))
    );
    assert!(errors[1]["field_errors"].get("currency").is_some());
    let rows = shop.rows(RECORDS).await;
    assert_eq!((rows.len(), &rows[0]["price"]), (3, &json!(9)));

    // What an upsert leaves out is not set.
    shop.write(
        "PUT",
        RECORDS,
        json!([{ "variant_id": variants[0]["id"], "currency": "usd", "sale_price": 4 }]),
    )
    .await;
    let rows = shop.rows(RECORDS).await;
    assert_eq!(
        (
            &rows[0]["price"],
            &rows[0]["sale_price"],
            &rows[0]["calculated_price"]
        ),
        (&json!(0), &json!(4), &json!(4))
    );
    assert_eq!(
        shop.send("POST", RECORDS, json!([record(0, 5.0)]))
            .await
            .status,
        422,
        "is there already"
    );

    let one = format!("{RECORDS}/{}/usd", variants[0]["id"]);
    let changed = shop.write("PUT", &one, json!({ "price": 8 })).await;
    assert_eq!(changed["price"], 8);
    assert_eq!(shop.send("DELETE", &one, Value::Null).await.status, 204);
    let created = shop.write("PUT", &one, json!({ "price": 3 })).await;
    assert_eq!(created["variant_id"], variants[0]["id"]);
    let both = json!([{ "price_list_id": 1, "variant_id": variants[0]["id"], "currency": "jpy", "price": 1 }, { "price_list_id": 3, "variant_id": variants[0]["id"], "currency": "jpy", "price": 2 }]);
    shop.write("PUT", "/v3/pricelists/records", both).await;
    assert_eq!(
        shop.rows(&format!("{RECORDS}?variant_id:in={}", variants[0]["id"]))
            .await
            .len(),
        2
    );
    shop.send(
        "DELETE",
        &format!("{RECORDS}?variant_id:in={}", variants[0]["id"]),
        Value::Null,
    )
    .await;
    assert_eq!(
        shop.rows(&format!("{RECORDS}?variant_id:in={}", variants[0]["id"]))
            .await
            .len(),
        0,
        "in all currencies"
    );
    assert_eq!(
        shop.send("DELETE", "/v3/pricelists/3", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(shop.get(RECORDS).await.status, 404);
}

#[tokio::test]
async fn a_thousand_records_go_in_one_request_and_no_more() {
    let shop = Shop::open(Options {
        products: 600,
        ..Options::default()
    })
    .await;
    let mut ids = Vec::new();
    for page in 1..=4 {
        let rows = shop
            .rows(&format!("/v3/catalog/variants?limit=250&page={page}"))
            .await;
        ids.extend(rows.into_iter().map(|row| row["id"].clone()));
    }
    let record = |id: &Value| json!({ "variant_id": id, "currency": "usd", "price": 1 });
    let rows: Vec<Value> = ids.iter().take(1_000).map(record).collect();
    assert_eq!(rows.len(), 1_000);
    shop.write("PUT", RECORDS, json!(rows)).await;
    assert_eq!(shop.sandbox.requests().last().unwrap().rows, Some(1_000));
    assert_eq!(
        shop.send("POST", RECORDS, json!(rows[..101])).await.status,
        413
    );
    let mut more = rows.clone();
    more.push(rows[0].clone());
    assert_eq!(shop.send("PUT", RECORDS, json!(more)).await.status, 413);
}

#[tokio::test]
async fn assignments_answer_nothing_and_are_unique() {
    let shop = Shop::open(Options::default()).await;
    let path = "/v3/pricelists/assignments";
    let new = json!([{ "price_list_id": 3, "customer_group_id": 1, "channel_id": 1 }]);
    let answer = shop.send("POST", path, new.clone()).await;
    assert_eq!((answer.status, &answer.body), (200, &json!("")));
    let answer = shop.send("POST", path, new).await;
    assert_eq!(
        (answer.status, &answer.body["meta"]["saved_records"]),
        (422, &json!(0))
    );
    let row = shop.rows(&format!("{path}?price_list_id=3")).await[0].clone();
    shop.send("DELETE", &format!("{path}?id={}", row["id"]), Value::Null)
        .await;
    assert_eq!(shop.rows(&format!("{path}?price_list_id=3")).await.len(), 0);
}

#[tokio::test]
async fn codes_are_made_in_bulk() {
    let shop = Shop::open(Options::default()).await;
    let promotions = shop.rows("/v3/promotions").await;
    let bulk = promotions.iter().find(|row| row["coupon_type"] == "BULK");
    let bulk = bulk.unwrap()["id"].clone();
    let (path, codes) = (
        format!("/v3/promotions/{bulk}/codegen"),
        format!("/v3/promotions/{bulk}/codes?limit=250"),
    );
    let before = shop.rows(&codes).await.len();
    let made = shop
        .write("POST", &path, json!({ "batch_size": 3, "max_uses": 5 }))
        .await;
    let made = made["codes"].as_array().unwrap().clone();
    assert_eq!(made.len(), 3);
    let rows = shop.rows(&codes).await;
    assert_eq!(rows.len(), before + 3);
    for code in &made {
        let row = rows.iter().find(|row| row["code"] == code["code"]).unwrap();
        assert_eq!(
            (&row["max_uses"], &row["current_uses"]),
            (&json!(5), &json!(0))
        );
    }
    for (wrong, status) in [
        (json!({}), 422),
        (json!({ "batch_size": 251 }), 422),
        (json!({ "batch_size": 0 }), 422),
        (json!({ "batch_size": 1, "code_length": 5 }), 422),
        (json!({ "batch_size": 1, "prefix": "spring" }), 422),
        (json!({ "batch_size": 1, "delimiter": "+" }), 422),
    ] {
        assert_eq!(
            shop.send("POST", &path, wrong.clone()).await.status,
            status,
            "{wrong}"
        );
    }
    let single = promotions
        .iter()
        .find(|row| row["coupon_type"] != "BULK")
        .unwrap();
    let single = format!("/v3/promotions/{}/codegen", single["id"]);
    let one = json!({ "batch_size": 1 });
    assert_eq!(shop.send("POST", &single, one.clone()).await.status, 405);
    assert_eq!(
        shop.send("POST", "/v3/promotions/999999/codegen", one)
            .await
            .status,
        404
    );
}
