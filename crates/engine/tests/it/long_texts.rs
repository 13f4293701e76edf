//! Statements as programs write them: hundreds of conditions, terms, unions, views and sub-queries. Each is answered, or refused
//! in a sentence. A stack that overflows would end the process of the tests.

use storeql_engine::{ErrorKind, Options, SessionOptions};
use storeql_testkit::{Store, answer};

async fn store() -> Store {
    Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap()
}

fn chain(count: usize, operator: &str, term: impl Fn(usize) -> String) -> String {
    (0..count).map(term).collect::<Vec<_>>().join(operator)
}

#[tokio::test(flavor = "multi_thread")]
async fn chains_are_answered() {
    let store = store().await;
    let ids = chain(1000, " OR ", |id| format!("(id = {id} AND name <> 'x')"));
    let others = chain(500, " AND ", |id| format!("id <> {}", id + 100_000));
    let unions = chain(500, " UNION ALL ", |one| format!("SELECT {one} AS x"));
    for (statement, answer) in [
        (
            format!(
                "SELECT count(*) = (SELECT count(*) FROM products WHERE id < 1000) FROM products WHERE {ids}"
            ),
            "true",
        ),
        (
            format!(
                "SELECT count(*) = (SELECT count(*) FROM order_statuses) FROM order_statuses WHERE {others}"
            ),
            "true",
        ),
        (
            format!("SELECT {}", chain(2000, " + ", |_| "1".to_owned())),
            "2000",
        ),
        (
            format!(
                "SELECT length({}) FROM order_statuses WHERE id = 1",
                chain(1000, " || ", |_| "name".to_owned())
            ),
            "7000",
        ),
        (format!("SELECT count(*) FROM ({unions}) AS u"), "500"),
    ] {
        let rows = store.query(&statement).await.unwrap().rows;
        assert_eq!(rows, [[answer]], "{}…", &statement[..60]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nested_too_deeply_is_refused() {
    let store = store().await;
    let within = |count: usize| {
        let (open, close) = ("(SELECT * FROM ".repeat(count), ") AS t".repeat(count));
        format!("SELECT count(*) FROM {open}order_statuses{close}")
    };
    assert_eq!(store.query(&within(10)).await.unwrap().rows, [["15"]]);
    for statement in [
        within(100),
        format!("SELECT {}", chain(2000, " - ", |_| "1".to_owned())),
        format!("SELECT {}1{}", "(".repeat(3000), ")".repeat(3000)),
        format!("SELECT {}1", "- ".repeat(3000)),
    ] {
        let error = store.query(&statement).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Syntax, "{error}");
        assert!(error.to_string().contains("WITH or a view"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn views_of_views_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let view = |view: usize| {
        let below = match view {
            0 => "order_statuses".to_owned(),
            _ => format!("v{}", view - 1),
        };
        let query = format!("SELECT id + 1 AS id FROM {below}");
        (format!("v{view}"), serde_json::json!({ "query": query }))
    };
    let views: serde_json::Map<_, _> = (0..100).map(view).collect();
    let file = folder.path().join("views.json");
    std::fs::write(&file, serde_json::to_vec(&views).unwrap()).unwrap();
    let sandbox = storeql_sandbox::Options::default();
    let sandbox = storeql_sandbox::Sandbox::start(sandbox).await.unwrap();
    let more = format!("UserDefinedViews={}", file.display());
    let store = Store::open(sandbox, &more, Options::default())
        .await
        .unwrap();
    let answer = store.query("SELECT min(id) FROM v99").await.unwrap();
    assert_eq!(answer.rows, [["100"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn views_of_views_are_created_one_after_another() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let query = async |sql: &str| answer(&session, sql).await;
    let create = |view: usize, column: &str| {
        let below = match view {
            0 => "order_statuses".to_owned(),
            _ => format!("v{}", view - 1),
        };
        format!("CREATE OR REPLACE VIEW v{view} AS SELECT {column} FROM {below}")
    };
    for view in 0..40 {
        query(&create(view, "id + 1 AS id")).await.unwrap();
    }
    let answer = query("SELECT min(id) FROM v39").await.unwrap();
    assert_eq!(answer.rows, [["40"]]);
    // All that use the first change with it, or nothing changes.
    query(&create(0, "id + 5 AS id")).await.unwrap();
    let answer = query("SELECT min(id) FROM v39").await.unwrap();
    assert_eq!(answer.rows, [["44"]]);
    for statement in [create(0, "name"), "DROP VIEW v0".to_owned()] {
        let error = query(&statement).await.unwrap_err().to_string();
        assert!(error.contains("view v1"), "{error}");
    }
    let answer = query("SELECT min(id) FROM v39").await.unwrap();
    assert_eq!(answer.rows, [["44"]]);
}
