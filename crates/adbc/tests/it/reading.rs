//! Readers: one that is dropped or cancelled ends its run, and a panic is one error.

use std::time::Duration;

use adbc_core::error::Status;
use adbc_core::{Connection, Statement};
use arrow::array::{RecordBatch, RecordBatchReader};
use arrow::datatypes::{Schema, SchemaRef};
use arrow::error::ArrowError;
use storeql_engine::Options;
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

use crate::support::{all, answer, connection, refused, sqlstate, statement, store, told};

/// A store whose answers take a moment, so that a query is under way when it is left.
async fn slow_store() -> Store {
    let options = storeql_sandbox::Options {
        orders: 10_000,
        latency: Duration::from_millis(5),
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    Store::open(sandbox, "", Options::default()).await.unwrap()
}

/// Requests for orders so far.
fn seen(store: &Store) -> usize {
    let requests = store.requests();
    requests
        .iter()
        .filter(|line| line.contains("/v2/orders"))
        .count()
}

/// That no request for orders comes any more: an answer later the work is gone, and thirty answers later nothing has come from it.
async fn nothing_more_comes(store: &Store) {
    let session = store.engine.session(Default::default());
    let other = async || {
        let sql = "SELECT name FROM products WHERE id = 107";
        storeql_testkit::answer(&session, sql).await.unwrap();
    };
    other().await;
    let then = seen(store);
    for _ in 0..30 {
        other().await;
    }
    assert_eq!(seen(store), then);
    assert!(
        then < 500,
        "{then} requests: the query was not left under way"
    );
}

fn small_pages(store: &Store) -> storeql_adbc::StoreConnection {
    adbc_core::Database::new_connection(&crate::support::database(store, "Pagesize=10")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_reader_sends_nothing_more() {
    let store = slow_store().await;
    let mut connection = small_pages(&store);
    store.sandbox.clear_requests();
    let mut query = statement(&mut connection, "SELECT id FROM orders");
    let mut reader = query.execute().unwrap();
    reader.next().unwrap().unwrap();
    drop(reader);
    nothing_more_comes(&store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_reader_says_so_and_sends_nothing_more() {
    let store = slow_store().await;
    let mut connection = small_pages(&store);
    store.sandbox.clear_requests();
    let mut query = statement(&mut connection, "SELECT id FROM orders");
    let cancel = query.get_cancel_handle();
    let mut reader = query.execute().unwrap();
    reader.next().unwrap().unwrap();
    cancel.try_cancel().unwrap();
    let error = reader.find_map(Result::err).unwrap().to_string();
    assert!(error.contains("CANCELLED: "), "{error}");
    assert!(error.ends_with("(SQLSTATE 57014)"), "{error}");
    assert!(reader.next().is_none());
    let told = told(&query, "storeql.error");
    assert_eq!(
        (&told["status"], &told["sqlstate"]),
        (&"CANCELLED".into(), &"57014".into())
    );
    // The reader is kept all the while.
    nothing_more_comes(&store).await;
    drop(reader);
    // The statement is as good as new.
    query.set_sql_query("SELECT 7 AS seven").unwrap();
    assert_eq!(
        crate::support::texts(&all(query.execute().unwrap()).1, "seven"),
        ["7"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_waits_is_cancelled_from_another_thread() {
    let store = slow_store().await;
    let mut connection = small_pages(&store);
    store.sandbox.clear_requests();
    let mut query = statement(
        &mut connection,
        "SELECT sum(total_inc_tax) FROM orders WHERE id + 0 > 0",
    );
    let cancel = query.get_cancel_handle();
    let waiting = std::thread::spawn(move || query.execute().map(|_| ()).unwrap_err());
    while seen(&store) < 30 {
        tokio::task::yield_now().await;
    }
    cancel.try_cancel().unwrap();
    let error = waiting.join().unwrap();
    assert_eq!(
        (error.status, sqlstate(&error).as_str()),
        (Status::Cancelled, "57014")
    );
    nothing_more_comes(&store).await;
}

/// What goes wrong before the first row has its status; what goes wrong later has it in the text.
#[tokio::test(flavor = "multi_thread")]
async fn an_error_among_the_rows_tells_its_code() {
    let store = store(1_000).await;
    let mut connection = connection(&store);
    let sql = "SELECT 1 / (id - id) FROM orders";
    refused(
        statement(&mut connection, sql).execute(),
        Status::InvalidData,
        "22012",
        "zero",
    );
    let fault = "401:path=/v2/orders,after=2,always";
    store.sandbox.add_fault(fault.parse().unwrap()).unwrap();
    let mut query = statement(&mut connection, "SELECT id FROM orders");
    let error = match query.execute() {
        Ok(mut reader) => reader.find_map(Result::err).unwrap().to_string(),
        Err(error) => format!("UNAUTHENTICATED: (SQLSTATE {})", sqlstate(&error)),
    };
    assert!(
        error.contains("UNAUTHENTICATED: ") && error.contains("SQLSTATE 28000"),
        "{error}"
    );
    assert_eq!(told(&query, "storeql.error")["http_status"], "401");
}

/// A stream that panics.
struct Broken;

impl Iterator for Broken {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        panic!("the caller's stream is broken")
    }
}

impl RecordBatchReader for Broken {
    fn schema(&self) -> SchemaRef {
        Schema::empty().into()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_one_error_and_the_next_statement_works() {
    let store = store(10).await;
    let mut connection = connection(&store);
    let mut statement = connection.new_statement().unwrap();
    let error = statement.bind_stream(Box::new(Broken));
    refused(
        error,
        Status::Internal,
        "XX000",
        "the caller's stream is broken",
    );
    statement.set_sql_query("SELECT 1 AS one").unwrap();
    assert_eq!(all(statement.execute().unwrap()).1.len(), 1);
    assert_eq!(answer(&mut connection, "SELECT 2 AS two").1.len(), 1);
}
