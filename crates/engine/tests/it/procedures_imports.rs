//! Procedures that write the rows of a CSV file.

use std::path::{Path, PathBuf};

use storeql_engine::{Error, ErrorKind, SessionOptions};
use storeql_testkit::{Answer, Store, answer};

use crate::writing::{PRODUCTS, all, store, writes};

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, text: &str) -> PathBuf {
        let path = self.0.path().join("it's.csv");
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn exec(procedure: &str, file: &Path, more: &str) -> String {
    let path = file.display().to_string().replace('\'', "''");
    format!("EXEC {procedure} @File = '{path}'{more}")
}

async fn call(store: &Store, sql: &str) -> Result<Answer, Error> {
    store.sandbox.clear_requests();
    let options = SessionOptions::default().any_files();
    answer(&store.engine.session(options), sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_of_products_come_from_a_file() {
    let (store, files) = (store("MaxAffectedRows=5").await, Files::new());
    let before = all(&store, PRODUCTS).await;
    let rows: Vec<String> = before.keys().map(|id| format!("{id},{id}.25,")).collect();
    let file = files.file(&format!("ID,Price,sale_price\n{}\n", rows.join("\n")));
    call(&store, &exec("ImportPrices", &file, ""))
        .await
        .unwrap();
    assert_eq!(
        writes(&store).len(),
        before.len().div_ceil(10),
        "in batches of ten"
    );
    for (id, product) in all(&store, PRODUCTS).await {
        assert_eq!(product["price"].as_f64(), Some(id as f64 + 0.25), "{id}");
        assert_eq!(
            product["sale_price"].as_f64(),
            Some(0.0),
            "an empty cell is no sale"
        );
    }

    // By stock codes. One that the store does not have refuses all before anything is written.
    let skus: Vec<&str> = before
        .values()
        .filter_map(|row| row["sku"].as_str())
        .filter(|sku| !sku.is_empty())
        .take(2)
        .collect();
    let text = format!("sku;price\n{};5.5\n{};6\n", skus[0], skus[1]);
    let file = files.file(&format!("{text}NOSUCH-1;7\n"));
    let error = call(&store, &exec("ImportPrices", &file, ""))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidValue);
    assert!(
        error
            .message
            .contains("1 rows of the file name a sku that the store does not have: NOSUCH-1"),
        "{error}"
    );
    assert_eq!(writes(&store), [""; 0]);
    let file = files.file(&text);
    call(&store, &exec("ImportPrices", &file, ""))
        .await
        .unwrap();
    let after = all(&store, PRODUCTS).await;
    let price = |sku: &str| after.values().find(|row| row["sku"] == sku).unwrap()["price"].as_f64();
    assert_eq!((price(skus[0]), price(skus[1])), (Some(5.5), Some(6.0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_of_a_list_come_from_a_file() {
    let (store, files) = (store("").await, Files::new());
    let variants = all(&store, "/catalog/variants").await;
    let variants: Vec<_> = variants.values().take(12).collect();
    let list = *all(&store, "/pricelists").await.keys().next().unwrap();
    let rows: Vec<String> = variants
        .iter()
        .map(|row| format!("{},9.95", row["sku"].as_str().unwrap()))
        .collect();
    let file = files.file(&format!("sku,price\n{}\n", rows.join("\n")));
    let more = format!(", @PriceListId = {list}, @Currency = 'usd'");
    call(&store, &exec("ImportPrices", &file, &more))
        .await
        .unwrap();
    assert_eq!(
        writes(&store),
        [format!("PUT /v3/pricelists/{list}/records")]
    );
    let records = all(&store, &format!("/pricelists/{list}/records")).await;
    for variant in &variants {
        let of = |record: &&serde_json::Value| {
            record["variant_id"] == variant["id"]
                && record["currency"]
                    .as_str()
                    .unwrap()
                    .eq_ignore_ascii_case("usd")
        };
        assert_eq!(
            records.values().find(of).unwrap()["price"].as_f64(),
            Some(9.95)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_come_from_a_file() {
    let (store, files) = (store("").await, Files::new());
    let site = *all(&store, "/sites").await.keys().next().unwrap();
    let text = "from_path,to_type,to_path\n/alt-1,url,https://example.com/neu-1\n/alt-2,url,https://example.com/neu-2\n";
    let file = files.file(text);
    let sql = exec("ImportRedirects", &file, &format!(", @SiteId = {site}"));
    let explained = call(&store, &format!("EXPLAIN {sql}")).await.unwrap();
    assert!(
        explained.rows[0][1].contains("UPSERT redirects: rows 2"),
        "{:?}",
        explained.rows
    );
    assert_eq!(store.requests(), [""; 0]);
    call(&store, &sql).await.unwrap();
    assert_eq!(writes(&store), ["PUT /v3/storefront/redirects"]);
    let redirects = all(&store, "/storefront/redirects").await;
    let made = redirects
        .values()
        .filter(|row| row["from_path"].as_str().unwrap().starts_with("/alt-"));
    assert_eq!(made.count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_fit_is_refused() {
    let (store, files) = (store("").await, Files::new());
    for (procedure, text, more, why) in [
        (
            "ImportPrices",
            "name,price\na,1\n",
            "",
            "and the call takes files with",
        ),
        (
            "ImportPrices",
            "id,price\n7,1\n",
            ", @PriceListId = 1",
            "and the call takes files with",
        ),
        (
            "ImportPrices",
            "id,prize\n7,1\n",
            "",
            "the file has a column prize",
        ),
        ("ImportPrices", "id\n7\n", "", "none of the columns price"),
        (
            "ImportRedirects",
            "from_path,to_path\n/a,/b\n",
            "",
            "from_path, site_id",
        ),
        ("ImportPrices", "id,price\n107,teuer\n", "", ""),
    ] {
        let file = files.file(text);
        let error = call(&store, &exec(procedure, &file, more))
            .await
            .unwrap_err();
        assert!(error.message.contains(why), "{text}: {error}");
        assert_eq!(writes(&store), [""; 0], "{text}");
    }
    let file = files.file("id,price\n107,1\n");
    let sql = exec("ImportPrices", &file, "");
    let elsewhere = store.engine.session(SessionOptions::default());
    let refused = elsewhere.prepare(&sql).await.unwrap_err();
    assert!(
        refused.message.contains("is not allowed in this session"),
        "{refused}"
    );
    let options = SessionOptions::default().any_files().read_only(true);
    let refused = store
        .engine
        .session(options)
        .prepare(&sql)
        .await
        .unwrap_err();
    assert_eq!(refused.kind, ErrorKind::ReadOnly);
    let bound = store.engine.session(SessionOptions::default().any_files());
    let refused = bound
        .prepare("EXEC ImportPrices @File = ?")
        .await
        .unwrap_err();
    assert!(refused.message.contains("not as placeholders"), "{refused}");
}
