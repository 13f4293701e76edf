//! The client against a server on loopback that fails in every way a store and its network can.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use secrecy::{ExposeSecret, SecretString};
use storeql_client::{
    Client, Credentials, Error, ErrorKind, Meter, Network, Options, Proxy, Request, RetryClass,
    StaticToken,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TOKEN: &str = "a-token-that-must-not-be-seen";

/// How often each path was asked for, and the most requests that overlapped.
#[derive(Default)]
struct Seen {
    paths: Mutex<HashMap<String, u32>>,
    running: AtomicUsize,
    widest: AtomicUsize,
    left: AtomicU32,
    headers: Mutex<HeaderMap>,
    uri: Mutex<String>,
}

async fn answer(State(seen): State<Arc<Seen>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let running = seen.running.fetch_add(1, Ordering::SeqCst) + 1;
    seen.widest.fetch_max(running, Ordering::SeqCst);
    let path = uri.path().trim_start_matches("/stores/abc").to_owned();
    let time = *seen
        .paths
        .lock()
        .unwrap()
        .entry(path.clone())
        .and_modify(|time| *time += 1)
        .or_insert(1);
    let token = headers
        .get("x-auth-token")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    *seen.headers.lock().unwrap() = headers;
    *seen.uri.lock().unwrap() = uri.to_string();
    let response = respond(&path, time, &token, &seen).await;
    seen.running.fetch_sub(1, Ordering::SeqCst);
    response
}

fn json(status: u16, body: &str) -> Response<Body> {
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    response.body(Body::from(body.to_owned())).unwrap()
}

fn with_rate(left: u32, reset_ms: u32, status: u16, body: &str) -> Response<Body> {
    let mut response = json(status, body);
    let headers = response.headers_mut();
    headers.insert("x-rate-limit-requests-quota", 20.into());
    headers.insert("x-rate-limit-requests-left", left.into());
    headers.insert("x-rate-limit-time-reset-ms", reset_ms.into());
    headers.insert("x-rate-limit-time-window-ms", 1_000.into());
    response
}

fn asks(mut response: Response<Body>, seconds: u32) -> Response<Body> {
    response.headers_mut().insert("retry-after", seconds.into());
    response
}

async fn respond(path: &str, time: u32, token: &str, seen: &Seen) -> Response<Body> {
    match (path, time) {
        ("/v3/renew", _) if token != "new" => json(401, r#"{"status":401,"title":"Unauthorized"}"#),
        ("/v3/once-500" | "/v3/create-500", 1) => json(500, ""),
        ("/v3/for-ever-500", _) => json(500, "<html><title>Oops</title></html>"),
        ("/v3/once-503" | "/v3/create-503", 1) => json(503, "{}"),
        ("/v3/once-429", 1) => json(429, "{}"),
        ("/v3/once-429-with-time", 1) => with_rate(0, 300, 429, "{}"),
        ("/v3/cut", 1) => cut(r#"{"data":[1,2"#),
        ("/v3/half", 1) => json(200, r#"{"data":[1,2"#),
        ("/v3/nothing", 1) => json(200, ""),
        ("/v3/null", 1) => json(200, r#"{"data":null}"#),
        ("/v3/stall", 1) => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            json(200, "[]")
        }
        ("/v3/for-ever-stalled", _) => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            json(200, "[]")
        }
        ("/v3/captive", _) => json(200, "<!DOCTYPE html><title>Hotel Wi-Fi</title>"),
        ("/v3/moved", _) => {
            let response = Response::builder().status(StatusCode::FOUND);
            response
                .header("location", "http://127.0.0.1:9/stores/abc/v3/x")
                .body(Body::empty())
                .unwrap()
        }
        ("/v3/slow", _) => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            json(200, r#"{"data":[]}"#)
        }
        ("/v2/limited", _) => {
            let left = seen
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                });
            tokio::time::sleep(Duration::from_millis(5)).await;
            match left {
                Ok(left) => with_rate(left - 1, 400, 200, "[]"),
                Err(_) => with_rate(0, 400, 429, "[]"),
            }
        }
        ("/v3/in-an-hour", _) => asks(json(429, "{}"), 3_600),
        ("/v3/busy-for-an-hour", _) => asks(json(503, "{}"), 3_600),
        ("/v3/resets-in-an-hour", _) => with_rate(0, 3_600_000, 429, "{}"),
        ("/v3/endless", _) => endless(),
        ("/v3/echo", _) => json(400, &format!("{{\"title\":\"no {token} \\u001b[31m\"}}")),
        ("/v2/none", _) => json(204, ""),
        ("/v3/missing", _) => json(404, r#"{"status":404,"title":"Not found","errors":{}}"#),
        _ => json(
            200,
            r#"{"data":[{"id":1}],"meta":{"pagination":{"total":1}}}"#,
        ),
    }
}

/// A body that ends before its length.
fn cut(text: &'static str) -> Response<Body> {
    let pieces = futures::stream::iter([
        Ok(Bytes::from_static(text.as_bytes())),
        Err(std::io::Error::other("cut")),
    ]);
    Response::builder()
        .status(200)
        .body(Body::from_stream(pieces))
        .unwrap()
}

/// A body that goes on for ever.
fn endless() -> Response<Body> {
    let piece = Bytes::from(vec![b' '; 1 << 20]);
    let pieces = futures::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
    Response::builder()
        .status(200)
        .header("content-type", "application/json")
        .body(Body::from_stream(pieces))
        .unwrap()
}

async fn server() -> (String, Arc<Seen>) {
    let seen = Arc::new(Seen {
        left: AtomicU32::new(20),
        ..Seen::default()
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::clone(&seen));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, seen)
}

fn client(url: &str, timeout: Duration, credentials: Arc<dyn Credentials>) -> Client {
    Client::new(Options {
        api_url: url.parse().unwrap(),
        store_id: "abc".into(),
        timeout: Some(timeout),
        user_agent: "StoreQL test".into(),
        credentials,
        network: Network {
            proxy: Proxy::Direct,
            ..Network::default()
        },
        log: None,
    })
    .unwrap()
}

fn with_token(url: &str) -> Client {
    client(
        url,
        Duration::from_secs(20),
        Arc::new(StaticToken::new(TOKEN.into())),
    )
}

#[tokio::test]
async fn a_wait_beyond_the_timeout_is_an_error_and_no_wait() {
    for (path, kind) in [
        ("/in-an-hour", ErrorKind::RateLimited),
        ("/resets-in-an-hour", ErrorKind::RateLimited),
        ("/busy-for-an-hour", ErrorKind::Server),
    ] {
        let (url, _) = server().await;
        let client = with_token(&url);
        let meter = Meter::default();
        let request = Request::get("v3", path);
        let read = client.page(&request, &meter);
        let read = tokio::time::timeout(Duration::from_secs(10), read).await;
        let error = read.expect("an hour is not waited for").unwrap_err();
        assert_eq!((error.kind, meter.requests()), (kind, 1), "{error}");
        let text = error.to_string();
        assert!(text.contains("Timeout"), "{text}");
        assert!(
            text.contains("3600 seconds") || text.contains("3599 seconds"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_token_that_comes_back_is_masked() {
    let (url, _) = server().await;
    let request = Request::get("v3", "/echo");
    let error = with_token(&url)
        .page(&request, &Meter::default())
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.contains(r"no **** \u{1b}[31m"), "{text}");
    assert!(!error.message.contains(TOKEN), "{}", error.message);
}

#[tokio::test]
async fn a_request_is_sent_as_it_should() {
    let (url, seen) = server().await;
    let log = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&log);
    let meter = Meter::telling(move |request| told.lock().unwrap().push(request));
    let request =
        Request::get("v3", "/catalog/products").with("date_modified:min", "2026-01-31T00:00:00Z");
    let page = with_token(&url)
        .page(&request.with("name", "a b"), &meter)
        .await
        .unwrap();
    assert_eq!(
        (&page.body[page.rows.clone()], page.info.total),
        (&b"[{\"id\":1}]"[..], Some(1))
    );
    let headers = seen.headers.lock().unwrap().clone();
    assert_eq!(headers["x-auth-token"], TOKEN);
    assert_eq!(headers["accept"], "application/json");
    assert_eq!(headers["user-agent"], "StoreQL test");
    for encoding in ["gzip", "br", "zstd"] {
        assert!(
            headers["accept-encoding"]
                .to_str()
                .unwrap()
                .contains(encoding)
        );
    }
    let target = "/v3/catalog/products?date_modified:min=2026-01-31T00:00:00Z&name=a%20b";
    assert_eq!(*seen.uri.lock().unwrap(), format!("/stores/abc{target}"));
    let log = log.lock().unwrap();
    assert_eq!(
        (
            log[0].target.as_str(),
            log[0].status,
            log[0].attempt,
            log.len()
        ),
        (target, Some(200), 1, 1)
    );
    assert_eq!(
        (meter.requests(), meter.retries(), meter.bytes()),
        (1, 0, page.body.len() as u64)
    );
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    let (url, _) = server().await;
    let client = with_token(&url);
    for path in [
        "/once-500",
        "/once-503",
        "/once-429",
        "/cut",
        "/half",
        "/nothing",
        "/null",
    ] {
        let meter = Meter::default();
        let page = client
            .page(&Request::get("v3", path), &meter)
            .await
            .unwrap();
        assert_eq!(&page.body[page.rows], b"[{\"id\":1}]", "{path}");
        assert_eq!((meter.requests(), meter.retries()), (2, 1), "{path}");
        assert_eq!(meter.waited_ms(), 0, "{path}");
    }
}

#[tokio::test]
async fn a_429_with_a_time_is_waited_for_as_quota() {
    let (url, _) = server().await;
    let meter = Meter::default();
    let started = Instant::now();
    with_token(&url)
        .page(&Request::get("v3", "/once-429-with-time"), &meter)
        .await
        .unwrap();
    // Not sooner than the store says, and the wait counts as one for the allowance.
    assert!(started.elapsed() >= Duration::from_millis(300));
    assert!(meter.waited_ms() > 0, "{meter:?}");
    assert_eq!((meter.requests(), meter.retries()), (2, 1));
}

#[tokio::test]
async fn a_stall_is_tried_again_within_the_time_in_all() {
    let (url, _) = server().await;
    let client = client(
        &url,
        Duration::from_millis(900),
        Arc::new(StaticToken::new(TOKEN.into())),
    );
    let meter = Meter::default();
    client
        .page(&Request::get("v3", "/stall"), &meter)
        .await
        .unwrap();
    assert_eq!(meter.retries(), 1);
    let error = client
        .page(&Request::get("v3", "/for-ever-stalled"), &meter)
        .await
        .unwrap_err();
    assert_eq!((error.kind, error.retryable), (ErrorKind::Timeout, true));
    assert!(
        error
            .to_string()
            .contains("Tried 2 times. The property Timeout"),
        "{error}"
    );
}

#[tokio::test]
async fn failures_that_stay_are_told() {
    let (url, seen) = server().await;
    let client = with_token(&url);
    let meter = Meter::default();
    let error = client
        .page(&Request::get("v3", "/for-ever-500"), &meter)
        .await
        .unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Server, Some(500)));
    assert!(
        error
            .to_string()
            .starts_with("GET /v3/for-ever-500: the store answered 500"),
        "{error}"
    );
    assert!(error.to_string().ends_with("Tried 5 times."), "{error}");
    assert_eq!(seen.paths.lock().unwrap()["/v3/for-ever-500"], 5);
    let error = client
        .page(&Request::get("v3", "/missing"), &meter)
        .await
        .unwrap_err();
    assert_eq!((error.kind, error.retryable), (ErrorKind::NotFound, false));
    let error = client
        .page(&Request::get("v3", "/moved"), &meter)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("It points to http://127.0.0.1:9,"),
        "{error}"
    );
    let error = client
        .page(&Request::get("v3", "/captive"), &meter)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("an HTML page titled \"Hotel Wi-Fi\""),
        "{error}"
    );
    let error = client
        .page(&Request::get("v3", "/a/../b"), &meter)
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
}

