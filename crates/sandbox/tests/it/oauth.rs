//! Signing in, as an app and its person meet it: the consent page, the code's way, the exchange, what the token may, and what
//! goes wrong on demand.

use std::collections::HashMap;
use std::time::Duration;

use reqwest::redirect::Policy;
use serde_json::{Value, json};
use storeql_sandbox::{Options, Sandbox};
use url::Url;

use crate::{Answer, Shop, read};

const CALLBACK: &str = "http://localhost:33333/callback?keep=this";

/// A sandbox, and a browser that returns where it is redirected to and does not go there.
struct Login {
    shop: Shop,
    browser: reqwest::Client,
}

impl Login {
    async fn open(options: Options) -> Self {
        let shop = Shop::open(options).await;
        let browser = reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self { shop, browser }
    }

    fn sandbox(&self) -> &Sandbox {
        &self.shop.sandbox
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox().login_url())
    }

    fn context(&self) -> String {
        format!("stores/{}", self.sandbox().store_id())
    }

    /// What an app puts into the address of the consent page.
    fn request(&self) -> HashMap<&'static str, String> {
        HashMap::from([
            ("response_type", "code".to_owned()),
            ("client_id", self.sandbox().client_id().to_owned()),
            ("redirect_uri", CALLBACK.to_owned()),
            (
                "scope",
                "store_v2_orders_read_only store_v2_products".to_owned(),
            ),
            ("context", self.context()),
            ("state", "a state & more".to_owned()),
        ])
    }

    async fn page(&self, request: &HashMap<&str, String>) -> Answer {
        read(
            self.browser
                .get(self.url("/oauth2/authorize"))
                .query(request),
        )
        .await
    }

    /// Where a form sends the browser.
    async fn sent(&self, path: &str, form: &HashMap<&str, String>) -> HashMap<String, String> {
        let answer = read(self.browser.post(self.url(path)).form(form)).await;
        assert_eq!(answer.status, 302, "{}", answer.body);
        sent(&answer)
    }

    async fn decide(&self, decision: &str) -> HashMap<String, String> {
        let mut form = self.request();
        form.insert("decision", decision.to_owned());
        self.sent("/oauth2/authorize", &form).await
    }

    async fn code(&self) -> String {
        self.decide("accept").await["code"].clone()
    }

    fn exchange_of(&self, code: &str) -> Value {
        json!({
            "client_id": self.sandbox().client_id(), "client_secret": self.sandbox().client_secret(),
            "grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK,
            "scope": "store_v2_orders_read_only", "context": self.context(),
        })
    }

    async fn exchange(&self, body: &Value) -> Answer {
        read(self.browser.post(self.url("/oauth2/token")).json(body)).await
    }

    /// The status of a request with this token.
    async fn status_with(&self, token: &Value, path: &str) -> u16 {
        let request = self.browser.get(self.shop.url(path));
        let token = token.as_str().unwrap();
        read(request.header("X-Auth-Token", token)).await.status
    }
}

/// What stands in the address to which the browser is sent.
fn sent(answer: &Answer) -> HashMap<String, String> {
    let location = answer.headers["location"].to_str().unwrap();
    let url = Url::parse(location).unwrap();
    assert!(
        location.starts_with("http://localhost:33333/callback?keep=this&"),
        "{location}"
    );
    url.query_pairs().into_owned().collect()
}

fn refused(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["error"].as_str().unwrap())
}

#[tokio::test]
async fn the_page_shows_what_is_asked_and_escapes_it() {
    let login = Login::open(Options::default()).await;
    let mut request = login.request();
    let state = "\"><script>alert('x')</script>";
    request.insert("state", state.to_owned());
    let answer = login.page(&request).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(
        answer.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("'none'")
    );
    let page = answer.body.as_str().unwrap();
    for part in [
        "id=\"accept\"",
        "id=\"refuse\"",
        "store_v2_orders_read_only",
        "store_v2_products",
        login.sandbox().client_id(),
        &login.context(),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(
        page.contains("&lt;script&gt;") && !page.contains("<script"),
        "{page}"
    );
    assert!(!page.contains(login.sandbox().client_secret()));
}

#[tokio::test]
async fn an_error_without_a_valid_callback_is_a_page() {
    let app = "id=reports,secret=s3cret,redirect=https://reports.test/callback";
    let login = Login::open(Options {
        apps: vec![app.parse().unwrap()],
        ..Options::default()
    })
    .await;
    let mut stranger = login.request();
    stranger.insert("client_id", "<b>stranger</b>".to_owned());
    let mut elsewhere = login.request();
    elsewhere.insert("client_id", "reports".to_owned());
    let mut script = login.request();
    script.insert("redirect_uri", "javascript:alert(1)".to_owned());
    let mut nowhere = login.request();
    nowhere.remove("redirect_uri");
    for (request, why) in [
        (stranger, "client_id &lt;b&gt;stranger"),
        (elsewhere, "is not registered for this app"),
        (script, "is not registered for this app"),
        (nowhere, "redirect_uri is missing"),
    ] {
        let answer = login.page(&request).await;
        assert!(!answer.headers.contains_key("location"));
        let page = answer.body.as_str().unwrap();
        assert_eq!(answer.status, 400, "{why}");
        assert!(page.contains(why), "{why}: {page}");
    }
}

#[tokio::test]
async fn what_else_is_wrong_is_told_to_the_app() {
    let login = Login::open(Options::default()).await;
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("scope", "store_v2_orders cake", "invalid_scope"),
        ("context", "stores/other", "access_denied"),
    ] {
        let mut request = login.request();
        request.insert(name, value.to_owned());
        let answer = login.page(&request).await;
        let sent = sent(&answer);
        assert_eq!(
            (sent["error"].as_str(), sent["state"].as_str()),
            (error, "a state & more")
        );
        assert!(!sent.contains_key("code"));
    }
}

