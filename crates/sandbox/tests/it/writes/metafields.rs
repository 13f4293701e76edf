//! Metafields of every kind: what passes is written, and what does not is told under 200.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

fn metafield(resource: &Value, key: &str) -> Value {
    json!({ "resource_id": resource, "namespace": "neu", "key": key, "value": "1", "permission_set": "read" })
}

#[tokio::test]
async fn every_kind_is_written_by_its_list() {
    let shop = Shop::open(Options::default()).await;
    for path in [
        "/v3/catalog/products/metafields",
        "/v3/catalog/variants/metafields",
        "/v3/catalog/brands/metafields",
        "/v3/catalog/categories/metafields",
        "/v3/channels/metafields",
        "/v3/customers/metafields",
        "/v3/inventory/locations/metafields",
        "/v3/orders/metafields",
        "/v3/carts/metafields",
        "/v3/store/metafields",
    ] {
        let before = shop.rows(&format!("{path}?limit=250")).await;
        let thing = &before[0]["resource_id"];
        let body = json!([metafield(thing, "a"), { "resource_id": thing }, metafield(thing, "a"), metafield(thing, "b")]);
        let answer = shop.send("POST", path, body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(
            answer.body["meta"],
            json!({ "total": 4, "success": 2, "failed": 2 }),
            "{path}"
        );
        assert_eq!(
            answer.body["errors"][1]["status"], 409,
            "{path}: {}",
            answer.body
        );
        let made = answer.body["data"].as_array().unwrap().clone();
        assert_eq!(made[1]["key"], "b");
        let mut change = metafield(thing, "b");
        change["id"] = made[1]["id"].clone();
        change["value"] = json!("2");
        change.as_object_mut().unwrap().shift_remove("resource_id");
        let changed = shop.write("PUT", path, json!([change])).await;
        assert_eq!(changed[0]["value"], "2", "{path}");
        let keys = json!([made[0]["id"], 999_999_999, made[1]["id"]]);
        let answer = shop.send("DELETE", path, keys).await;
        assert_eq!(
            (answer.status, &answer.body["data"]),
            (200, &json!([made[0]["id"], made[1]["id"]])),
            "{path}"
        );
        assert_eq!(answer.body["meta"]["failed"], 1);
        assert_eq!(
            shop.rows(&format!("{path}?limit=250")).await,
            before,
            "{path}"
        );
        let none = shop.send("POST", path, json!([{}])).await;
        assert_eq!(
            (none.status, &none.body["meta"]["success"]),
            (422, &json!(0)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn one_thing_has_its_own() {
    let shop = Shop::open(Options::default()).await;
    let path = "/v3/catalog/brands/1/metafields";
    let body =
        json!({ "namespace": "neu", "key": "a", "value": "1", "permission_set": "app_only" });
    let made = shop.write("POST", path, body.clone()).await;
    assert_eq!(made["resource_id"], 1);
    assert_eq!(shop.send("POST", path, body).await.status, 409);
    let one = format!("{path}/{}", made["id"]);
    assert_eq!(
        shop.send(
            "DELETE",
            &format!("/v3/catalog/brands/2/metafields/{}", made["id"]),
            Value::Null
        )
        .await
        .status,
        404
    );
    assert_eq!(shop.send("DELETE", &one, Value::Null).await.status, 204);
    assert_eq!(
        shop.send("POST", "/v3/catalog/brands/999/metafields", json!({}))
            .await
            .status,
        404
    );
}