/// The store would fill the memory of the program.
#[tokio::test]
async fn an_answer_without_an_end_is_an_error() {
    let (url, seen) = server().await;
    let forever = Duration::from_secs(600);
    let client = client(&url, forever, Arc::new(StaticToken::new(TOKEN.into())));
    let error = client
        .page(&Request::get("v3", "/endless"), &Meter::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol, "{error}");
    assert!(error.to_string().contains("longer than 256 MiB"), "{error}");
    assert_eq!(seen.paths.lock().unwrap()["/v3/endless"], 1);
}

#[tokio::test]
async fn a_refused_port_and_a_reset_are_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = with_token(&format!("http://{address}"));
    let error = client
        .page(&Request::get("v2", "/time"), &Meter::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable);
    let text = error.to_string();
    assert!(
        text.contains(&address.to_string()) && text.contains("ApiUrl") && text.contains("refused"),
        "{text}"
    );

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1_024]).await;
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[")
                .await;
        }
    });
    let error = with_token(&url)
        .page(&Request::get("v2", "/time"), &Meter::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol);
    assert!(
        error
            .to_string()
            .contains("ended before the answer was complete"),
        "{error}"
    );
}

#[tokio::test]
async fn a_create_is_sent_twice_only_when_it_was_not_processed() {
    let (url, seen) = server().await;
    let client = with_token(&url);
    let create = |path: &str| Request {
        method: "POST".parse().unwrap(),
        class: RetryClass::Create,
        body: Some(Bytes::from_static(b"{}")),
        ..Request::get("v3", path)
    };
    let error = client
        .send(&create("/create-500"), &Meter::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Server);
    assert_eq!(seen.paths.lock().unwrap()["/v3/create-500"], 1);
    assert!(error.uncertain);
    let error = client
        .send(&create("/create-503"), &Meter::default())
        .await
        .unwrap_err();
    assert!(error.uncertain);
    assert_eq!(seen.paths.lock().unwrap()["/v3/create-503"], 1);
}

