//! The extended protocol: statements and portals with names, row limits, values in both formats.

use futures::TryStreamExt;
use tokio_postgres::types::Type;

use crate::raw::{bind, describe, execute, message, parse, sync};
use crate::served::{served, with};

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_gives_its_rows_in_parts() {
    let served = served().await;
    let mut raw = served.raw().await;
    let messages = [
        parse("s", "SELECT id FROM products ORDER BY id", &[]),
        bind("p", "s", &[], 0),
        execute("p", 2),
        execute("p", 3),
        message(b'H', &[]),
    ];
    raw.send(&messages.concat()).await;
    raw.send(&sync()).await;
    let answer = raw.answer().await.ok();
    assert_eq!(answer.order, "12DsDsZ");
    assert_eq!(answer.rows.len(), 5);
    // The round is over, and so is the portal; the statement is not.
    raw.send(&[execute("p", 2), sync()].concat()).await;
    assert_eq!(raw.answer().await.code(), "34000");
    raw.send(&[bind("p", "s", &[], 0), execute("p", 1), sync()].concat())
        .await;
    assert_eq!(raw.answer().await.ok().text(), answer.text()[..1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_none_and_of_too_many_is_safe() {
    let served = served().await;
    let mut raw = served.raw().await;
    let all = raw.query("SELECT count(*) FROM products").await.ok().text()[0][0].clone();
    let all: usize = all.parse().unwrap();
    for most in [0, -1, i32::MIN, i32::MAX] {
        let messages = [
            parse("", "SELECT id FROM products", &[]),
            bind("", "", &[], 0),
            execute("", most),
            sync(),
        ];
        raw.send(&messages.concat()).await;
        let answer = raw.answer().await.ok();
        assert_eq!(
            (answer.rows.len(), answer.order.as_str()),
            (all, "12DCZ"),
            "{most}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn describing_sends_nothing_to_the_store() {
    let served = served().await;
    let mut raw = served.raw().await;
    served.store.sandbox.clear_requests();
    let sql = "SELECT id, price, name FROM products WHERE id = $1 AND name LIKE $2";
    raw.send(&[parse("s", sql, &[0, 1043]), describe(b'S', "s"), sync()].concat())
        .await;
    let answer = raw.answer().await.ok();
    assert_eq!(answer.parameters, [20, 1043]);
    let types: Vec<u32> = answer.columns.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(types, [20, 1700, 25]);
    raw.send(
        &[
            parse("", "UPDATE brands SET name = $1 WHERE id = 1", &[]),
            describe(b'S', ""),
            sync(),
        ]
        .concat(),
    )
    .await;
    assert_eq!(raw.answer().await.ok().order, "1tnZ");
    assert!(served.store.sandbox.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_passes_over_all_up_to_the_next_sync() {
    let served = served().await;
    let mut raw = served.raw().await;
    let messages = [
        parse("", "SELECT nope", &[]),
        bind("", "", &[], 0),
        execute("", 0),
        sync(),
        parse("", "SELECT 1", &[]),
        sync(),
    ];
    raw.send(&messages.concat()).await;
    let failed = raw.answer().await;
    assert_eq!((failed.code(), failed.order.as_str()), ("42703", "EZ"));
    assert_eq!(raw.answer().await.order, "1Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_and_portals_are_counted_and_named_once() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.limits.statements = 2;
        options.limits.portals = 1;
    })
    .await;
    let mut raw = served.raw().await;
    for (name, code) in [
        ("a", None),
        ("a", Some("42P05")),
        ("b", None),
        ("c", Some("53400")),
    ] {
        raw.send(&[parse(name, "SELECT 1", &[]), sync()].concat())
            .await;
        let answer = raw.answer().await;
        let got = answer.errors.first().map(|error| error[&b'C'].as_str());
        assert_eq!(got, code, "{name}");
    }
    raw.send(&[bind("p", "a", &[], 0), bind("q", "a", &[], 0), sync()].concat())
        .await;
    assert_eq!(raw.answer().await.code(), "53400");
    raw.send(&[message(b'C', b"Sa\0"), parse("c", "SELECT 1", &[]), sync()].concat())
        .await;
    assert_eq!(raw.answer().await.ok().order, "31Z");
    raw.query("DEALLOCATE ALL").await.ok();
    raw.send(&[bind("", "b", &[], 0), sync()].concat()).await;
    assert_eq!(raw.answer().await.code(), "26000");
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_every_type_in_both_formats() {
    let served = served().await;
    let mut raw = served.raw().await;
    let number = 108_i64.to_be_bytes();
    let list = [
        &1_i32.to_be_bytes()[..],
        &0_i32.to_be_bytes(),
        &20_i32.to_be_bytes(),
        &1_i32.to_be_bytes(),
        &1_i32.to_be_bytes(),
        &8_i32.to_be_bytes(),
        &number,
    ]
    .concat();
    for (condition, kind, text, binary) in [
        ("id = $1", 20, "108", &number[..]),
        ("id = $1", 23, "108", &108_i32.to_be_bytes()[..]),
        ("id = $1", 21, "108", &108_i16.to_be_bytes()[..]),
        ("id = $1", 1700, "108.0", b"\0\x01\0\0\0\0\0\x01\0\x6c"),
        ("id = $1", 701, "108", &108_f64.to_be_bytes()[..]),
        ("id IN ($1, 0)", 20, "108", &number[..]),
        ("id = ANY($1)", 1016, "{108}", &list[..]),
        ("id - 100 = length($1)", 25, "eight888", b"eight888"),
        ("(id = 108) = $1", 16, "true", b"\x01"),
        (
            "id = 108 AND date_created > $1",
            1184,
            "2001-01-01 00:00:00+00",
            &0_i64.to_be_bytes()[..],
        ),
        (
            "id = 108 AND date_created > $1",
            1114,
            "2001-01-01 00:00:00",
            &0_i64.to_be_bytes()[..],
        ),
        (
            "id = 108 AND date_created > $1",
            1082,
            "2001-01-01",
            &0_i32.to_be_bytes()[..],
        ),
    ] {
        let sql = format!("SELECT id FROM products WHERE {condition}");
        for (format, value) in [(0, text.as_bytes()), (1, binary)] {
            let messages = [
                parse("", &sql, &[kind]),
                bind("", "", &[(format, Some(value))], 0),
                execute("", 0),
                sync(),
            ];
            raw.send(&messages.concat()).await;
            let answer = raw.answer().await;
            assert!(
                answer.errors.is_empty(),
                "{condition} {kind} {format}: {answer:?}"
            );
            assert_eq!(answer.text(), [["108"]], "{condition} {kind} {format}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn types_are_told_where_the_client_leaves_them_open() {
    let served = served().await;
    let client = served.client().await;
    let statement = client
        .prepare("SELECT name FROM products WHERE id = $1 AND price > $2 AND is_visible = $3")
        .await
        .unwrap();
    let types = [Type::INT8, Type::NUMERIC, Type::BOOL];
    assert_eq!(statement.params(), types);
    let statement = client
        .prepare_typed(
            "SELECT name FROM products WHERE id = ANY($1)",
            &[Type::INT8_ARRAY],
        )
        .await
        .unwrap();
    let rows = client
        .query(&statement, &[&vec![101_i64, 102, 103]])
        .await
        .unwrap();
    assert!(!rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_value_is_an_error_that_names_it() {
    let served = served().await;
    let mut raw = served.raw().await;
    let sql = "SELECT id FROM products WHERE id = $1";
    let wrong = raw.extended(sql, &[(0, Some(b"eight"))], 0).await;
    assert_eq!(wrong.code(), "22P02");
    assert!(wrong.errors[0][&b'M'].contains("$1"));
    assert_eq!(
        raw.extended(sql, &[(1, Some(b"1"))], 0).await.code(),
        "22P03"
    );
    assert_eq!(raw.extended(sql, &[], 0).await.code(), "08P01");
    assert_eq!(
        raw.extended(sql, &[(7, Some(b"1"))], 0).await.code(),
        "08P01"
    );
    let null = raw.extended(sql, &[(1, None)], 0).await.ok();
    assert!(null.rows.is_empty());
    assert_eq!(raw.query(sql).await.code(), "42P02");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_several_statements_is_not_prepared() {
    let served = served().await;
    let mut raw = served.raw().await;
    assert_eq!(
        raw.extended("SELECT 1; SELECT 2", &[], 0).await.code(),
        "42601"
    );
    assert_eq!(raw.extended("", &[], 0).await.ok().order, "12nIZ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_others_wrote_reads_rows_as_they_come() {
    let served = served().await;
    let client = served.client().await;
    let none: [i64; 0] = [];
    let rows = client
        .query_raw("SELECT id, name FROM products ORDER BY id", none)
        .await
        .unwrap();
    let rows: Vec<tokio_postgres::Row> = rows.try_collect().await.unwrap();
    let ids: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    assert!(ids.is_sorted() && ids.len() > 10);
    let name: &str = rows[0].get(1);
    assert!(!name.is_empty());
}
