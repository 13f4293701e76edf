//! What the shell lists by the system tables: the statement behind each command.

use super::command::Listing;
use super::pattern::Pattern;

/// The statement that lists it.
pub(super) fn statement(listing: &Listing) -> String {
    match listing {
        Listing::Databases => "SELECT CatalogName AS database FROM sys_catalogs".to_owned(),
        Listing::Schemas(names) => format!(
            "SELECT SchemaName AS schema, CatalogName AS database FROM sys_schemas WHERE {} ORDER BY 1",
            like("SchemaName", names.as_ref())
        ),
        Listing::Tables(names) => format!(
            "SELECT TableName AS table, TableType AS type, Description AS about FROM sys_tables WHERE {} ORDER BY 1",
            like("TableName", Some(names))
        ),
        Listing::Views(names) => format!(
            "SELECT TableName AS view, SchemaName AS schema, Description AS query FROM sys_tables \
             WHERE TableType = 'VIEW' AND {} ORDER BY 1",
            like("TableName", names.as_ref())
        ),
        Listing::Functions(names) => format!(
            "SELECT FunctionName AS function, Origin AS origin, Becomes AS becomes, Example AS example FROM sys_functions \
             WHERE {} ORDER BY 1, 2",
            like("FunctionName", names.as_ref())
        ),
    }
}

/// The condition that a column has such a name.
fn like(column: &str, names: Option<&Pattern>) -> String {
    names.map_or_else(
        || "true".to_owned(),
        |names| format!("{column} ILIKE {}", names.of_like()),
    )
}
