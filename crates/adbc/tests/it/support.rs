//! A sandbox store, opened by the driver.

use adbc_core::error::{Error, Status};
use adbc_core::options::{OptionDatabase, OptionStatement};
use adbc_core::{Connection, Database, Driver, Optionable, Statement};
use arrow::array::{Array, RecordBatch, RecordBatchReader};
use arrow::datatypes::SchemaRef;
use arrow::util::display::array_value_to_string;
use storeql_adbc::{StoreConnection, StoreDatabase, StoreDriver, StoreStatement};
use storeql_engine::Options;
use storeql_testkit::Store;

/// A store with so many orders.
pub(crate) async fn store(orders: usize) -> Store {
    let options = storeql_sandbox::Options {
        orders,
        products: 60,
        customers: 20,
        ..Default::default()
    };
    Store::start(options, Options::default()).await.unwrap()
}

/// The driver's database on it, with more properties.
pub(crate) fn database(store: &Store, more: &str) -> StoreDatabase {
    let uri = format!("{};{more}", store.sandbox.connection());
    open(&uri).unwrap()
}

pub(crate) fn open(uri: &str) -> Result<StoreDatabase, Error> {
    StoreDriver::default().new_database_with_opts([(OptionDatabase::Uri, uri.into())])
}

pub(crate) fn connection(store: &Store) -> StoreConnection {
    database(store, "").new_connection().unwrap()
}

pub(crate) fn statement(connection: &mut StoreConnection, sql: &str) -> StoreStatement {
    let mut statement = connection.new_statement().unwrap();
    statement.set_sql_query(sql).unwrap();
    statement
}

/// All that a reader has.
pub(crate) type Answer = (SchemaRef, Vec<RecordBatch>);

pub(crate) fn all(reader: Box<dyn RecordBatchReader + Send>) -> Answer {
    let schema = reader.schema();
    (schema, reader.map(Result::unwrap).collect())
}

/// What a query answers.
pub(crate) fn answer(connection: &mut StoreConnection, sql: &str) -> Answer {
    all(statement(connection, sql).execute().unwrap())
}

/// The values of a column as text.
pub(crate) fn texts(batches: &[RecordBatch], column: &str) -> Vec<String> {
    let values = batches.iter().flat_map(|batch| {
        let column = batch.column_by_name(column).unwrap();
        let text = |row| array_value_to_string(column, row).unwrap();
        (0..column.len()).map(text).collect::<Vec<_>>()
    });
    values.collect()
}

/// The JSON in an option of a statement.
pub(crate) fn told(statement: &StoreStatement, option: &str) -> serde_json::Value {
    let text = statement.get_option_string(OptionStatement::from(option));
    serde_json::from_str(&text.unwrap()).unwrap()
}

pub(crate) fn sqlstate(error: &Error) -> String {
    let bytes = error.sqlstate.map(|character| character.to_ne_bytes()[0]);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[track_caller]
pub(crate) fn refused<T>(result: Result<T, Error>, status: Status, code: &str, says: &str) {
    let Err(error) = result else {
        panic!("it was not refused, with: {says}")
    };
    assert_eq!(
        (error.status, sqlstate(&error).as_str()),
        (status, code),
        "{error}"
    );
    assert!(error.message.contains(says), "{error}");
}
