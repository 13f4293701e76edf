//! Customers, addresses and groups.

use crate::Shop;
use storeql_sandbox::Options;

#[tokio::test]
async fn a_cursor_walks_through_all_customers() {
    let shop = Shop::open(Options::default()).await;
    let mut seen = Vec::new();
    let mut path = "/v3/customers?limit=30".to_owned();
    loop {
        let body = shop.get(&path).await.body;
        seen.extend(
            body["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_i64().unwrap()),
        );
        let cursor = &body["meta"]["cursor_pagination"];
        match cursor["links"]["next"].as_str() {
            Some(_) => {
                path = format!(
                    "/v3/customers?limit=30&page=1&after={}",
                    cursor["end_cursor"].as_str().unwrap()
                )
            }
            None => break,
        }
    }
    assert_eq!(seen, (1..=80).collect::<Vec<_>>());
}

#[tokio::test]
async fn later_pages_tell_no_cursors() {
    let shop = Shop::open(Options::default()).await;
    let body = shop.get("/v3/customers?limit=30&page=2").await.body;
    assert_eq!(body["meta"]["pagination"]["current_page"], 2);
    assert!(
        body["meta"]["cursor_pagination"]
            .get("end_cursor")
            .is_none()
    );
}

#[tokio::test]
async fn customers_are_filtered_and_sorted() {
    let shop = Shop::open(Options::default()).await;
    let row = &shop.rows("/v3/customers?id:in=7").await[0];
    let email = row["email"].as_str().unwrap();
    assert_eq!(
        shop.rows(&format!("/v3/customers?email:in={email}"))
            .await
            .len(),
        1
    );
    let rows = shop
        .rows("/v3/customers?sort=date_modified:asc&limit=250")
        .await;
    let dates: Vec<&str> = rows
        .iter()
        .map(|row| row["date_modified"].as_str().unwrap())
        .collect();
    assert!(dates.is_sorted());
    // The bound itself is left out.
    let bound = dates[40];
    let later = shop
        .rows(&format!(
            "/v3/customers?date_modified:min={bound}&limit=250"
        ))
        .await;
    assert_eq!(later.len(), 39);
    assert_eq!(shop.get("/v3/customers?sort=email:asc").await.status, 422);
}

#[tokio::test]
async fn addresses_belong_to_customers() {
    let shop = Shop::open(Options::default()).await;
    let customers = shop.rows("/v3/customers?limit=250&include=addresses").await;
    let addresses = shop.rows("/v3/customers/addresses?limit=250").await;
    let included: Vec<_> = customers
        .iter()
        .flat_map(|row| row["addresses"].as_array().unwrap().clone())
        .collect();
    assert_eq!(included, addresses);
    for customer in &customers {
        assert_eq!(
            customer["address_count"],
            customer["addresses"].as_array().unwrap().len()
        );
    }
}

#[tokio::test]
async fn groups_are_bare_and_counted() {
    let shop = Shop::open(Options::default()).await;
    assert_eq!(shop.rows("/v2/customer_groups").await.len(), 4);
    assert_eq!(shop.get("/v2/customer_groups/count").await.body["count"], 4);
    assert_eq!(
        shop.get("/v2/customer_groups?name=unknown").await.status,
        204
    );
    assert_eq!(
        shop.get("/v2/customer_groups/2").await.body["name"],
        "Gastronomie & Hotels"
    );
}

#[tokio::test]
async fn half_of_the_customers_have_no_list_of_channels() {
    let shop = Shop::open(Options::default()).await;
    let customers = shop.rows("/v3/customers?limit=250").await;
    let nulls = customers
        .iter()
        .filter(|customer| customer["channel_ids"].is_null())
        .count();
    assert_eq!(nulls * 2, customers.len());
    assert_eq!(customers[3]["channel_ids"], serde_json::json!([1, 2]));
    assert_eq!(customers[4]["channel_ids"], serde_json::json!([]));
}
