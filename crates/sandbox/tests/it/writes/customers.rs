//! Customers, their addresses, attributes, groups and wish lists.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

fn address(customer: &Value) -> Value {
    json!({
        "customer_id": customer, "first_name": "Mei", "last_name": "Tanaka", "address1": "Kai 7", "city": "Hamburg",
        "state_or_province": "Hamburg", "postal_code": "20457", "country_code": "DE",
    })
}

#[tokio::test]
async fn a_customer_comes_with_addresses_and_attributes_and_goes_with_them() {
    let shop = Shop::open(Options::default()).await;
    let mut home = address(&Value::Null);
    home.as_object_mut().unwrap().shift_remove("customer_id");
    let body = json!([{
        "email": "Neu@example.com", "first_name": "Mei", "last_name": "Tanaka", "addresses": [home],
        "attributes": [{ "attribute_id": 1, "attribute_value": "Sencha" }], "authentication": { "new_password": "geheim" },
        "origin_channel_id": 2,
    }]);
    let made = shop.write("POST", "/v3/customers", body.clone()).await[0].clone();
    assert!(!made.to_string().contains("geheim"));
    assert_eq!(
        shop.send("POST", "/v3/customers", body).await.status,
        422,
        "letter case does not count"
    );
    let id = &made["id"];
    let read = shop
        .rows(&format!(
            "/v3/customers?id:in={id}&include=addresses,attributes"
        ))
        .await[0]
        .clone();
    assert_eq!(
        (
            &read["address_count"],
            &read["attribute_count"],
            &read["origin_channel_id"]
        ),
        (&json!(1), &json!(1), &json!(2))
    );
    assert_eq!(read["addresses"][0]["country"], "Germany");
    assert_eq!(
        shop.rows("/v3/customers?email:in=neu@example.com")
            .await
            .len(),
        1
    );

    // An address that is there already is passed over without a word.
    let list = "/v3/customers/addresses";
    let mut other = address(id);
    other["address1"] = json!("Kai 8");
    let made = shop.write("POST", list, json!([address(id), other])).await;
    assert_eq!(
        (made.as_array().unwrap().len(), &made[0]["address1"]),
        (1, &json!("Kai 8"))
    );
    let change = shop
        .write(
            "PUT",
            list,
            json!([{ "id": made[0]["id"], "city": "Kiel" }]),
        )
        .await;
    assert_eq!(change[0]["city"], "Kiel");
    assert_eq!(
        shop.rows(&format!("/v3/customers?id:in={id}")).await[0]["address_count"],
        2
    );

    let values = "/v3/customers/attribute-values";
    let value = json!([{ "customer_id": id, "attribute_id": 1, "value": "Matcha" }, { "customer_id": id, "attribute_id": 2, "value": "3" }]);
    let written = shop.write("PUT", values, value).await;
    assert_eq!(written[0]["attribute_value"], "Matcha");
    assert_eq!(
        shop.rows(&format!("{values}?customer_id:in={id}"))
            .await
            .len(),
        2
    );
    shop.send(
        "DELETE",
        &format!("{values}?id:in={}", written[0]["id"]),
        Value::Null,
    )
    .await;
    assert_eq!(
        shop.rows(&format!("{values}?customer_id:in={id}"))
            .await
            .len(),
        1
    );

    let wrong = json!([{ "id": id, "first_name": "M" }, { "id": 999_999, "first_name": "N" }]);
    let answer = shop.send("PUT", "/v3/customers", wrong).await;
    assert_eq!(
        (answer.status, &answer.body["errors"]),
        (422, &json!({ "1.id": "invalid id" }))
    );
    assert_eq!(
        shop.send("DELETE", "/v3/customers", Value::Null)
            .await
            .status,
        204,
        "and deletes nothing"
    );
    assert_eq!(
        shop.send("DELETE", &format!("/v3/customers?id:in={id}"), Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        shop.rows(&format!("{list}?customer_id:in={id}"))
            .await
            .len(),
        0
    );
    assert_eq!(
        shop.get("/v3/customers?limit=1").await.body["meta"]["pagination"]["total"],
        80
    );
}

#[tokio::test]
async fn customers_fall_out_of_a_group_that_goes() {
    let shop = Shop::open(Options::default()).await;
    let group = shop
        .rows("/v3/customers?limit=1&customer_group_id:in=1")
        .await;
    assert_eq!(group[0]["customer_group_id"], 1);
    assert_eq!(
        shop.send("DELETE", "/v2/customer_groups/1", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        shop.rows("/v3/customers?limit=1&customer_group_id:in=1")
            .await
            .len(),
        0
    );
    shop.write(
        "PUT",
        "/v2/customer_groups/2",
        json!({ "name": "Neu", "is_default": true }),
    )
    .await;
    let groups = shop.rows("/v2/customer_groups").await;
    let default: Vec<&Value> = groups
        .iter()
        .filter(|row| row["is_default"] == true)
        .map(|row| &row["id"])
        .collect();
    assert_eq!(default, [2]);
}

#[tokio::test]
async fn an_attribute_takes_its_values_along() {
    let shop = Shop::open(Options::default()).await;
    let values = "/v3/customers/attribute-values?attribute_id:in=1";
    assert!(!shop.rows(values).await.is_empty());
    shop.send("DELETE", "/v3/customers/attributes?id:in=1", Value::Null)
        .await;
    assert_eq!(shop.rows(values).await.len(), 0);
}

#[tokio::test]
async fn wish_lists_and_consent_are_written() {
    let shop = Shop::open(Options::default()).await;
    let list = shop.rows("/v3/wishlists").await[0].clone();
    let path = format!("/v3/wishlists/{}", list["id"]);
    let answer = shop
        .send(
            "POST",
            &format!("{path}/items"),
            json!({ "items": [{ "product_id": 101, "variant_id": 1 }] }),
        )
        .await;
    assert_eq!(answer.status, 201);
    let items = answer.body["data"]["items"].as_array().unwrap().clone();
    let item = &items.last().unwrap()["id"];
    let answer = shop
        .send("DELETE", &format!("{path}/items/{item}"), Value::Null)
        .await;
    assert_eq!(
        (answer.status, &answer.body["data"]["items"]),
        (200, &list["items"])
    );
    assert_eq!(
        shop.send("PUT", &path, json!({ "customer_id": list["customer_id"] }))
            .await
            .status,
        422,
        "needs its items"
    );
    shop.write(
        "PUT",
        &path,
        json!({ "customer_id": list["customer_id"], "items": [] }),
    )
    .await;
    assert_eq!(shop.row(&path).await.unwrap()["items"], json!([]));
    let consent = "/v3/customers/1/consent";
    shop.write(
        "PUT",
        consent,
        json!({ "allow": ["essential"], "deny": ["targeting"] }),
    )
    .await;
    assert_eq!(
        shop.row(consent).await.unwrap()["deny"],
        json!(["targeting"])
    );
}

#[tokio::test]
async fn no_more_run_side_by_side_than_the_resource_takes() {
    let shop = Shop::open(Options::default()).await;
    let fault = "hang:method=PUT,times=3,done".parse().unwrap();
    shop.sandbox.add_fault(fault).unwrap();
    let body = json!([{ "id": 1, "notes": "x" }]);
    let put = || {
        let request = shop.client.put(shop.url("/v3/customers"));
        let request = request.header("X-Auth-Token", shop.sandbox.access_token());
        request.json(&body)
    };
    let hanging: Vec<_> = (0..3).map(|_| tokio::spawn(put().send())).collect();
    while shop.sandbox.requests().len() < 3 {
        tokio::task::yield_now().await;
    }
    let answer = crate::read(put()).await;
    assert_eq!(answer.status, 429, "three at a time");
    assert!(answer.headers.get("x-rate-limit-requests-left").is_none());
    assert_eq!(
        shop.get("/v3/customers?limit=1").await.status,
        200,
        "other requests go on"
    );
    for one in hanging {
        one.abort();
    }
    while crate::read(put()).await.status != 200 {}
}
