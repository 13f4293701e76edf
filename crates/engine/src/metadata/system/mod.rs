//! The system tables: what there is to query and how, as tables. They answer from the definitions and the connection,
//! and send nothing.
//!
//! A table is a description: its columns, and a function that gives its rows. How descriptions become tables that
//! DataFusion reads is `provider`'s business.

mod information;
mod keys;
mod procedures;
mod properties;
mod provider;
mod requests;
mod rows;
mod session;
mod structure;
mod types;

use storeql_catalog::{Catalog, Table};
use storeql_connection::Connection;

pub(crate) use provider::provider;
pub(crate) use requests::{RequestLog, shown};
use rows::Rows;
pub(crate) use rows::data_type;
pub(crate) use types::sql_name;

use crate::metadata::namespace::{Contents, Namespace, Part, SYSTEM_SCHEMA};
use crate::session::CATALOG;
use datafusion::execution::TaskContext;

/// One system table.
#[derive(Debug)]
pub(crate) struct SystemTable {
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) about: &'static str,
    pub(crate) columns: &'static [Column],
    rows: fn(&Facts<'_>, &mut Rows),
}

impl SystemTable {
    /// The schema that it stands in.
    pub(crate) fn schema(&self) -> &'static str {
        self.name
            .split_once('.')
            .map_or(SYSTEM_SCHEMA, |(schema, _)| schema)
    }
}

/// One of its columns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Type,
    pub(crate) about: &'static str,
}

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Integer,
    BigInteger,
    Flag,
    Time,
}

/// Short words for the descriptions.
const fn column(kind: Type, name: &'static str, about: &'static str) -> Column {
    Column { name, kind, about }
}

const fn text(name: &'static str, about: &'static str) -> Column {
    column(Type::Text, name, about)
}

const fn integer(name: &'static str, about: &'static str) -> Column {
    column(Type::Integer, name, about)
}

const fn flag(name: &'static str, about: &'static str) -> Column {
    column(Type::Flag, name, about)
}

/// Columns that many of them begin with.
const CATALOG_NAME: Column = text("CatalogName", "The database.");
const SCHEMA_NAME: Column = text("SchemaName", "The schema.");
const TABLE_NAME: Column = text("TableName", "The table.");
const COLUMN_NAME: Column = text("ColumnName", "The column.");

/// All of them, in the order of the docs.
pub(crate) static TABLES: &[SystemTable] = &[
    structure::CATALOGS,
    structure::SCHEMAS,
    structure::TABLES,
    structure::COLUMNS,
    procedures::PROCEDURES,
    procedures::PARAMETERS,
    keys::KEY_COLUMNS,
    keys::FOREIGN_KEYS,
    keys::PRIMARY_KEYS,
    keys::INDEXES,
    properties::PROPERTIES,
    session::SQL_INFO,
    session::IDENTITY,
    session::INFORMATION,
    requests::REQUESTS,
];

/// The table of that canonical name, which is qualified in the information schema.
pub(crate) fn find(name: &str) -> Option<&'static SystemTable> {
    all().find(|table| table.name == name)
}

/// All that can be named: the system tables, and those of the information schema.
pub(crate) fn all() -> impl Iterator<Item = &'static SystemTable> {
    TABLES.iter().chain(information::TABLES)
}

/// Whether a system table's column of that name holds names of tables, columns and the like.
pub(crate) fn holds_names(column: &str) -> bool {
    let standard = ["_name", "_schema", "_catalog"];
    (column.ends_with("Name") && column != "Name")
        || standard.iter().any(|ending| column.ends_with(ending))
}

/// What the rows are made of.
pub(crate) struct Facts<'a> {
    namespace: &'a Namespace,
    contents: &'a Contents,
    requests: &'a RequestLog,
    task: &'a TaskContext,
}

impl Facts<'_> {
    fn connection(&self) -> &Connection {
        self.namespace.store().connection()
    }

    fn catalog(&self) -> &Catalog {
        self.namespace.store().catalog()
    }

    /// Tables of the store that are listed.
    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.catalog()
            .tables()
            .map(AsRef::as_ref)
            .filter(|table| self.namespace.lists(Part::Store, &table.name))
    }

    /// Whether statements can write to a table. None can yet: what its definition says of writes is not carried out.
    fn is_updateable(&self, _table: &Table) -> bool {
        false
    }

    fn store_schema(&self) -> &str {
        self.connection().schema_name()
    }

    /// What every row of a store's table begins with.
    fn place<'a>(&'a self, table: &'a str) -> [rows::Cell<'a>; 3] {
        [CATALOG.into(), self.store_schema().into(), table.into()]
    }
}

#[cfg(test)]
#[path = "system_tests.rs"]
mod tests;
