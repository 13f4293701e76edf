//! The library `adbc_driver_storeql`: the C interface of the crate `adbc`, with the sandbox store for `storeql://sandbox`, and
//! the program `storeql` as a function.

#[cfg(all(feature = "program", unix))]
mod program;
mod sandbox;

use adbc_core::Driver;
use adbc_core::error::Result;
use adbc_core::options::{OptionDatabase, OptionValue};
use storeql_adbc::{StoreDatabase, StoreDriver};

/// The driver as it is exported. A manager has each database opened by a new one.
struct ExportedDriver(StoreDriver);

impl Default for ExportedDriver {
    fn default() -> Self {
        Self(StoreDriver::with_sandboxes(sandbox::start))
    }
}

impl Driver for ExportedDriver {
    type DatabaseType = StoreDatabase;

    fn new_database(&mut self) -> Result<StoreDatabase> {
        self.0.new_database()
    }

    fn new_database_with_opts(
        &mut self,
        opts: impl IntoIterator<Item = (OptionDatabase, OptionValue)>,
    ) -> Result<StoreDatabase> {
        self.0.new_database_with_opts(opts)
    }
}

adbc_ffi::export_driver!(AdbcDriverStoreqlInit, ExportedDriver);
