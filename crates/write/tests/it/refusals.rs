//! Batches of which the store refuses a part: the rows at fault are told with the store's own words, and the others are written
//! once.

use storeql_write::{RowState, SendOptions, Value};

use crate::store::{Store, insert, int, money, states, text, update, upsert};

fn metafield(product: i64, key: &str) -> Vec<Value> {
    let texts = ["app_only", "trial", key, "x"];
    let texts = texts.iter().map(|&word| text(word));
    std::iter::once(int(product)).chain(texts).collect()
}

const METAFIELD: [&str; 5] = ["resource_id", "permission_set", "namespace", "key", "value"];

#[tokio::test]
async fn metafields_that_are_refused_under_200_are_told() {
    let store = Store::start().await;
    let product = store.all("/v3/catalog/products").await[0]["id"]
        .as_i64()
        .unwrap();
    let rows = vec![
        metafield(product, "one"),
        metafield(987_654, "two"),
        metafield(product, "three"),
    ];
    let outcome = store
        .write_on("product_metafields", insert(&METAFIELD, rows))
        .await;
    let expected = [RowState::Written, RowState::Failed, RowState::Written];
    assert_eq!(states(&outcome), expected, "{outcome:?}");
    let failure = outcome.rows[1].failure.as_ref().unwrap();
    assert_eq!(failure.fields[0].0, "resource_id", "{failure:?}");
    let path = format!("/v3/catalog/products/metafields?resource_id:in={product}");
    let there = store.all(&path).await;
    let ours = there.iter().filter(|row| row["namespace"] == "trial");
    let ours: Vec<(&str, i64)> = ours
        .map(|row| (row["key"].as_str().unwrap(), row["id"].as_i64().unwrap()))
        .collect();
    let keys: Vec<Vec<Value>> = outcome.rows.iter().map(|row| row.key.clone()).collect();
    let [("one", one), ("three", three)] = ours[..] else {
        panic!("{ours:?}")
    };
    assert_eq!(keys, [vec![int(one)], vec![], vec![int(three)]]);
}

#[tokio::test]
async fn customers_that_a_whole_batch_was_refused_for_are_told() {
    let store = Store::start().await;
    let taken = store.all("/v3/customers").await[0]["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let emails = ["a@shop.example", taken.as_str(), "b@shop.example"];
    let rows = |emails: &[&str]| {
        let row = |email: &&str| vec![text(*email), text("Ann"), text("Other")];
        emails.iter().map(row).collect::<Vec<_>>()
    };
    let columns = ["email", "first_name", "last_name"];
    let outcome = store
        .write_on("customers", insert(&columns, rows(&emails)))
        .await;
    let expected = [RowState::Written, RowState::Failed, RowState::Written];
    assert_eq!(states(&outcome), expected, "{outcome:?}");
    for email in emails {
        let there = store.get(&format!("/v3/customers?email:in={email}")).await;
        assert_eq!(there.as_array().unwrap().len(), 1, "{email}");
    }
}

#[tokio::test]
async fn price_records_beside_one_that_is_refused_are_written() {
    let store = Store::start().await;
    let list = store.all("/v3/pricelists").await[0]["id"].as_i64().unwrap();
    let variants = store.all("/v3/catalog/variants").await;
    let mut rows: Vec<Vec<Value>> = variants[..20]
        .iter()
        .map(|variant| {
            let variant = int(variant["id"].as_i64().unwrap());
            vec![int(list), variant, text("USD"), money("3.5000")]
        })
        .collect();
    rows[7][1] = int(987_654);
    let columns = ["price_list_id", "variant_id", "currency", "price"];
    let outcome = store
        .write_on("price_list_records", upsert(&columns, rows))
        .await;
    for (place, row) in outcome.rows.iter().enumerate() {
        let expected = match place {
            7 => RowState::Failed,
            _ => RowState::Written,
        };
        assert_eq!(row.state, expected, "{row:?}");
    }
    let failure = outcome.rows[7].failure.as_ref().unwrap();
    assert_eq!(failure.fields[0].0, "variant_id", "{failure:?}");
    for variant in variants[..20]
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != 7)
    {
        let path = format!(
            "/v3/pricelists/{list}/records?variant_id:in={}",
            variant.1["id"]
        );
        let records = store.get(&path).await;
        let own = records
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["currency"] == "usd");
        let prices: Vec<&serde_json::Value> = own.map(|record| &record["price"]).collect();
        assert_eq!(prices, [&serde_json::json!(3.5)]);
    }
}

