//! Cases of ADBC's public validation suite for connections and statements which no other file here has: what a statement tells of its
//! parameters, that it can be prepared and run again, texts of any script and length, and batches that are too large. Its cases of
//! objects are in `objects.rs`, of partitions, rows affected and errors in the files of these names; those that make tables have no
//! place in a store.

use std::collections::HashSet;
use std::sync::Arc;

use adbc_core::error::Status;
use adbc_core::options::InfoCode;
use adbc_core::{Connection, Database, Statement};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::DataType;
use arrow::util::pretty::pretty_format_batches;

use crate::support::{all, answer, connection, database, refused, statement, store, texts};

fn text(value: &str) -> RecordBatch {
    let values: ArrayRef = Arc::new(StringArray::from(vec![value]));
    RecordBatch::try_from_iter([("value", values)]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prepared_statement_tells_its_parameters() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let cases: [(&str, &[(&str, DataType)]); 4] = [
        ("SELECT id FROM orders", &[]),
        (
            "SELECT id FROM orders WHERE id = ? AND status = ?",
            &[("$1", DataType::Int64), ("$2", DataType::Utf8)],
        ),
        (
            "SELECT id FROM orders WHERE total_inc_tax > :least",
            &[("$least", DataType::Decimal128(20, 4))],
        ),
        (
            "UPDATE brands SET name = $1 WHERE id = $2",
            &[("$1", DataType::Utf8), ("$2", DataType::Int64)],
        ),
    ];
    for (sql, expected) in cases {
        let mut query = statement(&mut connection, sql);
        query.prepare().unwrap();
        let schema = query.get_parameter_schema().unwrap();
        let found = schema.fields().iter();
        let found: Vec<_> = found
            .map(|field| (field.name().as_str(), field.data_type().clone()))
            .collect();
        assert_eq!(found, expected, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_can_be_used_again() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let sql = "SELECT id FROM orders ORDER BY id";
    let (_, expected) = answer(&mut connection, sql);
    let mut query = statement(&mut connection, sql);
    query.prepare().unwrap();
    for _ in 0..2 {
        assert_eq!(
            texts(&all(query.execute().unwrap()).1, "id"),
            texts(&expected, "id")
        );
    }
    // A text that is wrong leaves the statement as good as new.
    query.set_sql_query("SELECT nme FROM orders").unwrap();
    refused(query.prepare(), Status::NotFound, "42703", "nme");
    query.set_sql_query("SELECT 7 AS id").unwrap();
    query.prepare().unwrap();
    assert_eq!(texts(&all(query.execute().unwrap()).1, "id"), ["7"]);
    // Rows that were left are no hindrance to the next execution.
    query.set_sql_query(sql).unwrap();
    let left = query.execute().unwrap();
    drop(left);
    assert_eq!(
        texts(&all(query.execute().unwrap()).1, "id"),
        texts(&expected, "id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_of_any_script_and_length() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let (schema, rows) = answer(&mut connection, "SELECT 'Größe 日本 🛒' AS \"größe\"");
    assert_eq!(schema.field(0).name(), "größe");
    assert_eq!(texts(&rows, "größe"), ["Größe 日本 🛒"]);
    refused(
        statement(&mut connection, "SELECT 1 FROM \"tische_ä\"")
            .execute()
            .map(|_| ()),
        Status::NotFound,
        "42P01",
        "tische_ä",
    );
    let long = "ß".repeat(1_000_000);
    let mut query = statement(&mut connection, "SELECT CAST(? AS varchar) AS value");
    for value in ["", "Größe 日本 🛒", "a\0b\n", "'; DROP TABLE orders", &long] {
        query.bind(text(value)).unwrap();
        let (_, rows) = all(query.execute().unwrap());
        assert!(texts(&rows, "value") == [value], "{} bytes", value.len());
    }
}

/// A query runs once for each row of its values, all of them within one budget.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_asks_for_too_much_ends_within_its_budget() {
    let store = store(20).await;
    let mut connection = database(&store, "MaxRequests=3").new_connection().unwrap();
    let mut query = statement(&mut connection, "SELECT id FROM orders WHERE id = ?");
    let many: ArrayRef = Arc::new(Int64Array::from_iter_values(1..=20));
    query
        .bind(RecordBatch::try_from_iter([("id", many)]).unwrap())
        .unwrap();
    store.sandbox.clear_requests();
    let ended = query.execute().and_then(|rows| {
        let rows = rows.collect::<Result<Vec<_>, _>>();
        rows.map_err(|error| {
            adbc_core::error::Error::with_message_and_status(
                error.to_string(),
                Status::InvalidArguments,
            )
        })
    });
    assert!(ended.unwrap_err().message.contains("MaxRequests"));
    assert!(store.requests().len() <= 3, "{:?}", store.requests());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_driver_says_what_it_is() {
    let store = store(1).await;
    let connection = connection(&store);
    let codes = [
        InfoCode::VendorName,
        InfoCode::DriverName,
        InfoCode::DriverAdbcVersion,
    ];
    let (_, rows) = all(connection.get_info(Some(HashSet::from(codes))).unwrap());
    let shown = pretty_format_batches(&rows).unwrap().to_string();
    assert_eq!(rows[0].num_rows(), 3);
    for value in ["=StoreQL}", "=ADBC driver of StoreQL}", "=1001000}"] {
        assert!(shown.contains(value), "{value}: {shown}");
    }
}
