//! A sandbox store with an engine on it.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::SchemaRef;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use futures::TryStreamExt;
use storeql_connection::Connection;
use storeql_engine::{Engine, Error, Options, Parameters, Session, SessionOptions};
use storeql_sandbox::Sandbox;

/// A store that a test owns.
pub struct Store {
    /// The store itself.
    pub sandbox: Sandbox,
    /// The engine on it.
    pub engine: Arc<Engine>,
}

/// What a query answered.
#[derive(Debug)]
pub struct Answer {
    /// Its rows, each value as text; NULL is `NULL`.
    pub rows: Vec<Vec<String>>,
    /// Requests that it sent.
    pub requests: usize,
    /// Names of its columns.
    pub columns: Vec<String>,
}

impl Store {
    /// Starts a store and opens it.
    pub async fn start(
        sandbox: storeql_sandbox::Options,
        options: Options,
    ) -> Result<Self, String> {
        let sandbox = Sandbox::start(sandbox)
            .await
            .map_err(|error| error.to_string())?;
        Self::open(sandbox, "", options).await
    }

    /// Opens a store that runs, with more properties behind its connection string.
    pub async fn open(sandbox: Sandbox, more: &str, options: Options) -> Result<Self, String> {
        let text = format!("{};{more}", sandbox.connection());
        let connection = Connection::parse(&text).map_err(|error| error.to_string())?;
        let engine = Engine::open_with(connection, options)
            .await
            .map_err(|error| error.to_string())?;
        Ok(Self { sandbox, engine })
    }

    /// Runs one query in a session of its own.
    pub async fn query(&self, sql: &str) -> Result<Answer, Error> {
        self.sandbox.clear_requests();
        let answer = answer(&self.engine.session(SessionOptions::default()), sql).await?;
        Ok(Answer {
            requests: self.sandbox.requests().len(),
            ..answer
        })
    }

    /// The requests of the latest query, as `GET /v2/orders?limit=250`.
    pub fn requests(&self) -> Vec<String> {
        let prefix = format!("/stores/{}", self.sandbox.store_id());
        let target = |request: storeql_sandbox::LoggedRequest| {
            let path = request
                .path
                .strip_prefix(&prefix)
                .unwrap_or(&request.path)
                .to_owned();
            let query = if request.query.is_empty() {
                String::new()
            } else {
                format!("?{}", request.query)
            };
            format!("{} {path}{query}", request.method)
        };
        self.sandbox.requests().into_iter().map(target).collect()
    }

    /// Parameters that the latest requests sent and the API does not list.
    pub fn unknown(&self) -> Vec<String> {
        let unknown = self
            .sandbox
            .requests()
            .into_iter()
            .filter(|request| !request.unknown.is_empty());
        unknown
            .map(|request| format!("{}?{}: {:?}", request.path, request.query, request.unknown))
            .collect()
    }
}

/// Runs one query to its end in a session of the test's own; requests are not counted.
pub async fn answer(session: &Session, sql: &str) -> Result<Answer, Error> {
    let (columns, batches) = run(session, sql).await?;
    Ok(Answer {
        rows: rows_as_text(&batches),
        columns,
        requests: 0,
    })
}

/// Runs one query to its end: its columns, and its rows.
pub async fn batches(session: &Session, sql: &str) -> Result<(SchemaRef, Vec<RecordBatch>), Error> {
    let prepared = session.prepare(sql).await?;
    let columns = Arc::clone(prepared.columns());
    let run = prepared.run(Parameters::none()).await?;
    Ok((columns, run.rows.try_collect().await?))
}

/// The same with the columns' names alone.
pub(crate) async fn run(
    session: &Session,
    sql: &str,
) -> Result<(Vec<String>, Vec<RecordBatch>), Error> {
    let (columns, batches) = batches(session, sql).await?;
    let names = columns.fields().iter().map(|field| field.name().clone());
    Ok((names.collect(), batches))
}

/// One column as the corpus shows it; NULL is `NULL`.
pub fn cells(column: &ArrayRef) -> Vec<String> {
    let batch = RecordBatch::try_from_iter([("cells", Arc::clone(column))]);
    let rows = batch
        .map(|batch| rows_as_text(&[batch]))
        .unwrap_or_default();
    rows.into_iter().flatten().collect()
}

/// Every row of the batches as text.
pub fn rows_as_text(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let options = FormatOptions::default()
        .with_null("NULL")
        .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%SZ"));
    let mut rows = Vec::new();
    for batch in batches {
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .filter_map(|column| ArrayFormatter::try_new(column, &options).ok())
            .collect();
        for row in 0..batch.num_rows() {
            rows.push(
                columns
                    .iter()
                    .map(|column| column.value(row).to_string())
                    .collect(),
            );
        }
    }
    rows
}
