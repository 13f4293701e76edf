//! The login server's two addresses: where the person signs in, and where a code becomes a token.
//!
//! The answer is believed only when it is for the store that was asked for and grants anything at all.

use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use serde_json::Value;
use storeql_client::{network_failure, send_again_unless_sent};
use url::Url;
use url::form_urlencoded;

use super::application::Application;
use super::scopes;
use super::signed_in::Granted;
use crate::error::Error;
use crate::secret::Secret;

/// Where the person signs in.
const AUTHORIZE: &str = "oauth2/authorize";
/// Where a code becomes a token.
const TOKEN: &str = "oauth2/token";

/// The login server, as an app talks to it.
#[derive(Debug, Clone)]
pub(crate) struct LoginServer {
    pub(crate) url: Url,
    pub(crate) application: Application,
    pub(crate) http: reqwest::Client,
    /// The proxy in between, as errors name it.
    pub(crate) proxy: Option<String>,
    pub(crate) timeout: Option<Duration>,
}

/// What is exchanged for a token.
#[derive(Debug)]
pub(crate) enum Offer<'a> {
    /// The code that the callback brought, with the callback's address.
    Code {
        code: &'a Secret,
        redirect_uri: &'a str,
    },
    /// A refresh token.
    Refresh(&'a Secret),
}

/// What the answer has to fit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// The scopes that were asked for.
    pub(crate) scope: &'a str,
    /// `stores/…`, where it is known.
    pub(crate) context: Option<&'a str>,
    /// The store is the connection's: another one is refused. Else the answer's own is taken.
    pub(crate) bound: bool,
}

impl LoginServer {
    /// The address where the person signs in.
    pub(crate) fn authorization_url(
        &self,
        redirect_uri: &str,
        scope: &str,
        store_id: Option<&str>,
        state: Option<&str>,
    ) -> Url {
        let mut url = self.endpoint(AUTHORIZE);
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.application.client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", scope);
        if let Some(store_id) = store_id {
            query.append_pair("context", &context(store_id));
        }
        if let Some(state) = state {
            query.append_pair("state", state);
        }
        drop(query);
        url
    }

    /// Exchanges a code or a refresh token.
    pub(crate) async fn exchange(
        &self,
        offer: Offer<'_>,
        expected: Expected<'_>,
    ) -> Result<Granted, Error> {
        let body = self.form(&offer, expected);
        let (status, text) = self.post(&body).await?;
        if status == 407 {
            return Err(Error::configuration(
                "the proxy answered 407: it wants a name and a password, check ProxyUser and ProxyPassword",
            ));
        }
        if !(200..300).contains(&status) {
            return Err(self.refused(&offer, status, &text));
        }
        let token: TokenBody = serde_json::from_str(&text).map_err(|_| {
            Error::sign_in(
                "the login server's answer is not the token that it should be: check LoginUrl",
            )
        })?;
        checked(token, expected)
    }

    fn form(&self, offer: &Offer<'_>, expected: Expected<'_>) -> Zeroizing<String> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", &self.application.client_id);
        form.append_pair(
            "client_secret",
            self.application.client_secret.expose_secret(),
        );
        match offer {
            Offer::Code { code, redirect_uri } => {
                form.append_pair("grant_type", "authorization_code");
                form.append_pair("code", code.expose());
                form.append_pair("redirect_uri", redirect_uri);
                form.append_pair("scope", expected.scope);
                if let Some(context) = expected.context {
                    form.append_pair("context", context);
                }
            }
            Offer::Refresh(token) => {
                form.append_pair("grant_type", "refresh_token");
                form.append_pair("refresh_token", token.expose());
            }
        }
        Zeroizing::new(form.finish())
    }

    /// Posts the form; again only where it surely did not arrive, as a code is good for one time.
    async fn post(&self, body: &str) -> Result<(u16, Zeroizing<String>), Error> {
        let answer = send_again_unless_sent(self.timeout, || self.post_once(body));
        Ok(answer.await?)
    }

    async fn post_once(
        &self,
        body: &str,
    ) -> Result<(u16, Zeroizing<String>), storeql_client::Error> {
        let url = self.endpoint(TOKEN);
        let server = url.origin().ascii_serialization();
        let mut request = self
            .http
            .post(url)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.to_owned());
        if let Some(timeout) = self.timeout {
            request = request.timeout(timeout);
        }
        let started = Instant::now();
        let answer = async {
            let response = request.send().await?;
            let status = response.status().as_u16();
            Ok((status, Zeroizing::new(response.text().await?)))
        };
        let answer = answer.await;
        let status = answer.as_ref().ok().map(|(status, _)| *status);
        let ms = started.elapsed().as_millis();
        tracing::debug!(method = "POST", server, path = TOKEN, status, ms, "request");
        answer.map_err(|error| network_failure(error, &server, "LoginUrl", self.proxy.as_deref()))
    }

    fn refused(&self, offer: &Offer<'_>, status: u16, text: &str) -> Error {
        let told: Value = serde_json::from_str(text).unwrap_or_default();
        let word = |name: &str| {
            told.get(name)
                .and_then(Value::as_str)
                .map(str::trim)
                .filter(|word| !word.is_empty())
        };
        let words: Vec<&str> = ["error", "error_description", "title", "message"]
            .iter()
            .filter_map(|name| word(name))
            .collect();
        let words = if words.is_empty() {
            "no reason given".to_owned()
        } else {
            words.join(": ").chars().take(400).collect()
        };
        let advice = match (offer, status, word("error")) {
            (_, 300..=399, _) => {
                "It points to another address, where the secret is not sent: check LoginUrl."
            }
            (_, 500.., _) => "This is the login server's own failure; try again later.",
            (_, 401, _) | (_, _, Some("invalid_client")) => {
                "Check OAuthClientId and OAuthClientSecret."
            }
            (Offer::Refresh(_), ..) => "Sign in again.",
            (Offer::Code { .. }, ..) => {
                "A code is good once and for a short time, with the CallbackURL that it was sent to: get a new one, and check \
                 OAuthClientId, OAuthClientSecret and CallbackURL."
            }
        };
        Error::sign_in(format!(
            "the login server refused the exchange with {status} ({words}). {advice}"
        ))
    }

    fn endpoint(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        let base = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{base}/{path}"));
        url
    }
}

