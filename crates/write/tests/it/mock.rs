//! `JUDGE_MOCK=url,file` sends each INSERT of the round trips to that server too, which holds each request against the official files and
//! answers with their examples. What it refuses, and what of its answers is not understood, is a line of that file:
//! `tests/judge-writes.sh` reads it. It keeps nothing, so that a row that is to be changed or deleted is never there.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use storeql_catalog::Table;
use storeql_client::Client;
use storeql_write::{Change, SendOptions, plan, send};

/// That server.
pub(crate) struct Mock {
    client: Client,
    file: PathBuf,
}

impl Mock {
    /// The one that the environment names.
    pub(crate) fn of_environment(client: impl FnOnce(&str) -> Client) -> Option<Self> {
        let named = std::env::var("JUDGE_MOCK").ok()?;
        let (url, file) = named.split_once(',')?;
        Some(Self {
            client: client(url),
            file: file.into(),
        })
    }

    /// Sends an INSERT.
    pub(crate) async fn write(&self, table: &Arc<Table>, change: Change) {
        if !matches!(change, Change::Insert { .. }) {
            return;
        }
        let Ok(plan) = plan(table, change) else {
            return;
        };
        let outcome = send(plan, &self.client, SendOptions::default()).await;
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.file)
            .unwrap();
        for row in &outcome.rows {
            if let Some(failure) = &row.failure {
                let request = failure.request.as_deref().unwrap_or_default();
                let message = failure.message.replace('\n', " ");
                let (table, state) = (&table.name, row.state.word());
                writeln!(file, "{table}  {state}  {request}  {message}").unwrap();
            }
        }
    }
}
