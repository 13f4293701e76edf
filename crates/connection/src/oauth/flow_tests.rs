//! The ways in, against a small login server on loopback and a browser that is an HTTP client.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use secrecy::ExposeSecret;
use serde_json::json;
use storeql_client::{Meter, Network, Proxy, Request};

use super::*;
use crate::{AccessTokenRequest, AuthMode, AuthorizationRequest, Connection, ErrorKind};

type Words = HashMap<String, String>;

/// The last page that the browser of a callback port showed.
static PAGES: LazyLock<Mutex<HashMap<u16, String>>> = LazyLock::new(Mutex::default);

/// A login server; what it does wrong is told by the app's name.
#[derive(Default)]
struct Fake {
    spent: Mutex<HashSet<String>>,
    exchanges: AtomicU32,
    visits: AtomicU32,
    refused: Mutex<HashSet<String>>,
}

async fn authorize(State(fake): State<Arc<Fake>>, Query(words): Query<Words>) -> Redirect {
    let visit = fake.visits.fetch_add(1, Ordering::SeqCst);
    let mut back: Url = words["redirect_uri"].parse().unwrap();
    let state = words["state"].as_str();
    {
        let mut query = back.query_pairs_mut();
        match words["client_id"].as_str() {
            "denied" => query
                .append_pair("error", "access_denied")
                .append_pair("state", state),
            _ => query
                .append_pair("code", &format!("code-{visit}"))
                .append_pair("state", state),
        };
    }
    Redirect::to(back.as_str())
}