/// What the login server calls a store.
pub(crate) fn context(store_id: &str) -> String {
    format!("stores/{store_id}")
}

/// The answer's body. A member that is missing or of another type is no error here: `checked` refuses an answer without a
/// token, a store or a scope.
#[derive(Deserialize)]
struct TokenBody {
    access_token: Secret,
    #[serde(default)]
    refresh_token: Option<Secret>,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    context: Option<String>,
    #[serde(default)]
    account_uuid: Option<String>,
    #[serde(default)]
    user: Value,
}

fn checked(token: TokenBody, expected: Expected<'_>) -> Result<Granted, Error> {
    if token.access_token.expose().is_empty() {
        return Err(Error::sign_in(
            "the login server's answer has no token: check LoginUrl",
        ));
    }
    let told = token.context.filter(|context| !context.is_empty());
    let context = match (told, expected.context, expected.bound) {
        (Some(told), Some(wanted), true) if told != wanted => {
            return Err(Error::sign_in(format!(
                "the token is for {told} and not for {wanted}, and was not kept: check StoreId, or sign in to the right store"
            )));
        }
        (Some(told), ..) => told,
        (None, Some(wanted), true) => {
            return Err(Error::sign_in(format!(
                "the login server does not say which store the token is for, so that it may not be {wanted}; it was not kept"
            )));
        }
        (None, Some(wanted), false) => wanted.to_owned(),
        (None, None, _) => {
            return Err(Error::sign_in(
                "the login server does not say which store the token is for; it was not kept: set StoreId and sign in again",
            ));
        }
    };
    let store_id = context.strip_prefix("stores/").unwrap_or_default();
    if crate::store_id::parse(store_id).is_err() {
        return Err(Error::sign_in(format!(
            "the token is for \"{context}\", which is no store, and was not kept"
        )));
    }
    let scope = token.scope.unwrap_or_default();
    if scope.trim().is_empty() {
        return Err(Error::sign_in(
            "the token grants no scope at all, and was not kept: check the app's scopes, and that StoreId is the store that \
             installed it",
        ));
    }
    let missing_scopes = scopes::missing(expected.scope, &scope);
    Ok(Granted {
        refresh_token: token
            .refresh_token
            .filter(|token| !token.expose().is_empty()),
        lifetime: lifetime(&token.expires_in),
        missing_scopes,
        context,
        scope,
        access_token: token.access_token,
        account_uuid: token.account_uuid,
        user_id: token.user.get("id").and_then(Value::as_i64),
        user_email: token
            .user
            .get("email")
            .and_then(Value::as_str)
            .map(str::to_owned),
    })
}

/// Seconds as a number or as digits in quotes; -1 and nothing are for ever.
fn lifetime(expires_in: &Value) -> Option<u64> {
    let seconds = expires_in
        .as_u64()
        .or_else(|| expires_in.as_str()?.parse().ok());
    seconds.filter(|seconds| *seconds > 0)
}

