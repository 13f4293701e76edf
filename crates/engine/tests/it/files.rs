//! Rows of files in a FROM: their types, what a write makes of them, and which files a session may read.

use std::path::Path;

use storeql_engine::{ErrorKind, SessionOptions};
use storeql_testkit::answer;

use crate::writing::{BRANDS, PRODUCTS, all, store, writes};

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_come_from_a_file_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let store = store("").await;
    let products = all(&store, PRODUCTS).await;
    let ids: Vec<i64> = products.keys().copied().take(2).collect();
    let csv = format!(
        "\u{feff}Id;Price;Note\n{};19.99;\"a;b\"\n{};0.1;\n",
        ids[0], ids[1]
    );
    let path = file(folder.path(), "prices.csv", &csv);
    let session = store.engine.session(SessionOptions::default().any_files());
    let rows = answer(
        &session,
        &format!("SELECT *, price * 3 AS three FROM read_csv('{path}') f"),
    )
    .await
    .unwrap();
    assert_eq!(rows.columns, ["id", "price", "note", "three"]);
    assert_eq!(rows.rows[0], [&ids[0].to_string(), "19.99", "a;b", "59.97"]);
    assert_eq!(rows.rows[1][2], "NULL");
    let update = format!(
        "UPDATE products SET price = f.price FROM read_csv('{path}') AS f WHERE f.id = products.id RETURNING id"
    );
    assert_eq!(answer(&session, &update).await.unwrap().rows.len(), 2);
    let after = all(&store, PRODUCTS).await;
    assert_eq!(after[&ids[0]]["price"], 19.99);
    assert_eq!(after[&ids[1]]["price"], 0.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_lines_or_an_array() {
    let folder = tempfile::tempdir().unwrap();
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default().any_files());
    let lines = "{\"Name\": \"Eins\", \"n\": 1}\n{\"Name\": \"Zwei\", \"n\": 2.5}\n";
    let array = "[{\"Name\": \"Drei\", \"n\": 3},\n {\"Name\": \"Vier\"}]";
    for (text, names) in [(lines, ["Eins", "Zwei"]), (array, ["Drei", "Vier"])] {
        let path = file(folder.path(), "brands.json", text);
        let sql = format!(
            "INSERT INTO brands (name) SELECT name FROM read_json('{path}') ORDER BY n RETURNING name"
        );
        let rows = answer(&session, &sql).await.unwrap().rows;
        assert_eq!(rows, names.map(|name| vec![name.to_owned()]));
    }
    let brands = all(&store, BRANDS).await;
    for name in ["Eins", "Zwei", "Drei", "Vier"] {
        assert_eq!(brands.values().filter(|row| row["name"] == name).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_reads_the_files_that_it_may() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    let secret = file(folder.path(), "secret.csv", "a\n1\n");
    file(&inside, "open.csv", "a\n1\n");
    std::os::unix::fs::symlink(&secret, inside.join("link.csv")).unwrap();
    let store = store("").await;
    let session = |options: SessionOptions| store.engine.session(options);
    let none = session(SessionOptions::default());
    let below = session(SessionOptions::default().files_below(inside.clone()));
    for (session, path, said) in [
        (&none, secret.as_str(), "is not allowed in this session"),
        (
            &below,
            secret.as_str(),
            "below the folder of this session only",
        ),
        (
            &below,
            "../secret.csv",
            "below the folder of this session only",
        ),
        (&below, "link.csv", "below the folder of this session only"),
        (
            &below,
            "missing.csv",
            "below the folder of this session only",
        ),
    ] {
        let error = answer(session, &format!("SELECT * FROM read_csv('{path}')"))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{path}: {error}");
        assert!(error.message.contains(said), "{path}: {error}");
    }
    let rows = answer(&below, "SELECT * FROM read_csv('open.csv')")
        .await
        .unwrap()
        .rows;
    assert_eq!(rows, [["1"]]);
    let any = session(SessionOptions::default().any_files());
    let error = answer(&any, "SELECT * FROM read_csv('/nowhere.csv')")
        .await
        .unwrap_err();
    assert!(
        error
            .message
            .contains("the file /nowhere.csv cannot be read"),
        "{error}"
    );
    assert!(writes(&store).is_empty());
}
