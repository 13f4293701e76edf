//! What the API does when a list is deleted without saying which of its rows: most lists are emptied. A client must never come here
//! by accident, so that the sandbox does what the API does.

use crate::Shop;
use serde_json::Value;
use storeql_sandbox::Options;

#[tokio::test]
async fn lists_are_emptied_refused_or_left() {
    let shop = Shop::open(Options::default()).await;
    for (list, read, status, empties) in [
        ("/v3/catalog/products", "", 422, false),
        ("/v3/customers", "", 204, false),
        ("/v3/promotions", "", 422, false),
        ("/v3/pricelists/1/records", "", 204, true),
        ("/v3/pricelists/assignments", "", 204, true),
        ("/v3/pricelists", "", 204, true),
        ("/v3/customers/subscribers", "", 204, true),
        ("/v3/segments/SEGMENT/shopper-profiles", "", 204, true),
        ("/v3/shopper-profiles", "", 204, true),
        ("/v3/segments", "", 204, true),
        ("/v3/tax/rates", "", 204, true),
        ("/v3/storefront/custom-template-associations", "", 204, true),
        ("/v3/catalog/products/channel-assignments", "", 204, true),
        ("/v2/coupons", "", 204, true),
        ("/v2/gift_certificates", "", 204, true),
        ("/v2/blog/posts", "", 204, true),
        ("/v2/orders/ORDER/shipments", "", 204, true),
        ("/v2/orders", "", 204, true),
        ("/v2/customers", "/v3/customers", 204, true),
        ("/v3/catalog/brands", "", 204, true),
    ] {
        let segment = shop
            .rows("/v3/segments")
            .await
            .first()
            .map(|row| row["id"].as_str().unwrap().to_owned());
        let mut shipped = shop.rows("/v2/orders?status_id=2&limit=1").await;
        let order = shipped
            .pop()
            .map(|row| row["id"].to_string())
            .unwrap_or_default();
        let list = list
            .replace("SEGMENT", &segment.unwrap_or_default())
            .replace("ORDER", &order);
        let read = if read.is_empty() { list.as_str() } else { read };
        let before = shop.rows(read).await.len();
        assert!(before > 0, "{list}");
        assert_eq!(
            shop.send("DELETE", &list, Value::Null).await.status,
            status,
            "{list}"
        );
        let after = shop.rows(read).await.len();
        assert_eq!(after, if empties { 0 } else { before }, "{list}");
    }
}
