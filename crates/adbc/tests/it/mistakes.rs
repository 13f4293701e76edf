//! Wrong options, calls out of turn and bad values: an error of the right class each. And what opening many times leaves behind.

use std::sync::Arc;

use adbc_core::error::Status;
use adbc_core::options::{OptionConnection, OptionDatabase, OptionStatement, OptionValue};
use adbc_core::{Connection, Database, Driver, Optionable, Statement};
use arrow::array::{ArrayRef, NullArray, RecordBatch, StringArray};
use storeql_adbc::{Started, StoreDriver};

use crate::support::{all, connection, database, open, refused, statement, store, texts};

#[tokio::test(flavor = "multi_thread")]
async fn wrong_options_are_named() {
    let invalid = Status::InvalidArguments;
    refused(
        open("StoreIdd=abc"),
        invalid,
        "08001",
        "did you mean StoreId?",
    );
    refused(
        open("storeql://shop/orders"),
        invalid,
        "22000",
        "storeql://PROFILE",
    );
    refused(
        open("storeql://sandbox"),
        invalid,
        "22000",
        "has no sandbox",
    );
    let given = [(OptionDatabase::Username, "me".into())];
    refused(
        StoreDriver::default().new_database_with_opts(given),
        invalid,
        "22000",
        "username",
    );
    let store = store(10).await;
    let mut database = database(&store, "MaxRows=9");
    assert_eq!(database.get_option_string("MaxRows".into()).unwrap(), "9");
    assert_eq!(database.get_option_int("MaxRows".into()).unwrap(), 9);
    assert_eq!(
        database
            .get_option_string("OAuthAccessToken".into())
            .unwrap(),
        "****"
    );
    refused(
        database.get_option_string("nothing".into()),
        Status::NotFound,
        "42704",
        "nothing",
    );
    refused(
        database.set_option("MaxRows".into(), "5".into()),
        Status::InvalidState,
        "55000",
        "MaxRows",
    );
    let mut connection = database.new_connection().unwrap();
    let none = Status::NotImplemented;
    refused(
        connection.set_option("nothing".into(), "x".into()),
        none,
        "0A000",
        "nothing",
    );
    refused(
        connection.get_option_string("nothing".into()),
        Status::NotFound,
        "42704",
        "nothing",
    );
    refused(
        connection.set_option(OptionConnection::AutoCommit, false.into()),
        none,
        "0A000",
        "autocommit",
    );
    connection
        .set_option(OptionConnection::AutoCommit, true.into())
        .unwrap();
    refused(
        connection.set_option(OptionConnection::ReadOnly, "perhaps".into()),
        invalid,
        "22000",
        "perhaps",
    );
    refused(
        connection.set_option(OptionConnection::ReadOnly, OptionValue::Bytes(vec![1])),
        invalid,
        "22000",
        "bytes",
    );
    assert_eq!(
        connection
            .get_option_string(OptionConnection::CurrentCatalog)
            .unwrap(),
        "storeql"
    );
    assert_eq!(
        connection
            .get_option_string(OptionConnection::CurrentSchema)
            .unwrap(),
        "bigcommerce"
    );
    refused(
        connection.set_option(OptionConnection::CurrentSchema, "sys".into()),
        none,
        "0A000",
        "bigcommerce",
    );
    refused(
        connection.commit(),
        Status::InvalidState,
        "55000",
        "autocommit",
    );
    refused(
        connection.rollback(),
        Status::InvalidState,
        "55000",
        "autocommit",
    );
    let mut statement = connection.new_statement().unwrap();
    refused(
        statement.set_option("nothing".into(), "x".into()),
        none,
        "0A000",
        "nothing",
    );
    refused(
        statement.get_option_string("nothing".into()),
        Status::NotFound,
        "42704",
        "nothing",
    );
    refused(
        statement.set_option(OptionStatement::Incremental, true.into()),
        none,
        "0A000",
        "incremental",
    );
    refused(
        statement.set_substrait_plan(b"x"),
        none,
        "0A000",
        "Substrait",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_out_of_turn_are_refused() {
    let store = store(10).await;
    let mut connection = connection(&store);
    let mut empty = connection.new_statement().unwrap();
    let early = Status::InvalidState;
    refused(empty.execute().map(|_| ()), early, "55000", "no SQL");
    refused(empty.execute_update(), early, "55000", "no SQL");
    refused(empty.execute_schema(), early, "55000", "no SQL");
    refused(empty.prepare(), early, "55000", "no SQL");
    refused(empty.get_parameter_schema(), early, "55000", "prepare");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_statements_and_values_have_their_codes() {
    let store = store(10).await;
    let mut connection = connection(&store);
    for (sql, status, code) in [
        ("SELEC 1", Status::InvalidArguments, "42601"),
        ("", Status::InvalidArguments, "42601"),
        ("SELECT 1; SELECT 2", Status::InvalidArguments, "42601"),
        ("SELECT nme FROM products", Status::NotFound, "42703"),
        ("SELECT 1 FROM no_such", Status::NotFound, "42P01"),
        ("CREATE TABLE t (x int)", Status::NotImplemented, "0A000"),
        ("SELECT CAST('x' AS int)", Status::InvalidData, "22P02"),
    ] {
        let result = statement(&mut connection, sql).execute();
        let Err(error) = result else { panic!("{sql}") };
        assert_eq!(
            (error.status, crate::support::sqlstate(&error).as_str()),
            (status, code),
            "{sql}: {error}"
        );
    }
    let error = statement(&mut connection, "SELECT nme FROM products")
        .execute()
        .map(|_| ())
        .unwrap_err();
    let details = error.details.unwrap();
    assert!(
        details
            .iter()
            .any(|(name, text)| name == "column" && text == b"nme"),
        "{details:?}"
    );
    let text: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
    let null: ArrayRef = Arc::new(NullArray::new(1));
    let sql = "SELECT id FROM orders WHERE id = $1";
    let mut query = statement(&mut connection, sql);
    query
        .bind(RecordBatch::try_from_iter([("a", text.clone()), ("b", text.clone())]).unwrap())
        .unwrap();
    refused(
        query.execute().map(|_| ()),
        Status::InvalidData,
        "22000",
        "1 parameter and got 2",
    );
    query
        .bind(RecordBatch::try_from_iter([("a", text)]).unwrap())
        .unwrap();
    refused(
        query.execute().map(|_| ()),
        Status::InvalidData,
        "22000",
        "the parameter $1",
    );
    query
        .bind(RecordBatch::try_from_iter([("a", null)]).unwrap())
        .unwrap();
    assert_eq!(texts(&all(query.execute().unwrap()).1, "id").len(), 0);
}

/// What starts a sandbox in the library is the library's; what it panics with is an error of the database that asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_is_started_by_what_the_driver_was_given() {
    let started = |options: Vec<(String, String)>| -> futures::future::BoxFuture<'static, Result<Started, String>> {
        Box::pin(async move {
            if let Some((name, _)) = options.iter().find(|(name, _)| name != "orders") {
                return Err(format!("{name} is no option"));
            }
            let orders = options[0].1.parse().unwrap();
            let options = storeql_sandbox::Options { orders, ..Default::default() };
            let sandbox = storeql_sandbox::Sandbox::start(options).await.unwrap();
            Ok(Started { connection: sandbox.connection(), held: Box::new(sandbox) })
        })
    };
    let mut driver = StoreDriver::with_sandboxes(started);
    let mut of = |uri: &str| driver.new_database_with_opts([(OptionDatabase::Uri, uri.into())]);
    let mut connection = of("storeql://sandbox?orders=7&MaxRows=5")
        .unwrap()
        .new_connection()
        .unwrap();
    // The database is gone, and the store stays for the connection.
    let (_, rows) = all(statement(&mut connection, "SELECT id FROM orders")
        .execute()
        .unwrap());
    assert_eq!(texts(&rows, "id").len(), 5);
    refused(
        of("storeql://sandbox?colour=red"),
        Status::InvalidArguments,
        "22000",
        "colour is no option",
    );
    refused(
        of("storeql://sandbox?orders=many"),
        Status::Internal,
        "XX000",
        "StoreQL has a fault",
    );
    assert!(of("storeql://sandbox?orders=1").is_ok());
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn opening_and_closing_leaves_no_threads_behind() {
    let store = store(10).await;
    let threads = || std::fs::read_dir("/proc/self/task").unwrap().count();
    let once = || {
        let database = database(&store, "");
        let mut connection = database.new_connection().unwrap();
        let mut query = statement(&mut connection, "SELECT id FROM orders");
        query.execute().unwrap().next().unwrap().unwrap();
    };
    once();
    let before = threads();
    (0..40).for_each(|_| once());
    // Other tests of this process start and end threads of their own; forty runtimes would be far more.
    assert!(
        threads() < before + 40,
        "{} threads, and {before} before",
        threads()
    );
}
