//! A database: one open store, whose connections share its engine.

use std::fmt;
use std::sync::Arc;

use adbc_core::error::Result;
use adbc_core::options::{OptionConnection, OptionDatabase, OptionValue};
use adbc_core::{Database, Optionable};
use storeql_connection::find;

use crate::connection::StoreConnection;
use crate::errors::{guarded, not_found, out_of_turn};
use crate::open::Open;
use crate::options::{LOGIN, other_forms};

/// One open store.
pub struct StoreDatabase {
    open: Arc<Open>,
}

impl StoreDatabase {
    pub(crate) fn new(open: Open) -> Self {
        Self {
            open: Arc::new(open),
        }
    }
}

impl Database for StoreDatabase {
    type ConnectionType = StoreConnection;

    fn new_connection(&self) -> Result<StoreConnection> {
        self.new_connection_with_opts([])
    }

    fn new_connection_with_opts(
        &self,
        opts: impl IntoIterator<Item = (OptionConnection, OptionValue)>,
    ) -> Result<StoreConnection> {
        guarded(|| {
            let mut connection = StoreConnection::new(Arc::clone(&self.open));
            for (key, value) in opts {
                connection.set_option(key, value)?;
            }
            Ok(connection)
        })
    }
}

impl Optionable for StoreDatabase {
    type Option = OptionDatabase;

    fn set_option(&mut self, key: OptionDatabase, _: OptionValue) -> Result<()> {
        Err(out_of_turn(format!(
            "the store is open, so that {} cannot be set any more: give it before the database is opened",
            key.as_ref()
        )))
    }

    /// A property's value; a secret is `****`.
    fn get_option_string(&self, key: OptionDatabase) -> Result<String> {
        let name = key.as_ref();
        let value = match name {
            LOGIN => self.open.signed_in.clone(),
            _ => find(name).and_then(|_| self.open.engine.connection().get(name)),
        };
        value.ok_or_else(|| not_found(format!("the database has no value of the option {name}")))
    }

    other_forms!(OptionDatabase);
}

impl fmt::Debug for StoreDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StoreDatabase")
            .field(&self.open.engine.connection())
            .finish()
    }
}
