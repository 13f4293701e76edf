//! Statements that write, and rows that are ingested.

use std::sync::Arc;

use adbc_core::error::Status;
use adbc_core::options::{IngestMode, OptionConnection, OptionStatement};
use adbc_core::{Connection, Optionable, Statement};
use arrow::array::{ArrayRef, RecordBatch, RecordBatchIterator, StringArray};
use storeql_testkit::Store;

use crate::support::{all, answer, connection, refused, statement, store, texts, told};

fn writes(store: &Store) -> Vec<String> {
    let mut requests = store.requests();
    requests.retain(|request| !request.starts_with("GET "));
    requests
}

fn customers(from: usize, count: usize) -> RecordBatch {
    let of = |text: &str| -> ArrayRef {
        let texts = (from..from + count).map(|number| text.replace('#', &number.to_string()));
        Arc::new(StringArray::from_iter_values(texts))
    };
    let columns = [
        ("email", of("c#@bulk.example")),
        ("first_name", of("C#")),
        ("last_name", of("Bulk")),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn bulk(rows: &[RecordBatch]) -> Vec<String> {
    let mut names = texts(rows, "email");
    names.retain(|name| name.ends_with("@bulk.example"));
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_written_are_counted() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let insert = "INSERT INTO brands (name) VALUES ('Uno'), ('Due')";
    assert_eq!(
        statement(&mut connection, insert).execute_update().unwrap(),
        Some(2)
    );
    let mut update = statement(
        &mut connection,
        "UPDATE brands SET page_title = ? WHERE name = ?",
    );
    let columns: [(&str, ArrayRef); 2] = [
        ("title", Arc::new(StringArray::from(vec!["One", "Two"]))),
        ("name", Arc::new(StringArray::from(vec!["Uno", "Due"]))),
    ];
    update
        .bind(RecordBatch::try_from_iter(columns).unwrap())
        .unwrap();
    assert_eq!(update.execute_update().unwrap(), Some(2));
    let query = "SELECT page_title FROM brands WHERE name IN ('Uno', 'Due') ORDER BY name";
    assert_eq!(
        texts(&answer(&mut connection, query).1, "page_title"),
        ["Two", "One"]
    );
    assert_eq!(
        statement(&mut connection, query).execute_update().unwrap(),
        None
    );
}

/// A caller may leave the rows of a statement that writes; what it writes is written all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_done_when_its_execution_returns() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let mut insert = statement(
        &mut connection,
        "INSERT INTO brands (name) VALUES ('Tre'), ('Quattro') RETURNING id, name",
    );
    let reader = insert.execute().unwrap();
    assert_eq!(writes(&store).len(), 2);
    assert_eq!(told(&insert, "storeql.stats")["rows_affected"], 2);
    assert_eq!(texts(&all(reader).1, "name"), ["Tre", "Quattro"]);
    let mut delete = statement(&mut connection, "DELETE FROM brands WHERE name = 'Tre'");
    let reader = delete.execute().unwrap();
    assert!(reader.schema().fields().is_empty());
    drop(reader);
    let left = answer(
        &mut connection,
        "SELECT name FROM brands WHERE name IN ('Tre', 'Quattro')",
    );
    assert_eq!(texts(&left.1, "name"), ["Quattro"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_ingested_in_few_requests() {
    let store = store(20).await;
    let mut connection = connection(&store);
    let mut ingest = connection.new_statement().unwrap();
    ingest
        .set_option(OptionStatement::TargetTable, "Customers".into())
        .unwrap();
    ingest
        .set_option(OptionStatement::IngestMode, IngestMode::Append.into())
        .unwrap();
    let batches = vec![Ok(customers(0, 15)), Ok(customers(15, 10))];
    let schema = customers(0, 1).schema();
    ingest
        .bind_stream(Box::new(RecordBatchIterator::new(batches, schema)))
        .unwrap();
    store.sandbox.clear_requests();
    assert_eq!(ingest.execute_update().unwrap(), Some(25));
    assert_eq!(
        writes(&store).len(),
        3,
        "ten customers are one request: {:?}",
        writes(&store)
    );
    let (_, rows) = answer(&mut connection, "SELECT email FROM customers");
    assert_eq!(bulk(&rows).len(), 25);
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_not_made_by_an_ingestion() {
    let store = store(20).await;
    let mut connection = connection(&store);
    for mode in [IngestMode::Create, IngestMode::Replace] {
        let mut ingest = connection.new_statement().unwrap();
        ingest
            .set_option(OptionStatement::TargetTable, "customers".into())
            .unwrap();
        let set = ingest.set_option(OptionStatement::IngestMode, mode.into());
        refused(
            set,
            Status::NotImplemented,
            "0A000",
            &format!(
                "mode {}",
                String::from(mode).replace("adbc.ingest.mode.", "")
            ),
        );
        ingest.bind(customers(0, 1)).unwrap();
        // ADBC's own mode, where none is named.
        refused(
            ingest.execute_update(),
            Status::NotImplemented,
            "0A000",
            "mode create",
        );
    }
    let append = |connection: &mut storeql_adbc::StoreConnection, table: &str| {
        let mut ingest = connection.new_statement().unwrap();
        ingest
            .set_option(OptionStatement::TargetTable, table.into())
            .unwrap();
        ingest
            .set_option(OptionStatement::IngestMode, IngestMode::Append.into())
            .unwrap();
        ingest
    };
    let mut nowhere = append(&mut connection, "no_such_table");
    nowhere.bind(customers(0, 1)).unwrap();
    refused(
        nowhere.execute_update(),
        Status::NotFound,
        "42P01",
        "no_such_table",
    );
    let mut nothing = append(&mut connection, "customers");
    refused(
        nothing.execute_update(),
        Status::InvalidState,
        "55000",
        "no rows are bound",
    );
    let mut odd = append(&mut connection, "customers");
    let column: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
    odd.bind(RecordBatch::try_from_iter([("shoe_size", column)]).unwrap())
        .unwrap();
    refused(odd.execute_update(), Status::NotFound, "42703", "shoe_size");
    assert_eq!(writes(&store).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_connection_writes_nothing() {
    let store = store(20).await;
    let mut connection = connection(&store);
    connection
        .set_option(OptionConnection::ReadOnly, true.into())
        .unwrap();
    assert_eq!(
        connection
            .get_option_string(OptionConnection::ReadOnly)
            .unwrap(),
        "true"
    );
    let insert = "INSERT INTO brands (name) VALUES ('x')";
    let done = statement(&mut connection, insert).execute_update();
    refused(done, Status::Unauthorized, "25006", "read-only");
    connection
        .set_option(OptionConnection::ReadOnly, false.into())
        .unwrap();
    assert_eq!(
        statement(&mut connection, insert).execute_update().unwrap(),
        Some(1)
    );
}
