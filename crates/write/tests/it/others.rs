//! Tables whose rows are made of what other rows have, or show only in those: variants, shipments, lines of carts, stock.

use serde_json::Value as Json;
use storeql_write::{RowState, Value, Verb, address_of};

use crate::store::{Store, delete, insert, int, money, states, table, text, update};

fn id(row: &Json) -> i64 {
    row["id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_variant_is_made_changed_by_two_requests_and_removed() {
    let store = Store::start().await;
    let columns = ["name", "type", "weight", "price"];
    let row = vec![
        text("Vase"),
        text("physical"),
        money("1.0"),
        money("20.0000"),
    ];
    let made = store.write("products", insert(&columns, vec![row])).await;
    let [Value::Int(product)] = made.rows[0].key[..] else {
        panic!("{made:?}")
    };
    let columns = ["product_id", "display_name", "type", "option_values"];
    let values = Value::Json(
        r#"[{"label":"Red","sort_order":1},{"label":"Blue","sort_order":2}]"#.to_owned(),
    );
    let row = vec![int(product), text("Glaze"), text("dropdown"), values];
    let made = store
        .write("product_options", insert(&columns, vec![row]))
        .await;
    assert!(made.is_complete(), "{made:?}");
    let options = store
        .all(&format!("/v3/catalog/products/{product}/options"))
        .await;
    let option = &options[0];
    let value = &option["option_values"][0];
    let of_option = format!(r#"[{{"option_id":{},"id":{}}}]"#, option["id"], value["id"]);
    let columns = ["product_id", "sku", "option_values"];
    let row = vec![int(product), text("VASE-RED"), Value::Json(of_option)];
    let made = store
        .write("product_variants", insert(&columns, vec![row]))
        .await;
    let [Value::Int(variant)] = made.rows[0].key[..] else {
        panic!("{made:?}")
    };
    let address = |verb| {
        let names = address_of(table("product_variants"), verb);
        let of = |name: &String| match name.as_str() {
            "id" => int(variant),
            _ => int(product),
        };
        names.iter().map(of).collect::<Vec<_>>()
    };
    store.sandbox.clear_requests();
    // The list takes the price, and the variant's own path its stock code.
    let rows = vec![(
        address(Verb::Update),
        vec![money("19.0000"), text("VASE-R")],
    )];
    let outcome = store
        .write("product_variants", update(&["price", "sku"], rows))
        .await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let sent: Vec<String> = store.writes().into_iter().map(|(line, _)| line).collect();
    let own = format!("PUT /v3/catalog/products/{product}/variants/{variant}");
    assert_eq!(sent, ["PUT /v3/catalog/variants".to_owned(), own]);
    let path = format!("/v3/catalog/products/{product}/variants");
    let variants = store.all(&path).await;
    let there = variants.iter().find(|row| id(row) == variant).unwrap();
    assert_eq!(
        (there["price"].as_f64(), &there["sku"]),
        (Some(19.0), &"VASE-R".into())
    );
    // A null goes by the path that takes one.
    let rows = vec![(address(Verb::Update), vec![Value::Null])];
    let outcome = store
        .write("product_variants", update(&["price"], rows))
        .await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let variants = store.all(&path).await;
    let there = variants.iter().find(|row| id(row) == variant).unwrap();
    assert!(there["price"].is_null());
    let outcome = store
        .write("product_variants", delete(vec![address(Verb::Delete)]))
        .await;
    assert!(outcome.is_complete(), "{outcome:?}");
    assert!(store.all(&path).await.iter().all(|row| id(row) != variant));
}

#[tokio::test]
async fn a_shipment_names_lines_and_is_removed() {
    let store = Store::start().await;
    for order in store
        .get("/v2/orders?status_id=11")
        .await
        .as_array()
        .unwrap()
    {
        let order = id(order);
        let addresses = store
            .get(&format!("/v2/orders/{order}/shipping_addresses"))
            .await;
        let lines = store.get(&format!("/v2/orders/{order}/products")).await;
        let (Some(address), Some(line)) = (addresses.get(0), lines.get(0)) else {
            continue;
        };
        if line["order_address_id"] != address["id"] {
            continue;
        }
        let items = format!(r#"[{{"order_product_id":{},"quantity":1}}]"#, line["id"]);
        let columns = ["order_id", "order_address_id", "items", "tracking_number"];
        let row = vec![
            int(order),
            int(id(address)),
            Value::Json(items),
            text("TRACK-1"),
        ];
        let made = store
            .write("order_shipments", insert(&columns, vec![row]))
            .await;
        assert!(made.is_complete(), "{made:?}");
        let path = format!("/v2/orders/{order}/shipments");
        let shipments = store.get(&path).await;
        let mut shipments = shipments.as_array().unwrap().iter();
        let there = shipments
            .find(|row| row["tracking_number"] == "TRACK-1")
            .unwrap();
        assert_eq!(made.rows[0].key, [int(id(there))]);
        let address = vec![int(id(there)), int(order)];
        let rows = vec![(address.clone(), vec![text("TRACK-2")])];
        let outcome = store
            .write("order_shipments", update(&["tracking_number"], rows))
            .await;
        assert!(outcome.is_complete(), "{outcome:?}");
        let outcome = store.write("order_shipments", delete(vec![address])).await;
        assert!(outcome.is_complete(), "{outcome:?}");
        return;
    }
    panic!("no order to ship");
}

#[tokio::test]
async fn lines_of_a_cart_come_change_and_go() {
    let store = Store::start().await;
    let custom = r#"[{"name":"Engraving","quantity":1,"list_price":5}]"#;
    let row = vec![Value::Json(custom.to_owned())];
    let made = store
        .write("carts", insert(&["custom_items"], vec![row]))
        .await;
    let [Value::Text(cart)] = &made.rows[0].key[..] else {
        panic!("{made:?}")
    };
    let variants = store.all("/v3/catalog/variants").await;
    let columns = ["cart_id", "product_id", "variant_id", "quantity"];
    let row = vec![
        text(&**cart),
        int(variants[0]["product_id"].as_i64().unwrap()),
        int(id(&variants[0])),
        int(2),
    ];
    let outcome = store.write("cart_items", insert(&columns, vec![row])).await;
    assert_eq!(states(&outcome), [RowState::Written], "{outcome:?}");
    let path = format!("/v3/carts/{cart}");
    let lines = store.get(&path).await["line_items"]["physical_items"].clone();
    assert_eq!(lines[0]["quantity"], 2);
    let line = lines[0]["id"].as_str().unwrap();
    let names = address_of(table("cart_items"), Verb::Delete);
    let address: Vec<Value> = names
        .iter()
        .map(|name| text(if name == "id" { line } else { cart }))
        .collect();
    let outcome = store.write("cart_items", delete(vec![address])).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let lines = store.get(&path).await["line_items"]["physical_items"].clone();
    assert_eq!(lines.as_array().map_or(0, Vec::len), 0);
}

#[tokio::test]
async fn products_of_a_category_are_put_in_order() {
    let store = Store::start().await;
    let product = store.all("/v3/catalog/products").await.remove(0);
    let category = product["categories"][0].as_i64().unwrap();
    let address = vec![int(category), int(id(&product))];
    let change = update(&["sort_order"], vec![(address, vec![int(7)])]);
    let outcome = store.write("category_product_sort_order", change).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let path = format!("/v3/catalog/categories/{category}/products/sort-order");
    let rows = store.get(&path).await;
    let mut rows = rows.as_array().unwrap().iter();
    let row = rows.find(|row| row["product_id"] == product["id"]).unwrap();
    assert_eq!(row["sort_order"], 7);
}

#[tokio::test]
async fn stock_is_set_by_one_request_and_shows_later() {
    let store = Store::start().await;
    let items = store.all("/v3/inventory/items").await;
    let item = &items[0];
    let variant = item["identity"]["variant_id"].as_i64().unwrap();
    let location = item["locations"][0]["location_id"].as_i64().unwrap();
    let rows = vec![(vec![int(location), int(variant)], vec![int(77), int(5)])];
    store.sandbox.clear_requests();
    let change = update(&["total_inventory_onhand", "safety_stock"], rows);
    let outcome = store.write("location_inventory", change).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let sent: Vec<String> = store.writes().into_iter().map(|(line, _)| line).collect();
    let settings = format!("PUT /v3/inventory/locations/{location}/items");
    assert_eq!(
        sent,
        [
            settings,
            "PUT /v3/inventory/adjustments/absolute".to_owned()
        ]
    );
    let path = format!("/v3/inventory/items?variant_id:in={variant}");
    for _ in 0..20 {
        let item = store.get(&path).await[0].clone();
        let mut places = item["locations"].as_array().unwrap().iter();
        let place = places
            .find(|place| place["location_id"] == location)
            .unwrap();
        if place["total_inventory_onhand"] == 77 && place["settings"]["safety_stock"] == 5 {
            return;
        }
    }
    panic!("the stock does not show");
}

#[tokio::test]
async fn an_upsert_that_the_store_does_not_have_is_an_insert_and_an_update() {
    let store = Store::start().await;
    let customer = store.all("/v3/customers").await.remove(3);
    let columns = ["email", "first_name", "last_name", "notes"].map(str::to_owned);
    let row = |number, email: &str| storeql_write::NewRow {
        number,
        values: vec![text(email), text("Ann"), text("Other"), text("called")],
    };
    // Letter case tells no addresses apart.
    let known = customer["email"].as_str().unwrap().to_uppercase();
    let rows = [row(1, &known), row(2, "brand-new@shop.example")];
    let customers = table("customers");
    let split = async || {
        let found = storeql_write::find_existing(
            customers,
            &columns,
            &rows,
            &columns[..1],
            &store.client,
            &storeql_client::Meter::default(),
        )
        .await
        .unwrap();
        storeql_write::split_upsert(customers, &columns, &rows, &columns[3..], found)
    };
    let (insert, update) = split().await;
    assert_eq!((insert.numbers(), update.numbers()), (vec![2], vec![1]));
    assert!(store.write("customers", insert).await.is_complete());
    assert!(store.write("customers", update).await.is_complete());
    let after = store.all("/v3/customers").await;
    let of = |email: &str| {
        let mut rows = after.iter();
        rows.find(|row| row["email"] == email).unwrap().clone()
    };
    assert_eq!(of("brand-new@shop.example")["notes"], "called");
    let changed = of(customer["email"].as_str().unwrap());
    assert_eq!(changed["notes"], "called");
    assert_eq!(changed["first_name"], customer["first_name"]);
    // Rows that have the values are not sent.
    let (insert, update) = split().await;
    assert_eq!(insert.numbers(), [0; 0]);
    let plan = storeql_write::plan(customers, update).unwrap();
    assert_eq!((plan.requests().len(), plan.unchanged()), (0, vec![1, 2]));
}

#[tokio::test]
async fn categories_beside_one_that_is_refused_are_written() {
    let store = Store::start().await;
    let tree = id(&store.get("/v3/catalog/trees").await[0]);
    let taken = store.all("/v3/catalog/trees/categories").await;
    let taken = taken.iter().find(|row| row["parent_id"] == 0).unwrap();
    let names = ["Zeppelins", taken["name"].as_str().unwrap(), "Gondolas"];
    let rows = names.iter().map(|name| vec![text(*name), int(tree)]);
    let change = insert(&["name", "tree_id"], rows.collect());
    let outcome = store.write_on("categories", change).await;
    let expected = [RowState::Written, RowState::Failed, RowState::Written];
    assert_eq!(states(&outcome), expected, "{outcome:?}");
    let after = store.all("/v3/catalog/trees/categories").await;
    for (name, row) in names.iter().zip(&outcome.rows) {
        let there: Vec<&Json> = after.iter().filter(|row| row["name"] == *name).collect();
        assert_eq!(there.len(), 1, "{name}");
        if row.state == RowState::Written {
            assert_eq!(row.key, [int(there[0]["category_id"].as_i64().unwrap())]);
        }
    }
}

#[tokio::test]
async fn categories_beside_one_that_may_not_go_are_deleted() {
    let store = Store::start().await;
    let tree = id(&store.get("/v3/catalog/trees").await[0]);
    let rows = ["Zeppelins", "Gondolas"].map(|name| vec![text(name), int(tree)]);
    let made = store
        .write("categories", insert(&["name", "tree_id"], rows.to_vec()))
        .await;
    assert!(made.is_complete(), "{made:?}");
    let product = store.all("/v3/catalog/products").await.remove(0);
    let full = product["categories"][0].clone();
    let [first, second] = [0, 1].map(|place: usize| made.rows[place].key.clone());
    let keys = vec![first, vec![int(full.as_i64().unwrap())], second];
    let outcome = store.write_on("categories", delete(keys)).await;
    let expected = [RowState::Written, RowState::Failed, RowState::Written];
    assert_eq!(states(&outcome), expected, "{outcome:?}");
    for _ in 0..10 {
        let after = store.all("/v3/catalog/trees/categories").await;
        assert!(after.iter().any(|row| row["category_id"] == full));
        let new = after
            .iter()
            .filter(|row| row["name"] == "Zeppelins" || row["name"] == "Gondolas");
        if new.count() == 0 {
            return;
        }
    }
    panic!("the categories do not go");
}

#[tokio::test]
async fn lines_of_an_order_are_told_with_their_keys() {
    let store = Store::start().await;
    let order = id(&store.get("/v2/orders").await[0]);
    let columns = [
        "order_id",
        "name",
        "quantity",
        "price_ex_tax",
        "price_inc_tax",
    ];
    let line = |name: &str| {
        let prices = ["5.0000", "6.0000"].map(money);
        [vec![int(order), text(name), int(1)], prices.to_vec()].concat()
    };
    let rows = vec![line("Engraving"), line("Gift box")];
    let outcome = store.write("order_items", insert(&columns, rows)).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let lines = store
        .get(&format!("/v2/orders/{order}/products?limit=250"))
        .await;
    for (row, name) in outcome.rows.iter().zip(["Engraving", "Gift box"]) {
        let mut lines = lines.as_array().unwrap().iter();
        let there = lines.find(|line| line["name"] == name).unwrap();
        assert_eq!(row.key, [int(id(there))]);
    }
}
