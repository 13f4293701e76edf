//! Every statement of docs/writing.md runs, one after another on one store.

use std::fs;

use serde_json::json;
use storeql_engine::{SessionOptions, Statement};
use storeql_testkit::answer;

use crate::procedures_writing::order;
use crate::writing::{PRODUCTS, all, get, run_in, store};

const PAGE: &str = include_str!("../../../../docs/writing.md");

fn statements(text: &str) -> Vec<Statement> {
    let blocks = text.split("```sql\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().unwrap());
    blocks
        .flat_map(|block| Statement::split(block).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_of_the_page_runs() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let page = PAGE.split("## Recipes").next().unwrap();
    let statements = statements(page);
    assert_eq!(statements.len(), 23);
    let mut wrong = Vec::new();
    let mut told = Vec::new();
    for statement in &statements {
        match run_in(&session, statement.text()).await {
            Ok(done) => told.push(done.told),
            Err(error) => wrong.push(format!("{}: {error}", statement.text())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let upserted = told.iter().find(|told| told.starts_with("UPSERT")).unwrap();
    assert_ne!(upserted, "UPSERT 0");
    for did in ["INSERT 2", "INSERT 1", "DELETE 1"] {
        assert!(told.iter().any(|told| told == did), "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recipe_does_what_it_says() {
    let store = store("").await;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    let products = all(&store, PRODUCTS).await;
    let skus = products.values().filter_map(|row| row["sku"].as_str());
    let skus: Vec<String> = skus
        .filter(|sku| !sku.is_empty())
        .map(str::to_owned)
        .take(3)
        .collect();
    let lines = skus.iter().enumerate();
    let prices: String = lines
        .map(|(place, sku)| format!("{sku},{place}.95\n"))
        .collect();
    write("prices.csv", format!("sku,price\n{prices}"));
    let customers = all(&store, "/customers").await;
    let known = customers.values().next().unwrap();
    write(
        "customers.csv",
        format!(
            "email,first_name,last_name,company\n{},Wer,Anders,\nada@example.net,Ada,Neu,Werft\nbo@example.net,Bo,Neu,\n",
            known["email"].as_str().unwrap()
        ),
    );
    write(
        "redirects.csv",
        "from_path,to_type,to_path\n/fruehling,url,/sale\n".to_owned(),
    );
    let stock = all(&store, "/inventory/locations/1/items").await;
    let stocked = stock.values().next().unwrap()["identity"]["sku"].clone();
    write(
        "stock.csv",
        format!("sku,quantity\n{},77\n", stocked.as_str().unwrap()),
    );

    // The numbers of the page stand for those of a store.
    let order = order(&store, 11).await;
    let brand = products
        .values()
        .find_map(|row| row["brand_id"].as_i64().filter(|id| *id > 0));
    let brand = brand.unwrap();
    let recipes = PAGE.split("## Recipes").nth(1).unwrap();
    let recipes = recipes.replace("108", &order.to_string());
    let recipes = recipes.replace("brand_id = 36", &format!("brand_id = {brand}"));
    let options = SessionOptions::default().files_below(folder.path().to_owned());
    let session = store.engine.session(options);
    let statements = statements(&recipes);
    assert_eq!(statements.len(), 12);
    for statement in &statements {
        let done = answer(&session, statement.text()).await;
        if let Err(error) = done {
            panic!("{}: {error}", statement.text());
        }
    }

    let priced = all(&store, PRODUCTS).await;
    for (place, sku) in skus.iter().enumerate() {
        let product = priced
            .values()
            .find(|row| row["sku"] == sku.as_str())
            .unwrap();
        assert_eq!(
            product["price"].as_f64(),
            Some(place as f64 + 0.95),
            "{sku}"
        );
    }
    let now = all(&store, "/customers").await;
    assert_eq!(now.len(), customers.len() + 2);
    assert_eq!(&now[&known["id"].as_i64().unwrap()], known);
    let refunded = get(&store, "v2", &format!("/orders/{order}")).await;
    assert_eq!(refunded["status"], "Partially Refunded");
    assert_eq!(refunded["items_shipped"], refunded["items_total"]);
    let refunds = get(
        &store,
        "v3",
        &format!("/orders/{order}/payment_actions/refunds"),
    )
    .await;
    let refunds = refunds.as_array().unwrap();
    assert!(
        refunds
            .iter()
            .any(|refund| refund["total_amount"] == json!(1.5)),
        "{refunds:?}"
    );
    let redirects = all(&store, "/storefront/redirects").await;
    let products: Vec<i64> = priced.keys().copied().collect();
    let mut to_products = redirects
        .values()
        .filter(|row| row["to"]["type"] == "product");
    assert!(to_products.all(|row| products.contains(&row["to"]["entity_id"].as_i64().unwrap())));
    assert!(
        redirects
            .values()
            .any(|row| row["from_path"] == "/fruehling")
    );
    let facts = all(&store, "/catalog/products/metafields").await;
    let washed = facts.values().filter(|row| row["key"] == "washing").count();
    let of_brand = priced
        .values()
        .filter(|row| row["brand_id"] == brand)
        .count();
    assert_eq!(washed, of_brand);
    assert!(washed > 0);
    let stock = all(&store, "/inventory/locations/1/items").await;
    let shown = stock
        .values()
        .find(|row| row["identity"]["sku"] == stocked)
        .unwrap();
    assert_eq!(shown["total_inventory_onhand"], 77);
}
