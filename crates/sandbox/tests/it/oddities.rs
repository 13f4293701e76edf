//! Stores that answer what real stores, proxies and apps in between have been seen to answer: lists that contradict themselves.

use serde_json::{Value, json};
use storeql_sandbox::{Options, fault_help};

use crate::Shop;

async fn shop_with(specs: &[&str], orders: usize) -> Shop {
    Shop::open(Options {
        faults: specs.iter().map(|spec| spec.parse().unwrap()).collect(),
        orders,
        customers: 600,
        ..Options::default()
    })
    .await
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn short_pages_lack_rows_or_are_smaller_than_asked_for() {
    let shop = shop_with(
        &[
            "short:nth=1,path=/v2/orders",
            "short:nth=2,rows=3,from=end,path=/v2/orders",
            "short:always,limit=50,path=/v3/customers",
            "short:always,path=/v2/coupons,rows=9",
        ],
        600,
    )
    .await;
    assert_eq!(
        ids(&shop.rows("/v2/orders?limit=250").await),
        (2..=250).collect::<Vec<_>>()
    );
    let page = ids(&shop.rows("/v2/orders?limit=250&page=2").await);
    assert_eq!(page, (251..=497).collect::<Vec<_>>());
    assert_eq!(shop.rows("/v2/orders?limit=250").await.len(), 250);

    let second = shop.get("/v3/customers?limit=250&page=2").await.body;
    assert_eq!(second["data"][0]["id"], 51);
    let pages = &second["meta"]["pagination"];
    assert_eq!(
        (&pages["count"], &pages["per_page"], &pages["total"]),
        (&json!(50), &json!(50), &json!(600))
    );
    // Nothing is left of this page, and an empty list of v2 is 204.
    assert_eq!(shop.get("/v2/coupons").await.status, 204);
}

#[tokio::test]
async fn a_total_counts_the_page_only() {
    let shop = shop_with(&["total:always"], 10).await;
    let first = shop.get("/v3/customers?limit=250").await.body;
    let pages = &first["meta"]["pagination"];
    assert_eq!(
        (&pages["total"], &pages["total_pages"]),
        (&json!(250), &json!(1))
    );
    assert!(pages["links"].get("next").is_none());
    // The next page is there all the same.
    assert_eq!(shop.rows("/v3/customers?limit=250&page=3").await.len(), 100);
}

#[tokio::test]
async fn the_first_page_comes_again() {
    let shop = shop_with(&["repeat:always"], 600).await;
    let first = ids(&shop.rows("/v2/orders?limit=250").await);
    for further in ["page=2", "min_id=300", "max_id=20"] {
        let path = format!("/v2/orders?limit=250&{further}");
        assert_eq!(ids(&shop.rows(&path).await), first, "{further}");
    }
    // A filter by something else still holds.
    let filtered = shop.rows("/v2/orders?limit=250&status_id=10&page=2").await;
    assert!(filtered.iter().all(|order| order["status_id"] == 10));
    let products = ids(&shop.rows("/v3/catalog/products?id:min=150").await);
    assert_eq!(products[0], 101);
    let customers = shop.get("/v3/customers").await.body;
    let cursor = customers["meta"]["cursor_pagination"]["end_cursor"].as_str();
    let path = format!("/v3/customers?after={}", cursor.unwrap());
    assert_eq!(ids(&shop.rows(&path).await)[0], 1);
}

#[tokio::test]
async fn two_hundred_comes_without_the_list() {
    for (spec, body) in [
        ("empty", ""),
        ("empty:as=null", "null"),
        ("empty:as=data-null", "{\"data\":null}"),
        ("empty:as=data-object", "{\"data\":{}}"),
    ] {
        let shop = shop_with(&[spec], 10).await;
        let answer = shop.request("/v2/orders").send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.text().await.unwrap(), body);
        assert_eq!(shop.rows("/v2/orders").await.len(), 10);
    }
    let shop = shop_with(&["empty:as=error,always"], 10).await;
    let answer = shop.get("/v3/customers").await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!(500)));
    assert!(answer.body.get("data").is_none());
}

#[tokio::test]
async fn ties_change_places_between_pages() {
    let shop = shop_with(&["reorder:always"], 600).await;
    let page = |page: usize| format!("/v2/orders?sort=status_id&limit=250&page={page}");
    let mut read = Vec::new();
    for number in 1..=3 {
        let rows = shop.rows(&page(number)).await;
        assert!(rows.is_sorted_by_key(|row| row["status_id"].as_i64()));
        assert_eq!(ids(&shop.rows(&page(number)).await), ids(&rows), "{number}");
        read.extend(ids(&rows));
    }
    assert_eq!(read.len(), 600);
    read.sort_unstable();
    read.dedup();
    assert!(read.len() < 600, "no row was lost");
    // Without ties, and without a sort, nothing moves.
    for path in [
        "/v2/orders?limit=250&page=2",
        "/v2/orders?sort=id&limit=250&page=2",
    ] {
        assert_eq!(
            ids(&shop.rows(path).await),
            (251..=500).collect::<Vec<_>>(),
            "{path}"
        );
    }
    let shop = shop_with(&["reorder:always,unsorted"], 600).await;
    assert_ne!(ids(&shop.rows("/v2/orders").await)[..5], [1, 2, 3, 4, 5]);
    let sorted = shop.rows("/v2/orders?sort=id&page=2").await;
    assert_eq!(sorted[0]["id"], 51);
}

