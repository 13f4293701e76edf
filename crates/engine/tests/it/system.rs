//! The system tables send nothing, need no sign-in, and tell no secret.

use storeql_connection::Connection;
use storeql_engine::{Engine, Options, SessionOptions};
use storeql_testkit::{Store, answer};

const TABLES: [&str; 16] = [
    "sys_catalogs",
    "sys_schemas",
    "sys_tables",
    "sys_tablecolumns",
    "sys_procedures",
    "sys_procedureparameters",
    "sys_keycolumns",
    "sys_foreignkeys",
    "sys_primarykeys",
    "sys_indexes",
    "sys_connection_props",
    "sys_sqlinfo",
    "sys_identity",
    "sys_information",
    "sys_requests",
    "sys_functions",
];

#[tokio::test(flavor = "multi_thread")]
async fn all_of_them_answer_without_a_request() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    for table in TABLES {
        let answer = store
            .query(&format!("SELECT * FROM {table}"))
            .await
            .unwrap();
        assert_eq!(answer.requests, 0, "{table}");
    }
    for listing in ["tables", "columns", "schemata", "views"] {
        let sql = format!("SELECT * FROM information_schema.{listing}");
        assert_eq!(store.query(&sql).await.unwrap().requests, 0, "{listing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_need_no_store_at_all() {
    let connection = Connection::parse("OAuthClientId=app;OAuthClientSecret='s3cret'").unwrap();
    let session = Engine::open(connection)
        .await
        .unwrap()
        .session(SessionOptions::default());
    let mut seen = String::new();
    for table in TABLES {
        let answer = answer(&session, &format!("SELECT * FROM {table}"))
            .await
            .unwrap();
        seen.push_str(&format!("{:?}", answer.rows));
    }
    assert!(seen.contains("OAuthClientSecret") && !seen.contains("s3cret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_of_their_session() {
    let store = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    let (one, other) = (
        store.engine.session(SessionOptions::default()),
        store.engine.session(SessionOptions::default()),
    );
    answer(&one, "SELECT id FROM customers WHERE id IN (101, 102)")
        .await
        .unwrap();
    let log = "SELECT StatementId, Statement, Path, Query, Status, Attempt, Bytes > 0, AnsweredAt > '2025-01-01' FROM sys_requests";
    let rows = answer(&one, log).await.unwrap().rows;
    let row: Vec<&str> = rows[0].iter().map(String::as_str).collect();
    assert_eq!(rows.len(), 1);
    let statement = "SELECT id FROM customers WHERE id IN (101, 102)";
    assert_eq!(row[..3], ["1", statement, "/v3/customers"]);
    assert!(row[3].contains("id:in=101,102"), "{row:?}");
    assert_eq!(row[4..], ["200", "1", "true", "true"]);
    assert!(answer(&other, log).await.unwrap().rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn properties_restrict_what_is_listed_and_not_what_is_read() {
    let sandbox = storeql_sandbox::Sandbox::start(storeql_sandbox::Options::default())
        .await
        .unwrap();
    let more = "Tables=Orders,[Order Items];BrowsableSchemas=BigCommerce";
    let store = Store::open(sandbox, more, Options::default())
        .await
        .unwrap();
    for listing in [
        "SELECT TableName FROM sys_tables ORDER BY 1",
        "SELECT DISTINCT TableName FROM sys_tablecolumns ORDER BY 1",
        "SELECT table_name FROM information_schema.tables WHERE table_schema <> 'information_schema' ORDER BY 1",
    ] {
        let rows = store.query(listing).await.unwrap().rows;
        assert_eq!(rows, [["order_items"], ["orders"]], "{listing}");
    }
    let rows = store
        .query("SELECT count(*) > 0 FROM products")
        .await
        .unwrap()
        .rows;
    assert_eq!(rows, [["true"]]);
}
