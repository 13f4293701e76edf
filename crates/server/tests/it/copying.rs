//! COPY: rows out in three spellings, and rows in.

use bytes::{Buf, Bytes};
use futures::{SinkExt, TryStreamExt};

use crate::raw::{Raw, message, query};
use crate::served::served;

#[tokio::test(flavor = "multi_thread")]
async fn rows_out_as_text_and_csv() {
    let served = served().await;
    let mut raw = served.raw().await;
    let plain = raw
        .query("SELECT id, name FROM products ORDER BY id LIMIT 3")
        .await
        .ok()
        .text();
    let copied = raw
        .query("COPY (SELECT id, name FROM products ORDER BY id LIMIT 3) TO STDOUT")
        .await
        .ok();
    assert_eq!(copied.order, "HdddcCZ");
    assert_eq!(copied.tags, ["COPY 3"]);
    let lines: Vec<String> = plain
        .iter()
        .map(|row| format!("{}\n", row.join("\t")))
        .collect();
    assert_eq!(copied.copied.concat(), lines.concat().as_bytes());
    let csv = raw
        .query(
            "COPY (SELECT 1 AS id, 'a,\"b\"' AS name, NULL AS none) TO STDOUT (FORMAT csv, HEADER)",
        )
        .await
        .ok();
    let text = String::from_utf8(csv.copied.concat()).unwrap();
    assert_eq!(text, "id,name,none\n1,\"a,\"\"b\"\"\",\n");
}

/// DuckDB, ConnectorX and ADBC read so: the header and the first row in one message.
#[tokio::test(flavor = "multi_thread")]
async fn rows_out_in_binary() {
    let served = served().await;
    let client = served.client().await;
    let copied = client
        .copy_out("COPY (SELECT id, name FROM products ORDER BY id) TO STDOUT (FORMAT binary)")
        .await
        .unwrap();
    let pieces: Vec<Bytes> = copied.try_collect().await.unwrap();
    assert_eq!(&pieces[0][..11], b"PGCOPY\n\xff\r\n\0");
    assert!(pieces[0].len() > 21, "the first row is in it");
    let mut bytes = &pieces.concat()[19..];
    let mut ids = Vec::new();
    loop {
        match bytes.get_i16() {
            -1 => break,
            columns => assert_eq!(columns, 2),
        }
        assert_eq!(bytes.get_i32(), 8);
        ids.push(bytes.get_i64());
        let length = bytes.get_i32() as usize;
        bytes.advance(length);
    }
    assert!(bytes.is_empty());
    let rows = client
        .query("SELECT id FROM products ORDER BY id", &[])
        .await
        .unwrap();
    assert_eq!(
        ids,
        rows.iter()
            .map(|row| row.get::<_, i64>(0))
            .collect::<Vec<_>>()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_copy_in_binary_is_whole() {
    let served = served().await;
    let mut raw = served.raw().await;
    let copied = raw
        .query("COPY (SELECT id FROM products WHERE id < 0) TO STDOUT (FORMAT binary)")
        .await
        .ok();
    assert_eq!(copied.copied.concat().len(), 21);
    assert_eq!(copied.tags, ["COPY 0"]);
}

async fn copy_in(raw: &mut Raw, sql: &str, data: &[&[u8]]) -> crate::raw::Answer {
    raw.send(&query(sql)).await;
    let began = raw.answer().await;
    assert_eq!(began.order, "G", "{began:?}");
    for piece in data {
        raw.send(&message(b'd', piece)).await;
    }
    raw.send(&message(b'c', &[])).await;
    raw.answer().await
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_in() {
    let served = served().await;
    let mut raw = served.raw().await;
    let copied = copy_in(
        &mut raw,
        "COPY brands (name, page_title) FROM STDIN",
        &[b"Kestrel\ta\\tb\nOsp", b"rey\t\\N\n"],
    )
    .await
    .ok();
    assert_eq!(copied.tags, ["COPY 2"]);
    let csv = copy_in(
        &mut raw,
        "COPY brands (page_title, name) FROM STDIN WITH (FORMAT csv, HEADER)",
        &[b"page_title,name\n\"x, y\",Heron\n"],
    )
    .await
    .ok();
    assert_eq!(csv.tags, ["COPY 1"]);
    let rows = raw
        .query("SELECT name, page_title FROM brands WHERE name IN ('Kestrel', 'Osprey', 'Heron') ORDER BY name")
        .await
        .ok();
    let written = rows.text();
    assert_eq!(written[0], ["Heron", "x, y"]);
    assert_eq!(written[1], ["Kestrel", "a\tb"]);
    assert_eq!(written[2][0], "Osprey");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_others_wrote_copies_in() {
    let served = served().await;
    let client = served.client().await;
    let sink = client
        .copy_in("COPY brands (name) FROM STDIN")
        .await
        .unwrap();
    let mut sink = std::pin::pin!(sink);
    sink.send(Bytes::from_static(b"Merlin\n")).await.unwrap();
    assert_eq!(sink.finish().await.unwrap(), 1);
    let rows = client
        .query("SELECT 1 FROM brands WHERE name = 'Merlin'", &[])
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_with_rows_in() {
    let served = served().await;
    let mut raw = served.raw().await;
    served.store.sandbox.clear_requests();
    assert_eq!(raw.query("COPY nope (a) FROM STDIN").await.code(), "42P01");
    assert_eq!(
        raw.query("COPY brands (nope) FROM STDIN").await.code(),
        "42703"
    );
    assert_eq!(
        raw.query("COPY brands FROM '/etc/passwd'").await.code(),
        "42501"
    );
    let short = copy_in(
        &mut raw,
        "COPY brands (name, page_title) FROM STDIN",
        &[b"one\n"],
    )
    .await;
    assert_eq!(short.code(), "22P04");
    assert!(short.errors[0][&b'M'].contains("line 1"));
    raw.send(&query("COPY brands (name) FROM STDIN")).await;
    assert_eq!(raw.answer().await.order, "G");
    raw.send(&message(b'd', b"Never\n")).await;
    raw.send(&message(b'f', b"no longer\0")).await;
    assert_eq!(raw.answer().await.code(), "57014");
    let writes = served.store.sandbox.requests();
    assert!(
        writes.iter().all(|request| request.method == "GET"),
        "{writes:?}"
    );
    raw.query("SELECT 1").await.ok();
}
