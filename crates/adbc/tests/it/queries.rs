//! Queries with values bound to them, and what a statement tells before and behind its rows.

use std::sync::Arc;

use adbc_core::error::Status;
use adbc_core::options::{OptionConnection, OptionStatement};
use adbc_core::{Connection, Optionable, Statement};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, RecordBatchIterator, StringArray};

use crate::support::{all, answer, connection, refused, statement, store, texts, told};

fn column(name: &str, values: impl arrow::array::Array + 'static) -> RecordBatch {
    RecordBatch::try_from_iter([(name, Arc::new(values) as ArrayRef)]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_types_are_the_engines() {
    let store = store(300).await;
    let mut connection = connection(&store);
    let sql = "SELECT * FROM orders ORDER BY id";
    let (schema, batches) = answer(&mut connection, sql);
    let session = store.engine.session(Default::default());
    let (expected, rows) = storeql_testkit::batches(&session, sql).await.unwrap();
    assert_eq!(schema, expected);
    let one = |batches: &[RecordBatch]| arrow::compute::concat_batches(&schema, batches).unwrap();
    assert_eq!(one(&batches), one(&rows));
    assert_eq!(one(&batches).num_rows(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_runs_once_for_each_row_of_its_values() {
    let store = store(50).await;
    let mut connection = connection(&store);
    let (_, some) = answer(&mut connection, "SELECT id FROM orders ORDER BY id LIMIT 3");
    let ids: Vec<i64> = texts(&some, "id")
        .iter()
        .map(|id| id.parse().unwrap())
        .collect();
    let mut query = statement(
        &mut connection,
        "SELECT id, status FROM orders WHERE id = ?",
    );
    query.prepare().unwrap();
    assert_eq!(query.get_parameter_schema().unwrap().fields().len(), 1);
    let turned: Vec<i64> = ids.iter().rev().copied().collect();
    query
        .bind(column("x", Int64Array::from(turned.clone())))
        .unwrap();
    let (_, rows) = all(query.execute().unwrap());
    let found: Vec<i64> = texts(&rows, "id")
        .iter()
        .map(|id| id.parse().unwrap())
        .collect();
    assert_eq!(found, turned);
    // The same by a stream, which may come in several batches.
    let batches = ids
        .iter()
        .map(|id| Ok(column("x", Int64Array::from(vec![*id]))));
    let batches: Vec<_> = batches.collect();
    let schema = column("x", Int64Array::from(vec![1])).schema();
    query
        .bind_stream(Box::new(RecordBatchIterator::new(batches, schema)))
        .unwrap();
    let (_, rows) = all(query.execute().unwrap());
    assert_eq!(texts(&rows, "id"), texts(&some, "id"));
    // No rows: the query runs for none.
    query
        .bind(column("x", Int64Array::from(Vec::<i64>::new())))
        .unwrap();
    store.sandbox.clear_requests();
    assert_eq!(
        all(query.execute().unwrap())
            .1
            .iter()
            .map(RecordBatch::num_rows)
            .sum::<usize>(),
        0
    );
    assert!(store.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn values_find_their_parameters_by_name() {
    let store = store(50).await;
    let mut connection = connection(&store);
    for sql in [
        "SELECT id FROM products WHERE name = :name AND id > :above",
        "SELECT id FROM products WHERE name = @name AND id > @above",
    ] {
        let (_, first) = answer(
            &mut connection,
            "SELECT id, name FROM products ORDER BY id LIMIT 1",
        );
        let mut query = statement(&mut connection, sql);
        let name: ArrayRef = Arc::new(StringArray::from(texts(&first, "name")));
        let above: ArrayRef = Arc::new(Int64Array::from(vec![0]));
        let batch = [("name", name), ("above", above)];
        query
            .bind(RecordBatch::try_from_iter(batch).unwrap())
            .unwrap();
        assert_eq!(
            texts(&all(query.execute().unwrap()).1, "id"),
            texts(&first, "id"),
            "{sql}"
        );
        query
            .bind(column("name", StringArray::from(vec!["x"])))
            .unwrap();
        refused(
            query.execute(),
            Status::InvalidArguments,
            "22000",
            "the parameter above",
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_statement_cost_is_told() {
    let store = store(600).await;
    let mut connection = connection(&store);
    let mut query = statement(&mut connection, "SELECT id FROM orders");
    assert!(told(&query, "storeql.stats").is_null());
    let of_connection = OptionConnection::from("storeql.stats");
    let text = connection.get_option_string(of_connection.clone());
    assert_eq!(text.unwrap(), "null");
    store.sandbox.clear_requests();
    all(query.execute().unwrap());
    let sent = store.requests().len();
    assert_eq!(told(&query, "storeql.stats")["requests"], sent);
    // The same by the connection, of which another thread may ask while a statement runs.
    let text = connection.get_option_string(of_connection).unwrap();
    let of_connection: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(of_connection, told(&query, "storeql.stats"));
    let progress = query.get_option_double(OptionStatement::Progress).unwrap();
    assert_eq!(progress, sent as f64);
    assert_eq!(told(&query, "storeql.warnings"), serde_json::json!([]));
    assert!(told(&query, "storeql.error").is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_are_told() {
    let store = store(40).await;
    let mut connection =
        adbc_core::Database::new_connection(&crate::support::database(&store, "MaxRows=5"))
            .unwrap();
    let mut query = statement(&mut connection, "SELECT id FROM orders");
    assert_eq!(texts(&all(query.execute().unwrap()).1, "id").len(), 5);
    let warnings = told(&query, "storeql.warnings");
    assert!(
        warnings[0].as_str().unwrap().contains("cut after 5 rows"),
        "{warnings}"
    );
    assert_eq!(told(&query, "storeql.stats")["cut_by_max_rows"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_of_one_connection_run_side_by_side() {
    let store = store(800).await;
    let mut connection = connection(&store);
    let mut one = statement(&mut connection, "SELECT id FROM orders ORDER BY id");
    let mut other = connection.new_statement().unwrap();
    other
        .set_sql_query("SELECT id FROM products ORDER BY id")
        .unwrap();
    let mut orders = one.execute().unwrap();
    let first = orders.next().unwrap().unwrap().num_rows();
    assert_eq!(texts(&all(other.execute().unwrap()).1, "id").len(), 60);
    let rest: usize = orders.map(|batch| batch.unwrap().num_rows()).sum();
    assert_eq!(first + rest, 800);
}
