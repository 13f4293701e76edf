//! The time zone of a session and where it comes from. What days of a zone are stands in `tests/differential/zones`, beside PostgreSQL.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use futures::TryStreamExt;
use storeql_engine::{Error, Options, Parameters, Session, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::{Store, answer};

async fn store(more: &str) -> Store {
    let sandbox = Sandbox::start(storeql_sandbox::Options::default())
        .await
        .unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

async fn one(session: &Session, sql: &str) -> String {
    answer(session, sql).await.unwrap().rows[0].join("|")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_zone_of_the_store_is_read_once() {
    let store = store("Timezone=store").await;
    let session = store.engine.session(SessionOptions::default());
    store.sandbox.clear_requests();
    let explained = answer(&session, "EXPLAIN SELECT now()::date")
        .await
        .unwrap();
    let warned = explained
        .rows
        .iter()
        .any(|row| row[1].contains("the store's time zone is not known yet"));
    assert!(warned, "{explained:?}");
    assert_eq!(session.time_zone(), None);
    assert!(store.sandbox.requests().is_empty(), "EXPLAIN sends nothing");
    let sql = "SELECT TIMESTAMPTZ '2025-07-01T22:30:00Z'::date";
    assert_eq!(one(&session, sql).await, "2025-07-02");
    assert_eq!(store.sandbox.requests().len(), 1);
    assert_eq!(session.time_zone().as_deref(), Some("Europe/Berlin"));
    // Another session of the engine knows it.
    let other = store.engine.session(SessionOptions::default());
    assert_eq!(one(&other, sql).await, "2025-07-02");
    assert_eq!(one(&other, "SHOW TIME ZONE").await, "Europe/Berlin");
    assert_eq!(store.sandbox.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_has_the_zone_of_the_connection_until_it_sets_another() {
    let store = store("Timezone=america/new_york").await;
    let session = store.engine.session(SessionOptions::default());
    let run = async |sql: &str| {
        let prepared = session.prepare(sql).await?;
        let run = prepared.run(Parameters::none()).await?;
        run.rows.try_collect::<Vec<_>>().await
    };
    let sql = "SELECT TIMESTAMPTZ '2025-07-01'";
    assert_eq!(one(&session, sql).await, "2025-07-01T04:00:00Z");
    for (set, answered) in [
        ("SET TIME ZONE 'Asia/Tokyo'", "2025-06-30T15:00:00Z"),
        ("SET timezone TO 'utc'", "2025-07-01T00:00:00Z"),
        ("SET TIME ZONE 2", "2025-06-30T22:00:00Z"),
        ("SET TIME ZONE -3.5", "2025-07-01T03:30:00Z"),
        ("SET TIME ZONE LOCAL", "2025-07-01T04:00:00Z"),
    ] {
        run(set)
            .await
            .unwrap_or_else(|error| panic!("{set}: {error}"));
        assert_eq!(one(&session, sql).await, answered, "{set}");
    }
    let other = store.engine.session(SessionOptions::default());
    assert_eq!(one(&other, "SHOW timezone").await, "America/New_York");
}

/// A time that is written is that of the shop's clock too, and what is asked for its days is one range.
#[tokio::test(flavor = "multi_thread")]
async fn days_of_the_shop_are_asked_for_and_written() {
    let store = store("Timezone=Europe/Berlin").await;
    let session = store.engine.session(SessionOptions::default());
    store.sandbox.clear_requests();
    answer(
        &session,
        "SELECT id FROM orders WHERE date_created::date = '2025-07-01'",
    )
    .await
    .unwrap();
    let asked = store.requests().join(" ");
    assert!(
        asked.contains("min_date_created=2025-06-30T21%3A59%3A59Z")
            || asked.contains("min_date_created=2025-06-30T21:59:59Z"),
        "{asked}"
    );
    let sql = "INSERT INTO coupons (name, code, type, amount, expires, applies_to_entity, applies_to_ids) VALUES ('Summer', 'SUMMER', 'percentage_discount', 10, '2025-07-01 00:00', 'categories', '[0]') RETURNING expires";
    assert_eq!(one(&session, sql).await, "2025-06-30T22:00:00Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_read_in_the_zone_that_it_was_cut_in() {
    let store = store("").await;
    let berlin = store.engine.session(SessionOptions::default());
    let set = berlin
        .prepare("SET TIME ZONE 'Europe/Berlin'")
        .await
        .unwrap();
    let done = set.run(Parameters::none()).await.unwrap();
    done.rows.try_collect::<Vec<_>>().await.unwrap();
    let query = "SELECT id, date_created::date FROM orders";
    let parts = berlin
        .prepare(query)
        .await
        .unwrap()
        .partitions()
        .await
        .unwrap();
    assert!(berlin.read(&parts[0]).await.is_ok());
    let utc = store.engine.session(SessionOptions::default());
    let error = utc.read(&parts[0]).await.unwrap_err();
    assert!(error.message.contains("time zone is another"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_for_a_parameter_is_a_time_of_the_sessions_zone() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let counted = async |text: &str| {
        let prepared = session
            .prepare("SELECT count(*) FROM (SELECT TIMESTAMPTZ '2025-07-01T22:00:00Z' AS t) AS s WHERE t = $1")
            .await
            .unwrap();
        let texts: ArrayRef = Arc::new(StringArray::from(vec![text]));
        let row = RecordBatch::try_from_iter([("$1", texts)]).unwrap();
        let run = prepared.run(row.into()).await?;
        let rows: Vec<RecordBatch> = run.rows.try_collect().await?;
        Ok::<i64, Error>(rows[0].column(0).as_primitive::<Int64Type>().value(0))
    };
    for (zone, text, found) in [
        ("UTC", "2025-07-01 22:00", 1),
        ("UTC", "2025-07-02", 0),
        ("Europe/Berlin", "2025-07-02", 1),
        ("Europe/Berlin", "2025-07-01 22:00", 0),
        ("Europe/Berlin", "2025-07-01 22:00:00Z", 1),
        ("America/New_York", "2025-07-01 18:00", 1),
    ] {
        answer(&session, &format!("SET TIME ZONE '{zone}'"))
            .await
            .unwrap();
        assert_eq!(counted(text).await.unwrap(), found, "{text} in {zone}");
    }
    let error = counted("last summer").await.unwrap_err();
    assert_eq!(error.sqlstate(), "22007");
    assert_eq!(
        error.message,
        "the parameter $1: the text 'last summer' is no time"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_stands_beside_null() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let prepared = session.prepare("SELECT coalesce(NULL, ?)").await.unwrap();
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
    let row = RecordBatch::try_from_iter([("$1", texts)]).unwrap();
    let run = prepared.run(row.into()).await.unwrap();
    let rows: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
    let text = cast(rows[0].column(0), &DataType::Utf8).unwrap();
    assert_eq!(text.as_string::<i32>().value(0), "a");
}
