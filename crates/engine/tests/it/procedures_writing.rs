//! Procedures that change the store. What a call did is read afterwards as the store's own JSON, and from its log of requests.

use serde_json::{Value as Json, json};
use storeql_engine::{Error, ErrorKind, SessionOptions};
use storeql_testkit::{Answer, Store, answer};

use crate::writing::{get, store, writes};

async fn call(store: &Store, sql: &str) -> Result<Answer, Error> {
    store.sandbox.clear_requests();
    let options = SessionOptions::default().any_files();
    answer(&store.engine.session(options), sql).await
}

/// A call that has to succeed: its row, by the columns' names.
pub(crate) async fn row(store: &Store, sql: &str) -> Json {
    let found = call(store, sql).await;
    let found = found.unwrap_or_else(|error| panic!("{sql}: {error}"));
    let [row] = found.rows.as_slice() else {
        panic!("{sql}: {:?}", found.rows)
    };
    let columns = found.columns.iter().zip(row);
    columns
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect()
}

/// An order in this state that has something to be shipped to one address.
pub(crate) async fn order(store: &Store, status: i64) -> i64 {
    let orders = get(store, "v2", "/orders?limit=250").await;
    for order in orders.as_array().unwrap() {
        if order["status_id"] != status {
            continue;
        }
        let id = order["id"].as_i64().unwrap();
        let addresses = get(store, "v2", &format!("/orders/{id}/shipping_addresses")).await;
        if addresses.as_array().is_some_and(|all| all.len() == 1) {
            return id;
        }
    }
    panic!("no order in state {status}")
}

/// Brings an order into a state.
async fn in_state(store: &Store, status: i64) -> i64 {
    let id = order(store, 11).await;
    row(
        store,
        &format!("EXEC UpdateOrder @OrderId = {id}, @StatusId = {status}"),
    )
    .await;
    id
}

