//! What a person adds: tables by `Location`, views by `UserDefinedViews` and CREATE VIEW.

use std::path::Path;

use futures::TryStreamExt;
use storeql_connection::format;
use storeql_engine::{
    Engine, ErrorKind, Options, Parameters, Session, SessionOptions, StatementKind,
};
use storeql_sandbox::Sandbox;
use storeql_testkit::{Store, answer};

async fn open(more: &[(&str, &Path)]) -> Result<Store, String> {
    let sandbox = Sandbox::start(storeql_sandbox::Options::default())
        .await
        .unwrap();
    let pairs: Vec<(&str, &str)> = more
        .iter()
        .map(|(name, path)| (*name, path.to_str().unwrap()))
        .collect();
    Store::open(sandbox, &format(pairs), Options::default()).await
}

fn file(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

const BRAND_NAMES: &str = r#"
name = "brand_names"
about = "Brands by name alone."
aliases = ["Makers"]
api = "v3"
scope = "store_v2_products_read_only"
key = ["id"]
list = "/catalog/brands"
[columns]
id = { type = "int64", read_only = true, about = "Number of the brand." }
name = { type = "text", about = "Its name." }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn definitions_of_a_folder_add_and_override_tables() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), "mine/brand_names.toml", BRAND_NAMES);
    file(folder.path(), "notes.txt", "not a definition");
    let blog = r#"
