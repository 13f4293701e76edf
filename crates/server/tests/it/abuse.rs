//! What no client should send: a clear error or a closed connection, and the server goes on.

use crate::raw::{Raw, message, parse, query, startup, sync};
use crate::served::{Served, served, with};

async fn goes_on(served: &Served) {
    served.raw().await.query("SELECT 1").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn first_packets_that_are_none() {
    let served = served().await;
    for packet in [
        &b"GET / HTTP/1.1\r\n\r\n"[..],
        // A start-up of 1 GB.
        b"\x3f\xff\xff\xff\0\x03\0\0",
        b"\xff\xff\xff\xff\0\x03\0\0",
        b"\0\0\0\x04",
        b"\0\0\0\x08\0\x02\0\0",
        b"\0\0\0\x0c\0\x03\0\0user",
        b"\0\0\0\x08\x04\xd2\x16\x2e",
        b"\x16\x03\x01\x02\0",
    ] {
        let mut raw = Raw::connect(served.server.address()).await;
        raw.send(packet).await;
        let answer = raw.answer().await;
        let code = answer.errors.first().map(|error| error[&b'C'].as_str());
        assert!(matches!(code, None | Some("08P01")), "{packet:?}: {code:?}");
        assert!(raw.next().await.is_none(), "{packet:?}");
    }
    goes_on(&served).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_lie() {
    let served = served().await;
    for bytes in [
        // Lengths that are too long, too short, negative.
        b"Q\x7f\xff\xff\xff".to_vec(),
        b"Q\0\0\0\x03".to_vec(),
        b"Q\xff\xff\xff\xff".to_vec(),
        message(b'Q', b"SELECT 1"),
        message(b'P', b"\0SELECT 1\0\xff\xff"),
        message(b'B', b"\0\0\0\0\0\x01\x7f\xff\xff\xff"),
        message(b'D', b"?\0"),
        message(b'!', b""),
        message(b'p', b"password\0"),
        vec![0xff; 64],
    ] {
        let mut raw = served.raw().await;
        raw.send(&bytes).await;
        assert_eq!(raw.answer().await.code(), "08P01", "{bytes:?}");
        assert!(raw.next().await.is_none(), "{bytes:?}");
    }
    goes_on(&served).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_a_client_that_is_not_in_is_short() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        let users = storeql_server::pg::Users::one("a", "b", storeql_server::pg::Role::Read);
        options.access = storeql_server::pg::Access::Users(users.unwrap());
    })
    .await;
    let mut raw = Raw::connect(served.server.address()).await;
    raw.send(&startup(&[("user", "a"), ("database", "shop")]))
        .await;
    assert_eq!(raw.next().await.unwrap().0, b'R');
    raw.send(b"p\0\x01\0\0").await;
    assert_eq!(raw.answer().await.code(), "08P01");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_is_an_answer_or_an_error() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.limits.message = 1_000_000;
    })
    .await;
    let mut raw = served.raw().await;
    let long = format!("SELECT '{}'", "x".repeat(900_000));
    assert_eq!(raw.query(&long).await.ok().rows.len(), 1);
    raw.send(&query(&"x".repeat(1_000_000))).await;
    assert_eq!(raw.answer().await.code(), "08P01");
    goes_on(&served).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_parameters() {
    let served = served().await;
    let mut raw = served.raw().await;
    let places: Vec<String> = (1..=100_000).map(|place| format!("${place}")).collect();
    let sql = format!("SELECT 1 WHERE 1 IN ({})", places.join(", "));
    raw.send(&[parse("", &sql, &[]), sync()].concat()).await;
    assert_eq!(raw.answer().await.code(), "54000");
    goes_on(&served).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_message_and_then_nothing() {
    let served = served().await;
    for cut in [1, 5, 9] {
        let mut raw = served.raw().await;
        raw.send(&query("SELECT 1")[..cut]).await;
        drop(raw);
    }
    goes_on(&served).await;
}