#[tokio::test]
async fn a_cursor_does_not_advance() {
    let shop = shop_with(&["stuck-cursor:always"], 10).await;
    let cursors = |answer: &Value| answer["meta"]["cursor_pagination"].clone();
    let first = shop.get("/v3/customers?limit=250").await.body;
    let sent = cursors(&first)["end_cursor"].clone();
    let path = format!("/v3/customers?limit=250&after={}", sent.as_str().unwrap());
    for _ in 0..3 {
        let answer = shop.get(&path).await.body;
        assert_eq!(answer["data"][0]["id"], 251);
        let told = cursors(&answer);
        assert_eq!(told["end_cursor"], sent);
        let next = told["links"]["next"].as_str().unwrap();
        assert!(next.contains(sent.as_str().unwrap()), "{next}");
    }
}

#[tokio::test]
async fn an_error_holds_the_token() {
    let shop = shop_with(&["echo:nth=1", "echo:nth=2", "echo:nth=3,status=503"], 10).await;
    let token = shop.sandbox.access_token().to_owned();
    let answer = shop.get("/v2/orders").await;
    assert_eq!(answer.status, 400);
    assert!(answer.body[0]["message"].as_str().unwrap().contains(&token));
    let answer = shop.get("/v3/customers").await;
    assert_eq!(answer.status, 422);
    assert!(answer.body["title"].as_str().unwrap().contains(&token));
    assert_eq!(shop.get("/v3/customers").await.status, 503);
    assert_eq!(shop.get("/v3/customers").await.status, 200);
}

#[tokio::test]
async fn members_are_null() {
    let shop = shop_with(
        &[
            "null-members:always,path=/v2/orders",
            "null-members:always,path=/v3/catalog/products,member=name,member=categories",
        ],
        10,
    )
    .await;
    let order = &shop.rows("/v2/orders").await[0];
    for (name, value) in order.as_object().unwrap() {
        assert_eq!(value.is_null(), name != "id", "{name}");
    }
    let product = &shop.rows("/v3/catalog/products").await[0];
    assert!(product["name"].is_null() && product["categories"].is_null());
    assert!(product["price"].is_number());
    let one = shop.get("/v3/catalog/products/101").await.body;
    assert!(one["data"]["name"].is_null());
}

#[tokio::test]
async fn ids_have_a_wide_gap() {
    let shop = shop_with(&["gap"], 600).await;
    let mut all = Vec::new();
    for page in 1..=3 {
        let path = format!("/v2/orders?limit=250&page={page}");
        all.extend(ids(&shop.rows(&path).await));
    }
    let wanted: Vec<i64> = (1..=300).chain(1_000_301..=1_000_600).collect();
    assert_eq!(all, wanted);
    let between = "/v2/orders?min_id=301&max_id=1000300";
    assert_eq!(shop.get(between).await.status, 204);
    assert_eq!(shop.get("/v2/orders/301").await.status, 404);
    let order = shop.get("/v2/orders/1000600").await.body;
    let items = shop.rows("/v2/orders/1000600/products").await;
    assert!(items.iter().all(|item| item["order_id"] == order["id"]));
    for path in ["/v3/catalog/products", "/v3/customers"] {
        let high = shop.rows(&format!("{path}?limit=250&page=3")).await;
        let low = shop.rows(&format!("{path}?limit=250")).await;
        assert!(
            low[0]["id"].as_i64().unwrap() < 1_000
                && (high.is_empty() || high[0]["id"].as_i64().unwrap() > 1_000_000)
        );
    }
    // What an order names is there.
    for item in items.iter().filter(|item| item["product_id"] != 0) {
        let path = format!("/v3/catalog/products/{}", item["product_id"]);
        assert_eq!(shop.get(&path).await.status, 200, "{path}");
    }
    let far = shop_with(&["gap:path=/v2/orders,by=1000000000"], 4).await;
    assert_eq!(
        ids(&far.rows("/v2/orders").await),
        [1, 2, 1_000_000_003, 1_000_000_004]
    );
    assert_eq!(
        ids(&far.rows("/v3/customers?limit=250&page=3").await)[99],
        600
    );
}

#[tokio::test]
async fn archived_orders_are_hidden_by_the_list_and_shown_by_their_path() {
    for (spec, counted) in [("archived:rows=3", 597), ("archived:rows=3,counted", 600)] {
        let shop = shop_with(&[spec], 600).await;
        let mut listed = Vec::new();
        for page in 1..=3 {
            let path = format!("/v2/orders?limit=250&page={page}");
            listed.extend(ids(&shop.rows(&path).await));
        }
        assert_eq!(listed.len(), 597, "{spec}");
        let archived: Vec<i64> = (1..=600).filter(|id| !listed.contains(id)).collect();
        let count = shop.get("/v2/orders/count").await.body;
        assert_eq!(count["count"], counted, "{spec}");
        for id in archived {
            let range = format!("min_id={id}&max_id={id}");
            assert_eq!(shop.get(&format!("/v2/orders?{range}")).await.status, 204);
            let count = shop.get(&format!("/v2/orders/count?{range}")).await.body;
            assert_eq!(count["count"], i32::from(counted == 600), "{spec}");
            let order = shop.get(&format!("/v2/orders/{id}")).await.body;
            assert_eq!(order["is_deleted"], true);
        }
        let path = format!("/v2/orders/{}", listed[0]);
        assert_eq!(shop.get(&path).await.body["is_deleted"], false);
    }
}

#[tokio::test]
async fn a_property_of_the_store_is_given_at_its_start() {
    let shop = shop_with(&[], 10).await;
    let error = shop.sandbox.add_fault("gap".parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("when the sandbox starts"));
    assert!(fault_help().contains("stuck-cursor"));
}
