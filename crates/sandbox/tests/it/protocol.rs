//! Tokens, scopes, errors, rate headers, quota, gzip, latency and the request log.

use std::time::{Duration, Instant};

use crate::{Shop, read};
use storeql_sandbox::Options;

#[tokio::test]
async fn wrong_token_store_and_scope_are_refused() {
    let scopes = Some(vec!["store_v2_orders_read_only".to_owned()]);
    let shop = Shop::open(Options {
        scopes,
        ..Options::default()
    })
    .await;
    let answer = read(
        shop.client
            .get(shop.url("/v3/catalog/products"))
            .header("X-Auth-Token", "wrong"),
    )
    .await;
    assert_eq!((answer.status, &answer.body["status"]), (401, &401.into()));
    let answer = read(shop.client.get(shop.url("/v2/orders"))).await;
    assert_eq!(
        (answer.status, &answer.body[0]["status"]),
        (401, &401.into())
    );
    let elsewhere = shop
        .url("/v2/orders")
        .replace(shop.sandbox.store_id(), "other");
    let answer = read(
        shop.client
            .get(elsewhere)
            .header("X-Auth-Token", shop.sandbox.access_token()),
    )
    .await;
    assert_eq!(answer.status, 403);
    let answer = shop.get("/v3/catalog/products").await;
    assert_eq!(
        (answer.status, answer.body["title"].as_str().unwrap()),
        (
            403,
            "You don't have a required scope to access the endpoint"
        )
    );
    assert_eq!(shop.get("/v2/orders").await.status, 200);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_errors() {
    let shop = Shop::open(Options::default()).await;
    assert_eq!(shop.get("/v3/catalog/unicorns").await.body["status"], 404);
    assert_eq!(shop.get("/v2/unicorns").await.body[0]["status"], 404);
    assert_eq!(shop.get("/v3/catalog/products/").await.status, 403);
    let answer = read(
        shop.client
            .patch(shop.url("/v2/orders"))
            .header("X-Auth-Token", shop.sandbox.access_token()),
    )
    .await;
    assert_eq!(answer.status, 405);
    let answer = read(
        shop.client
            .get(format!("{}/oauth2/nothing", shop.sandbox.login_url())),
    )
    .await;
    assert_eq!(answer.status, 404);
    assert_eq!(shop.get("/v3/catalog/products?limit=251").await.status, 413);
    assert_eq!(shop.get("/v2/orders?limit=251").await.status, 413);
    assert_eq!(
        shop.get("/v3/catalog/products?limit=many").await.status,
        422
    );
}

#[tokio::test]
async fn rate_headers_stand_on_every_answer_and_the_quota_holds() {
    let options = Options {
        quota: Some(3),
        window: Duration::from_millis(600),
        ..Options::default()
    };
    let shop = Shop::open(options).await;
    let paths = ["/v2/time", "/v3/nowhere", "/v2/orders?page=99", "/v2/time"];
    for (position, path) in paths.iter().enumerate() {
        let answer = shop.get(path).await;
        let header = |name: &str| {
            answer.headers[name]
                .to_str()
                .unwrap()
                .parse::<u64>()
                .unwrap()
        };
        assert_eq!(header("x-rate-limit-requests-quota"), 3);
        assert_eq!(header("x-rate-limit-time-window-ms"), 600);
        assert_eq!(
            header("x-rate-limit-requests-left"),
            2_u64.saturating_sub(position as u64)
        );
        assert!(header("x-rate-limit-time-reset-ms") <= 601);
        if position == 3 {
            assert_eq!(answer.status, 429);
            assert_eq!(header("x-retry-after"), 1);
            tokio::time::sleep(Duration::from_millis(header("x-rate-limit-time-reset-ms"))).await;
        }
    }
    assert_eq!(shop.get("/v2/time").await.status, 200);
}

#[tokio::test]
async fn unknown_parameters_are_marked_in_the_log() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let options = Options {
        request_log: Some(file.path().to_owned()),
        ..Options::default()
    };
    let shop = Shop::open(options).await;
    shop.get("/v3/catalog/products?limit=1&colour=red").await;
    shop.get("/v2/store?sort=id&limit=5").await;
    shop.get("/v2/orders?limit=1&include=consignments").await;
    let requests = shop.sandbox.requests();
    let unknown: Vec<Vec<String>> = requests
        .iter()
        .map(|request| request.unknown.clone())
        .collect();
    assert_eq!(
        unknown,
        [
            vec!["colour".to_owned()],
            vec!["sort".to_owned(), "limit".to_owned()],
            vec![]
        ]
    );
    let text = std::fs::read_to_string(file.path()).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["query"], "limit=1&colour=red");
    assert_eq!(lines[0]["unknown"][0], "colour");
    assert!(lines[2].get("unknown").is_none());
    shop.sandbox.clear_requests();
    assert!(shop.sandbox.requests().is_empty());
}

