//! Lines and fees of an order, written by their own tables through the order. What the store has afterwards is read as its own JSON.

use serde_json::{Value as Json, json};
use storeql_engine::{ErrorKind, Options};
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

use crate::writing::{self, run, store, writes};
use crate::writing_inside::simple_product;

async fn order(store: &Store) -> i64 {
    let orders = writing::json(store, "v2", "/orders", &[("limit", "50")]).await;
    let mut orders = orders.as_array().unwrap().iter();
    let order = orders.find(|order| order["status_id"] == 11).unwrap();
    order["id"].as_i64().unwrap()
}

async fn lines(store: &Store, order: i64) -> Vec<Json> {
    let path = format!("/orders/{order}/products");
    let lines = writing::json(store, "v2", &path, &[("limit", "250")]).await;
    lines.as_array().unwrap().clone()
}

async fn fees(store: &Store, order: i64) -> Vec<Json> {
    let path = format!("/orders/{order}");
    let order = writing::json(store, "v2", &path, &[("include", "fees")]).await;
    order["fees"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_come_and_go_by_the_orders_put() {
    let store = store("").await;
    let (order, product) = (order(&store).await, simple_product(&store).await);
    let before = lines(&store, order).await;
    let sql = format!(
        "INSERT INTO OrderItems (OrderId, ProductId, QuantityOrdered, LinkedOrderOptions) VALUES ({order}, {product}, 3, '[]');
         INSERT INTO OrderItems (OrderId, Name, CustomSKU, PriceIncTax, PriceExTax, QuantityOrdered) VALUES ({order}, 'Engraving', 'E-1', 4.90, 4.10, 1), ({order}, 'Ribbon', 'R-1', 1, 1, 2)"
    );
    // A line that is added cannot be told from another one, so that each has a request of its own.
    for (sql, count) in sql.split(';').zip([1, 2]) {
        run(&store, sql).await.unwrap();
        let expected = vec![format!("PUT /v2/orders/{order}"); count];
        assert_eq!(writes(&store), expected, "{sql}");
    }
    let after = lines(&store, order).await;
    assert_eq!(
        after[..before.len()]
            .iter()
            .map(|line| &line["id"])
            .collect::<Vec<_>>(),
        before.iter().map(|line| &line["id"]).collect::<Vec<_>>()
    );
    let new = &after[before.len()..];
    let shown: Vec<(&Json, &Json)> = new
        .iter()
        .map(|line| (&line["sku"], &line["quantity"]))
        .collect();
    assert_eq!(
        (new[0]["product_id"].as_i64(), shown[0].1),
        (Some(product), &json!(3))
    );
    assert_eq!(
        shown[1..],
        [(&json!("E-1"), &json!(1)), (&json!("R-1"), &json!(2))]
    );

    let id = &new[2]["id"];
    run(
        &store,
        &format!("UPDATE order_items SET quantity = 5 WHERE order_id = {order} AND id = {id}"),
    )
    .await
    .unwrap();
    let changed = lines(&store, order).await;
    assert_eq!(
        changed.iter().find(|line| line["id"] == *id).unwrap()["quantity"],
        5
    );
    run(
        &store,
        &format!("DELETE FROM order_items WHERE order_id = {order} AND id = {id}"),
    )
    .await
    .unwrap();
    assert!(
        lines(&store, order)
            .await
            .iter()
            .all(|line| line["id"] != *id)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_that_stay_are_sent_along() {
    let store = store("").await;
    let order = order(&store).await;
    let before = fees(&store, order).await;
    let insert = |name: &str, cost: &str| {
        format!(
            "INSERT INTO order_fees (order_id, type, display_name_customer, display_name_merchant, cost_ex_tax, cost_inc_tax) VALUES ({order}, 'custom_fee', '{name}', '{name}', {cost}, {cost})"
        )
    };
    run(&store, &insert("Box", "1.25")).await.unwrap();
    run(&store, &insert("Rush", "7")).await.unwrap();
    let two = fees(&store, order).await;
    assert_eq!(two.len(), before.len() + 2, "{two:?}");
    let named = |fees: &[Json], name: &str| {
        let mut fees = fees.iter();
        fees.find(|fee| fee["display_name_customer"] == name)
            .cloned()
    };
    let (boxed, rush) = (named(&two, "Box").unwrap(), named(&two, "Rush").unwrap());
    run(&store, &format!("UPDATE order_fees SET cost_ex_tax = 2, cost_inc_tax = 2 WHERE order_id = {order} AND id = {}", boxed["id"])).await.unwrap();
    let changed = fees(&store, order).await;
    let now = named(&changed, "Box").unwrap();
    assert_eq!(
        (&now["id"], &now["cost_ex_tax"]),
        (&boxed["id"], &json!("2.0000"))
    );
    assert_eq!(named(&changed, "Rush"), Some(rush));
    run(
        &store,
        &format!(
            "DELETE FROM order_fees WHERE order_id = {order} AND id = {}",
            boxed["id"]
        ),
    )
    .await
    .unwrap();
    let left = fees(&store, order).await;
    assert!(named(&left, "Box").is_none() && named(&left, "Rush").is_some());
    assert_eq!(left.len(), before.len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_whose_fate_is_unknown_is_not_sent_again() {
    let options = storeql_sandbox::Options {
        orders: 20,
        products: 30,
        customers: 20,
        faults: vec!["500:nth=1,method=PUT".parse().unwrap()],
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let store = Store::open(sandbox, "", Options::default()).await.unwrap();
    let (order, product) = (order(&store).await, simple_product(&store).await);
    let sql = format!(
        "INSERT INTO order_items (order_id, product_id, quantity) VALUES ({order}, {product}, 1)"
    );
    let error = run(&store, &sql).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::PartlyWritten);
    assert!(error.message.contains("1 perhaps written"), "{error}");
    assert_eq!(writes(&store).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_order_does_not_take_is_refused_before_the_first_request() {
    let store = store("").await;
    for (sql, said) in [
        (
            "INSERT INTO order_items (order_id, quantity) VALUES (100, 1)",
            "no row without product_id or name",
        ),
        (
            "INSERT INTO order_items (product_id, quantity) VALUES (103, 1)",
            "order_id",
        ),
        (
            "INSERT INTO order_items (order_id, product_id, quantity, total_inc_tax) VALUES (100, 103, 1, 5)",
            "the store sets the column itself",
        ),
        (
            "UPDATE order_items SET order_id = 101 WHERE order_id = 100 AND id = 1",
            "order_id",
        ),
        (
            "INSERT INTO order_fees (order_id, display_name_customer) VALUES (100, 'Box')",
            "no row without type",
        ),
        (
            "INSERT INTO order_fees (order_id, type, display_name_customer) VALUES (100, 'gift', 'Box')",
            "Allowed: custom_fee",
        ),
    ] {
        let error = run(&store, sql).await.unwrap_err();
        assert!(error.to_string().contains(said), "{sql}: {error}");
        assert_eq!(writes(&store), [""; 0], "{sql}");
    }
}
