//! The driver: opens databases.

use std::fmt;

use adbc_core::Driver;
use adbc_core::error::Result;
use adbc_core::options::{OptionDatabase, OptionValue};

use crate::database::StoreDatabase;
use crate::errors::guarded;
use crate::open::Open;
use crate::place::{Place, Sandboxes};

/// Opens stores as databases.
#[derive(Clone, Copy, Default)]
pub struct StoreDriver {
    sandboxes: Option<Sandboxes>,
}

impl StoreDriver {
    /// One that has a sandbox store for `storeql://sandbox`.
    pub fn with_sandboxes(sandboxes: Sandboxes) -> Self {
        Self {
            sandboxes: Some(sandboxes),
        }
    }
}

impl Driver for StoreDriver {
    type DatabaseType = StoreDatabase;

    fn new_database(&mut self) -> Result<StoreDatabase> {
        self.new_database_with_opts([])
    }

    fn new_database_with_opts(
        &mut self,
        opts: impl IntoIterator<Item = (OptionDatabase, OptionValue)>,
    ) -> Result<StoreDatabase> {
        guarded(|| {
            let open = Open::at(&Place::of(opts)?, self.sandboxes)?;
            Ok(StoreDatabase::new(open))
        })
    }
}

impl fmt::Debug for StoreDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreDriver")
            .field("has_sandboxes", &self.sandboxes.is_some())
            .finish()
    }
}
