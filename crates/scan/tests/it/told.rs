//! A list that is one answer, of a store that says that it has more rows. The sandbox has no such store, so that it is made here.

use storeql_scan::ErrorKind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::store::{Store, integers, whole};

/// A store that answers every request with `body`.
async fn store_of(body: &'static str) -> Store {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = vec![0; 8_192];
            let _ = connection.read(&mut request).await;
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = connection.write_all(answer.as_bytes()).await;
        }
    });
    let mut store = Store::start(0, 0).await;
    store.turn_to(&format!("http://{address}"));
    store
}

#[tokio::test]
async fn one_answer_has_as_many_rows_as_it_says() {
    const ROWS: &str = r#"{"data":[{"id":1},{"id":2}],"meta":{"pagination":{"total":2}}}"#;
    let store = store_of(ROWS).await;
    let zones = store.read(&whole("tax_zones", &["id"])).await;
    assert_eq!(integers(&zones, "id"), [1, 2]);
    const FEWER: &str = r#"{"data":[{"id":1},{"id":2}],"meta":{"pagination":{"total":3}}}"#;
    let store = store_of(FEWER).await;
    let error = store.read_within(&whole("tax_zones", &["id"]), None).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol);
    assert!(
        error.message.contains("/tax/zones gave 2 rows") && error.message.contains("it has 3"),
        "{error}"
    );
}
