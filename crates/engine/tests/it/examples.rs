//! Every example of the definitions runs, and every table that needs no key is read whole.

use storeql_engine::Options;
use storeql_testkit::Store;

#[tokio::test(flavor = "multi_thread")]
async fn every_example_runs() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    let mut failures = Vec::new();
    for table in store.engine.catalog().tables() {
        assert!(!table.examples.is_empty(), "{} has no example", table.name);
        for example in &table.examples {
            if let Err(error) = store.query(&example.sql).await {
                failures.push(format!("{}: {}: {error}", table.name, example.sql));
            }
            failures.extend(store.unknown());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_read_whole() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    let catalog = store.engine.catalog();
    let mut failures = Vec::new();
    for table in catalog
        .tables()
        .filter(|table| catalog.required(table).is_empty())
    {
        let sql = format!("SELECT * FROM {}", table.name);
        if let Err(error) = store.query(&sql).await {
            failures.push(format!("{sql}: {error}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