/// A number of an answer, which is text there.
fn number(value: &Json) -> Option<i64> {
    value.as_str()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_are_captured_and_voided() {
    let store = store("").await;
    let id = in_state(&store, 7).await;
    let done = row(&store, &format!("EXEC CapturePayment @OrderId = {id}")).await;
    assert_eq!(done, json!({ "Success": "true" }));
    let path = format!("/v3/orders/{id}/payment_actions/capture");
    assert_eq!(store.requests(), [format!("POST {path}")]);
    assert_eq!(
        get(&store, "v2", &format!("/orders/{id}")).await["payment_status"],
        "captured"
    );

    let again = call(&store, &format!("CALL CapturePayment({id})"))
        .await
        .unwrap_err();
    assert_eq!(again.kind, ErrorKind::Store);
    assert!(again.message.contains("not authorised"), "{again}");
    let unknown = call(&store, "EXEC VoidPayment OrderId = 999999")
        .await
        .unwrap_err();
    assert!(unknown.message.starts_with("VoidPayment: "), "{unknown}");
    assert_eq!(store.requests().len(), 1);

    let id = in_state(&store, 7).await;
    row(&store, &format!("EXECUTE VoidPayment OrderId = '{id}'")).await;
    assert_eq!(
        get(&store, "v2", &format!("/orders/{id}")).await["payment_status"],
        "void"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_pays_what_its_quote_says() {
    let store = store("").await;
    let id = order(&store, 11).await;
    let quoted = row(
        &store,
        &format!("EXEC RefundQuote @OrderId = {id}, @Amount = 1.25"),
    )
    .await;
    assert_eq!(quoted["TotalAmount"], "1.2500");
    assert_eq!(
        store.requests(),
        [format!(
            "POST /v3/orders/{id}/payment_actions/refund_quotes"
        )]
    );

    let done = row(
        &store,
        &format!("EXEC RefundOrder {id}, 1.25, @Reason = 'Kratzer'"),
    )
    .await;
    assert_eq!(done["TotalAmount"], "1.2500");
    let below = format!("/v3/orders/{id}/payment_actions");
    let sent = [
        format!("POST {below}/refund_quotes"),
        format!("POST {below}/refunds"),
    ];
    assert_eq!(store.requests(), sent);
    let refunds = get(
        &store,
        "v3",
        &format!("/orders/{id}/payment_actions/refunds"),
    )
    .await;
    let refunds = refunds.as_array().unwrap();
    let refund = refunds
        .iter()
        .find(|refund| refund["id"].as_i64() == number(&done["RefundId"]))
        .unwrap();
    assert_eq!(
        (&refund["total_amount"], &refund["items"][0]["reason"]),
        (&json!(1.25), &json!("Kratzer"))
    );

    // A line, by the provider that the quote names.
    let line = &get(&store, "v2", &format!("/orders/{id}/products")).await[0]["id"];
    let methods: Json = serde_json::from_str(quoted["RefundMethods"].as_str().unwrap()).unwrap();
    let provider = methods[0][0]["provider_id"].as_str().unwrap();
    let items = format!(r#"[{{"item_type": "PRODUCT", "item_id": {line}, "quantity": 1}}]"#);
    let sql = format!("EXEC RefundOrder @OrderId = {id}, @Items = '{items}', @Provider = ");
    let none = call(&store, &format!("{sql} 'pigeon'")).await.unwrap_err();
    assert!(
        none.message
            .contains(&format!("no provider_id pigeon; it offers {provider}")),
        "{none}"
    );
    assert_eq!(writes(&store).len(), 1, "the quote");
    row(&store, &format!("{sql} '{provider}'")).await;

    let sql = format!("EXEC RefundOrder @OrderId = {id}, @Amount = 100000");
    let too_much = call(&store, &sql).await.unwrap_err();
    assert_eq!(too_much.kind, ErrorKind::Store);
    assert!(
        too_much.message.contains("more than what is left"),
        "{too_much}"
    );
    assert_eq!(writes(&store).len(), 1, "the quote");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_answer_is_lost_is_told_and_not_sent_again() {
    let store = store("").await;
    let id = order(&store, 11).await;
    let fault = format!("500:always,done,method=POST,path=/v3/orders/{id}/payment_actions/refunds");
    store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
    let sql = format!("EXEC RefundOrder @OrderId = {id}, @Amount = 1");
    let error = call(&store, &sql).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::PartlyWritten, "{error}");
    assert_eq!(error.kind.codes().exit, 5);
    let look = format!("SELECT id, total_amount, created FROM order_refunds WHERE order_id = {id}");
    assert!(error.hint().unwrap().contains(&look), "{error:?}");
    let refunds = format!("POST /v3/orders/{id}/payment_actions/refunds");
    let sent = store.requests();
    assert_eq!(
        sent.iter().filter(|request| **request == refunds).count(),
        1,
        "{sent:?}"
    );
    store.sandbox.clear_faults();
    let found = call(&store, &look).await.unwrap();
    assert_eq!(found.rows.len(), 1, "it was carried out");

    // A quote changes nothing, and is asked for again.
    let fault = format!("500:method=POST,path=/v3/orders/{id}/payment_actions/refund_quotes");
    store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
    row(
        &store,
        &format!("EXEC RefundQuote @OrderId = {id}, @Amount = 1"),
    )
    .await;
    assert_eq!(store.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_a_call_is_true_whatever_goes_wrong() {
    for (fault, sent_again) in [
        ("500", false),
        ("500:done", false),
        ("502:done", false),
        ("reset", false),
        ("reset:done", false),
        ("cut", false),
        ("429", true),
        ("503:done", false),
    ] {
        let store = store("").await;
        let id = in_state(&store, 7).await;
        let separator = if fault.contains(':') { ',' } else { ':' };
        let spec = format!("{fault}{separator}method=POST,times=1");
        store.sandbox.add_fault(spec.parse().unwrap()).unwrap();
        let told = call(&store, &format!("EXEC CapturePayment @OrderId = {id}")).await;
        let sent = writes(&store).len();
        let order = get(&store, "v2", &format!("/orders/{id}")).await;
        let captured = order["payment_status"] == "captured";
        match told {
            Ok(_) => assert!(captured, "{fault}"),
            Err(error) if error.kind == ErrorKind::PartlyWritten => {}
            Err(error) => assert!(!captured, "{fault}: {error}"),
        }
        assert_eq!(sent, if sent_again { 2 } else { 1 }, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_an_order_is_shipped() {
    let store = store("").await;
    let id = order(&store, 11).await;
    let path = format!("/orders/{id}");
    let lines = get(&store, "v2", &format!("{path}/products")).await;
    let first = &lines[0];
    let items = format!(
        r#"[{{"order_product_id": {}, "quantity": 1}}]"#,
        first["id"]
    );
    let part = row(
        &store,
        &format!("EXEC CreateShipment @OrderId = {id}, @Items = '{items}', @TrackingNumber = '1Z9', @ShippingProvider = 'UPS'"),
    )
    .await;
    assert_eq!(writes(&store), [format!("POST /v2/orders/{id}/shipments")]);
    let shipment = get(
        &store,
        "v2",
        &format!("{path}/shipments/{}", part["ShipmentId"].as_str().unwrap()),
    )
    .await;
    assert_eq!(
        (&shipment["tracking_number"], &shipment["shipping_provider"]),
        (&json!("1Z9"), &json!("ups"))
    );

    let count = |lines: &Json, member: &str| -> i64 {
        lines
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|line| line[member].as_i64())
            .sum()
    };
    if count(&lines, "quantity") > 1 {
        row(&store, &format!("EXEC CreateShipment {id}")).await;
    }
    let lines = get(&store, "v2", &format!("{path}/products")).await;
    assert_eq!(count(&lines, "quantity"), count(&lines, "quantity_shipped"));
    assert_eq!(get(&store, "v2", &path).await["status_id"], 2);
    let none = call(&store, &format!("EXEC CreateShipment {id}"))
        .await
        .unwrap_err();
    assert!(none.message.contains("nothing is left"), "{none}");
    assert_eq!(writes(&store), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_changed_and_put_away() {
    let store = store("").await;
    let id = order(&store, 11).await;
    let sql = format!(
        "EXEC UpdateOrder @OrderId = {id}, @StatusId = 9, @StaffNotes = 'O''Neil: \"eilig\"'"
    );
    let done = row(&store, &sql).await;
    assert_eq!(done["Status"], "Awaiting Shipment");
    let order = get(&store, "v2", &format!("/orders/{id}")).await;
    assert_eq!(order["staff_notes"], "O'Neil: \"eilig\"");
    row(&store, &format!("EXEC ArchiveOrder @OrderId = {id}")).await;
    assert_eq!(store.requests(), [format!("DELETE /v2/orders/{id}")]);
    assert_eq!(
        get(&store, "v2", &format!("/orders/{id}")).await["is_deleted"],
        true
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_is_adjusted_and_waited_for() {
    let store = store("").await;
    let item = get(&store, "v3", "/inventory/locations/1/items").await[0].clone();
    let sku = item["identity"]["sku"].as_str().unwrap();
    let stock = async || {
        let all = get(
            &store,
            "v3",
            &format!("/inventory/locations/1/items?sku:in={sku}"),
        )
        .await;
        all[0]["total_inventory_onhand"].as_i64().unwrap()
    };
    let sql = format!(
        "EXEC AdjustInventoryAbsolute @LocationId = 1, @Sku = '{sku}', @Quantity = 41, @Wait = true"
    );
    let done = row(&store, &sql).await;
    assert_eq!(done["OnHand"], "41");
    assert!(store.requests().len() > 2, "it does not show at once");
    assert_eq!(stock().await, 41);
    let variant = &item["identity"]["variant_id"];
    let sql = format!(
        "EXEC AdjustInventoryRelative @LocationId = 1, @VariantId = {variant}, @Quantity = -2, @Wait = 1"
    );
    assert_eq!(row(&store, &sql).await["OnHand"], "39");
    assert_eq!(stock().await, 39);
    // Without the wait it is not asked for.
    let sql =
        format!("EXEC AdjustInventoryRelative @LocationId = 1, @Sku = '{sku}', @Quantity = 1");
    assert_eq!(row(&store, &sql).await["OnHand"], "NULL");
    assert_eq!(
        store.requests(),
        ["POST /v3/inventory/adjustments/relative"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_does_not_show_in_time_is_told() {
    let store = store("Timeout=2").await;
    let item = get(&store, "v3", "/inventory/locations/1/items").await[0].clone();
    let sku = item["identity"]["sku"].as_str().unwrap();
    let more = item["total_inventory_onhand"].as_i64().unwrap() + 100;
    let sql =
        format!("EXEC AdjustInventoryAbsolute @LocationId = 1, @Sku = '{sku}', @Quantity = {more}");
    row(&store, &sql).await;
    // That does not show yet when the next call reads the stock, so that what this one waits for never comes.
    let sql = format!(
        "EXEC AdjustInventoryRelative @LocationId = 1, @Sku = '{sku}', @Quantity = 5, @Wait = true"
    );
    let done = call(&store, &sql).await;
    let error = done.unwrap_err();
    assert_eq!(error.kind, ErrorKind::PartlyWritten, "{error}");
    assert!(error.message.contains("does not show it yet"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn images_come_by_address_and_from_files() {
    let store = store("").await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mug \"1\".png");
    std::fs::write(&file, b"\x89PNG\r\n\x1a\nrest").unwrap();
    let path = file.display();
    let product = get(&store, "v3", "/catalog/products?limit=1").await[0]["id"].clone();
    let images = format!("/catalog/products/{product}/images");
    let before = get(&store, "v3", &images).await.as_array().unwrap().len();
    let by_url = row(
        &store,
        &format!("EXEC UploadProductImage @ProductId = {product}, @ImageUrl = 'https://example.com/a.png', @SortOrder = 7"),
    )
    .await;
    let by_file = row(
        &store,
        &format!("EXEC UploadProductImage @ProductId = {product}, @File = '{path}', @Description = 'Becher', @IsThumbnail = true"),
    )
    .await;
    assert_eq!(store.requests(), [format!("POST /v3{images}")]);
    let after = get(&store, "v3", &images).await;
    let after = after.as_array().unwrap();
    assert_eq!(after.len(), before + 2);
    let of = |done: &Json| {
        after
            .iter()
            .find(|image| image["id"].as_i64() == number(&done["ImageId"]))
            .unwrap()
    };
    assert_eq!(of(&by_url)["sort_order"], 7);
    let image = of(&by_file);
    assert_eq!(
        (&image["description"], &image["is_thumbnail"]),
        (&json!("Becher"), &json!(true))
    );

    let brand = get(&store, "v3", "/catalog/brands?limit=1").await[0].clone();
    let id = &brand["id"];
    let done = row(
        &store,
        &format!("EXEC CreateBrandImage @BrandId = {id}, @ImageFile = '{path}'"),
    )
    .await;
    let now = get(&store, "v3", &format!("/catalog/brands/{id}")).await;
    assert_eq!(now["image_url"], done["Url"]);
    row(&store, &format!("EXEC DeleteBrandImage @BrandId = {id}")).await;
    assert_eq!(
        get(&store, "v3", &format!("/catalog/brands/{id}")).await["image_url"],
        ""
    );
    row(
        &store,
        &format!("EXEC CreateBrandImage @BrandId = {id}, @ImageUrl = 'https://example.com/b.png'"),
    )
    .await;
    let now = get(&store, "v3", &format!("/catalog/brands/{id}")).await;
    assert_eq!(
        (&now["image_url"], &now["name"]),
        (&json!("https://example.com/b.png"), &brand["name"])
    );

    // Only where the session may read files, and only images.
    let sql = format!("EXEC CreateBrandImage @BrandId = {id}, @File = '{path}'");
    store.sandbox.clear_requests();
    let elsewhere = store.engine.session(SessionOptions::default());
    let refused = answer(&elsewhere, &sql).await.unwrap_err();
    assert!(
        refused.message.contains("is not allowed in this session"),
        "{refused}"
    );
    assert_eq!(store.requests(), [""; 0]);
    std::fs::write(&file, b"no image").unwrap();
    let refused = call(&store, &sql).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Store, "{refused}");
    std::fs::write(&file, vec![0; 8 * 1024 * 1024 + 1]).unwrap();
    let refused = call(&store, &sql).await.unwrap_err();
    assert!(
        refused.message.contains("the store takes 8388608"),
        "{refused}"
    );
    assert_eq!(store.requests(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_made_one_row_each() {
    let store = store("").await;
    let promotions = get(&store, "v3", "/promotions").await;
    let promotions = promotions.as_array().unwrap();
    let bulk = promotions
        .iter()
        .find(|row| row["coupon_type"] == "BULK")
        .unwrap();
    let id = &bulk["id"];
    let sql = format!(
        "EXEC GeneratePromotionCodes @PromotionId = {id}, @Count = 3, @Prefix = 'MAI', @Delimiter = '-', @CodeLength = 6, @ExcludeCharacters = '[\"0\", \"O\"]'"
    );
    let made = call(&store, &sql).await.unwrap();
    assert_eq!(
        (made.columns.as_slice(), made.rows.len()),
        (["Code".to_owned()].as_slice(), 3)
    );
    let codes = get(&store, "v3", &format!("/promotions/{id}/codes?limit=250")).await;
    let codes: Vec<&str> = codes
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["code"].as_str())
        .collect();
    for row in &made.rows {
        assert!(row[0].starts_with("MAI-") && row[0].len() == 10, "{row:?}");
        assert!(codes.contains(&row[0].as_str()), "{row:?}");
    }
}
