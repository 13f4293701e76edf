//! A change calls the hooks that listen on this machine.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use storeql_sandbox::Options;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::Shop;

type Call = (HeaderMap, Value);

/// Listens on a free port; gives the address and what is told to it.
async fn listen() -> (String, UnboundedReceiver<Call>) {
    async fn heard(State(sender): State<UnboundedSender<Call>>, headers: HeaderMap, body: String) {
        let _ = sender.send((headers, serde_json::from_str(&body).unwrap()));
    }
    let (sender, receiver) = unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook?for=tests", listener.local_addr().unwrap());
    let app = Router::new().fallback(heard).with_state(sender);
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, receiver)
}

#[tokio::test]
async fn a_change_calls_the_hooks_of_its_scope() {
    let shop = Shop::open(Options::default()).await;
    let (address, mut calls) = listen().await;
    let hook = json!({ "scope": "store/product/*", "destination": address, "is_active": true, "headers": { "x-own": "7" } });
    shop.write("POST", "/v3/hooks", hook).await;
    shop.write("POST", "/v3/catalog/brands", json!({ "name": "Still" }))
        .await;
    shop.write(
        "PUT",
        "/v3/catalog/products",
        json!([{ "id": 105, "price": 3 }]),
    )
    .await;
    let (headers, body) = calls.recv().await.unwrap();
    assert_eq!(
        (&body["scope"], &body["data"]),
        (
            &json!("store/product/updated"),
            &json!({ "type": "product", "id": 105 })
        )
    );
    assert_eq!(
        body["producer"],
        format!("stores/{}", shop.sandbox.store_id())
    );
    assert_eq!(body["hash"].as_str().unwrap().len(), 40);
    assert_eq!(headers["x-own"], "7");
    assert!(
        headers["webhook-signature"]
            .to_str()
            .unwrap()
            .starts_with("v1,")
    );
    let made = json!({ "name": "Neu", "type": "digital", "weight": 0, "price": 1 });
    let id = shop.write("POST", "/v3/catalog/products", made).await["id"].clone();
    shop.send("DELETE", &format!("/v3/catalog/products/{id}"), Value::Null)
        .await;
    for what in ["created", "deleted"] {
        let (_, body) = calls.recv().await.unwrap();
        assert_eq!(
            (&body["scope"], &body["data"]["id"]),
            (&json!(format!("store/product/{what}")), &id)
        );
    }
}

#[tokio::test]
async fn a_state_is_told_with_the_one_before() {
    let shop = Shop::open(Options::default()).await;
    let (address, mut calls) = listen().await;
    shop.write(
        "POST",
        "/v3/hooks",
        json!({ "scope": "store/order/statusUpdated", "destination": address, "is_active": true }),
    )
    .await;
    let order = shop.rows("/v2/orders?status_id=11&limit=1").await[0]["id"].clone();
    let path = format!("/v2/orders/{order}");
    shop.write("PUT", &path, json!({ "staff_notes": "x" }))
        .await;
    shop.write("PUT", &path, json!({ "status_id": 10 })).await;
    let (_, body) = calls.recv().await.unwrap();
    assert_eq!(
        body["data"],
        json!({ "type": "order", "id": order, "status": { "previous_status_id": 11, "new_status_id": 10 } })
    );
}
