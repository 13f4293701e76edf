//! What holds for every resource: required, unknown and misfit members, sizes, scopes, methods, the log, requests side by side.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

fn product(name: &str) -> Value {
    json!({ "name": name, "type": "physical", "weight": 1, "price": 12.5 })
}

#[tokio::test]
async fn a_body_is_held_against_its_members() {
    let shop = Shop::open(Options::default()).await;
    let refused = |body: Value| async {
        let answer = shop.send("POST", "/v3/catalog/products", body).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        let errors = answer.body["errors"].as_object().unwrap().clone();
        errors.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        refused(json!({})).await,
        ["name", "type", "weight", "price"]
    );
    let mut wrong = product(&"n".repeat(251));
    wrong["type"] = json!("virtual");
    wrong["price"] = json!("12.5");
    wrong["sale_price"] = Value::Null;
    assert_eq!(
        refused(wrong).await,
        ["name", "type", "price", "sale_price"]
    );
    assert_eq!(shop.rows("/v3/catalog/products?name=n").await.len(), 0);
    let one = json!({ "id": 101, "price": 1 });
    let answer = shop.send("PUT", "/v3/catalog/products", one).await;
    assert_eq!(
        (answer.status, &answer.body["errors"]["obj"]),
        (422, &json!("error.expected.jsarray"))
    );
    let eleven: Vec<Value> = (101..112)
        .map(|id| json!({ "id": id, "price": 1 }))
        .collect();
    let answer = shop
        .send("PUT", "/v3/catalog/products", json!(eleven))
        .await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn unknown_members_are_ignored_by_v3_and_marked_in_the_log() {
    let shop = Shop::open(Options::default()).await;
    let mut body = product("Krug");
    body["colour"] = json!("red");
    body["calculated_price"] = json!(1);
    let made = shop.write("POST", "/v3/catalog/products", body).await;
    assert_eq!(
        (&made["calculated_price"], made.get("colour")),
        (&json!(12.5), None)
    );
    let log = shop.sandbox.requests();
    let entry = log.last().unwrap();
    assert_eq!((entry.method.as_str(), entry.rows), ("POST", Some(1)));
    assert_eq!(entry.unknown, ["body: colour", "body: calculated_price"]);
    shop.get("/v3/catalog/products?limit=1").await;
    assert_eq!(shop.sandbox.requests().last().unwrap().rows, None);
}

#[tokio::test]
async fn only_a_scope_that_changes_writes() {
    let scopes = ["store_v2_products_read_only", "store_v2_customers"];
    let shop = Shop::open(Options {
        scopes: Some(scopes.map(str::to_owned).to_vec()),
        ..Options::default()
    })
    .await;
    assert_eq!(shop.get("/v3/catalog/brands").await.status, 200);
    let answer = shop
        .send("POST", "/v3/catalog/brands", json!({ "name": "Neu" }))
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(shop.rows("/v3/catalog/brands?name=Neu").await.len(), 0);
}

#[tokio::test]
async fn paths_and_methods_that_are_not_there_are_refused() {
    let shop = Shop::open(Options::default()).await;
    for (method, path, status) in [
        ("POST", "/v3/catalog/summary", 405),
        ("PATCH", "/v3/catalog/products", 405),
        ("DELETE", "/v3/catalog/nothing", 404),
        ("DELETE", "/v3/catalog/products/1", 404),
        ("PUT", "/v3/catalog/products/1", 404),
        ("DELETE", "/v3/catalog/products", 422),
    ] {
        let answer = shop.send(method, path, Value::Null).await;
        let body = if method == "PUT" {
            json!({})
        } else {
            Value::Null
        };
        let answer = if method == "PUT" {
            shop.send(method, path, body).await
        } else {
            answer
        };
        assert_eq!(answer.status, status, "{method} {path}");
    }
    let request = shop.client.post(shop.url("/v3/catalog/brands"));
    let request = request
        .header("X-Auth-Token", shop.sandbox.access_token())
        .body("{\"name\":");
    assert_eq!(crate::read(request).await.status, 400);
}

#[tokio::test]
async fn answers_that_were_kept_are_forgotten_with_a_write() {
    let shop = Shop::open(Options {
        prepared: true,
        ..Options::default()
    })
    .await;
    let before = shop.rows("/v3/catalog/brands?limit=250").await.len();
    shop.write("POST", "/v3/catalog/brands", json!({ "name": "Neu" }))
        .await;
    assert_eq!(
        shop.rows("/v3/catalog/brands?limit=250").await.len(),
        before + 1
    );
}

#[tokio::test]
async fn a_write_that_fails_is_carried_out_or_not_as_the_fault_says() {
    let shop = Shop::open(Options::default()).await;
    let brands = async || shop.rows("/v3/catalog/brands?limit=250").await.len();
    let before = brands().await;
    for (fault, carried_out) in [
        ("502:method=POST", 0),
        ("502:method=POST,done", 1),
        ("429:method=POST", 0),
        ("reset:method=POST", 0),
        ("reset:method=POST,done", 1),
        ("cut:method=POST", 1),
    ] {
        let there = brands().await;
        shop.sandbox.clear_faults();
        shop.sandbox.add_fault(fault.parse().unwrap()).unwrap();
        let request = shop.client.post(shop.url("/v3/catalog/brands"));
        let request = request.header("X-Auth-Token", shop.sandbox.access_token());
        let name = format!(
            "{} {fault}",
            "x".repeat(600 * usize::from(fault.starts_with("cut")) / 3)
        );
        let answer = request.json(&json!({ "name": name })).send().await;
        let whole = match answer {
            Ok(answer) => answer.status().is_success() && answer.bytes().await.is_ok(),
            Err(_) => false,
        };
        assert!(!whole, "{fault}: the client does not hear of it");
        assert_eq!(brands().await, there + carried_out, "{fault}");
    }
    assert_eq!(brands().await, before + 3);
}

#[tokio::test]
async fn a_row_may_be_written_and_something_beside_it_not() {
    let shop = Shop::open(Options::default()).await;
    shop.sandbox
        .add_fault("207:path=/v3/catalog/products,method=POST".parse().unwrap())
        .unwrap();
    let answer = shop
        .send("POST", "/v3/catalog/products", product("Krug"))
        .await;
    assert_eq!(
        (answer.status, &answer.body["data"]["name"]),
        (207, &json!("Krug"))
    );
    assert!(answer.body["errors"]["inventory"].is_string());
    let again = shop
        .send("POST", "/v3/catalog/products", product("Krug"))
        .await;
    assert_eq!(again.status, 409, "it was written");
}

#[tokio::test]
async fn a_store_of_the_users_own_is_written_to_like_any() {
    let folder = tempfile::tempdir().unwrap();
    let line = json!({ "id": 7, "name": "Eigene Tasse", "price": 4 });
    std::fs::write(folder.path().join("products.ndjson"), line.to_string()).unwrap();
    let shop = Shop::open(Options {
        data: Some(folder.path().to_owned()),
        ..Options::default()
    })
    .await;
    let made = shop
        .write("POST", "/v3/catalog/products", product("Krug"))
        .await;
    assert_eq!(
        (&made["id"], &made["is_visible"], &made["warranty"]),
        (&json!(8), &json!(true), &json!(""))
    );
    shop.write(
        "PUT",
        "/v3/catalog/products",
        json!([{ "id": 7, "price": 5 }]),
    )
    .await;
    assert_eq!(
        shop.row("/v3/catalog/products/7").await.unwrap()["calculated_price"],
        5
    );
    // A table without a row of its own knows what its rows are like.
    let list = shop
        .write("POST", "/v3/pricelists", json!({ "name": "Neu" }))
        .await;
    assert!(
        list["date_created"].is_string() && list["active"] == false,
        "{list}"
    );
    let customer = json!([{ "email": "a@example.com", "first_name": "A", "last_name": "B" }]);
    let customer = shop.write("POST", "/v3/customers", customer).await[0].clone();
    assert_eq!(customer["address_count"], 0, "{customer}");
    let order = json!({ "billing_address": { "email": "a@example.com", "zip": "20457" }, "products": [{ "product_id": 7, "quantity": 2 }] });
    let order = shop.write("POST", "/v2/orders", order).await;
    assert_eq!(crate::money(&order["subtotal_ex_tax"]), 100_000);
}

#[tokio::test]
async fn a_rule_that_a_row_breaks_already_holds_for_what_is_given() {
    let shop = Shop::open(Options::default()).await;
    let products = shop.rows("/v3/catalog/products?limit=250").await;
    let hidden = products.iter().find(|product| {
        product["is_price_hidden"] == json!(true) && product["availability"] != json!("disabled")
    });
    let id = &hidden.unwrap()["id"];
    let put = |body: Value| shop.send("PUT", "/v3/catalog/products", json!([body]));
    assert_eq!(put(json!({ "id": id, "price": 7 })).await.status, 200);
    let again = json!({ "id": id, "is_price_hidden": true });
    assert_eq!(put(again).await.status, 422);
}
