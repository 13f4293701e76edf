//! Statements around queries: what tools send by themselves, and what is short for a query.

use futures::TryStreamExt;
use storeql_engine::{ErrorKind, Options, Parameters, Session, SessionOptions};
use storeql_testkit::{Store, answer};

async fn store() -> Store {
    Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap()
}

async fn run(session: &Session, sql: &str) -> Result<(), storeql_engine::Error> {
    let run = session.prepare(sql).await?.run(Parameters::none()).await?;
    run.rows.try_collect::<Vec<_>>().await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_between_begin_and_commit_is_refused() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let write = "UPDATE brands SET name = 'x' WHERE id = 1";
    run(&session, "BEGIN").await.unwrap();
    assert_eq!(answer(&session, "SELECT 1").await.unwrap().rows, [["1"]]);
    store.sandbox.clear_requests();
    let error = run(&session, write).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
    assert!(
        error.message.contains("between BEGIN and COMMIT"),
        "{error}"
    );
    assert!(store.sandbox.requests().is_empty());
    run(&session, "COMMIT").await.unwrap();
    run(&session, write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tools_set_is_taken_where_it_changes_no_answer() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    for sql in [
        "SET NAMES utf8mb4",
        "SET search_path TO public",
        "SET TIME ZONE 'UTC'",
        "SET application_name = 'report'",
        "USE bigcommerce",
        "EXPLAIN (ANALYZE, BUFFERS) SELECT 1",
        "START TRANSACTION",
        "ROLLBACK",
    ] {
        run(&session, sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    for (sql, said) in [
        (
            "SET TIME ZONE 'Europe/Berlin'",
            "write date_created AT TIME ZONE 'Europe/Berlin'",
        ),
        ("SET work_mem = '4MB'", "SET work_mem is not supported"),
        ("USE nowhere", "there is no schema nowhere"),
        ("EXPLAIN (FORMAT json) SELECT 1", "leave FORMAT out"),
        ("SHOW CREATE TABLE orders", "write DESCRIBE orders"),
    ] {
        let error = run(&session, sql).await.unwrap_err();
        assert!(error.message.contains(said), "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_short_for_a_query() {
    let store = store().await;
    for (short, whole) in [
        (
            "FROM order_statuses LIMIT 2",
            "SELECT * FROM order_statuses LIMIT 2",
        ),
        ("TABLE order_statuses", "SELECT * FROM order_statuses"),
        (
            "SELECT status_id, count(*) FROM orders GROUP BY ALL ORDER BY ALL",
            "SELECT status_id, count(*) FROM orders GROUP BY 1 ORDER BY 1, 2",
        ),
        (
            "SELECT id FROM orders WHERE date_created >= '2025-4-1' ORDER BY id",
            "SELECT id FROM orders WHERE date_created >= '2025-04-01T00:00:00Z' ORDER BY id",
        ),
        (
            "SHOW TABLES LIKE 'order_st%'",
            "SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables WHERE table_name LIKE 'order_st%'",
        ),
    ] {
        let (short_rows, whole_rows) = (store.query(short).await, store.query(whole).await);
        let (short_rows, whole_rows) = (short_rows.unwrap(), whole_rows.unwrap());
        assert!(!whole_rows.rows.is_empty(), "{whole}");
        assert_eq!(short_rows.rows, whole_rows.rows, "{short}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_example_of_the_page_on_sql_runs_or_is_refused_as_it_says() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let page = include_str!("../../../../docs/sql.md");
    let blocks = page.split("```sql\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines {
        let (sql, refused) = match line.strip_suffix("; -- refused") {
            Some(sql) => (sql, true),
            None => (line.trim_end_matches(';'), false),
        };
        count += 1;
        let ran = run(&session, sql).await;
        if ran.is_err() != refused {
            wrong.push(format!("{sql}: {ran:?}"));
        }
    }
    assert!(count > 30, "{count} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
