//! The sandbox as a client sees it: every test starts one on a free loopback port and sends real requests.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod beyond_this_machine;
mod catalog;
mod customers;
mod faults;
mod folder;
mod oauth;
mod oddities;
mod orders;
mod protocol;
mod writes;

use std::sync::Once;

use serde_json::Value;
use storeql_sandbox::{Options, Sandbox};

/// A sandbox with a client for it.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: reqwest::Client,
    /// Where requests go: to the sandbox, or to the judge before it.
    address: String,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Shop {
    /// `JUDGE_BEFORE=port,url` starts the sandbox at that port and sends the requests to that address: `tests/judge-writes.sh`.
    pub(crate) async fn open(mut options: Options) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let judge = std::env::var("JUDGE_BEFORE").ok();
        let judge = judge.as_deref().and_then(|text| text.split_once(','));
        if let Some((port, _)) = judge {
            options.listen.set_port(port.parse().unwrap());
        }
        let sandbox = Sandbox::start(options).await.unwrap();
        let address = judge.map_or(sandbox.api_url(), |(_, url)| url).to_owned();
        Self {
            sandbox,
            client,
            address,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/stores/{}{path}", self.address, self.sandbox.store_id())
    }

    pub(crate) fn request(&self, path: &str) -> reqwest::RequestBuilder {
        self.client
            .get(self.url(path))
            .header("X-Auth-Token", self.sandbox.access_token())
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        read(self.request(path)).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Value) -> Answer {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method, self.url(path));
        let request = request.header("X-Auth-Token", self.sandbox.access_token());
        read(match body {
            Value::Null => request,
            body => request.json(&body),
        })
        .await
    }

    /// A write that succeeds; gives the answer's data.
    pub(crate) async fn write(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.send(method, path, body).await;
        let status = answer.status;
        assert!(
            matches!(status, 200..=204),
            "{method} {path}: {status} {}",
            answer.body
        );
        match answer.body.get("data") {
            Some(data) => data.clone(),
            None => answer.body,
        }
    }

    /// The row of a path; None where there is none.
    pub(crate) async fn row(&self, path: &str) -> Option<Value> {
        let answer = self.get(path).await;
        match answer.status {
            200 => Some(answer.body.get("data").unwrap_or(&answer.body).clone()),
            404 => None,
            status => panic!("{path}: {status} {}", answer.body),
        }
    }

    /// The rows of a list, of either version; a list that is 204 has none.
    pub(crate) async fn rows(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path).await;
        assert!(
            matches!(answer.status, 200 | 204),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
        let rows = if answer.body.is_object() {
            answer.body["data"].clone()
        } else {
            answer.body
        };
        rows.as_array().cloned().unwrap_or_default()
    }
}

pub(crate) async fn read(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer {
        status,
        headers,
        body,
    }
}

/// Money as v2 spells it, in ten-thousandths.
pub(crate) fn money(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    let (whole, rest) = text.split_once('.').unwrap();
    assert_eq!(rest.len(), 4, "{text}");
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    whole.parse::<i64>().unwrap() * 10_000 + sign * rest.parse::<i64>().unwrap()
}
