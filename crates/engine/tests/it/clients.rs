//! What PostgreSQL's clients find: the keys of the definitions, and numbers of objects that stay the same.

use storeql_connection::Connection;
use storeql_engine::{Engine, Session, SessionOptions};
use storeql_testkit::answer;

async fn session() -> Session {
    let engine = Engine::open(Connection::parse("OAuthClientId=app").unwrap())
        .await
        .unwrap();
    engine.session(SessionOptions::default().postgres(true))
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_objects_are_of_one_object_each() {
    let session = session().await;
    for table in [
        "pg_class",
        "pg_type",
        "pg_proc",
        "pg_constraint",
        "pg_namespace",
    ] {
        let sql = format!("SELECT count(*) > 0, count(*) = count(DISTINCT oid) FROM {table}");
        let rows = answer(&session, &sql).await.unwrap().rows;
        assert_eq!(rows, [["true", "true"]], "{table}");
    }
    // Clients keep them: they stay the same from day to day.
    let rows = answer(
        &session,
        "SELECT 'orders'::regclass::oid, 'pg_class'::regclass::oid",
    );
    assert_eq!(rows.await.unwrap().rows, [["1765386883", "1259"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_those_of_the_definitions() {
    let session = session().await;
    let primary = "SELECT relname, attname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (conkey) WHERE contype = 'p' ORDER BY 1, array_position(conkey, attnum)";
    let mut expected = Vec::new();
    let catalog = storeql_catalog::Catalog::builtin();
    let mut tables: Vec<_> = catalog.tables().collect();
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    for table in &tables {
        expected.extend(
            table
                .key
                .iter()
                .map(|column| vec![table.name.clone(), column.clone()]),
        );
    }
    assert_eq!(answer(&session, primary).await.unwrap().rows, expected);
    let foreign = "SELECT c.relname, a.attname, p.relname, b.attname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN pg_class p ON p.oid = confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = conkey[1] JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = confkey[1] WHERE contype = 'f' ORDER BY 1, a.attnum";
    let mut expected = Vec::new();
    for table in &tables {
        for column in table.columns.values() {
            if let Some((parent, referenced)) = &column.references {
                expected.push(
                    [&table.name, &column.name, parent, referenced]
                        .map(Clone::clone)
                        .to_vec(),
                );
            }
        }
    }
    assert_eq!(answer(&session, foreign).await.unwrap().rows, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sessions_have_no_catalogue() {
    let engine = Engine::open(Connection::parse("OAuthClientId=app").unwrap())
        .await
        .unwrap();
    let plain = engine.session(SessionOptions::default());
    for sql in [
        "SELECT * FROM pg_class",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT 'orders'::regclass",
        "SELECT current_schema()",
    ] {
        assert!(plain.prepare(sql).await.is_err(), "{sql}");
    }
    let rows = answer(
        &plain,
        "SELECT version() LIKE 'PostgreSQL%', current_database()",
    );
    assert_eq!(rows.await.unwrap().rows, [["false", "storeql"]]);
}
