//! Texts that could empty a list of the store, in many shapes and for every table that deletes: each is refused in words, or does exactly
//! what it says. The store's log decides.

use storeql_catalog::{Catalog, Table};
use storeql_engine::ErrorKind;
use storeql_sandbox::LoggedRequest;

use crate::writing::{run, store, writes};

/// So many shapes for each table: the next ones for the next table.
const EACH: usize = 6;

/// Shapes that reach no row, or are refused. `{t}` is the table and `{k}` a column of its key.
const NOTHING: [&str; 18] = [
    "DELETE FROM {t}",
    "DELETE FROM {t} AS x",
    "DELETE FROM {t} WHERE 1 = 1",
    "DELETE FROM {t} WHERE {k} = {k}",
    "DELETE FROM {t} WHERE {k} IS NOT NULL OR {k} IS NULL",
    "DELETE FROM {t} WHERE {k} = NULL",
    "DELETE FROM {t} WHERE {k} IS NULL",
    "DELETE FROM {t} WHERE {k} IN (NULL)",
    "DELETE FROM {t} WHERE {k} NOT IN (NULL)",
    "DELETE FROM {t} WHERE {k} IN (SELECT {k} FROM {t} WHERE 1 = 0)",
    "DELETE FROM {t} WHERE NOT (1 = 1)",
    "DELETE FROM {t} LIMIT 1",
    "DELETE FROM {t} USING brands b",
    "WITH x AS (SELECT 1 AS n) DELETE FROM {t}",
    "MERGE INTO {t} AS m USING (VALUES (1)) AS v (n) ON 1 = 1 WHEN MATCHED THEN DELETE",
    "TRUNCATE TABLE {t}",
    "DROP TABLE {t}",
    "SELECT 1 FROM (DELETE FROM {t})",
];

/// The lists that a DELETE without a key would empty, by the documentation of BigCommerce: the last parts of their paths.
const LISTS: [&str; 43] = [
    "products",
    "brands",
    "categories",
    "trees",
    "variants",
    "images",
    "videos",
    "options",
    "values",
    "modifiers",
    "reviews",
    "custom-fields",
    "bulk-pricing-rules",
    "metafields",
    "channel-assignments",
    "category-assignments",
    "pricelists",
    "records",
    "assignments",
    "customers",
    "addresses",
    "attributes",
    "attribute-values",
    "subscribers",
    "segments",
    "shopper-profiles",
    "zones",
    "rates",
    "custom-template-associations",
    "orders",
    "shipments",
    "coupons",
    "banners",
    "gift_certificates",
    "currencies",
    "posts",
    "redirects",
    "pages",
    "promotions",
    "codes",
    "wishlists",
    "items",
    "hooks",
];

/// Whether a DELETE names what it deletes: in its path, in a list that is not empty, or in its body, as those of metafields.
fn names_its_rows(request: &LoggedRequest) -> bool {
    let last = request.path.rsplit('/').next().unwrap_or_default();
    let listed = request.query.split('&').any(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or_default();
        (name.contains("id") || name.contains("key")) && !value.is_empty()
    });
    let in_body = last == "metafields" && request.rows == Some(1);
    !LISTS.contains(&last) || listed || in_body
}

fn tables() -> Vec<&'static Table> {
    let tables = Catalog::builtin().tables().map(AsRef::as_ref);
    tables
        .filter(|table| table.write.delete.is_some())
        .collect()
}

fn text(shape: &str, table: &Table) -> String {
    let key = table.key.first().map_or("id", String::as_str);
    shape.replace("{t}", &table.name).replace("{k}", key)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dangerous_text_reaches_nothing() {
    let store = store("").await;
    let (mut wrong, mut count) = (Vec::new(), 0);
    let mut shapes = NOTHING.iter().cycle();
    for table in tables() {
        for shape in shapes.by_ref().take(EACH) {
            let sql = text(shape, table);
            count += 1;
            match run(&store, &sql).await {
                Err(error) if error.kind == ErrorKind::Internal => {
                    wrong.push(format!("{sql}: {error}"))
                }
                Err(error) if error.message.len() < 20 => wrong.push(format!("{sql}: {error}")),
                Err(_) => {}
                Ok(done) if done.told.ends_with(" 0") => {}
                Ok(done) => wrong.push(format!("{sql}: {}", done.told)),
            }
            wrong.extend(
                writes(&store)
                    .into_iter()
                    .map(|request| format!("{sql}: {request}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 300, "{count} texts");
}

/// One row of each table, by the least of its keys: no request that could take another along.
#[tokio::test(flavor = "multi_thread")]
async fn one_row_is_deleted_by_its_key() {
    let store = store("").await;
    let (mut wrong, mut deleted) = (Vec::new(), 0);
    for table in tables() {
        let sql = text(
            "DELETE FROM {t} WHERE {k} IN (SELECT min({k}) FROM {t})",
            table,
        );
        let done = run(&store, &sql).await;
        let sent = store.sandbox.requests().into_iter();
        let sent: Vec<LoggedRequest> = sent.filter(|one| one.method == "DELETE").collect();
        deleted += usize::from(done.is_ok() && !sent.is_empty());
        let bad = sent.iter().filter(|request| !names_its_rows(request));
        wrong.extend(bad.map(|request| format!("{sql}: {}?{}", request.path, request.query)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        deleted > 20,
        "only {deleted} tables had a row that could go"
    );
}
