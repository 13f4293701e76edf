//! One store as the engine holds it: what it offers, who we are there, and what its sessions have learnt of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use storeql_catalog::{Catalog, Table};
use storeql_client::Client;
use storeql_connection::Connection;
use tokio::sync::OnceCell;

use crate::error::{Error, ErrorKind, Result};
use crate::scan::{Constraints, InvalidValues, OnInvalid, UNKNOWN_ROWS};

/// A store.
#[derive(Debug)]
pub(crate) struct Store {
    catalog: Arc<Catalog>,
    connection: Connection,
    /// Made at the first request: the system tables need none, and signing in may need a person.
    client: OnceCell<Client>,
    /// Whole-table totals that answers have told. For weighing alternatives, never an answer.
    totals: Mutex<HashMap<String, u64>>,
}

impl Store {
    pub(crate) fn new(catalog: Arc<Catalog>, connection: Connection) -> Self {
        Self {
            catalog,
            connection,
            client: OnceCell::new(),
            totals: Mutex::default(),
        }
    }

    pub(crate) fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Rows per page, where the connection says so.
    pub(crate) fn page_size(&self) -> Option<u32> {
        self.connection.page_size()
    }

    /// What becomes of a value that does not fit its column; as NULL it is told to `values`.
    pub(crate) fn on_invalid(&self, values: &Arc<InvalidValues>) -> OnInvalid {
        match self.connection.invalid_values_as_null() {
            true => OnInvalid::Null(Arc::clone(values)),
            false => OnInvalid::Fail,
        }
    }

    pub(crate) async fn client(&self) -> Result<&Client> {
        self.client
            .get_or_try_init(|| async { Ok(self.connection.client().await?) })
            .await
    }

    /// Makes sure that the store answers.
    pub(crate) async fn connect(&self) -> Result<()> {
        self.client
            .get_or_try_init(|| async { Ok(self.connection.connected_client().await?) })
            .await
            .map(drop)
    }

    /// Says which scopes reading a table takes, where the store refused for the lack of one.
    pub(crate) fn with_scopes(&self, mut error: Error, table: &Table) -> Error {
        if error.kind != ErrorKind::Forbidden {
            return error;
        }
        let scopes = self.catalog.scopes(table);
        let takes = match scopes.as_slice() {
            [] => return error,
            [scope] => format!("the scope {scope}"),
            scopes => format!("the scopes {}", scopes.join(" and ")),
        };
        let takes = format!(" Reading {} takes {takes}.", table.name);
        error.message.push_str(&takes);
        error
    }

    /// Remembers how many rows a whole table has.
    pub(crate) fn saw_total(&self, table: &str, total: u64) {
        self.totals
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(table.to_owned(), total);
    }

    /// Rows of a whole table, where an answer has told.
    pub(crate) fn total(&self, table: &str) -> Option<u64> {
        let totals = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
        totals.get(table).copied()
    }

    /// A guess at a scan's rows: DataFusion reads the smaller side of a join first.
    pub(crate) fn expected_rows(
        &self,
        table: &Table,
        constraints: &Constraints,
        limit: Option<usize>,
    ) -> usize {
        let unknown = usize::try_from(UNKNOWN_ROWS).unwrap_or(usize::MAX);
        let whole = match (self.total(&table.name), &table.list) {
            (Some(total), _) => usize::try_from(total).unwrap_or(usize::MAX),
            (None, Some(list))
                if matches!(
                    list.paging,
                    storeql_catalog::Paging::Whole | storeql_catalog::Paging::Single
                ) =>
            {
                50
            }
            (None, None) => unknown.saturating_mul(3),
            (None, Some(_)) => unknown,
        };
        let by_key = match table.key.as_slice() {
            [key] => constraints.allowed(key).map(<[_]>::len),
            _ => None,
        };
        let filtered = match (by_key, constraints.columns.len()) {
            (Some(keys), _) => keys.min(whole),
            (None, 0) => whole,
            // Each test leaves a tenth: crude, and enough to put a filtered side before a whole one.
            (None, tests) => {
                whole
                    / 10_usize
                        .saturating_pow(u32::try_from(tests).unwrap_or(1))
                        .max(1)
            }
        };
        filtered.min(limit.unwrap_or(usize::MAX)).max(1)
    }
}
