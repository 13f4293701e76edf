//! A sandbox store with a client on it. What it holds is read as its own JSON, not by a table definition.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value as Json;
use storeql_catalog::{Catalog, Table};
use storeql_client::{Client, Meter, Network, Options, Request, StaticToken};
use storeql_sandbox::{LoggedRequest, Sandbox};
use storeql_write::{
    Change, ChangedRow, DeletedRow, NewRow, OnError, Outcome, RowState, SendOptions, Value, plan,
    send,
};

use crate::mock::Mock;

/// A store that a test owns.
pub(crate) struct Store {
    /// The store itself.
    pub(crate) sandbox: Sandbox,
    /// Asks it.
    pub(crate) client: Client,
    /// A server of the official files' examples, where there is one.
    pub(crate) mock: Option<Mock>,
}

impl Store {
    /// A store of the usual size.
    pub(crate) async fn start() -> Self {
        Self::of(storeql_sandbox::Options {
            orders: 20,
            products: 30,
            customers: 20,
            ..Default::default()
        })
        .await
    }

    /// A store of the smallest size that has a row of each kind.
    pub(crate) async fn small() -> Self {
        Self::of(storeql_sandbox::Options {
            orders: 6,
            products: 8,
            customers: 8,
            ..Default::default()
        })
        .await
    }

    /// A store. `JUDGE_BEFORE=port,url` starts it at that port and sends the requests to that address: `tests/judge-writes.sh`.
    pub(crate) async fn of(options: storeql_sandbox::Options) -> Self {
        let mut options = options;
        let judge = std::env::var("JUDGE_BEFORE").ok();
        let judge = judge.as_deref().and_then(|text| text.split_once(','));
        if let Some((port, _)) = judge {
            options.listen.set_port(port.parse().unwrap());
        }
        let sandbox = Sandbox::start(options).await.unwrap();
        let client = client(&sandbox, judge.map_or(sandbox.api_url(), |(_, url)| url));
        let mock = Mock::of_environment(|url| self::client(&sandbox, url));
        Self {
            sandbox,
            client,
            mock,
        }
    }

    /// Stores that a test may have at once: the judge stands before one.
    pub(crate) fn side_by_side() -> usize {
        match std::env::var_os("JUDGE_BEFORE") {
            Some(_) => 1,
            None => 8,
        }
    }

    /// A client of this store at an address that has no server, which stays so as long as the socket is held.
    pub(crate) fn unreachable(&self) -> (tokio::net::TcpSocket, Client) {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = socket.local_addr().unwrap();
        (socket, client(&self.sandbox, &format!("http://{address}/")))
    }

    /// What the store answers to a GET: `/v3/catalog/brands?limit=250`. Null where it has nothing.
    pub(crate) async fn get(&self, target: &str) -> Json {
        self.ask(target).await.unwrap_or_else(|why| panic!("{why}"))
    }

    /// The same, where the store may refuse.
    pub(crate) async fn ask(&self, target: &str) -> Result<Json, String> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (version, path) = match path.strip_prefix("/v2") {
            Some(path) => ("v2", path),
            None => ("v3", path.strip_prefix("/v3").unwrap()),
        };
        let mut request = Request::get(version, path);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            request = request.with(name, value);
        }
        match self.client.send(&request, &Meter::default()).await {
            Ok(response) if response.body.is_empty() => Ok(Json::Null),
            Ok(response) => {
                let json: Json = serde_json::from_slice(&response.body).unwrap();
                Ok(match version {
                    "v3" => json.get("data").cloned().unwrap_or(json),
                    _ => json,
                })
            }
            Err(error) if error.status == Some(404) => Ok(Json::Null),
            Err(error) => Err(format!("{target}: {error}")),
        }
    }

    /// All rows of a v3 list that has pages.
    pub(crate) async fn all(&self, path: &str) -> Vec<Json> {
        let mut rows = Vec::new();
        for page in 1.. {
            let sign = if path.contains('?') { '&' } else { '?' };
            let here = self
                .get(&format!("{path}{sign}limit=250&page={page}"))
                .await;
            match here.as_array() {
                Some(here) if !here.is_empty() => rows.extend(here.iter().cloned()),
                _ => return rows,
            }
        }
        rows
    }

    /// Plans and sends a change that stops at the first failure.
    pub(crate) async fn write(&self, table: &str, change: Change) -> Outcome {
        self.write_with(table, change, SendOptions::default()).await
    }

    /// Plans and sends a change that goes on after failures.
    pub(crate) async fn write_on(&self, table: &str, change: Change) -> Outcome {
        let options = SendOptions {
            on_error: OnError::Continue,
            ..SendOptions::default()
        };
        self.write_with(table, change, options).await
    }

    /// Plans and sends a change.
    pub(crate) async fn write_with(
        &self,
        table: &str,
        change: Change,
        options: SendOptions,
    ) -> Outcome {
        let plan = plan(self::table(table), change).unwrap_or_else(|error| panic!("{error}"));
        send(plan, &self.client, options).await
    }

    /// The requests so far that write: `PUT /v3/catalog/products`, with how many rows each.
    pub(crate) fn writes(&self) -> Vec<(String, Option<usize>)> {
        let writes = self.sandbox.requests().into_iter();
        let writes = writes.filter(|request| request.method != "GET");
        writes
            .map(|request| (line(&request), request.rows))
            .collect()
    }

    /// Lets something go wrong: `502:method=POST,done`.
    pub(crate) fn fault(&self, spec: &str) {
        self.sandbox.add_fault(spec.parse().unwrap()).unwrap();
    }
}