async fn token(State(fake): State<Arc<Fake>>, Form(words): Form<Words>) -> Response {
    let number = fake.exchanges.fetch_add(1, Ordering::SeqCst);
    let offer = words
        .get("code")
        .or(words.get("refresh_token"))
        .cloned()
        .unwrap_or_default();
    if words["client_secret"] != "s3cret"
        || offer.is_empty()
        || !fake.spent.lock().unwrap().insert(offer.clone())
    {
        let body =
            json!({"error": "invalid_grant", "error_description": format!("{offer} is used")});
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let context = words.get("context").map_or("stores/abc", String::as_str);
    let mut body = json!({"access_token": format!("token-{number}"), "scope": "store_v2_orders", "context": context});
    match words["client_id"].as_str() {
        "wrong-context" => body["context"] = json!("stores/other"),
        "no-scope" => body["scope"] = json!(null),
        id @ ("short" | "long") => {
            body["expires_in"] = json!(if id == "short" { 1 } else { 3_600 });
            body["refresh_token"] = json!(format!("refresh-{number}"));
        }
        _ => {}
    }
    Json(body).into_response()
}

async fn api(State(fake): State<Arc<Fake>>, headers: HeaderMap) -> Response {
    let token = headers["x-auth-token"].to_str().unwrap();
    if fake.refused.lock().unwrap().contains(token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(json!({"time": 1})).into_response()
}

async fn fake() -> (String, Arc<Fake>) {
    let fake = Arc::new(Fake::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/oauth2/authorize", get(authorize))
        .route("/oauth2/token", post(token))
        .route("/stores/abc/v2/time", get(api))
        .with_state(Arc::clone(&fake));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, fake)
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Goes where it is sent and keeps the last page, with its address.
fn browse(mut url: Url) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> {
    Box::pin(async move {
        tokio::spawn(async move {
            let network = Network {
                proxy: Proxy::Direct,
                ..Network::default()
            };
            let browser = storeql_client::http_client(&network, "browser").unwrap();
            loop {
                let response = browser.get(url.clone()).send().await.unwrap();
                match response.headers().get("location") {
                    Some(location) => url = url.join(location.to_str().unwrap()).unwrap(),
                    None => {
                        let page = format!("{url}\n{}", response.text().await.unwrap());
                        PAGES
                            .lock()
                            .unwrap()
                            .insert(url.port().unwrap_or_default(), page);
                        return;
                    }
                }
            }
        });
        Ok(())
    })
}

/// Status and page of one request.
async fn visit(address: &str) -> (u16, String) {
    let network = Network {
        proxy: Proxy::Direct,
        ..Network::default()
    };
    let browser = storeql_client::http_client(&network, "browser").unwrap();
    let response = browser.get(address).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

fn no_browser(url: Url) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>> {
    Box::pin(async move { panic!("a browser was opened at {url}") })
}

fn connection(url: &str, client_id: &str, rest: &str) -> Connection {
    Connection::parse(&format!(
        "AuthScheme=OAuth;ApiUrl={url};LoginUrl={url};OAuthClientId={client_id};OAuthClientSecret=s3cret;{rest}"
    ))
    .unwrap()
}

fn flow(connection: &Connection, open_browser: OpenBrowser) -> Flow {
    Flow {
        open_browser,
        ..connection.flow().unwrap()
    }
}

async fn page_of(port: u16) -> String {
    for _ in 0..100 {
        if let Some(page) = PAGES.lock().unwrap().get(&port) {
            return page.clone();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("no page");
}

#[tokio::test]
async fn the_browser_once_and_then_the_file() {
    let (url, fake) = fake().await;
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let rest = format!(
        "InitiateOAuth=GETANDREFRESH;StoreId=abc;CallbackURL=http://localhost:{port}/back;OAuthSettingsLocation={}",
        folder.path().join("settings").display()
    );
    let connection = connection(&url, "app", &rest);
    let signed_in = flow(&connection, browse).token(None).await.unwrap();
    assert_eq!(
        (signed_in.store_id(), signed_in.scope()),
        ("abc", "store_v2_orders")
    );
    assert!(
        signed_in
            .missing_scopes()
            .contains(&"store_v2_products_read_only".to_owned())
    );
    let page = page_of(port).await;
    assert!(
        page.starts_with(&format!("http://localhost:{port}/back?done\n")),
        "{page}"
    );
    assert!(
        page.contains("You are signed in") && !page.contains("code-0") && !page.contains("token-0"),
        "{page}"
    );
    let again = flow(&connection, no_browser).token(None).await.unwrap();
    assert_eq!(again, signed_in);
    assert_eq!(fake.exchanges.load(Ordering::SeqCst), 1);
    // The file on another machine, with the same secret.
    let moved = folder.path().join("moved");
    std::fs::copy(folder.path().join("settings"), &moved).unwrap();
    let rest = format!(
        "InitiateOAuth=REFRESH;OAuthSettingsLocation={}",
        moved.display()
    );
    let client = self::connection(&url, "app", &rest).client().await.unwrap();
    assert_eq!(client.store_id(), "abc");
    client
        .page(&Request::get("v2", "/time"), &Meter::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn the_log_tells_the_sign_in_and_no_secret_of_it() {
    let (url, fake) = fake().await;
    let folder = tempfile::tempdir().unwrap();
    let (settings, log) = (folder.path().join("settings"), folder.path().join("log"));
    let rest = format!(
        "InitiateOAuth=GETANDREFRESH;StoreId=abc;CallbackURL=http://127.0.0.1:{};Verbosity=5;\
         OAuthSettingsLocation={};Logfile={}",
        free_port(),
        settings.display(),
        log.display()
    );
    let connection = connection(&url, "long", &rest);
    let flow = flow(&connection, browse);
    connection.logging(flow.token(None)).await.unwrap();
    let client = connection.client().await.unwrap();
    // Refused, so that the token is refreshed within a request, and then the code once more, which is spent.
    fake.refused.lock().unwrap().insert("token-0".to_owned());
    client
        .page(&Request::get("v2", "/time"), &Meter::default())
        .await
        .unwrap();
    let used = AccessTokenRequest {
        auth_mode: AuthMode::Web,
        verifier: Some("code-0".into()),
        callback_url: Some("http://127.0.0.1/".into()),
        scope: None,
    };
    connection.access_token(&used).await.unwrap_err();
    let text = std::fs::read_to_string(&log).unwrap();
    for told in [
        "OAuthClientSecret\": \"****",
        "opening the browser",
        "path=\"oauth2/token\" status=200",
        "the code was exchanged for a token store=\"abc\" scope=\"store_v2_orders\"",
        "OAuthSettingsLocation holds a token",
        "target=\"/v2/time\" status=401",
        "the token was refreshed",
        "target=\"/v2/time\" status=200",
        "path=\"oauth2/token\" status=400",
        "HTTP TRACE answer status=200",
        "TCPX TRACE answered server=\"127.0.0.1",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    for secret in [
        "s3cret", "token-0", "token-1", "code-0", "refresh-", "state=",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[tokio::test]
async fn ten_at_once_open_one_browser() {
    let (url, fake) = fake().await;
    let folder = tempfile::tempdir().unwrap();
    let rest = format!(
        "InitiateOAuth=GETANDREFRESH;StoreId=abc;CallbackURL=http://127.0.0.1:{};OAuthSettingsLocation={}",
        free_port(),
        folder.path().join("settings").display()
    );
    let connection = connection(&url, "app", &rest);
    let flows: Vec<Flow> = (0..10).map(|_| flow(&connection, browse)).collect();
    let tokens = futures::future::try_join_all(flows.iter().map(|flow| flow.token(None)))
        .await
        .unwrap();
    assert!(tokens.iter().all(|token| token == &tokens[0]));
    assert_eq!(
        (
            fake.visits.load(Ordering::SeqCst),
            fake.exchanges.load(Ordering::SeqCst)
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn what_the_browser_brings_is_checked() {
    let (url, _) = fake().await;
    let cases = [
        ("denied", "access was refused in the browser"),
        ("wrong-context", "for stores/other and not for stores/abc"),
        ("no-scope", "no scope at all"),
    ];
    for (app, expected) in cases {
        let port = free_port();
        let rest = format!(
            "InitiateOAuth=GETANDREFRESH;StoreId=abc;CallbackURL=http://127.0.0.1:{port};OAuthSettingsLocation=memory://{app}"
        );
        let connection = connection(&url, app, &rest);
        let error = flow(&connection, browse).token(None).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{app}: {error}");
        assert_eq!(
            error.client().unwrap().kind,
            storeql_client::ErrorKind::Unauthorized
        );
        let page = page_of(port).await;
        assert!(page.contains("Signing in has failed"), "{app}: {page}");
        assert_eq!(
            connection
                .flow()
                .unwrap()
                .settings
                .read(Some("abc"))
                .await
                .unwrap(),
            None,
            "{app}"
        );
    }
}

#[tokio::test]
async fn only_the_install_button_comes_without_a_state() {
    let (url, _) = fake().await;
    let port = free_port();
    let callback = format!("http://127.0.0.1:{port}");
    let rest = format!(
        "InitiateOAuth=GETANDREFRESH;CallbackURL={callback};OAuthSettingsLocation=memory://install"
    );
    let (told, mut tells) = tokio::sync::mpsc::unbounded_channel();
    let connection = connection(&url, "app", &rest).announcing(move |sentence| {
        let _ = told.send(sentence.to_owned());
    });
    let flow = Arc::new(flow(&connection, no_browser));
    let waiting = Arc::clone(&flow);
    let waiting = tokio::spawn(async move { waiting.anew(Bound::ByStateOrInstall).await });
    let sentence = tells.recv().await.unwrap();
    assert!(
        sentence.contains(&format!("waiting at {callback}: press Install")),
        "{sentence}"
    );
    let answers = [
        ("code=c", 400),
        ("error=access_denied&context=stores/x", 400),
    ];
    for (query, status) in answers {
        assert_eq!(
            visit(&format!("{callback}/?{query}")).await.0,
            status,
            "{query}"
        );
    }
    let page = visit(&format!(
        "{callback}/?code=install-code&context=stores/installed"
    ))
    .await;
    assert_eq!(page.0, 303);
    assert_eq!(waiting.await.unwrap().unwrap().store_id(), "installed");
}

#[tokio::test]
async fn an_answer_of_another_sign_in_is_ignored() {
    let (url, _) = fake().await;
    let port = free_port();
    let callback = format!("http://localhost:{port}");
    let rest = format!(
        "StoreId=abc;InitiateOAuth=GETANDREFRESH;CallbackURL={callback};OAuthSettingsLocation=memory://foreign"
    );
    let (told, mut tells) = tokio::sync::mpsc::unbounded_channel();
    let connection = connection(&url, "app", &rest).announcing(move |sentence| {
        let _ = told.send(sentence.to_owned());
    });
    let quiet: OpenBrowser = |_| Box::pin(async { Ok(()) });
    let flow = Arc::new(flow(&connection, quiet));
    let waiting = Arc::clone(&flow);
    let waiting = tokio::spawn(async move { waiting.token(None).await });
    let sentence = tells.recv().await.unwrap();
    let address: Url = sentence.split_whitespace().last().unwrap().parse().unwrap();
    // As it was registered, letter for letter.
    assert!(
        address
            .as_str()
            .contains(&format!("redirect_uri=http%3A%2F%2Flocalhost%3A{port}&")),
        "{address}"
    );
    let state = address
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned();
    // A machine without IPv6 has one of the two only.
    let has_both = std::net::TcpListener::bind("[::1]:0").is_ok();
    let hosts = if has_both {
        &["127.0.0.1", "[::1]"][..]
    } else {
        &["127.0.0.1"]
    };
    for host in hosts {
        for query in [
            "code=c&state=other",
            "error=access_denied&state=other",
            "error=x",
            "code=c&context=stores/abc",
        ] {
            let (status, page) = visit(&format!("http://{host}:{port}/?{query}")).await;
            assert_eq!(status, 400, "{query}");
            assert!(page.contains("belongs to another sign-in"), "{page}");
        }
    }
    assert_eq!(
        visit(&format!(
            "http://{}:{port}/?code=mine&state={state}",
            hosts[hosts.len() - 1]
        ))
        .await
        .0,
        303
    );
    assert_eq!(waiting.await.unwrap().unwrap().store_id(), "abc");
}

#[tokio::test]
async fn a_verifier_is_exchanged_once() {
    let (url, fake) = fake().await;
    let folder = tempfile::tempdir().unwrap();
    let rest = format!(
        "StoreId=abc;CallbackURL=https://app.example/back;InitiateOAuth=REFRESH;OAuthSettingsLocation={}",
        folder.path().join("settings").display()
    );
    let without = connection(&url, "app", &rest);
    let error = without.client().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotSignedIn);
    assert!(
        error
            .to_string()
            .contains("oauth2/authorize?response_type=code"),
        "{error}"
    );
    let with = connection(&url, "app", &format!("OAuthVerifier=c0de;{rest}"));
    let all = futures::future::try_join_all((0..10).map(|_| with.client()))
        .await
        .unwrap();
    assert_eq!((all.len(), fake.exchanges.load(Ordering::SeqCst)), (10, 1));
    without.client().await.unwrap();
    // Refused by the store: the spent code is not sent again, and the store's own answer is told.
    fake.refused.lock().unwrap().insert("token-0".into());
    let error = all[0]
        .page(&Request::get("v2", "/time"), &Meter::default())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, fake.exchanges.load(Ordering::SeqCst)),
        (storeql_client::ErrorKind::Unauthorized, 1)
    );
    let used = connection(
        &url,
        "app",
        "StoreId=abc;CallbackURL=https://app.example/back;InitiateOAuth=REFRESH;OAuthVerifier=c0de;OAuthSettingsLocation=memory://used",
    );
    let error = used.client().await.unwrap_err().to_string();
    assert!(
        error.contains("**** is used") && !error.contains("c0de"),
        "{error}"
    );
}

#[tokio::test]
async fn a_token_whose_time_is_over_or_that_is_refused_is_refreshed() {
    let (url, fake) = fake().await;
    let rest = "StoreId=abc;CallbackURL=https://app.example/back;InitiateOAuth=REFRESH;OAuthVerifier=c0de-2;OAuthSettingsLocation=memory://short";
    let connection = connection(&url, "short", rest);
    let client = connection.client().await.unwrap();
    let request = Request::get("v2", "/time");
    client.page(&request, &Meter::default()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    client.page(&request, &Meter::default()).await.unwrap();
    let exchanged = fake.exchanges.load(Ordering::SeqCst);
    assert!(exchanged >= 2, "{exchanged}");
    let current = format!("token-{}", exchanged - 1);
    fake.refused.lock().unwrap().insert(current);
    let meter = Meter::default();
    client.page(&request, &meter).await.unwrap();
}

#[tokio::test]
async fn the_web_applications_way() {
    let (url, fake) = fake().await;
    let off = connection(
        &url,
        "app",
        "StoreId=abc;OAuthSettingsLocation=memory://web",
    );
    assert_eq!(off.client().await.unwrap_err().kind, ErrorKind::NotSignedIn);
    let mut ask = AuthorizationRequest {
        auth_mode: AuthMode::parse("web").unwrap(),
        ..Default::default()
    };
    assert!(
        off.authorization_url(&ask)
            .unwrap_err()
            .to_string()
            .contains("CallbackURL is required")
    );
    ask.callback_url = Some("https://app.example/back".into());
    (ask.scope, ask.state) = (Some("store_v2_orders".into()), Some("mine".into()));
    let address: Url = off.authorization_url(&ask).unwrap().parse().unwrap();
    let query: Words = address.query_pairs().into_owned().collect();
    assert_eq!(
        (query["scope"].as_str(), query["state"].as_str()),
        ("store_v2_orders", "mine")
    );
    let mut exchange = AccessTokenRequest {
        auth_mode: AuthMode::Web,
        ..Default::default()
    };
    for verifier in [None, Some(" ".into())] {
        exchange.verifier = verifier;
        assert!(
            off.access_token(&exchange)
                .await
                .unwrap_err()
                .to_string()
                .contains("Verifier is required")
        );
    }
    exchange.verifier = Some("web-code".into());
    assert!(
        off.access_token(&exchange)
            .await
            .unwrap_err()
            .to_string()
            .contains("CallbackURL is required")
    );
    assert_eq!(fake.exchanges.load(Ordering::SeqCst), 0);
    exchange.callback_url = ask.callback_url;
    let signed_in = off.access_token(&exchange).await.unwrap();
    assert_eq!(
        (
            signed_in.expires_in(),
            signed_in.access_token().expose_secret()
        ),
        (-1, "token-0")
    );
}
