//! Calls the webhooks of the store that listen on this machine, when a request has changed something. Hooks that point elsewhere are
//! not called: a sandbox sends nothing out.
//!
//! What happened is gathered by the data, in `Event`s; which request makes which event is known to `writes`.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use ring::hmac;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use url::{Host, Url};

/// Something that happened in the store.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// `store/product/updated`
    pub(crate) scope: String,
    /// What it happened to.
    pub(crate) data: Value,
    /// A number that no other event has.
    pub(crate) number: i64,
    /// When.
    pub(crate) at: i64,
}

/// One call of one hook.
pub(crate) struct Delivery {
    url: Url,
    body: String,
    id: String,
    at: i64,
    secret: String,
    headers: Vec<(String, String)>,
}

/// After a call that was not answered by 2xx it is made again, so many seconds later each time.
const AGAIN: [u64; 11] = [
    60, 180, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 50_400, 86_400,
];

/// The calls that an event makes: of each active hook on this machine whose scope covers it.
pub(crate) fn deliveries(
    event: &Event,
    hooks: &[Value],
    store: &str,
    secret: &str,
) -> Vec<Delivery> {
    let hash = format!("{:040x}", event.number);
    let body = json!({
        "scope": event.scope, "store_id": "1025646", "data": event.data, "hash": hash, "created_at": event.at,
        "producer": format!("stores/{store}"),
    });
    let called = hooks.iter().filter(|hook| {
        hook["is_active"] == true
            && covers(hook["scope"].as_str().unwrap_or_default(), &event.scope)
    });
    let delivery = |hook: &Value| {
        let url = Url::parse(hook["destination"].as_str()?)
            .ok()
            .filter(is_here)?;
        let headers = hook["headers"].as_object().into_iter().flatten();
        let headers =
            headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        Some(Delivery {
            url,
            body: body.to_string(),
            id: format!("msg_{hash}"),
            at: event.at,
            secret: secret.to_owned(),
            headers: headers.collect(),
        })
    };
    called.filter_map(delivery).collect()
}

/// Whether a hook for a scope hears of an event: `store/product/*` and `store/product` of all beneath.
fn covers(scope: &str, event: &str) -> bool {
    let stem = scope.strip_suffix("/*").unwrap_or(scope);
    event == scope
        || event
            .strip_prefix(stem)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// Whether an address is one of this machine, without TLS.
fn is_here(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "http" && here
}

impl Delivery {
    /// Calls the hook until it answers 2xx, or the calls are used up, or the sandbox has ended.
    pub(crate) async fn deliver(self, ended: impl Fn() -> bool) {
        for wait in AGAIN.map(Some).into_iter().chain([None]) {
            if ended() || self.call().await.unwrap_or_default() {
                return;
            }
            let Some(wait) = wait else { return };
            tokio::time::sleep(Duration::from_secs(wait)).await;
        }
    }

    /// Calls the hook once; gives whether it answered 2xx.
    async fn call(&self) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        let address = self.url.socket_addrs(|| Some(80))?;
        let stream = TcpStream::connect(address.as_slice()).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(&self.url[url::Position::BeforePath..url::Position::AfterQuery])
            .header("host", self.url.authority())
            .header("content-type", "application/json")
            .header("webhook-id", &self.id)
            .header("webhook-timestamp", self.at.to_string())
            .header("webhook-signature", self.signature());
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(self.body.clone())))?;
        let answer = sender.send_request(request).await?;
        let success = answer.status().is_success();
        answer.into_body().collect().await?;
        Ok(success)
    }

    /// By the rules of Standard Webhooks.
    fn signature(&self) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.secret.as_bytes());
        let signed = format!("{}.{}.{}", self.id, self.at, self.body);
        format!(
            "v1,{}",
            STANDARD.encode(hmac::sign(&key, signed.as_bytes()))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_cover_what_is_beneath() {
        assert!(covers("store/product/*", "store/product/created"));
        assert!(covers("store/product", "store/product/inventory/updated"));
        assert!(covers("store/product/updated", "store/product/updated"));
        assert!(!covers("store/product/*", "store/products/created"));
        assert!(!covers("store/product/updated", "store/product/created"));
    }

    #[test]
    fn only_this_machine_is_called() {
        let here = |url: &str| Url::parse(url).is_ok_and(|url| is_here(&url));
        assert!(
            here("http://127.0.0.1:8080/hook")
                && here("http://[::1]/")
                && here("http://localhost/")
        );
        assert!(
            !here("https://127.0.0.1/")
                && !here("http://10.0.0.1/")
                && !here("http://localhost.example.com/")
        );
    }
}
