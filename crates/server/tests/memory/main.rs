//! What no client should send, again and again: the server refuses it, goes on, and holds no more memory than before. A process of its
//! own, whose memory is the server's, the store's and the client's.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../it/raw.rs"]
#[allow(dead_code)]
mod raw;
#[path = "../it/served.rs"]
#[allow(dead_code)]
mod served;

use std::alloc::System;
use std::time::Duration;

use bytes::BufMut;
use cap::Cap;
use storeql_server::pg::{Access, Role, Tls, Users};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use raw::{Raw, bind, execute, message, parse, startup, sync};
use served::{Served, served, with};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

const MB: usize = 1_000_000;

/// Does something so often, and after the first time, in which much is built once, as often within these bytes. Afterwards all but a
/// few of them are given back.
async fn flat(times: usize, bytes: usize, mut abuse: impl AsyncFnMut()) {
    abuse().await;
    let before = MEMORY.allocated();
    MEMORY.set_limit(before + bytes).unwrap();
    for _ in 0..times {
        abuse().await;
    }
    MEMORY.set_limit(usize::MAX).unwrap();
    let after = MEMORY.allocated();
    assert!(
        after < before + 4 * MB,
        "{before} bytes before, {after} after"
    );
}

async fn goes_on(served: &Served) {
    served.raw().await.query("SELECT 1").await.ok();
}

/// One after another, since memory is the process's.
#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_flat() {
    lengths_that_lie().await;
    long_statements().await;
    large_arrays().await;
    wrong_passwords().await;
    half_of_a_handshake().await;
    cancel_keys_of_others().await;
}

async fn lengths_that_lie() {
    let served = served().await;
    flat(20, 20 * MB, async || {
        for packet in [
            // A start-up of 1 GB, and one that is never sent whole.
            &b"\x3f\xff\xff\xff\0\x03\0\0"[..],
            b"\0\0\x27\x10\0\x03\0\0user",
        ] {
            let mut raw = Raw::connect(served.server.address()).await;
            raw.send(packet).await;
            raw.stream.shutdown().await.unwrap();
            while raw.next().await.is_some() {}
        }
        for bytes in [
            b"Q\x7f\xff\xff\xff".to_vec(),
            // 64 MB are announced, and some bytes come.
            b"Q\x03\xff\xff\xff SELECT".to_vec(),
            message(b'B', b"\0\0\xff\xff"),
            message(b'B', b"\0\0\0\0\0\x01\x7f\xff\xff\xff"),
            message(b'P', b"\0SELECT 1\0\xff\xff"),
        ] {
            let mut raw = served.raw().await;
            raw.send(&bytes).await;
            raw.stream.shutdown().await.unwrap();
            while raw.next().await.is_some() {}
        }
    })
    .await;
    goes_on(&served).await;
}

async fn long_statements() {
    let served = served().await;
    let mut raw = served.raw().await;
    // 10 MB of SQL.
    let long = format!("SELECT length('{}')", "x".repeat(10 * MB));
    flat(1, 300 * MB, async || {
        assert_eq!(
            raw.query(&long).await.ok().text(),
            [[(10 * MB).to_string()]]
        );
    })
    .await;
    let places: Vec<String> = (1..=100_000).map(|place| format!("${place}")).collect();
    let many = format!("SELECT 1 WHERE 1 IN ({})", places.join(", "));
    flat(5, 20 * MB, async || {
        raw.send(&[parse("", &many, &[]), sync()].concat()).await;
        assert_eq!(raw.answer().await.code(), "54000");
    })
    .await;
    goes_on(&served).await;
}

async fn large_arrays() {
    let served = served().await;
    let mut raw = served.raw().await;
    let mut numbers = Vec::new();
    for head in [1, 0, 23, 200_000, 1] {
        numbers.put_i32(head);
    }
    for number in 0..200_000 {
        numbers.put_i32(4);
        numbers.put_i32(number);
    }
    let text = format!("{{{}}}", "1,".repeat(199_999) + "1");
    flat(1, 100 * MB, async || {
        for (format, value) in [(1, numbers.as_slice()), (0, text.as_bytes())] {
            let messages = [
                parse("", "SELECT cardinality($1)", &[1007]),
                bind("", "", &[(format, Some(value))], 0),
                execute("", 0),
                sync(),
            ];
            raw.send(&messages.concat()).await;
            assert_eq!(raw.answer().await.ok().text(), [["200000"]]);
        }
    })
    .await;
    goes_on(&served).await;
}

