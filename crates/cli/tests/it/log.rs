//! The log file of a connection, as a person meets it; and the connection that is tried when it is opened.

use crate::support::{Sandbox, storeql};

#[test]
fn the_log_tells_what_was_asked_and_no_secret() {
    let sandbox = Sandbox::start(&["--products", "30"]);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("storeql.log");
    let connection = format!(
        "{};OAuthClientId={};OAuthClientSecret={};Logfile={};Verbosity=5",
        sandbox.says("connection"),
        sandbox.says("client_id"),
        sandbox.says("client_secret"),
        log.display()
    );
    let query = |sql: &str| storeql(&["query", "-c", &connection, sql]);
    query("SELECT id, name FROM products WHERE id > 0").ok();
    let refused = query("SELECT nothing FROM products").failed(1);
    let code = query(
        "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='c0de-of-mine', CallbackURL='http://127.0.0.1/'",
    );
    assert_ne!(code.code, Some(0));
    query("EXEC GetOAuthAccessToken AuthMode='WEB' Verifier 'c0de-of-mine'").failed(1);
    let text = std::fs::read_to_string(&log).unwrap();
    for told in [
        "INFO INFO  StoreQL opens a connection",
        "sql=\"SELECT id, name FROM products WHERE id > 0\"",
        "HTTP DEBUG request method=\"GET\" target=\"/v3/catalog/products?",
        "x-rate-limit-requests-left",
        "TCPX TRACE",
        "EXEC TRACE plan",
        "rows=30 requests=1 retries=0",
        "EXEC ERROR failed",
        "kind=UnknownColumn",
        "sql=\"EXEC GetOAuthAccessToken …\"",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    for output in [&text, &refused, &code.err, &code.out] {
        for secret in [
            sandbox.says("access_token"),
            sandbox.says("client_secret"),
            "c0de-of-mine",
        ] {
            assert!(!output.contains(secret), "{secret}: {output}");
        }
    }
}

#[test]
fn a_log_that_cannot_be_written_is_told_at_once() {
    let sandbox = Sandbox::start(&["--products", "3"]);
    let connection = format!("{};Logfile=/nowhere/at/all.log", sandbox.says("connection"));
    let message = storeql(&["query", "-c", &connection, "SELECT 1"]).failed(2);
    assert!(
        message.contains("Logfile: /nowhere/at/all.log"),
        "{message}"
    );
}

#[test]
fn a_connection_is_tried_when_it_is_opened_if_it_says_so() {
    let sandbox = Sandbox::start(&["--products", "3"]);
    let connection = |token: &str, rest: &str| {
        format!(
            "ApiUrl={};StoreId={};OAuthAccessToken={token};{rest}",
            sandbox.says("api_url"),
            sandbox.says("store_id")
        )
    };
    let query = |connection: &str| storeql(&["query", "-c", connection, "SELECT 1"]);
    let own = sandbox.says("access_token");
    query(&connection(own, "ConnectOnOpen=true")).ok();
    query(&connection("another", "")).ok();
    query(&connection("another", "ConnectOnOpen=true")).failed(3);
}