#[tokio::test]
async fn nothing_is_no_rows() {
    let (url, _) = server().await;
    let page = with_token(&url)
        .page(&Request::get("v2", "/none"), &Meter::default())
        .await
        .unwrap();
    assert_eq!((page.rows, page.body.len()), (0..0, 0));
}

#[derive(Debug)]
struct Renewing;

#[async_trait]
impl Credentials for Renewing {
    async fn token(&self) -> Result<SecretString, Error> {
        Ok("old".into())
    }

    async fn renew(&self, refused: &SecretString) -> Result<Option<SecretString>, Error> {
        Ok((refused.expose_secret() == "old").then(|| "new".into()))
    }
}

#[tokio::test]
async fn a_401_renews_the_token_once() {
    let (url, _) = server().await;
    let renewing = client(&url, Duration::from_secs(20), Arc::new(Renewing));
    let meter = Meter::default();
    renewing
        .page(&Request::get("v3", "/renew"), &meter)
        .await
        .unwrap();
    assert_eq!(meter.requests(), 2);
    let error = with_token(&url)
        .page(&Request::get("v3", "/renew"), &meter)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, error.status),
        (ErrorKind::Unauthorized, Some(401))
    );
    assert!(!format!("{error} {error:?} {:?}", with_token(&url)).contains(TOKEN));
}

