//! Faults on demand, as a client meets them.

use std::time::Duration;

use crate::Shop;
use storeql_sandbox::Options;

async fn shop_with(specs: &[&str]) -> Shop {
    let faults = specs.iter().map(|spec| spec.parse().unwrap()).collect();
    Shop::open(Options {
        faults,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn statuses_come_once_twice_or_for_ever() {
    let shop = shop_with(&[
        "429:times=2,path=/v2/orders",
        "500:nth=2,path=/v3",
        "503:always,path=/v2/store",
    ])
    .await;
    let first = shop.get("/v2/orders").await;
    assert_eq!(first.status, 429);
    assert!(first.headers.contains_key("x-retry-after"));
    assert_eq!(shop.get("/v2/orders").await.status, 429);
    assert_eq!(shop.get("/v2/orders").await.status, 200);
    assert_eq!(shop.get("/v3/customers").await.status, 200);
    let failed = shop.get("/v3/customers").await;
    assert_eq!(failed.status, 500);
    assert!(failed.body.as_str().unwrap().contains("<html>"));
    for _ in 0..3 {
        assert_eq!(shop.get("/v2/store").await.status, 503);
    }
    shop.sandbox.clear_faults();
    assert_eq!(shop.get("/v2/store").await.status, 200);
}

#[tokio::test]
async fn a_bare_429_has_no_rate_headers() {
    let shop = shop_with(&["429-bare"]).await;
    let answer = shop.get("/v2/orders").await;
    assert_eq!(answer.status, 429);
    assert!(
        !answer
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("x-"))
    );
}

#[tokio::test]
async fn resets_cuts_and_stalls_break_off() {
    let shop = shop_with(&["reset:nth=1", "cut:nth=2", "stall:nth=3"]).await;
    assert!(shop.request("/v2/orders").send().await.is_err());
    let cut = shop.request("/v2/orders").send().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
    let stalled = shop
        .request("/v2/orders")
        .timeout(Duration::from_millis(300))
        .send()
        .await
        .unwrap();
    assert!(stalled.bytes().await.unwrap_err().is_timeout());
    assert_eq!(shop.rows("/v2/orders").await.len(), 50);
    let statuses: Vec<u16> = shop
        .sandbox
        .requests()
        .iter()
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [0, 200, 200, 200]);
}

#[tokio::test]
async fn rows_vanish_and_appear_between_two_pages() {
    let shop = shop_with(&[
        "vanish:nth=2,path=/v2/orders",
        "appear:nth=2,path=/v3/customers,rows=3",
    ])
    .await;
    let last = shop.rows("/v2/orders").await[49]["id"].clone();
    assert_eq!(last, 50);
    // The rows behind the lost one have moved up: order 51 slipped onto the page that was read.
    assert_eq!(shop.rows("/v2/orders?page=2").await[0]["id"], 52);
    assert_eq!(shop.get("/v2/orders/count").await.body["count"], 199);
    assert_eq!(shop.get("/v2/orders/1").await.status, 404);
    assert_eq!(shop.rows("/v3/customers?limit=10").await[0]["id"], 4);
    assert_eq!(shop.rows("/v3/customers?limit=10").await[0]["id"], 1);
}
