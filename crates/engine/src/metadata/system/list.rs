//! Which system tables there are.

use super::column::holds_names;
use super::table::SystemTable;
use super::{
    function_table, information_schema, key_tables, procedure_tables, program_tables,
    property_table, requests_table, structure_tables,
};
use crate::metadata::namespace::SystemNames;

/// All of them, in the order of the docs.
pub(crate) static TABLES: &[SystemTable] = &[
    structure_tables::CATALOGS,
    structure_tables::SCHEMAS,
    structure_tables::TABLES,
    structure_tables::COLUMNS,
    procedure_tables::PROCEDURES,
    procedure_tables::PARAMETERS,
    key_tables::KEY_COLUMNS,
    key_tables::FOREIGN_KEYS,
    key_tables::PRIMARY_KEYS,
    key_tables::INDEXES,
    property_table::PROPERTIES,
    program_tables::SQL_INFO,
    program_tables::IDENTITY,
    program_tables::INFORMATION,
    requests_table::REQUESTS,
    function_table::FUNCTIONS,
];

/// The table of that canonical name, which is qualified in the information schema.
pub(crate) fn find(name: &str) -> Option<&'static SystemTable> {
    all().find(|table| table.name == name)
}

/// All that can be named: the system tables, and those of the information schema.
pub(crate) fn all() -> impl Iterator<Item = &'static SystemTable> {
    TABLES.iter().chain(information_schema::TABLES)
}

/// What a namespace knows of them.
pub(crate) fn names() -> impl Iterator<Item = SystemNames> {
    all().map(|table| {
        let columns = table.columns.iter();
        SystemNames {
            schema: table.schema(),
            name: table.name,
            columns: columns
                .map(|column| (column.name, holds_names(column.name)))
                .collect(),
            listed: TABLES.iter().any(|listed| listed.name == table.name),
        }
    })
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
