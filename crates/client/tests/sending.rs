//! While a page is read, requests go on.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use axum::Router;
use storeql_client::{Client, Meter, Network, Options, Proxy, Request, StaticToken};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::Semaphore;

/// A store on a thread of its own, that tells of each request and answers it when `answers` has a permit.
fn store(asked: mpsc::Sender<()>, answers: Arc<Semaphore>) -> String {
    let (told, address) = mpsc::channel();
    let handler = move || {
        let (asked, answers) = (asked.clone(), Arc::clone(&answers));
        async move {
            asked.send(()).unwrap();
            answers.acquire().await.unwrap().forget();
            r#"{"data":[]}"#
        }
    };
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            let served = axum::serve(listener, Router::new().fallback(handler));
            served.await.unwrap();
        });
    });
    format!("http://{}", address.recv().unwrap())
}

#[test]
fn the_next_request_goes_while_a_page_is_read() {
    let (asked, requests) = mpsc::channel();
    let answers = Arc::new(Semaphore::new(0));
    let url = store(asked, Arc::clone(&answers));
    let client = Client::new(Options {
        api_url: url.parse().unwrap(),
        store_id: "abc".into(),
        timeout: None,
        user_agent: "StoreQL test".into(),
        credentials: Arc::new(StaticToken::new("a-token".into())),
        network: Network {
            proxy: Proxy::Direct,
            ..Network::default()
        },
        log: None,
    });
    let client = client.unwrap();
    // One after another: the second one's turn comes with the head of the first one's answer.
    let request = Request {
        cap: Some(("/one-by-one".into(), 1)),
        ..Request::get("v3", "/one-by-one")
    };
    // All that is computed is computed on one thread.
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let requests = Arc::new(Mutex::new(requests));
    let next = {
        let requests = Arc::clone(&requests);
        move || {
            requests
                .lock()
                .unwrap()
                .recv_timeout(Duration::from_secs(20))
        }
    };
    let ask = |read: Arc<dyn Fn() + Send + Sync>| {
        let (client, request) = (client.clone(), request.clone());
        runtime.spawn(async move {
            let read = move |_: &_| {
                read();
                Ok(())
            };
            client.read(&request, &Meter::default(), read).await
        })
    };
    let first = {
        let next = next.clone();
        ask(Arc::new(move || {
            next().expect("the second request waits until the first one's page is read");
        }))
    };
    next().unwrap();
    let second = ask(Arc::new(|| {}));
    // The thread takes its tasks in their order: the second request waits for its turn now.
    runtime.block_on(runtime.spawn(async {})).unwrap();
    answers.add_permits(2);
    runtime.block_on(first).unwrap().unwrap();
    runtime.block_on(second).unwrap().unwrap();
}
