//! DECLARE, FETCH, MOVE, CLOSE and DISCARD: rows in parts for those that ask in SQL.

use crate::raw::{describe, sync};
use crate::served::served;

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_as_tableau_and_psycopg_use_it() {
    let served = served().await;
    let mut raw = served.raw().await;
    let all = raw
        .query("SELECT id FROM products ORDER BY id LIMIT 6")
        .await
        .ok()
        .text();
    let first = raw
        .query("BEGIN; declare \"SQL_CUR1\" cursor for SELECT id FROM products ORDER BY id; fetch 2 in \"SQL_CUR1\"")
        .await
        .ok();
    assert_eq!(first.text(), all[..2]);
    assert_eq!(first.tags, ["BEGIN", "DECLARE CURSOR", "FETCH 2"]);
    let moved = raw.query("MOVE FORWARD 1 FROM \"SQL_CUR1\"").await.ok();
    assert_eq!((moved.tags[0].as_str(), moved.rows.len()), ("MOVE 1", 0));
    let binary = raw.extended("FETCH 3 FROM \"SQL_CUR1\"", &[], 1).await.ok();
    let ids: Vec<String> = binary
        .rows
        .iter()
        .map(|row| i64::from_be_bytes(row[0].as_ref().unwrap()[..].try_into().unwrap()).to_string())
        .collect();
    assert_eq!(ids, all[3..].concat());
    assert_eq!(
        raw.query("CLOSE \"SQL_CUR1\"; COMMIT").await.ok().tags[0],
        "CLOSE CURSOR"
    );
    assert_eq!(raw.query("FETCH 1 FROM \"SQL_CUR1\"").await.code(), "34000");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_ends_with_its_transaction_unless_it_is_held() {
    let served = served().await;
    let mut raw = served.raw().await;
    assert_eq!(
        raw.query("DECLARE c CURSOR FOR SELECT 1").await.code(),
        "25P01"
    );
    raw.query("BEGIN; DECLARE c CURSOR FOR SELECT 1; COMMIT")
        .await
        .ok();
    assert_eq!(raw.query("FETCH c").await.code(), "34000");
    raw.query("DECLARE h CURSOR WITH HOLD FOR SELECT 1 UNION ALL SELECT 2 ORDER BY 1")
        .await
        .ok();
    assert_eq!(raw.query("FETCH h").await.ok().text(), [["1"]]);
    assert_eq!(raw.query("FETCH ALL FROM h").await.ok().text(), [["2"]]);
    assert_eq!(raw.query("FETCH BACKWARD 1 FROM h").await.code(), "55000");
    raw.query("DISCARD ALL").await.ok();
    assert_eq!(raw.query("FETCH h").await.code(), "34000");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_takes_values() {
    let served = served().await;
    let mut raw = served.raw().await;
    let sql = "DECLARE c CURSOR WITH HOLD FOR SELECT id FROM products WHERE id = $1";
    let declared = raw.extended(sql, &[(0, Some(b"108"))], 0).await.ok();
    assert_eq!(declared.tags, ["DECLARE CURSOR"]);
    // psycopg asks so what the cursor's columns are.
    raw.send(&[describe(b'P', "c"), sync()].concat()).await;
    let described = raw.answer().await.ok();
    assert_eq!(described.columns, [("id".to_owned(), 20)]);
    assert_eq!(raw.query("FETCH ALL FROM c").await.ok().text(), [["108"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tools_send_besides() {
    let served = served().await;
    let mut raw = served.raw().await;
    for (sql, tag) in [
        ("LISTEN channel", "LISTEN"),
        ("UNLISTEN *", "UNLISTEN"),
        ("DISCARD PLANS", "DISCARD PLANS"),
        ("SET extra_float_digits = 3", "SET"),
        ("SET application_name = 'x'", "SET"),
        ("DEALLOCATE ALL", "DEALLOCATE ALL"),
        ("CLOSE ALL", "CLOSE CURSOR ALL"),
        ("EXPLAIN SELECT 1", "EXPLAIN"),
    ] {
        assert_eq!(raw.query(sql).await.ok().tags, [tag], "{sql}");
    }
    raw.query("BEGIN").await.ok();
    assert_eq!(raw.query("DISCARD ALL").await.code(), "25001");
}
