//! One engine for each profile: opened once, also by callers at the same time, and tried again after it failed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use storeql_connection::Connection;
use storeql_engine::{Engine, Engines, Error, ErrorKind, SessionOptions, StatementKind};
use storeql_sandbox::Sandbox;
use tokio::sync::Notify;

async fn open() -> Result<Arc<Engine>, Error> {
    Engine::open(Connection::parse("StoreId=abc;OAuthAccessToken=s3cret")?).await
}

#[tokio::test]
async fn callers_at_the_same_time_open_once() {
    let (opened, go) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let engines = Engines::new({
        let (opened, go) = (Arc::clone(&opened), Arc::clone(&go));
        move |_| {
            let (opened, go) = (Arc::clone(&opened), Arc::clone(&go));
            async move {
                opened.fetch_add(1, Ordering::SeqCst);
                go.notified().await;
                open().await
            }
        }
    });
    let all = async { tokio::join!(engines.of("main"), engines.of("main"), engines.of("main")) };
    // The first of them waits until all three have asked.
    let (all, ()) = tokio::join!(all, async { go.notify_one() });
    let (one, other, third) = (all.0.unwrap(), all.1.unwrap(), all.2.unwrap());
    assert!(Arc::ptr_eq(&one, &other) && Arc::ptr_eq(&one, &third));
    assert_eq!(opened.load(Ordering::SeqCst), 1);
    go.notify_one();
    let another = engines.of("second").await.unwrap();
    assert!(!Arc::ptr_eq(&one, &another));
    assert_eq!(opened.load(Ordering::SeqCst), 2);
    let printed = format!("{engines:?}");
    assert!(
        printed.contains("main") && !printed.contains("s3cret"),
        "{printed}"
    );
}

#[tokio::test]
async fn an_opening_that_failed_is_tried_again() {
    let tries = Arc::new(AtomicUsize::new(0));
    let engines = Engines::new({
        let tries = Arc::clone(&tries);
        move |profile| {
            let first = tries.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                match first {
                    true => Err(Error::new(
                        ErrorKind::Unreachable,
                        format!("{profile} is away"),
                    )),
                    false => open().await,
                }
            }
        }
    });
    let error = engines.of("main").await.unwrap_err();
    assert_eq!(error.message, "main is away");
    let engine = engines.of("main").await.unwrap();
    assert!(Arc::ptr_eq(&engine, &engines.of("main").await.unwrap()));
    assert_eq!(tries.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_profile_of_the_configuration_file_that_is_none_is_named() {
    let error = Engines::of_process()
        .of("no such profile")
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Configuration);
    assert!(error.message.contains("no such profile"), "{error}");
}

/// A store whose connection has limits of its own.
async fn limited(more: &str) -> (Sandbox, Arc<Engine>) {
    let options = storeql_sandbox::Options {
        orders: 1_500,
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let text = format!("{};{more}", sandbox.connection());
    let engine = Engine::open(Connection::parse(&text).unwrap())
        .await
        .unwrap();
    (sandbox, engine)
}

async fn rows(engine: &Arc<Engine>, options: SessionOptions, sql: &str) -> Result<usize, Error> {
    let answer = storeql_testkit::answer(&engine.session(options), sql).await?;
    Ok(answer.rows.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_held_to_its_own_limits_and_to_the_connections() {
    let (_sandbox, engine) = limited("MaxRows=400").await;
    let sql = "SELECT id FROM orders";
    let default = SessionOptions::default;
    assert_eq!(rows(&engine, default(), sql).await.unwrap(), 400);
    assert_eq!(rows(&engine, default().max_rows(3), sql).await.unwrap(), 3);
    // More than the connection allows it is not.
    assert_eq!(
        rows(&engine, default().max_rows(900), sql).await.unwrap(),
        400
    );

    let (_sandbox, engine) = limited("MaxRequests=100").await;
    assert_eq!(rows(&engine, default(), sql).await.unwrap(), 1_500);
    let error = rows(&engine, default().max_requests(2), sql)
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit, "{error}");
    let (_sandbox, engine) = limited("MaxRequests=2").await;
    let error = rows(&engine, default().max_requests(100), sql)
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit, "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_only_reads_says_so() {
    let (_sandbox, engine) = limited("").await;
    let refused = async |options, sql: &str| {
        let session = engine.session(options);
        session.prepare(sql).await.unwrap_err().kind
    };
    let reads = SessionOptions::default().read_only(true);
    for sql in [
        "DELETE FROM orders WHERE id = 7",
        "INSERT INTO brands (name) VALUES ('x')",
    ] {
        assert_eq!(
            refused(reads.clone(), sql).await,
            ErrorKind::ReadOnly,
            "{sql}"
        );
        let session = engine.session(SessionOptions::default());
        assert_eq!(
            session.prepare(sql).await.unwrap().kind(),
            StatementKind::Write
        );
    }
    assert_eq!(
        rows(&engine, reads, "SELECT id FROM brands LIMIT 1")
            .await
            .unwrap(),
        1
    );
}
