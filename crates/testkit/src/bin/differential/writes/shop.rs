//! A store that statements write to, and all its lists by plain HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;

use secrecy::SecretString;
use serde_json::Value as Json;
use storeql_client::{Client, Meter, Network, Options as ClientOptions, Request, StaticToken};
use storeql_sandbox::{Options, Sandbox};
use storeql_testkit::Store;

use super::tables::{LISTS, List};

/// The rows of each list by their keys.
pub(super) type Rows = BTreeMap<&'static str, BTreeMap<i64, Json>>;

/// Rows that one request brings.
const PAGE: usize = 250;

pub(super) struct Shop {
    pub(super) store: Store,
    client: Client,
    /// As it was made.
    pub(super) rows: Rows,
}

impl Shop {
    pub(super) async fn start(options: Options) -> Result<Self, String> {
        let sandbox = Sandbox::start(options).await;
        let sandbox = sandbox.map_err(|error| error.to_string())?;
        let token = SecretString::from(sandbox.access_token().to_owned());
        let client = Client::new(ClientOptions {
            api_url: sandbox
                .api_url()
                .parse()
                .map_err(|error| format!("the address of the sandbox: {error}"))?,
            store_id: sandbox.store_id().to_owned(),
            timeout: Some(std::time::Duration::from_secs(120)),
            user_agent: "storeql-testkit".to_owned(),
            credentials: Arc::new(StaticToken::new(token)),
            network: Network::default(),
            log: None,
        })
        .map_err(|error| error.to_string())?;
        let store = Store::open(sandbox, "", storeql_engine::Options::default()).await?;
        let mut shop = Self {
            store,
            client,
            rows: Rows::new(),
        };
        shop.rows = shop.read().await?;
        Ok(shop)
    }

    /// All lists, as they are now.
    pub(super) async fn read(&self) -> Result<Rows, String> {
        let mut rows = Rows::new();
        for list in &LISTS {
            rows.insert(list.name, self.list(list).await?);
        }
        Ok(rows)
    }

    /// Whether the store got a request since the last statement that may have changed something.
    pub(super) fn was_written_to(&self) -> bool {
        let requests = self.store.sandbox.requests();
        requests.iter().any(|request| request.method != "GET")
    }

    async fn list(&self, list: &List) -> Result<BTreeMap<i64, Json>, String> {
        let failed = |what: &str| format!("{}: {what}", list.path);
        let request = Request::get(list.api, list.path).with("limit", PAGE.to_string());
        let answer = self.client.send(&request, &Meter::default()).await;
        let answer = answer.map_err(|error| failed(&error.to_string()))?;
        if answer.body.is_empty() {
            return Ok(BTreeMap::new());
        }
        let body: Json =
            serde_json::from_slice(&answer.body).map_err(|error| failed(&error.to_string()))?;
        let rows = body.as_array().or_else(|| body["data"].as_array());
        let rows = rows.ok_or_else(|| failed("no list"))?;
        if rows.len() >= PAGE {
            return Err(failed("more rows than a page has"));
        }
        let keyed = rows.iter().map(|row| {
            let key = row[list.key].as_i64();
            let key = key.ok_or_else(|| failed("a row without its key"))?;
            Ok((key, row.clone()))
        });
        keyed.collect()
    }
}