#[tokio::test]
async fn gzip_is_sent_when_asked_for() {
    let shop = Shop::open(Options::default()).await;
    // This client neither asks for gzip nor undoes it by itself.
    let plain = reqwest::Client::builder()
        .no_proxy()
        .no_gzip()
        .build()
        .unwrap();
    let request = plain
        .get(shop.url("/v2/orders"))
        .header("X-Auth-Token", shop.sandbox.access_token());
    let response = request
        .header("Accept-Encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert!(response.bytes().await.unwrap().starts_with(&[0x1f, 0x8b]));
    assert_eq!(shop.rows("/v2/orders").await.len(), 50);
}

#[tokio::test]
async fn every_answer_takes_its_time() {
    let shop = Shop::open(Options {
        latency: Duration::from_millis(80),
        ..Options::default()
    })
    .await;
    let started = Instant::now();
    shop.get("/v2/time").await;
    assert!(started.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn links_follow_the_proxy_or_the_public_address() {
    let shop = Shop::open(Options::default()).await;
    let request = shop
        .request("/v2/orders/1")
        .header("Host", "shop.test")
        .header("X-Forwarded-Proto", "https");
    let url = read(request).await.body["products"]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(url.starts_with("https://shop.test/stores/"), "{url}");
    let shop = Shop::open(Options {
        public_url: Some("https://public.test/x/".parse().unwrap()),
        ..Options::default()
    })
    .await;
    assert_eq!(shop.sandbox.api_url(), "https://public.test/x");
}

#[tokio::test]
async fn the_same_seed_makes_the_same_shop() {
    let (first, second) = (
        Shop::open(Options::default()).await,
        Shop::open(Options::default()).await,
    );
    assert_eq!(first.sandbox.store_id(), second.sandbox.store_id());
    assert_eq!(
        first.rows("/v3/catalog/products").await,
        second.rows("/v3/catalog/products").await
    );
    let other = Shop::open(Options {
        seed: 2,
        ..Options::default()
    })
    .await;
    assert_ne!(
        first.rows("/v3/customers").await,
        other.rows("/v3/customers").await
    );
}

#[tokio::test]
async fn prepared_answers_are_the_right_ones() {
    let [plain, prepared] = [false, true].map(|prepared| {
        Shop::open(Options {
            prepared,
            ..Options::default()
        })
    });
    let (mut plain, mut prepared) = (plain.await, prepared.await);
    for shop in [&mut plain, &mut prepared] {
        let client = reqwest::Client::builder().no_proxy().no_gzip();
        shop.client = client.build().unwrap();
    }
    let body = async |shop: &Shop, path: &str, encoding: &'static str| {
        let request = shop.request(path).header("Accept-Encoding", encoding);
        let answer = request.send().await.unwrap();
        let encoding = answer.headers().get("content-encoding").cloned();
        let text = answer.bytes().await.unwrap().to_vec();
        let origin = shop.sandbox.api_url();
        let text = match encoding {
            Some(_) => text,
            None => String::from_utf8(text).unwrap().replace(origin, "").into(),
        };
        (encoding, text)
    };
    for path in [
        "/v3/customers?limit=250",
        "/v3/customers?limit=250&page=2",
        "/v2/orders",
    ] {
        let wanted = body(&plain, path, "identity").await;
        for _ in 0..2 {
            assert_eq!(body(&prepared, path, "identity").await, wanted, "{path}");
        }
    }
    // Compressed and plain answers are kept apart.
    let path = "/v3/customers?limit=250";
    let first = body(&prepared, path, "gzip").await;
    assert_eq!(first.0.as_ref().unwrap(), "gzip");
    assert_eq!(body(&prepared, path, "gzip").await, first);
    assert_eq!(first.1, body(&plain, path, "gzip").await.1);
    // A fault is never kept, and what it changes is seen.
    prepared
        .sandbox
        .add_fault("total".parse().unwrap())
        .unwrap();
    let pages = prepared.get("/v3/customers").await.body["meta"]["pagination"].clone();
    assert_eq!(pages["total_pages"], 1);
    let pages = prepared.get("/v3/customers").await.body["meta"]["pagination"].clone();
    assert_eq!(pages["total_pages"], 2);
    let fault = "vanish:path=/v3/customers".parse().unwrap();
    prepared.sandbox.add_fault(fault).unwrap();
    assert_eq!(prepared.rows("/v3/customers").await[0]["id"], 2);
    assert_eq!(prepared.rows("/v3/customers").await[0]["id"], 2);
    // The token is asked for as ever.
    let request = prepared.client.get(prepared.url(path));
    assert_eq!(crate::read(request).await.status, 401);
}

#[tokio::test]
async fn settings_of_a_channel_are_null_where_those_of_the_store_hold() {
    let shop = Shop::open(Options::default()).await;
    let settings = async |query: &str| {
        let path = format!("/v3/settings/catalog{query}");
        shop.get(&path).await.body["data"].clone()
    };
    let mut expected = settings("").await;
    assert!(
        expected["enable_product_comparisons"].is_boolean(),
        "{expected}"
    );
    expected["enable_product_comparisons"] = serde_json::Value::Null;
    assert_eq!(settings("?channel_id=2").await, expected);
    expected["auto_approve_reviews"] = serde_json::Value::Null;
    assert_eq!(settings("?channel_id=1").await, expected);
    let missing = shop.get("/v3/settings/catalog?channel_id=77").await;
    assert_eq!(missing.status, 404);
}
