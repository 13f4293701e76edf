//! What a system table is: a description, and a function that makes its rows of what the session knows. The tables themselves
//! stand above it.

use datafusion::execution::TaskContext;
use storeql_catalog::{Catalog, Table};
use storeql_connection::Connection;

use super::column::Column;
use super::request_log::RequestLog;
use super::rows::{Cell, Rows};
use crate::last_write::LastWrite;
use crate::metadata::namespace::{Contents, Namespace, Part};
use crate::sql::schemas::{CATALOG, SYSTEM_SCHEMA};

/// One system table.
#[derive(Debug)]
pub(crate) struct SystemTable {
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) about: &'static str,
    pub(crate) columns: &'static [Column],
    pub(super) rows: fn(&Facts<'_>, &mut Rows),
}

impl SystemTable {
    /// The schema that it stands in.
    pub(crate) fn schema(&self) -> &'static str {
        self.name
            .split_once('.')
            .map_or(SYSTEM_SCHEMA, |(schema, _)| schema)
    }
}

/// What the rows are made of.
pub(crate) struct Facts<'a> {
    pub(super) namespace: &'a Namespace,
    pub(super) contents: &'a Contents,
    pub(super) requests: &'a RequestLog,
    pub(super) written: &'a LastWrite,
    pub(super) task: &'a TaskContext,
    /// The system tables that are listed with the others.
    pub(super) system_tables: &'static [SystemTable],
}

impl Facts<'_> {
    pub(super) fn connection(&self) -> &Connection {
        self.namespace.store().connection()
    }

    pub(super) fn catalog(&self) -> &Catalog {
        self.namespace.store().catalog()
    }

    /// Tables of the store that are listed.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.catalog()
            .tables()
            .map(AsRef::as_ref)
            .filter(|table| self.namespace.lists(Part::Store, &table.name))
    }

    /// Whether statements can write to a table.
    pub(super) fn is_updateable(&self, table: &Table) -> bool {
        !table.write.is_none() && !self.connection().read_only()
    }

    pub(super) fn store_schema(&self) -> &str {
        self.connection().schema_name()
    }

    /// What every row of a store's table begins with.
    pub(super) fn place<'a>(&'a self, table: &'a str) -> [Cell<'a>; 3] {
        [CATALOG.into(), self.store_schema().into(), table.into()]
    }
}
