//! Statements that write one of two things: upserts that the API has not, ON CONFLICT, MERGE; and WITH before a write. What the store has
//! is read as its own JSON.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use storeql_engine::ErrorKind;
use storeql_testkit::Store;

use crate::writing::{BRANDS, PRODUCTS, all, run, store, writes};

async fn told(store: &Store, sql: &str) -> String {
    let done = run(store, sql).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}")).told
}

/// The page titles of the brands by their names.
async fn titles(store: &Store) -> BTreeMap<String, String> {
    let text = |row: &Json, member: &str| row[member].as_str().unwrap_or_default().to_owned();
    let brands = all(store, BRANDS).await;
    let pair = |row: &Json| (text(row, "name"), text(row, "page_title"));
    brands.values().map(pair).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upsert_that_the_api_has_not_looks_for_its_rows() {
    let store = store("").await;
    told(
        &store,
        "INSERT INTO brands (name, page_title, search_keywords) VALUES ('Eins', 'old', 'kept')",
    )
    .await;
    let mut expected = titles(&store).await;
    let upsert = "UPSERT INTO brands (name, page_title) VALUES ('Eins', 'new'), ('Zwei', 'two')";
    assert_eq!(told(&store, upsert).await, "UPSERT 2");
    let sent: Vec<String> = writes(&store)
        .iter()
        .map(|request| request.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(sent, ["PUT", "POST"]);
    expected.insert("Eins".to_owned(), "new".to_owned());
    expected.insert("Zwei".to_owned(), "two".to_owned());
    assert_eq!(titles(&store).await, expected);
    let brands = all(&store, BRANDS).await;
    let one = brands.values().find(|row| row["name"] == "Eins").unwrap();
    assert_eq!(one["search_keywords"], "kept");

    let sql = "INSERT INTO brands (name, page_title) VALUES ('Zwei', 'again'), ('Drei', 'three') \
               ON CONFLICT (name) DO UPDATE SET page_title = excluded.page_title";
    assert_eq!(told(&store, sql).await, "UPSERT 2");
    expected.insert("Zwei".to_owned(), "again".to_owned());
    expected.insert("Drei".to_owned(), "three".to_owned());
    assert_eq!(titles(&store).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_conflict_do_nothing_inserts_what_is_missing() {
    let store = store("").await;
    told(
        &store,
        "INSERT INTO brands (name, page_title) VALUES ('Eins', 'old')",
    )
    .await;
    let mut expected = titles(&store).await;
    for target in ["", " (name)"] {
        let sql = format!(
            "INSERT INTO brands (name, page_title) VALUES ('Eins', 'new'), ('Zwei{target}', 'two'), ('Zwei{target}', 'twice') ON CONFLICT{target} DO NOTHING"
        );
        assert_eq!(told(&store, &sql).await, "INSERT 1", "{sql}");
        assert_eq!(writes(&store), ["POST /v3/catalog/brands"]);
        expected.insert(format!("Zwei{target}"), "two".to_owned());
        assert_eq!(titles(&store).await, expected);
    }
    let sql = "INSERT INTO brands (name) VALUES ('Eins') ON CONFLICT (name) DO NOTHING";
    assert_eq!(told(&store, sql).await, "INSERT 0");
    assert!(writes(&store).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_does_each_row_once() {
    let store = store("").await;
    told(
        &store,
        "INSERT INTO brands (name, page_title) VALUES ('Eins', '1'), ('Zwei', '2'), ('Drei', '3')",
    )
    .await;
    let mut expected = titles(&store).await;
    let merge = "MERGE INTO brands AS b USING (VALUES ('Eins', 'go'), ('Zwei', 'x'), ('Drei', NULL), ('Vier', 'new'), ('Acht', NULL)) AS s (name, what) \
                 ON b.name = s.name \
                 WHEN MATCHED AND s.what = 'go' THEN DELETE \
                 WHEN MATCHED THEN UPDATE SET page_title = coalesce(s.what, b.name || '!') \
                 WHEN NOT MATCHED AND s.what IS NOT NULL THEN INSERT (name, page_title) VALUES (s.name, upper(s.what))";
    assert_eq!(told(&store, merge).await, "MERGE 4");
    expected.remove("Eins");
    expected.insert("Zwei".to_owned(), "x".to_owned());
    expected.insert("Drei".to_owned(), "Drei!".to_owned());
    expected.insert("Vier".to_owned(), "NEW".to_owned());
    assert_eq!(titles(&store).await, expected);
    for twice in [
        "MERGE INTO brands b USING (VALUES ('Zwei'), ('Zwei')) s (name) ON b.name = s.name WHEN MATCHED THEN UPDATE SET page_title = 'same'",
        "MERGE INTO brands b USING (VALUES ('Zwei', 1), ('Zwei', 2)) s (name, n) ON b.name = s.name \
         WHEN MATCHED AND s.n = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET page_title = 'same'",
    ] {
        let error = run(&store, twice).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidValue, "{error}");
        assert!(writes(&store).is_empty(), "{twice}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_is_guarded_as_a_whole() {
    let store = store("MaxAffectedRows=3").await;
    let merge = "MERGE INTO brands b USING (VALUES ('a'), ('b'), ('c'), ('d')) s (name) ON b.name = s.name \
                 WHEN NOT MATCHED THEN INSERT (name) VALUES (s.name)";
    let error = run(&store, merge).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    assert!(
        error
            .message
            .contains("this MERGE would reach 4 rows of brands"),
        "{error}"
    );
    assert!(writes(&store).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_stands_before_any_write() {
    let store = store("").await;
    let products = all(&store, PRODUCTS).await;
    let (first, last) = (
        products.keys().next().unwrap(),
        products.keys().last().unwrap(),
    );
    let with = format!(
        "WITH two AS (SELECT id FROM products WHERE id IN ({first}, {last})), more AS (SELECT id FROM two)"
    );
    let sql =
        format!("{with} INSERT INTO brands (name) SELECT 'Brand ' || CAST(id AS text) FROM more");
    assert_eq!(told(&store, &sql).await, "INSERT 2");
    assert!(titles(&store).await.contains_key(&format!("Brand {first}")));
    let sql = format!(
        "{with} UPDATE products SET warranty = 'w' FROM more WHERE more.id = products.id RETURNING id"
    );
    assert_eq!(told(&store, &sql).await, "UPDATE 2");
    let after = all(&store, PRODUCTS).await;
    let changed = after.values().filter(|row| row["warranty"] == "w").count();
    assert_eq!((changed, after[first]["warranty"].as_str()), (2, Some("w")));
    let sql = format!("{with} DELETE FROM products WHERE id IN (SELECT id FROM more)");
    assert_eq!(told(&store, &sql).await, "DELETE 2");
    assert_eq!(all(&store, PRODUCTS).await.len(), products.len() - 2);
}
