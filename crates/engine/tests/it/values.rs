//! Values that tools write in a way of their own reach the store as they are meant.

use storeql_engine::Options;
use storeql_testkit::Store;

#[tokio::test(flavor = "multi_thread")]
async fn a_number_beside_a_boolean_or_a_text_reaches_the_stores_filter() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    for (written, plain) in [
        (
            "SELECT Id FROM Products WHERE IsVisible = 1",
            "SELECT id FROM products WHERE is_visible = true",
        ),
        (
            "SELECT Id FROM Products WHERE 0 = IsVisible",
            "SELECT id FROM products WHERE is_visible = false",
        ),
        (
            "SELECT Id FROM Products WHERE Sku = 12.50",
            "SELECT id FROM products WHERE sku = '12.50'",
        ),
    ] {
        let requests = async |sql: &str| {
            store.sandbox.clear_requests();
            let rows = store.query(sql).await.unwrap().rows;
            (rows, store.requests())
        };
        let meant = requests(plain).await;
        assert_eq!(requests(written).await, meant, "{written}");
        let filtered = meant
            .1
            .iter()
            .all(|request| request.contains("is_visible") || request.contains("sku"));
        assert!(filtered && !meant.1.is_empty(), "{meant:?}");
    }
}