#[tokio::test]
async fn accepting_brings_a_code_and_refusing_an_error() {
    let login = Login::open(Options::default()).await;
    let sent = login.decide("accept").await;
    assert_eq!(sent["scope"], "store_v2_orders_read_only store_v2_products");
    assert_eq!(sent["context"], login.context());
    assert_eq!(sent["state"], "a state & more");
    assert!(sent.contains_key("account_uuid") && !sent["code"].is_empty());
    let sent = login.decide("refuse").await;
    assert_eq!(
        (sent["error"].as_str(), sent["state"].as_str()),
        ("access_denied", "a state & more")
    );
    assert!(!sent.contains_key("code"));
}

#[tokio::test]
async fn a_code_becomes_a_token_once_by_json_and_by_form() {
    let login = Login::open(Options::default()).await;
    let body = login.exchange_of(&login.code().await);
    let answer = login.exchange(&body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(
        answer.body["scope"],
        "store_v2_orders_read_only store_v2_products"
    );
    assert_eq!(answer.body["context"], login.context());
    assert!(answer.body["user"]["id"].is_u64() && answer.body["user"]["email"].is_string());
    assert_eq!(answer.body["user"], answer.body["owner"]);
    for name in ["expires_in", "refresh_token", "token_type"] {
        assert!(answer.body.get(name).is_none(), "{name}");
    }
    let token = &answer.body["access_token"];
    assert_eq!(login.status_with(token, "/v2/orders").await, 200);
    assert_eq!(login.status_with(token, "/v3/catalog/products").await, 200);
    assert_eq!(login.status_with(token, "/v3/customers").await, 403);
    assert_eq!(
        refused(&login.exchange(&body).await),
        (400, "invalid_grant")
    );
    // The token of a code that is tried again lives on, and so does the store's own.
    assert_eq!(login.status_with(token, "/v2/orders").await, 200);
    assert_eq!(login.shop.get("/v3/customers").await.status, 200);

    let form = login.exchange_of(&login.code().await);
    let answer = read(login.browser.post(login.url("/oauth2/token")).form(&form)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn a_wrong_exchange_is_refused_and_leaves_the_code() {
    let app = "id=other,secret=other-secret".parse().unwrap();
    let login = Login::open(Options {
        apps: vec![app],
        ..Options::default()
    })
    .await;
    let right = login.exchange_of(&login.code().await);
    for (name, value, refusal) in [
        ("client_secret", json!("wrong"), (401, "invalid_client")),
        ("client_id", json!("other"), (401, "invalid_client")),
        ("client_id", json!("unknown"), (401, "invalid_client")),
        (
            "redirect_uri",
            json!("http://localhost:33333/"),
            (400, "invalid_grant"),
        ),
        ("code", json!("wrong"), (400, "invalid_grant")),
        ("code", json!(7), (400, "invalid_request")),
        ("context", json!(null), (400, "invalid_request")),
        ("scope", json!(""), (400, "invalid_request")),
        (
            "grant_type",
            json!("password"),
            (400, "unsupported_grant_type"),
        ),
        (
            "grant_type",
            json!("refresh_token"),
            (400, "unsupported_grant_type"),
        ),
    ] {
        let mut body = right.clone();
        body[name] = value;
        assert_eq!(refused(&login.exchange(&body).await), refusal, "{name}");
    }
    let mut others = right.clone();
    others["client_id"] = json!("other");
    others["client_secret"] = json!("other-secret");
    assert_eq!(
        refused(&login.exchange(&others).await),
        (400, "invalid_grant")
    );
    assert_eq!(login.exchange(&right).await.status, 200);
}

#[tokio::test]
async fn an_exchange_has_its_form() {
    let login = Login::open(Options::default()).await;
    let post = || login.browser.post(login.url("/oauth2/token"));
    let twice = post()
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("code=a&code=b");
    assert_eq!(refused(&read(twice).await), (400, "invalid_request"));
    let text = post().header("Content-Type", "text/plain").body("code=a");
    assert_eq!(refused(&read(text).await), (415, "invalid_request"));
    let xml = post().header("Accept", "text/xml").json(&json!({}));
    assert_eq!(refused(&read(xml).await), (406, "Invalid format."));
    let large = post().json(&json!({ "code": "x".repeat(70_000) }));
    assert_eq!(refused(&read(large).await), (413, "invalid_request"));
    assert_eq!(
        read(login.browser.get(login.url("/oauth2/token")))
            .await
            .status,
        405
    );
}

#[tokio::test]
async fn codes_expire() {
    let login = Login::open(Options {
        code_lifetime: Duration::ZERO,
        ..Options::default()
    })
    .await;
    let answer = login
        .exchange(&login.exchange_of(&login.code().await))
        .await;
    assert_eq!(refused(&answer), (400, "invalid_grant"));
    assert_eq!(answer.body["error_description"], "The code has expired.");
}

#[tokio::test]
async fn short_lived_tokens_are_refreshed() {
    let login = Login::open(Options {
        token_lifetime: Some(Duration::from_secs(900)),
        ..Options::default()
    })
    .await;
    let first = login
        .exchange(&login.exchange_of(&login.code().await))
        .await
        .body;
    assert_eq!(first["expires_in"], 900);
    let refresh = |token: &Value| {
        json!({
            "client_id": login.sandbox().client_id(), "client_secret": login.sandbox().client_secret(),
            "grant_type": "refresh_token", "refresh_token": token,
        })
    };
    let second = login.exchange(&refresh(&first["refresh_token"])).await.body;
    assert_ne!(first["access_token"], second["access_token"]);
    assert_eq!(first["scope"], second["scope"]);
    assert_eq!(
        login
            .status_with(&second["access_token"], "/v2/orders")
            .await,
        200
    );
    let again = login.exchange(&refresh(&first["refresh_token"])).await;
    assert_eq!(refused(&again), (400, "invalid_grant"));
    // A token that ends early can be made anew as well.
    assert!(
        login
            .sandbox()
            .revoke(second["access_token"].as_str().unwrap())
    );
    assert_eq!(
        login
            .status_with(&second["access_token"], "/v2/orders")
            .await,
        401
    );
    assert_eq!(
        login
            .exchange(&refresh(&second["refresh_token"]))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_token_that_ends_is_refused() {
    let login = Login::open(Options {
        token_lifetime: Some(Duration::ZERO),
        ..Options::default()
    })
    .await;
    let token = login
        .exchange(&login.exchange_of(&login.code().await))
        .await
        .body["access_token"]
        .clone();
    assert_eq!(login.status_with(&token, "/v2/orders").await, 401);
    assert!(!login.sandbox().revoke("no such token"));
    let own = login.sandbox().access_token().to_owned();
    assert!(login.sandbox().revoke(&own));
    assert_eq!(login.status_with(&json!(own), "/v2/orders").await, 401);
}

#[tokio::test]
async fn an_app_gets_no_more_than_it_is_registered_for() {
    let app = "id=reports,secret=s,scope=store_v2_orders_read_only".parse();
    let app = app.unwrap();
    let login = Login::open(Options {
        apps: vec![app],
        ..Options::default()
    })
    .await;
    let mut request = login.request();
    request.insert("client_id", "reports".to_owned());
    request.insert("decision", "accept".to_owned());
    let granted = login.sent("/oauth2/authorize", &request).await;
    assert_eq!(granted["scope"], "store_v2_orders_read_only");
    request.insert("scope", "store_cart".to_owned());
    assert_eq!(
        login.sent("/oauth2/authorize", &request).await["error"],
        "invalid_scope"
    );
}

#[tokio::test]
async fn the_install_button_comes_without_a_state() {
    let login = Login::open(Options::default()).await;
    let page = read(login.browser.get(login.url("/manage/apps"))).await;
    assert!(page.body.as_str().unwrap().contains("Install"));
    let form = HashMap::from([
        ("client_id", login.sandbox().client_id().to_owned()),
        ("redirect_uri", CALLBACK.to_owned()),
    ]);
    let sent = login.sent("/manage/install", &form).await;
    assert!(!sent.contains_key("state") && sent.contains_key("account_uuid"));
    assert_eq!(sent["context"], login.context());
    let token =
        login.exchange(&login.exchange_of(&sent["code"])).await.body["access_token"].clone();
    assert_eq!(login.status_with(&token, "/v2/orders").await, 200);
    let answer = read(
        login
            .browser
            .post(login.url("/manage/uninstall"))
            .form(&form),
    )
    .await;
    assert_eq!(
        (answer.status, answer.headers["location"].to_str().unwrap()),
        (302, "apps")
    );
    assert_eq!(login.status_with(&token, "/v2/orders").await, 401);
}

#[tokio::test]
async fn another_stores_context_makes_a_token_that_may_nothing() {
    let login = Login::open(Options::default()).await;
    let mut body = login.exchange_of(&login.code().await);
    body["context"] = json!("stores/{store_hash}");
    let answer = login.exchange(&body).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &Value::Null));
    for path in ["/v2/orders", "/v2/time", "/v3/catalog/products"] {
        assert_eq!(
            login.status_with(&answer.body["access_token"], path).await,
            403,
            "{path}"
        );
    }
}

#[tokio::test]
async fn it_goes_wrong_on_demand() {
    let with = |fault: &str| {
        let oauth_faults = vec![fault.parse().unwrap()];
        Login::open(Options {
            oauth_faults,
            ..Options::default()
        })
    };
    let login = with("wrong-context").await;
    let answer = login
        .exchange(&login.exchange_of(&login.code().await))
        .await
        .body;
    assert_ne!(answer["context"], login.context());
    assert_eq!(
        login
            .status_with(&answer["access_token"], "/v2/orders")
            .await,
        403
    );
    let login = with("empty-scope").await;
    let answer = login
        .exchange(&login.exchange_of(&login.code().await))
        .await
        .body;
    assert_eq!(
        (&answer["scope"], &answer["context"]),
        (&json!(""), &json!(login.context()))
    );
    assert_eq!(
        login
            .status_with(&answer["access_token"], "/v2/orders")
            .await,
        403
    );
    assert!(
        !with("drop-state")
            .await
            .decide("accept")
            .await
            .contains_key("state")
    );
    assert_ne!(
        with("wrong-state").await.decide("refuse").await["state"],
        "a state & more"
    );
}

#[tokio::test]
async fn a_sign_in_takes_no_allowance_and_meets_only_its_own_faults() {
    let faults = [
        "500:always",
        "503:nth=2,path=/oauth2/token",
        "reset:always,path=/oauth2/authorize",
    ];
    let login = Login::open(Options {
        quota: Some(1),
        faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
        ..Options::default()
    })
    .await;
    let body = login.exchange_of("wrong");
    let first = login.exchange(&body).await;
    assert_eq!(first.status, 400);
    assert!(
        !first
            .headers
            .keys()
            .any(|name| name.as_str().starts_with("x-rate-limit"))
    );
    assert_eq!(login.exchange(&body).await.status, 503);
    assert_eq!(login.exchange(&body).await.status, 400);
    let page = login.browser.get(login.url("/oauth2/authorize"));
    assert!(page.send().await.is_err());
    assert_eq!(login.shop.get("/v2/time").await.status, 500);
}

#[tokio::test]
async fn no_secret_gets_into_the_log_or_a_debug() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let app: storeql_sandbox::App = "id=reports,secret=s3cret-of-reports".parse().unwrap();
    let options = Options {
        request_log: Some(file.path().to_owned()),
        apps: vec![app],
        token_lifetime: Some(Duration::from_secs(900)),
        ..Options::default()
    };
    assert!(!format!("{options:?}").contains("s3cret"));
    let login = Login::open(options).await;
    login.page(&login.request()).await;
    let code = login.code().await;
    let in_the_query = login.url(&format!("/oauth2/token?code={code}"));
    let answer = read(
        login
            .browser
            .post(in_the_query)
            .json(&login.exchange_of(&code)),
    )
    .await
    .body;
    let log = std::fs::read_to_string(file.path()).unwrap();
    let paths: Vec<String> = login
        .sandbox()
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(
        paths,
        ["/oauth2/authorize", "/oauth2/authorize", "/oauth2/token"]
    );
    let shown = format!("{log}{:?}{:?}", login.sandbox(), login.sandbox().requests());
    let (token, refresh) = (&answer["access_token"], &answer["refresh_token"]);
    for secret in [
        code.as_str(),
        token.as_str().unwrap(),
        refresh.as_str().unwrap(),
        login.sandbox().client_secret(),
        "a+state",
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
