//! One store as the engine holds it: what it offers, who we are there, and what its sessions have learnt of it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use storeql_catalog::{Catalog, Table};
use storeql_client::Client;
use storeql_connection::Connection;
use storeql_scan::{InvalidValues, OnInvalid, TableRowCounts};
use storeql_write::Journal;
use tokio::sync::OnceCell;

use crate::error::{Error, ErrorKind, Result};
use crate::zone::Zone;

/// A store.
#[derive(Debug)]
pub(crate) struct Store {
    catalog: Arc<Catalog>,
    connection: Connection,
    /// Made at the first request: the system tables need none, and signing in may need a person.
    client: OnceCell<Client>,
    row_counts: Arc<TableRowCounts>,
    /// Journals that were begun.
    journals: AtomicU64,
    /// The time zone that its sessions begin with.
    zone: SessionZone,
    /// The store's own, once it was read.
    zone_of_store: OnceCell<Zone>,
}

/// The time zone of a session.
#[derive(Debug, Clone)]
pub(crate) enum SessionZone {
    Of(Zone),
    /// The store's own, which the first statement reads.
    OfStore,
}

impl Store {
    pub(crate) fn new(catalog: Arc<Catalog>, connection: Connection) -> Result<Self> {
        let zone = match connection.timezone() {
            None => SessionZone::Of(Zone::utc()),
            Some(name) if name.eq_ignore_ascii_case("store") => SessionZone::OfStore,
            Some(name) => SessionZone::Of(Zone::named(name)?),
        };
        Ok(Self {
            zone,
            zone_of_store: OnceCell::new(),
            catalog,
            connection,
            client: OnceCell::new(),
            row_counts: Arc::default(),
            journals: AtomicU64::new(0),
        })
    }

    /// The time zone that its sessions begin with.
    pub(crate) fn zone(&self) -> &SessionZone {
        &self.zone
    }

    /// The store's own time zone, as far as it was read.
    pub(crate) fn zone_of_store(&self) -> Option<&Zone> {
        self.zone_of_store.get()
    }

    /// The store's own time zone, by `read` where it was not read yet.
    pub(crate) async fn read_zone(&self, read: impl Future<Output = Result<Zone>>) -> Result<Zone> {
        self.zone_of_store.get_or_try_init(|| read).await.cloned()
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

    /// What becomes of a value that does not fit its column; as NULL it is counted in `values`.
    pub(crate) fn on_invalid(&self, values: &Arc<InvalidValues>) -> OnInvalid {
        OnInvalid {
            fails: !self.connection.invalid_values_as_null(),
            values: Arc::clone(values),
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

    /// A new journal: the file itself for the first write, and for each later one a file beside it, `prices.journal.2`. An error where
    /// there is such a file already.
    pub(crate) fn journal(&self, path: &Path) -> Result<Journal> {
        let before = self.journals.fetch_add(1, Ordering::Relaxed);
        let mut name = path.as_os_str().to_owned();
        if before > 0 {
            name.push(format!(".{}", before + 1));
        }
        Journal::create(Path::new(&name)).map_err(|error| {
            let message = format!("{error}. Nothing was sent for this write");
            Error::new(ErrorKind::Configuration, message)
        })
    }

    /// The journal at `path`, to go on with what it has.
    pub(crate) fn journal_again(&self, path: &Path) -> Result<Journal> {
        Journal::append(path)
            .map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))
    }

    /// How many rows its tables have, as far as answers have told.
    pub(crate) fn row_counts(&self) -> &Arc<TableRowCounts> {
        &self.row_counts
    }
}