/// A random value that cannot be guessed, by which the answer to a sign-in is known.
pub(crate) fn random_state() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::sign_in(format!("the system gives no random numbers ({error})")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> LoginServer {
        LoginServer {
            url: "https://login.example/".parse().unwrap(),
            application: Application {
                client_id: "app".into(),
                client_secret: "s3cret".into(),
            },
            http: storeql_client::http_client(&storeql_client::Network::default(), "test").unwrap(),
            proxy: None,
            timeout: None,
        }
    }

    fn check(body: &str, context: Option<&str>, bound: bool) -> Result<Granted, Error> {
        let expected = Expected {
            scope: "a b_read_only",
            context,
            bound,
        };
        checked(serde_json::from_str(body).unwrap(), expected)
    }

    #[test]
    fn the_address_to_sign_in_at() {
        let url =
            server().authorization_url("http://localhost:33333", "a b", Some("abc"), Some("st"));
        let expected = "https://login.example/oauth2/authorize?response_type=code&client_id=app\
                        &redirect_uri=http%3A%2F%2Flocalhost%3A33333&scope=a+b&context=stores%2Fabc&state=st";
        assert_eq!(url.as_str(), expected);
    }

    #[test]
    fn a_full_answer() {
        let body = r#"{"access_token":"t","scope":"a b","context":"stores/abc","account_uuid":"u",
            "user":{"id":7,"username":"x","email":"x@example.com"},"owner":{}}"#;
        let granted = check(body, Some("stores/abc"), true).unwrap();
        assert_eq!(
            (
                granted.lifetime,
                granted.user_id,
                granted.user_email.as_deref()
            ),
            (None, Some(7), Some("x@example.com"))
        );
        assert!(granted.missing_scopes.is_empty());
        let granted = check(
            r#"{"access_token":"t","scope":"b","context":"stores/abc","expires_in":"60"}"#,
            None,
            false,
        )
        .unwrap();
        assert_eq!(
            (granted.lifetime, granted.missing_scopes),
            (Some(60), vec!["a".to_owned()])
        );
        assert_eq!(granted.context, "stores/abc");
    }

    #[test]
    fn what_is_not_kept() {
        let cases = [
            (
                r#"{"access_token":"t","scope":"a","context":"stores/other"}"#,
                "not for stores/abc",
            ),
            (
                r#"{"access_token":"t","scope":"a"}"#,
                "may not be stores/abc",
            ),
            (
                r#"{"access_token":"t","scope":null,"context":"stores/abc"}"#,
                "no scope at all",
            ),
            (
                r#"{"access_token":"t","scope":" ","context":"stores/abc"}"#,
                "no scope at all",
            ),
            (
                r#"{"access_token":"","scope":"a","context":"stores/abc"}"#,
                "no token",
            ),
        ];
        for (body, expected) in cases {
            let error = check(body, Some("stores/abc"), true)
                .unwrap_err()
                .to_string();
            assert!(error.contains(expected), "{error}");
        }
        let odd = check(
            r#"{"access_token":"t","scope":"a","context":"accounts/1"}"#,
            None,
            false,
        )
        .unwrap_err();
        assert!(odd.to_string().contains("which is no store"), "{odd}");
    }

    #[test]
    fn a_refusal_repeats_no_secret() {
        let offer = Offer::Code {
            code: &"c0de".into(),
            redirect_uri: "",
        };
        let error = server().refused(
            &offer,
            400,
            r#"{"error":"invalid_grant","error_description":"c0de of s3cret is old"}"#,
        );
        let text = error.to_string();
        assert!(
            text.contains("invalid_grant: **** of **** is old") && text.contains("good once"),
            "{text}"
        );
        assert!(
            server()
                .refused(&offer, 502, "<html>")
                .to_string()
                .contains("no reason given")
        );
    }

    #[tokio::test]
    async fn the_secret_follows_no_redirect() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let thief = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = thief.local_addr().unwrap();
        let login = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = LoginServer {
            url: format!("http://{}/", login.local_addr().unwrap())
                .parse()
                .unwrap(),
            ..server()
        };
        let redirects = async {
            let (mut stream, _) = login.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            let answer = format!(
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{target}/\r\ncontent-length: 0\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        };
        let expected = Expected {
            scope: "a",
            context: None,
            bound: false,
        };
        let code = "c0de".into();
        let offer = Offer::Code {
            code: &code,
            redirect_uri: "http://127.0.0.1/",
        };
        let (answer, ()) = tokio::join!(server.exchange(offer, expected), redirects);
        let error = answer.unwrap_err().to_string();
        assert!(error.contains("points to another address"), "{error}");
        let visitor = futures::FutureExt::now_or_never(thief.accept());
        assert!(visitor.is_none());
    }

    #[test]
    fn states_differ() {
        assert_ne!(random_state().unwrap(), random_state().unwrap());
        assert_eq!(random_state().unwrap().len(), 64);
    }
}