#[tokio::test]
async fn a_statement_stops_at_the_first_failure_and_tells_what_was_not_tried() {
    let store = Store::start().await;
    let taken = store.all("/v3/catalog/brands").await[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let names = ["Ahorn", &taken, "Birke", "Buche"];
    let rows = names.iter().map(|name| vec![text(*name)]).collect();
    let options = SendOptions {
        side_by_side: 1,
        ..SendOptions::default()
    };
    let outcome = store
        .write_with("brands", insert(&["name"], rows), options)
        .await;
    let expected = [
        RowState::Written,
        RowState::Failed,
        RowState::NotTried,
        RowState::NotTried,
    ];
    assert_eq!(states(&outcome), expected);
    assert_eq!(outcome.first_error.unwrap().status, Some(409));
    assert_eq!(store.writes().len(), 2);
}

#[tokio::test]
async fn a_cancelled_statement_waits_for_what_was_sent() {
    let store = Store::start().await;
    let options = SendOptions {
        side_by_side: 2,
        ..SendOptions::default()
    };
    let cancelled = options.cancelled.clone();
    let options = SendOptions {
        // The first rows that are known end the statement.
        progress: Some(storeql_write::Progress(std::sync::Arc::new(move |_| {
            cancelled.cancel()
        }))),
        ..options
    };
    let rows = (0..20)
        .map(|number| vec![text(format!("Brand {number}"))])
        .collect();
    let outcome = store
        .write_with("brands", insert(&["name"], rows), options)
        .await;
    let counts = outcome.counts();
    assert_eq!(counts.written, store.writes().len() as u64);
    assert_eq!(counts.written, 2, "{counts:?}");
    assert_eq!(counts.not_tried, 18);
    assert_eq!(outcome.first_error, None);
    assert!(!outcome.is_complete());
}

#[tokio::test]
async fn an_update_sends_along_what_the_store_would_clear() {
    let store = Store::start().await;
    let before = store.get("/v2/coupons").await[0].clone();
    let key = before["id"].as_i64().unwrap();
    let change = update(&["max_uses"], vec![(vec![int(key)], vec![int(5)])]);
    let outcome = store.write("coupons", change).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let after = store.get(&format!("/v2/coupons?id={key}")).await[0].clone();
    assert_eq!(after["max_uses"], 5);
    for member in ["name", "type", "amount", "code", "applies_to"] {
        assert_eq!(after[member], before[member], "{member}");
    }
}

#[tokio::test]
async fn an_upsert_keeps_the_prices_that_it_does_not_name() {
    let store = Store::start().await;
    let list = store.all("/v3/pricelists").await[0]["id"].as_i64().unwrap();
    let variant = store.all("/v3/catalog/variants").await[0]["id"]
        .as_i64()
        .unwrap();
    let row = |prices: &[&str]| {
        let mut row = vec![int(list), int(variant), text("usd")];
        row.extend(prices.iter().map(|price| money(price)));
        vec![row]
    };
    let columns = [
        "price_list_id",
        "variant_id",
        "currency",
        "price",
        "sale_price",
    ];
    let first = upsert(&columns, row(&["9.0000", "8.0000"]));
    assert!(store.write("price_list_records", first).await.is_complete());
    let second = upsert(&columns[..4], row(&["10.0000"]));
    let outcome = store.write("price_list_records", second).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let records = store
        .get(&format!(
            "/v3/pricelists/{list}/records?variant_id:in={variant}"
        ))
        .await;
    let mut records = records.as_array().unwrap().iter();
    let record = records.find(|record| record["currency"] == "usd").unwrap();
    let price = |name: &str| record[name].as_f64().unwrap();
    assert_eq!((price("price"), price("sale_price")), (10.0, 8.0));
}

#[tokio::test]
async fn an_insert_changes_no_row_that_is_there() {
    let store = Store::start().await;
    let redirect = store.all("/v3/storefront/redirects").await[0].clone();
    let columns = ["site_id", "from_path", "to_type", "to_path"];
    let row = vec![
        int(redirect["site_id"].as_i64().unwrap()),
        text(redirect["from_path"].as_str().unwrap()),
        text("url"),
        text("/elsewhere"),
    ];
    let outcome = store.write("redirects", insert(&columns, vec![row])).await;
    assert_eq!(states(&outcome), [RowState::Failed]);
    assert!(store.writes().is_empty());
    assert!(
        store
            .all("/v3/storefront/redirects")
            .await
            .contains(&redirect)
    );
}

#[tokio::test]
async fn a_fee_is_added_changed_and_removed_beside_the_others() {
    let store = Store::start().await;
    let order = store.get("/v2/orders").await[0]["id"].as_i64().unwrap();
    let columns = [
        "order_id",
        "type",
        "display_name_customer",
        "cost_ex_tax",
        "cost_inc_tax",
    ];
    let fee = |name: &str| {
        let costs = ["5.0000", "6.0000"].map(money);
        let words = ["custom_fee", name].map(text);
        [vec![int(order)], words.to_vec(), costs.to_vec()].concat()
    };
    let fees = vec![fee("Insurance"), fee("Lift")];
    let outcome = store.write("order_fees", insert(&columns, fees)).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let path = format!("/v2/orders/{order}/fees");
    let names = |fees: &serde_json::Value| {
        let fees = fees.as_array().cloned().unwrap_or_default();
        let name = |fee: &serde_json::Value| {
            let text = |member: &str| fee[member].as_str().unwrap_or_default().to_owned();
            (fee["id"].as_i64().unwrap(), text("display_name_customer"))
        };
        fees.iter().map(name).collect::<Vec<_>>()
    };
    let there = names(&store.get(&path).await);
    let key = |name: &str| there.iter().find(|(_, there)| there == name).unwrap().0;
    let (insurance, lift) = (key("Insurance"), key("Lift"));
    let address = |key: i64| vec![int(key), int(order)];
    let change = update(
        &["display_name_customer"],
        vec![(address(lift), vec![text("Crane")])],
    );
    let outcome = store.write("order_fees", change).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let after = names(&store.get(&path).await);
    assert_eq!(after.len(), there.len());
    assert!(after.iter().any(|(_, name)| name == "Crane"), "{after:?}");
    let crane = after.iter().find(|(_, name)| name == "Crane").unwrap().0;
    let gone = crate::store::delete(vec![address(crane), address(insurance)]);
    let outcome = store.write("order_fees", gone).await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let after = names(&store.get(&path).await);
    assert_eq!(after.len(), there.len() - 2, "{after:?}");
}
