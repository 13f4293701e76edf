//! The simple protocol: several statements in one text, errors with their places, transactions.

use crate::raw::{Raw, startup};
use crate::served::served;

#[tokio::test(flavor = "multi_thread")]
async fn several_statements_in_one_text() {
    let served = served().await;
    let mut raw = served.raw().await;
    let answer = raw
        .query("SELECT 1 AS a; SELECT 'x' AS b, NULL; ")
        .await
        .ok();
    assert_eq!(answer.order, "TDCTDCZ");
    assert_eq!(answer.text(), [vec!["1"], vec!["x", "NULL"]]);
    assert_eq!(answer.tags, ["SELECT 1", "SELECT 1"]);
    assert_eq!(raw.query(" ; -- nothing").await.order, "IZ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typing_error_runs_nothing_and_tells_its_place() {
    let served = served().await;
    let mut raw = served.raw().await;
    served.store.sandbox.clear_requests();
    let answer = raw
        .query("SELECT name FROM brands; SELECT 'ä', nam FRM brands")
        .await;
    assert_eq!((answer.code(), answer.rows.len()), ("42601", 0));
    assert!(served.store.sandbox.requests().is_empty());
    let answer = raw.query("SELECT 'ä';\nSELECT nam FROM brands").await;
    assert_eq!((answer.code(), answer.rows.len()), ("42703", 1));
    let error = &answer.errors[0];
    assert_eq!(error[&b'P'], "20", "characters are counted, not bytes");
    assert_eq!(error[&b'S'], "ERROR");
    assert!(error[&b'H'].contains("name"), "{error:?}");
    raw.query("SELECT 1").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_ends_the_rest_of_a_text() {
    let served = served().await;
    let mut raw = served.raw().await;
    let answer = raw.query("SELECT 1; SELECT 1 / 0; SELECT 2").await;
    assert_eq!(answer.errors.len(), 1);
    assert_eq!(answer.text(), [["1"]]);
    assert_eq!(answer.order.matches('C').count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_says_of_itself() {
    let served = served().await;
    let raw = served.raw().await;
    let said = |name: &str| raw.parameters[name].clone();
    assert!(said("server_version").starts_with("16.0 (StoreQL "));
    assert_eq!(said("TimeZone"), "UTC");
    assert_eq!(said("is_superuser"), "off");
    assert_eq!(said("default_transaction_read_only"), "off");
    assert_eq!(said("client_encoding"), "UTF8");
    assert!(raw.number > 0 && raw.key.len() == 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_is_told_of_and_changes_nothing() {
    let served = served().await;
    let mut raw = served.raw().await;
    let begun = raw.query("BEGIN").await.ok();
    assert_eq!((begun.status, begun.tags[0].as_str()), (b'T', "BEGIN"));
    assert_eq!(begun.notices.len(), 1, "that a store has none");
    assert_eq!(raw.query("SELECT 1").await.ok().status, b'T');

    served.store.sandbox.clear_requests();
    let refused = raw.query("UPDATE brands SET name = 'x' WHERE id = 1").await;
    assert_eq!((refused.code(), refused.status), ("0A000", b'E'));
    assert!(served.store.sandbox.requests().is_empty());
    let ignored = raw.query("SELECT 1").await;
    assert_eq!((ignored.code(), ignored.status), ("25P02", b'E'));

    let ended = raw.query("COMMIT").await.ok();
    assert_eq!((ended.status, ended.tags[0].as_str()), (b'I', "ROLLBACK"));
    let again = raw.query("BEGIN; COMMIT").await.ok();
    assert!(again.notices.is_empty(), "it is told once");
    assert_eq!(again.tags, ["BEGIN", "COMMIT"]);
    assert_eq!(raw.query("ROLLBACK").await.ok().notices[0][&b'C'], "25P01");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_savepoint_forgives_an_error() {
    let served = served().await;
    let mut raw = served.raw().await;
    raw.query("BEGIN; SAVEPOINT a").await.ok();
    assert_eq!(raw.query("SELECT nope").await.status, b'E');
    assert_eq!(raw.query("ROLLBACK TO a").await.ok().status, b'T');
    raw.query("SELECT 1; COMMIT").await.ok();
    assert_eq!(raw.query("SAVEPOINT a").await.code(), "25P01");
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_tell_how_many_rows_they_reached() {
    let served = served().await;
    let mut raw = served.raw().await;
    let inserted = raw
        .query("INSERT INTO brands (name) VALUES ('Kestrel'), ('Osprey') RETURNING name")
        .await
        .ok();
    assert_eq!(inserted.text(), [["Kestrel"], ["Osprey"]]);
    assert_eq!(inserted.tags, ["INSERT 0 2"]);
    let updated = raw
        .query("UPDATE brands SET page_title = 'x' WHERE name = 'Kestrel'")
        .await
        .ok();
    assert_eq!(
        (updated.tags[0].as_str(), updated.order.as_str()),
        ("UPDATE 1", "CZ")
    );
    let deleted = raw
        .query("DELETE FROM brands WHERE name IN ('Kestrel', 'Osprey')")
        .await;
    assert_eq!(deleted.ok().tags, ["DELETE 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn moments_are_shown_by_the_clock_of_the_sessions_zone() {
    let served = served().await;
    let mut raw = served.raw().await;
    let sql = "SELECT TIMESTAMP '2025-01-15 12:00:00' AT TIME ZONE 'UTC'";
    assert_eq!(
        raw.query(sql).await.ok().text(),
        [["2025-01-15 12:00:00+00"]]
    );
    raw.query("SET TIME ZONE 'Europe/Berlin'").await.ok();
    assert_eq!(raw.parameters["TimeZone"], "Europe/Berlin");
    assert_eq!(
        raw.query(sql).await.ok().text(),
        [["2025-01-15 13:00:00+01"]]
    );
    let binary = raw.extended(sql, &[], 1).await.ok();
    let microseconds =
        i64::from_be_bytes(binary.rows[0][0].as_ref().unwrap()[..].try_into().unwrap());
    assert_eq!(microseconds, 790_257_600_000_000);
    raw.query("DISCARD ALL").await.ok();
    assert_eq!(
        raw.query(sql).await.ok().text(),
        [["2025-01-15 12:00:00+00"]]
    );
}

/// A client may begin with limits for its statements; DISCARD ALL keeps what it began with.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_begins_with_its_own_limits() {
    let served = served().await;
    let mut raw = Raw::connect(served.server.address()).await;
    raw.start(&[("user", "x"), ("options", "-c MaxRequests=3 -c maxrows=5")])
        .await;
    let shown = async |raw: &mut Raw| {
        let answer = raw.query("SHOW MaxRequests").await.ok();
        answer.text()[0][0].clone()
    };
    assert_eq!(shown(&mut raw).await, "3");
    assert_eq!(
        raw.query("SELECT id FROM products").await.ok().rows.len(),
        5
    );
    raw.query("SET MaxRequests = 2").await.ok();
    assert_eq!(shown(&mut raw).await, "2");
    raw.query("DISCARD ALL").await.ok();
    assert_eq!(shown(&mut raw).await, "3");

    let mut wrong = Raw::connect(served.server.address()).await;
    wrong
        .send(&startup(&[
            ("user", "x"),
            ("options", "-c MaxRequests=few"),
        ]))
        .await;
    assert_eq!(wrong.answer().await.code(), "22023");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_answers_its_rows() {
    let served = served().await;
    let mut raw = served.raw().await;
    let order = "SELECT id FROM orders WHERE status_id = 11 ORDER BY id LIMIT 1";
    let order = raw.query(order).await.ok().text()[0][0].clone();
    let quote = raw
        .query(&format!("CALL RefundQuote({order}, 1.25)"))
        .await
        .ok();
    assert_eq!(quote.text()[0][0], "1.2500");
    assert_eq!(quote.tags, ["CALL"]);
    let refused = raw.query("CALL CapturePayment('x')").await;
    assert_eq!(refused.code(), "22000");
    // In a transaction a call that writes is refused, as any write is.
    raw.query("BEGIN").await.ok();
    assert_eq!(
        raw.query(&format!("CALL ArchiveOrder({order})"))
            .await
            .code(),
        "0A000"
    );
}