/// One sign-in of a client that knows no password: its proof is none.
async fn guess(served: &Served) {
    let mut raw = Raw::connect(served.server.address()).await;
    raw.send(&startup(&[("user", "app"), ("database", "shop")]))
        .await;
    assert_eq!(raw.next().await.unwrap().0, b'R');
    let first = b"n,,n=,r=0123456789abcdef";
    let mut body = b"SCRAM-SHA-256\0".to_vec();
    body.put_i32(first.len() as i32);
    body.put_slice(first);
    raw.send(&message(b'p', &body)).await;
    let (kind, step) = raw.next().await.unwrap();
    let step = String::from_utf8(step[4..].to_vec()).unwrap();
    let nonce = step.split(',').next().unwrap();
    assert!(
        kind == b'R' && nonce.starts_with("r=0123456789abcdef"),
        "{step}"
    );
    let proof = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    raw.send(&message(
        b'p',
        format!("c=biws,{nonce},p={proof}").as_bytes(),
    ))
    .await;
    assert_eq!(raw.answer().await.code(), "28P01");
}

async fn wrong_passwords() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.access = Access::Users(Users::one("app", "right", Role::Read).unwrap());
        options.limits.wrong_password = Duration::ZERO;
    })
    .await;
    flat(1_000, 20 * MB, async || guess(&served).await).await;
    let address = served.server.address();
    let config = format!(
        "host={} port={} user=app password=right dbname=shop",
        address.ip(),
        address.port()
    );
    let (client, connection) = tokio_postgres::connect(&config, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client.simple_query("SELECT 1").await.unwrap();
}

async fn half_of_a_handshake() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let tls = Tls {
        certificate: folder.path().join("server.crt"),
        key: folder.path().join("server.key"),
        client_authority: None,
    };
    std::fs::write(&tls.certificate, made.cert.pem()).unwrap();
    std::fs::write(&tls.key, made.signing_key.serialize_pem()).unwrap();
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.tls = Some(tls);
        options.limits.sign_in = Duration::from_millis(100);
    })
    .await;
    flat(5, 20 * MB, async || {
        let halves = (0..50).map(async |_| {
            let mut raw = Raw::connect(served.server.address()).await;
            raw.send(&[0, 0, 0, 8, 4, 210, 22, 47]).await;
            assert_eq!(raw.stream.read_u8().await.unwrap(), b'S');
            // A record of 512 bytes is announced, and three come. The server parts when the time of a sign-in is over.
            raw.send(b"\x16\x03\x01\x02\0\x01\0\x01").await;
            assert!(raw.next().await.is_none());
        });
        futures::future::join_all(halves).await;
    })
    .await;
    // It still answers who asks.
    let mut raw = Raw::connect(served.server.address()).await;
    raw.send(&[0, 0, 0, 8, 4, 210, 22, 47]).await;
    assert_eq!(raw.stream.read_u8().await.unwrap(), b'S');
}

async fn cancel_keys_of_others() {
    let served = served().await;
    let mut one = served.raw().await;
    let other = served.raw().await;
    let keys = [other.key.to_vec(), vec![0; 4], vec![0; 256], Vec::new()];
    flat(50, 20 * MB, async || {
        for key in &keys {
            let mut raw = Raw::connect(served.server.address()).await;
            let mut packet = Vec::new();
            packet.put_u32(12 + key.len() as u32);
            packet.put_u32(80_877_102);
            packet.put_i32(one.number);
            packet.put_slice(key);
            raw.send(&packet).await;
            assert!(raw.next().await.is_none());
        }
    })
    .await;
    one.query("SELECT 1").await.ok();
}