#[tokio::test]
async fn ten_requests_overlap_and_no_more() {
    let (url, seen) = server().await;
    let client = with_token(&url);
    let meter = Meter::default();
    let request = Request::get("v3", "/slow");
    let started = Instant::now();
    futures::future::try_join_all((0..40).map(|_| client.page(&request, &meter)))
        .await
        .unwrap();
    assert_eq!(seen.widest.load(Ordering::SeqCst), 10);
    assert!(
        started.elapsed() < Duration::from_millis(800),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn an_endpoint_with_a_cap_is_asked_one_by_one() {
    let (url, seen) = server().await;
    let client = with_token(&url);
    let meter = Meter::default();
    let request = Request {
        cap: Some(("/slow".into(), 1)),
        ..Request::get("v3", "/slow")
    };
    futures::future::try_join_all((0..5).map(|_| client.page(&request, &meter)))
        .await
        .unwrap();
    assert_eq!(seen.widest.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_allowance_is_used_up_and_not_overdrawn() {
    let (url, seen) = server().await;
    let client = with_token(&url);
    let meter = Meter::default();
    let request = Request::get("v2", "/limited");
    let refill = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        seen.left.store(20, Ordering::SeqCst);
    };
    let pages = futures::future::try_join_all((0..40).map(|_| client.page(&request, &meter)));
    let (pages, ()) = tokio::join!(pages, refill);
    pages.unwrap();
    assert_eq!((meter.requests(), meter.retries()), (40, 0));
    assert!(meter.waited_ms() > 200, "{meter:?}");
    assert_eq!(client.allowance(), Some((20, 0)));
}