name = "blog_tags"
about = "Tags of the blog, without their posts."
api = "v2"
scope = "store_v2_content_read_only"
key = ["tag"]
list = "/blog/tags"
paging = "whole"
[columns]
tag = { type = "text", about = "The tag." }
"#;
    file(folder.path(), "blog_tags.toml", blog);
    let store = open(&[("Location", folder.path())]).await.unwrap();
    let same = "SELECT (SELECT count(*) FROM makers) = (SELECT count(*) FROM brands)";
    assert_eq!(store.query(same).await.unwrap().rows, [["true"]]);
    let columns = "SELECT TableName, ColumnName FROM sys_tablecolumns WHERE TableName IN ('blog_tags', 'brand_names')";
    assert_eq!(
        store.query(columns).await.unwrap().rows,
        [
            ["brand_names", "id"],
            ["brand_names", "name"],
            ["blog_tags", "tag"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_a_folder_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    file(
        folder.path(),
        "brand_names.toml",
        "name = \"brand_names\"\nabout =",
    );
    let wrong = BRAND_NAMES
        .replace("int64", "integer")
        .replace("api =", "apis =");
    file(folder.path(), "mine/other.toml", &wrong);
    let error = open(&[("Location", folder.path())]).await.err().unwrap();
    for expected in [
        "Location: ",
        "brand_names.toml: line 2 is not TOML",
        "mine/other.toml: name: is `brand_names`, but the file is called `other`",
        "mine/other.toml: api: is missing (write \"v2\" or \"v3\")",
        "mine/other.toml: apis: ",
        "mine/other.toml: columns.id.type: ",
    ] {
        assert!(error.contains(expected), "{expected} in\n{error}");
    }
    let missing = folder.path().join("nowhere");
    let error = open(&[("Location", &missing)]).await.err().unwrap();
    assert!(error.contains("nowhere: cannot be read"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn views_of_a_file_are_there_in_every_session() {
    let folder = tempfile::tempdir().unwrap();
    let views = r#"{
        "BigSpenders": {"query": "SELECT TOP 3 CustomerId, Spent FROM [Spent By] ORDER BY Spent DESC"},
        "Spent By": {"query": "SELECT CustomerId, sum(TotalIncTax) AS Spent FROM Orders WHERE CustomerId > 0 GROUP BY CustomerId;"}
    }"#;
    file(folder.path(), "views.json", views);
    let store = open(&[("UserDefinedViews", &folder.path().join("views.json"))])
        .await
        .unwrap();
    let direct = "SELECT customer_id, sum(total_inc_tax) FROM orders WHERE customer_id > 0 GROUP BY 1 ORDER BY 2 DESC LIMIT 3";
    let expected = store.query(direct).await.unwrap().rows;
    let answer = store.query("SELECT * FROM bigspenders").await.unwrap();
    assert_eq!(answer.columns, ["CustomerId", "Spent"]);
    assert_eq!(answer.rows, expected);
    let listed = "SELECT TableName, TableType, SchemaName FROM sys_tables WHERE TableType = 'VIEW'";
    assert_eq!(
        store.query(listed).await.unwrap().rows,
        [
            ["Spent By", "VIEW", "UserViews"],
            ["BigSpenders", "VIEW", "UserViews"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_with_views_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views.json");
    let views = r#"{
        "a": {"query": "SELECT * FROM ordres"},
        "b": {"query": "SELECT idd FROM orders"},
        "c": {"query": "DELETE FROM orders"},
        "d": {"query": "SELECT id, customer_id AS I_D FROM orders"},
        "e": {"query": "SELECT * FROM orders WHERE id = $1"}
    }"#;
    file(folder.path(), "views.json", views);
    let error = open(&[("UserDefinedViews", &path)]).await.err().unwrap();
    for expected in [
        "view a: there is no table ordres; did you mean orders?",
        "view b: there is no column idd; did you mean id?",
        "view c: a view is a SELECT",
        "view d: d has two columns called I_D",
        "view e: a view has no parameters",
    ] {
        assert!(error.contains(expected), "{expected} in\n{error}");
    }
    file(
        folder.path(),
        "views.json",
        r#"{"a": {"query": "SELECT * FROM B"}, "b": {"query": "SELECT * FROM A"}}"#,
    );
    let error = open(&[("UserDefinedViews", &path)]).await.err().unwrap();
    assert!(
        error.contains("view a: a view cannot use itself: a → b → a"),
        "{error}"
    );
}

async fn done(session: &Session, sql: &str) -> Result<String, storeql_engine::Error> {
    let prepared = session.prepare(sql).await?;
    assert_eq!(prepared.kind(), StatementKind::Session);
    let mut run = prepared.run(Parameters::none()).await?;
    assert!(run.rows.try_next().await?.is_none(), "{sql} answers rows");
    Ok(run.message().expect("it says what it did"))
}

async fn refused(session: &Session, sql: &str) -> String {
    session.prepare(sql).await.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_created_replaced_and_dropped_in_their_session() {
    let store = open(&[]).await.unwrap();
    let session = store.engine.session(SessionOptions::default());
    let what = done(
        &session,
        "CREATE VIEW Paid AS SELECT Id, StatusId FROM Orders",
    )
    .await;
    assert_eq!(what.unwrap(), "the view Paid is created");
    done(&session, "CREATE VIEW few AS SELECT * FROM PAID LIMIT 2")
        .await
        .unwrap();
    let few = answer(&session, "SELECT id, status_id FROM Few")
        .await
        .unwrap();
    assert_eq!(
        (few.rows.len(), few.columns),
        (2, vec!["id".to_owned(), "status_id".to_owned()])
    );
    let other = store
        .engine
        .session(SessionOptions::default())
        .prepare("SELECT * FROM paid")
        .await
        .unwrap_err();
    assert_eq!(other.kind, ErrorKind::UnknownTable);

    let said = refused(&session, "CREATE VIEW paid AS SELECT 1 AS x").await;
    assert!(said.contains("there is a view paid already"), "{said}");
    let said = refused(&session, "CREATE VIEW orders AS SELECT 1 AS x").await;
    assert!(said.contains("there is a table orders already"), "{said}");
    let said = refused(&session, "CREATE OR REPLACE VIEW Paid AS SELECT * FROM few").await;
    assert!(said.contains("a view cannot use itself"), "{said}");
    let said = refused(&session, "DROP VIEW Paid").await;
    assert!(said.contains("view few: there is no table PAID"), "{said}");
    let said = refused(&session, "DROP VIEW orders").await;
    assert!(said.contains("orders is a table and no view"), "{said}");

    // Those that use it follow.
    done(
        &session,
        "CREATE OR REPLACE VIEW paid AS SELECT Id, StatusId, 1 AS one FROM orders",
    )
    .await
    .unwrap();
    assert_eq!(
        answer(&session, "SELECT * FROM few")
            .await
            .unwrap()
            .columns
            .len(),
        3
    );
    done(&session, "CREATE VIEW IF NOT EXISTS few AS SELECT 1 AS x")
        .await
        .unwrap();
    done(&session, "DROP VIEW IF EXISTS few, paid, never")
        .await
        .unwrap();
    assert!(
        refused(&session, "SELECT * FROM few")
            .await
            .contains("no table few")
    );
    assert!(
        refused(&session, "DROP VIEW few")
            .await
            .contains("no view few")
    );
    assert_eq!(store.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_contacts_the_store_where_it_should() {
    let options = storeql_sandbox::Options::default();
    let sandbox = Sandbox::start(options).await.unwrap();
    let open = |more: &str| {
        let text = format!("{};{more}", sandbox.connection());
        async move { Engine::open(storeql_connection::Connection::parse(&text).unwrap()).await }
    };
    open("").await.unwrap();
    assert_eq!(sandbox.requests().len(), 0);
    open("ConnectOnOpen=true").await.unwrap();
    assert_eq!(sandbox.requests().len(), 1);
    let wrong = sandbox
        .connection()
        .replace(sandbox.access_token(), "wrong");
    let wrong = storeql_connection::Connection::parse(&format!("{wrong};ConnectOnOpen=true"));
    let error = Engine::open(wrong.unwrap()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_scope_is_named() {
    let sandbox = storeql_sandbox::Options {
        scopes: Some(vec!["store_v2_orders".to_owned()]),
        ..Default::default()
    };
    let store = Store::start(sandbox, Options::default()).await.unwrap();
    assert_eq!(
        store
            .query("SELECT count(*) > 0 FROM orders")
            .await
            .unwrap()
            .rows,
        [["true"]]
    );
    for sql in [
        "SELECT * FROM product_images",
        "SELECT count(*) FROM products",
    ] {
        let error = store.query(sql).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Forbidden);
        let takes = "takes the scope store_v2_products_read_only.";
        assert!(error.message.contains(takes), "{error}");
    }
}
