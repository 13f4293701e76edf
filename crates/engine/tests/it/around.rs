//! Statements around queries: what tools send by themselves, and what is short for a query.

use arrow::datatypes::{DataType, TimeUnit};
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
        "# a comment\nSELECT 1",
        "START TRANSACTION",
        "ROLLBACK",
    ] {
        run(&session, sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    for (sql, said) in [
        ("SET TIME ZONE '+02:00'", "write hours east as a number"),
        ("SET TIME ZONE 'Mars'", "there is no time zone Mars"),
        ("SHOW work_mem", "there is no setting work_mem"),
        ("SET work_mem = '4MB'", "SET work_mem is not supported"),
        ("USE nowhere", "there is no schema nowhere"),
        ("EXPLAIN (FORMAT xml) SELECT 1", "the formats TEXT and JSON"),
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

async fn rows(session: &Session, sql: &str) -> Vec<Vec<String>> {
    let answer = answer(session, sql).await;
    answer.unwrap_or_else(|error| panic!("{sql}: {error}")).rows
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_prepared_executed_and_forgotten() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    run(
        &session,
        "PREPARE of_status (int, text) AS SELECT count(*), $2 FROM orders WHERE status_id = $1",
    )
    .await
    .unwrap();
    let counted = rows(
        &session,
        "SELECT count(*), 'x' FROM orders WHERE status_id = 11",
    );
    assert_eq!(
        rows(&session, "EXECUTE of_status (10 + 1, 'x')").await,
        counted.await
    );
    for (sql, code, said) in [
        (
            "EXECUTE of_status (11)",
            None,
            "has 2 parameters and got 1 value",
        ),
        (
            "PREPARE of_status AS SELECT 1",
            Some("42P05"),
            "there is a prepared statement of_status already",
        ),
        (
            "DEALLOCATE other",
            Some("26000"),
            "no prepared statement other",
        ),
    ] {
        let error = run(&session, sql).await.unwrap_err();
        assert!(error.message.contains(said), "{sql}: {error}");
        assert!(code.is_none_or(|code| error.sqlstate() == code), "{sql}");
    }
    run(&session, "DEALLOCATE of_status").await.unwrap();
    assert!(run(&session, "EXECUTE of_status (11, 'x')").await.is_err());
    // Without such a name it is a procedure, as `EXEC` always is; without either there is no such statement.
    let error = run(&session, "EXECUTE NoSuchThing").await.unwrap_err();
    assert!(
        error.message.contains("no prepared statement nosuchthing"),
        "{error}"
    );
    assert_eq!(error.sqlstate(), "26000");
    // The names are those of one session.
    run(&session, "PREPARE mine AS SELECT 1").await.unwrap();
    let other = store.engine.session(SessionOptions::default());
    assert!(run(&other, "EXECUTE mine").await.is_err());
    run(&session, "DEALLOCATE ALL").await.unwrap();
    assert!(run(&session, "EXECUTE mine").await.is_err());
}

/// A client that binds the values asks for their types first.
#[tokio::test(flavor = "multi_thread")]
async fn a_prepared_statement_says_the_types_that_were_declared() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let prepare = "PREPARE typed (int, numeric(10,2), boolean, date, timestamptz, text, double precision) AS \
                   SELECT $1, $2, $3, $4, $5, $6, $7";
    run(&session, prepare).await.unwrap();
    let kept = session.kept("typed").unwrap();
    let types = kept.parameters().fields().iter();
    let types: Vec<_> = types.map(|field| field.data_type().clone()).collect();
    let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    assert_eq!(
        types,
        [
            DataType::Int32,
            DataType::Decimal128(10, 2),
            DataType::Boolean,
            DataType::Date32,
            time,
            DataType::Utf8,
            DataType::Float64
        ]
    );
    let executed =
        "EXECUTE typed ('7', '1.50', 'true', '2025-03-01', '2025-03-01 12:00+00', 'x', '2.5')";
    let written = "SELECT 7::int, 1.50::numeric(10,2), true, '2025-03-01'::date, '2025-03-01 12:00+00'::timestamptz, 'x', 2.5::double precision";
    assert_eq!(
        rows(&session, executed).await,
        rows(&session, written).await
    );
    let wrong = run(
        &session,
        "EXECUTE typed ('seven', '1', 'true', '2025-03-01', '2025-03-01', 'x', '1')",
    );
    assert!(wrong.await.is_err());
    let cast = session
        .prepare("SELECT id FROM orders WHERE id + 0 > $1::smallint")
        .await
        .unwrap();
    assert_eq!(cast.parameters().field(0).data_type(), &DataType::Int16);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prepared_write_runs_with_its_values_and_not_in_a_transaction() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let prepare = "PREPARE rename AS UPDATE brands SET name = $2 WHERE id = $1";
    store.sandbox.clear_requests();
    run(&session, prepare).await.unwrap();
    assert!(store.sandbox.requests().is_empty(), "PREPARE sends nothing");
    run(&session, "EXECUTE rename (1, 'Larch')").await.unwrap();
    assert_eq!(
        rows(&session, "SELECT name FROM brands WHERE id = 1").await,
        [["Larch"]]
    );
    run(&session, "BEGIN").await.unwrap();
    let error = run(&session, "EXECUTE rename (1, 'Elm')")
        .await
        .unwrap_err();
    assert!(
        error.message.contains("between BEGIN and COMMIT"),
        "{error}"
    );
    run(&session, "COMMIT").await.unwrap();
    let reader = store
        .engine
        .session(SessionOptions::default().read_only(true));
    let error = run(&reader, prepare).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ReadOnly);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_explained_as_json() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let sql = "EXPLAIN (FORMAT json) SELECT id FROM orders WHERE id = 100";
    let answer = answer(&session, sql).await.unwrap();
    assert_eq!(answer.columns, ["QUERY PLAN"]);
    let plan: serde_json::Value = serde_json::from_str(&answer.rows[0][0]).unwrap();
    assert_eq!(plan[0]["estimate"]["requests"], 1);
    assert_eq!(plan[0]["estimate"]["scans"][0]["table"], "orders");
    assert!(
        plan[0]["requests"][0]
            .as_str()
            .unwrap()
            .contains("/v2/orders")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_join_in_braces_is_a_join() {
    let store = store().await;
    let plain = "SELECT o.id, c.id FROM orders o LEFT OUTER JOIN customers c ON o.customer_id = c.id ORDER BY 1";
    let braces = "SELECT o.id, c.id FROM {oj orders o LEFT OUTER JOIN customers c ON o.customer_id = c.id} ORDER BY 1";
    let plain = store.query(plain).await.unwrap();
    assert_eq!(store.query(braces).await.unwrap().rows, plain.rows);
    assert!(plain.rows.len() > 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_reach_statements_that_were_prepared_before() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    let brands = session.prepare("SELECT id FROM brands").await.unwrap();
    run(&session, "PREPARE named AS SELECT id FROM brands")
        .await
        .unwrap();
    let count = async || {
        let run = brands.run(Parameters::none()).await.unwrap();
        let handle = run.handle();
        let batches: Vec<_> = run.rows.try_collect().await?;
        let rows: usize = batches.iter().map(|batch| batch.num_rows()).sum();
        Ok::<_, storeql_engine::Error>((rows, handle.progress().cut_by_max_rows))
    };
    let all = count().await.unwrap().0;
    assert!(all > 2);
    run(&session, "SET MaxRows = 2").await.unwrap();
    assert_eq!(count().await.unwrap(), (2, true));
    assert_eq!(rows(&session, "EXECUTE named").await.len(), 2);
    run(&session, "SET MaxRows = DEFAULT").await.unwrap();
    assert_eq!(count().await.unwrap(), (all, false));

    let orders = session.prepare("SELECT id FROM orders UNION ALL SELECT id FROM brands");
    let orders = orders.await.unwrap();
    run(&session, "SET MaxRequests = 1").await.unwrap();
    let ran = orders.run(Parameters::none()).await.unwrap();
    let error = ran.rows.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
}