fn client(sandbox: &Sandbox, api_url: &str) -> Client {
    let token = SecretString::from(sandbox.access_token().to_owned());
    Client::new(Options {
        api_url: api_url.parse().unwrap(),
        store_id: sandbox.store_id().to_owned(),
        // Long, as the machine may be busy: no fault here waits for it.
        timeout: Some(Duration::from_secs(600)),
        user_agent: "storeql-write tests".to_owned(),
        credentials: Arc::new(StaticToken::new(token)),
        network: Network::default(),
        log: None,
    })
    .unwrap()
}

fn line(request: &LoggedRequest) -> String {
    let path = request
        .path
        .split('/')
        .skip(3)
        .collect::<Vec<_>>()
        .join("/");
    format!("{} /{path}", request.method)
}

/// A table of the built-in definitions.
pub(crate) fn table(name: &str) -> &'static Arc<Table> {
    Catalog::builtin()
        .table(name)
        .unwrap_or_else(|| panic!("{name}"))
}

/// Rows to insert.
pub(crate) fn insert(columns: &[&str], rows: Vec<Vec<Value>>) -> Change {
    Change::Insert {
        columns: names(columns),
        rows: new_rows(rows),
    }
}

/// Rows to upsert.
pub(crate) fn upsert(columns: &[&str], rows: Vec<Vec<Value>>) -> Change {
    Change::Upsert {
        columns: names(columns),
        rows: new_rows(rows),
    }
}

/// Rows to change: address and values.
pub(crate) fn update(columns: &[&str], rows: Vec<(Vec<Value>, Vec<Value>)>) -> Change {
    let row = |(position, (address, values))| ChangedRow {
        number: position as u64 + 1,
        address,
        values,
        current: None,
        as_read: None,
    };
    Change::Update {
        columns: names(columns),
        rows: rows.into_iter().enumerate().map(row).collect(),
    }
}

/// Rows to delete, by their addresses.
pub(crate) fn delete(rows: Vec<Vec<Value>>) -> Change {
    let row = |(position, address)| DeletedRow {
        number: position as u64 + 1,
        address,
    };
    Change::Delete {
        rows: rows.into_iter().enumerate().map(row).collect(),
    }
}

fn names(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|&name| name.to_owned()).collect()
}

fn new_rows(rows: Vec<Vec<Value>>) -> Vec<NewRow> {
    let row = |(position, values)| NewRow {
        number: position as u64 + 1,
        values,
    };
    rows.into_iter().enumerate().map(row).collect()
}

/// A text.
pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A decimal.
pub(crate) fn money(text: &str) -> Value {
    Value::Decimal(text.to_owned())
}

/// A whole number.
pub(crate) fn int(number: i64) -> Value {
    Value::Int(number)
}

/// The states of all rows, in their order.
pub(crate) fn states(outcome: &Outcome) -> Vec<RowState> {
    outcome.rows.iter().map(|row| row.state).collect()
}
