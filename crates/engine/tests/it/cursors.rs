//! Lists whose last answer names no cursor, or that know none: every row once. The sandbox names one always, so that these
//! stores are made here.

use axum::Json;
use axum::Router;
use axum::extract::RawQuery;
use axum::response::IntoResponse;
use futures::TryStreamExt;
use storeql_connection::Connection;
use storeql_engine::{Engine, Parameters, SessionOptions};

/// A store of `total` customers, whose answers name cursors or not.
async fn read(total: usize, cursors: bool) -> (usize, u64) {
    let answer = move |RawQuery(query): RawQuery| async move {
        let query = query.unwrap_or_default();
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name)?.1.parse::<usize>().ok()
        };
        let page = value("page").unwrap_or(1);
        let start = value("after").unwrap_or((page - 1) * 250).min(total);
        let end = (start + 250).min(total);
        let rows: Vec<String> = (start..end)
            .map(|id| format!("{{\"id\":{}}}", id + 1))
            .collect();
        let cursor = match cursors && end < total {
            true => format!("\"{end}\""),
            false => "null".to_owned(),
        };
        let text = format!(
            "{{\"data\":[{}],\"meta\":{{\"pagination\":{{\"total\":{total}}},\"cursor_pagination\":{{\"end_cursor\":{cursor}}}}}}}",
            rows.join(",")
        );
        ([("content-type", "application/json")], text).into_response()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let store = Router::new()
        .route("/stores/shop/v3/customers", axum::routing::get(answer))
        .fallback(|| async { Json(()) });
    tokio::spawn(async move { axum::serve(listener, store).await });
    let text = format!("StoreId=shop;OAuthAccessToken=cursors-t0ken;ApiUrl=http://{address}");
    let engine = Engine::open(Connection::parse(&text).unwrap())
        .await
        .unwrap();
    let query = engine
        .session(SessionOptions::default())
        .prepare("SELECT id FROM customers")
        .await
        .unwrap();
    let run = query.run(Parameters::none()).await.unwrap();
    let handle = run.handle();
    let batches: Vec<_> = run.rows.try_collect().await.unwrap();
    let count = batches.iter().map(|batch| batch.num_rows()).sum();
    (count, handle.progress().requests)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_last_page_without_a_cursor_is_the_end() {
    // A total of one full page may be the page's own: what follows is asked for.
    assert_eq!(read(250, true).await, (250, 2));
    assert_eq!(read(500, true).await, (500, 2));
    assert_eq!(read(501, true).await, (501, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_cursors_is_read_by_page() {
    assert_eq!(read(600, false).await, (600, 4));
}
