//! What ends a statement before its time: a cancel request, a limit, a client that leaves, a server that stops.
//!
//! There are more threads than cores, so that a statement which computes on all of them leaves one for what ends it.

use std::time::Duration;

use bytes::BufMut;
use tokio::io::AsyncWriteExt;

use crate::raw::{Raw, query, sync};
use crate::served::{Served, served, with};

/// Joins every row with every row of three other tables; no row is wanted. It would compute for days.
const ENDLESS: &str = "SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE a.id + b.id + c.id + d.id < 0";
/// The same, which sends rows all the time.
const ENDLESS_ROWS: &str =
    "SELECT a.id, b.id, c.id, d.id FROM orders a, orders b, orders c, orders d";

async fn cancel(served: &Served, number: i32, key: &[u8]) {
    let mut raw = Raw::connect(served.server.address()).await;
    let mut packet = Vec::new();
    packet.put_u32(12 + key.len() as u32);
    packet.put_u32(80_877_102);
    packet.put_i32(number);
    packet.put_slice(key);
    raw.send(&packet).await;
    assert!(raw.next().await.is_none(), "a cancel request has no answer");
}

/// A store that answers one request, and the next one only half a minute later.
fn slow() -> storeql_sandbox::Options {
    storeql_sandbox::Options {
        quota: Some(1),
        window: Duration::from_secs(30),
        ..Default::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_cancel_ends_computing_and_streaming() {
    let served = served().await;
    let mut raw = served.raw().await;
    for sql in [ENDLESS, ENDLESS_ROWS] {
        served.store.sandbox.clear_requests();
        raw.send(&query(sql)).await;
        served.store.sandbox.request_answered().await;
        if sql == ENDLESS_ROWS {
            // The rows have begun.
            while raw.next().await.unwrap().0 != b'D' {}
        }
        cancel(&served, raw.number, &raw.key.clone()).await;
        assert_eq!(raw.answer().await.code(), "57014", "{sql}");
        raw.query("SELECT 1").await.ok();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_cancel_ends_waiting_for_the_store() {
    let served = with(slow(), |_| {}).await;
    let mut raw = served.raw().await;
    let sql = "SELECT count(*) FROM orders UNION ALL SELECT count(*) FROM brands UNION ALL SELECT count(*) FROM products";
    raw.send(&query(sql)).await;
    served.store.sandbox.request_answered().await;
    cancel(&served, raw.number, &raw.key.clone()).await;
    assert_eq!(raw.answer().await.code(), "57014");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_cancel_with_anothers_key_ends_nothing() {
    let served = served().await;
    let (mut one, other) = (served.raw().await, served.raw().await);
    one.send(&query(ENDLESS)).await;
    served.store.sandbox.request_answered().await;
    cancel(&served, one.number, &other.key).await;
    cancel(&served, other.number, &one.key).await;
    cancel(&served, one.number, b"").await;
    cancel(&served, one.number, &one.key.clone()).await;
    let answer = one.answer().await;
    assert_eq!(answer.code(), "57014");
    assert_eq!(answer.errors.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_statement_that_takes_too_long_is_ended() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.limits.statement = Some(Duration::from_millis(200));
    })
    .await;
    let mut raw = served.raw().await;
    for sql in [ENDLESS, ENDLESS_ROWS] {
        assert_eq!(raw.query(sql).await.code(), "57014");
    }
}

/// The client is gone while its statement waits for the store: the statement ends, and its requests with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_client_that_leaves_ends_its_statement() {
    let ended = std::sync::Arc::new(tokio::sync::Notify::new());
    let told = std::sync::Arc::clone(&ended);
    let sandbox = storeql_sandbox::Options {
        latency: Duration::from_millis(300),
        ..Default::default()
    };
    let served = with(sandbox, |options| {
        options.tell = std::sync::Arc::new(move |event| {
            if event.to_string().contains("the client left") {
                told.notify_one();
            }
        });
    })
    .await;
    let mut raw = served.raw().await;
    raw.send(&query(
        "SELECT id FROM customer_addresses; SELECT id FROM orders",
    ))
    .await;
    served.store.sandbox.request_answered().await;
    raw.stream.shutdown().await.unwrap();
    drop(raw);
    ended.notified().await;
    let others = || {
        let requests = served.store.sandbox.requests().into_iter();
        let others = requests.filter(|request| !request.path.contains("brands"));
        others.count()
    };
    let mut after = served.raw().await;
    // What was under way when it left is in the log when the next answer is here; nothing comes behind it.
    after.query("SELECT id FROM brands LIMIT 1").await.ok();
    let sent = others();
    after.query("SELECT id FROM brands LIMIT 1").await.ok();
    assert_eq!(others(), sent);
}

/// The same of one that has sent more than is read ahead while a statement runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_client_that_has_sent_ahead_and_leaves_ends_its_statement() {
    let ended = std::sync::Arc::new(tokio::sync::Notify::new());
    let told = std::sync::Arc::clone(&ended);
    let served = with(slow(), |options| {
        options.tell = std::sync::Arc::new(move |event| {
            if event.to_string().contains("the client left") {
                told.notify_one();
            }
        });
    })
    .await;
    let mut raw = served.raw().await;
    let waits = "SELECT count(*) FROM orders UNION ALL SELECT count(*) FROM brands";
    raw.send(&query(waits)).await;
    served.store.sandbox.request_answered().await;
    raw.send(&sync().repeat(30_000)).await;
    drop(raw);
    ended.notified().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_client_that_says_nothing_is_parted_from() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.limits.idle = Some(Duration::from_millis(100));
    })
    .await;
    let mut raw = served.raw().await;
    assert_eq!(raw.answer().await.code(), "57P05");
    assert!(raw.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_server_that_stops_lets_statements_end() {
    let sandbox = storeql_sandbox::Options {
        latency: Duration::from_millis(300),
        ..Default::default()
    };
    let served = with(sandbox, |_| {}).await;
    let (mut busy, mut idle) = (served.raw().await, served.raw().await);
    busy.send(&query("SELECT count(*) FROM brands")).await;
    served.store.sandbox.request_answered().await;
    let (_, answer) = tokio::join!(served.server.stop(), async {
        let answer = busy.answer().await.ok();
        assert_eq!(idle.answer().await.code(), "57P01");
        answer
    });
    assert_eq!(answer.rows.len(), 1);
    assert_eq!(busy.answer().await.code(), "57P01");
    assert!(
        tokio::net::TcpStream::connect(served.server.address())
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn many_clients_at_once_get_their_own_answers() {
    let served = served().await;
    let clients = (0..200).map(|client: i64| {
        let served = &served;
        async move {
            let mut raw = served.raw().await;
            for round in 0..5 {
                let wanted = client * 1_000 + round;
                let answer = raw.query(&format!("SELECT {wanted}")).await.ok();
                assert_eq!(answer.text(), [[wanted.to_string()]]);
            }
        }
    });
    futures::future::join_all(clients).await;
}
