//! What a write answers beside its count: RETURNING, `sys_identity` and `SCOPE_IDENTITY()`. What the store has is read as its own JSON.

use storeql_engine::SessionOptions;
use storeql_testkit::{Store, answer};

use crate::writing::{BRANDS, PRODUCTS, all, store, writes};

/// The rows that a statement answers.
async fn rows(store: &Store, sql: &str) -> Vec<Vec<String>> {
    store.sandbox.clear_requests();
    let session = store.engine.session(SessionOptions::default());
    let answer = answer(&session, sql).await;
    answer.unwrap_or_else(|error| panic!("{sql}: {error}")).rows
}

#[tokio::test(flavor = "multi_thread")]
async fn returning_answers_the_rows_as_the_store_has_them() {
    let store = store("").await;
    let new = rows(
        &store,
        "INSERT INTO brands (name, page_title) VALUES ('Ulme', 'U'), ('Esche', NULL), ('Ahorn', 'A') RETURNING id AS number, upper(name), brands.page_title",
    )
    .await;
    // One read for all of them.
    let reads = store.requests();
    let reads = reads.iter().filter(|request| request.starts_with("GET "));
    assert_eq!(reads.count(), 1, "{:?}", store.requests());
    let brands = all(&store, BRANDS).await;
    assert_eq!(new.len(), 3);
    for (row, name) in new.iter().zip(["Ulme", "Esche", "Ahorn"]) {
        let id: i64 = row[0].parse().unwrap();
        assert_eq!(brands[&id]["name"], name);
        assert_eq!(row[1], name.to_uppercase());
        assert_eq!(brands[&id]["page_title"], row[2]);
    }

    let products = all(&store, PRODUCTS).await;
    let ids: Vec<i64> = products.keys().copied().take(3).collect();
    let sql = format!(
        "UPDATE products p SET price = p.price + 1, warranty = 'w' WHERE id IN ({}, {}) RETURNING *",
        ids[0], ids[2]
    );
    let session = store.engine.session(SessionOptions::default());
    let all_columns = answer(&session, &sql).await.unwrap();
    let place = |name: &str| {
        all_columns
            .columns
            .iter()
            .position(|column| column == name)
            .unwrap()
    };
    let (id, price) = (place("id"), place("price"));
    let after = all(&store, PRODUCTS).await;
    assert_eq!(all_columns.rows.len(), 2);
    for row in &all_columns.rows {
        let product = &after[&row[id].parse().unwrap()];
        let shown: f64 = row[price].parse().unwrap();
        assert_eq!(shown, product["price"].as_f64().unwrap());
        assert_eq!(row[place("warranty")], "w");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn returning_of_a_delete_answers_the_rows_as_they_were() {
    let store = store("").await;
    let before = all(&store, BRANDS).await;
    let ids: Vec<i64> = before.keys().copied().take(2).collect();
    let sql = format!(
        "DELETE FROM brands b USING (VALUES ({}, 'one'), ({}, 'two')) AS gone (id, word) WHERE gone.id = b.id RETURNING b.id, b.name, word",
        ids[0], ids[1]
    );
    let mut gone = rows(&store, &sql).await;
    gone.sort();
    let expected: Vec<Vec<String>> = ids
        .iter()
        .zip(["one", "two"])
        .map(|(id, word)| {
            let name = before[id]["name"].as_str().unwrap().to_owned();
            vec![id.to_string(), name, word.to_owned()]
        })
        .collect();
    assert_eq!(gone, expected);
    let after = all(&store, BRANDS).await;
    assert!(ids.iter().all(|id| !after.contains_key(id)));
    assert_eq!(after.len(), before.len() - 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn returning_of_no_rows_is_none() {
    let store = store("").await;
    for sql in [
        "UPDATE brands SET page_title = 'x' WHERE 1 = 0 RETURNING id, name",
        "DELETE FROM brands WHERE 1 = 0 RETURNING id, name",
        "INSERT INTO brands (name) SELECT name FROM brands WHERE 1 = 0 RETURNING id, name",
    ] {
        assert!(rows(&store, sql).await.is_empty(), "{sql}");
        assert!(writes(&store).is_empty(), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_latest_write_is_told_row_by_row() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let ask = async |sql: &str| answer(&session, sql).await.unwrap().rows;
    assert_eq!(ask("SELECT SCOPE_IDENTITY()").await, [["NULL"]]);
    assert!(ask("SELECT * FROM sys_identity").await.is_empty());

    ask("INSERT INTO brands (name) VALUES ('Eins'), ('Zwei')").await;
    let brands = all(&store, BRANDS).await;
    let id = |name: &str| {
        let found = brands.iter().find(|(_, row)| row["name"] == name);
        found.unwrap().0.to_string()
    };
    assert_eq!(ask("SELECT SCOPE_IDENTITY() AS id").await, [[id("Zwei")]]);
    let told = "SELECT Id, Batch, Operation, State, TableName FROM sys_identity ORDER BY Batch";
    assert_eq!(
        ask(told).await,
        [
            [&id("Eins"), "1", "INSERT", "written", "brands"],
            [&id("Zwei"), "2", "INSERT", "written", "brands"],
        ]
    );
    ask("UPDATE brands SET name = 'Zwei' WHERE name = 'Zwei'").await;
    assert_eq!(
        ask(told).await,
        [[&id("Zwei"), "1", "UPDATE", "unchanged", "brands"]]
    );
    // Another session has written nothing.
    let other = store.engine.session(SessionOptions::default());
    assert!(answer(&other, told).await.unwrap().rows.is_empty());
}
