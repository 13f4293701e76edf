//! What a person can add to a query so that a table costs fewer requests.

use storeql_catalog::{Column, ColumnType, Table};

/// Columns that a message names.
const MOST: usize = 4;

/// The filters that the table's list takes, the most useful first.
pub fn advice(table: &Table) -> String {
    let mut columns: Vec<&Column> = table
        .columns
        .values()
        .filter(|column| narrows(table, column))
        .collect();
    let rank = |column: &Column| match column.kind {
        _ if table.key.contains(&column.name) => 0,
        _ if column.from_parent || column.required => 1,
        ColumnType::Timestamp | ColumnType::Date => 2,
        ColumnType::Int64 => 3,
        _ => 4,
    };
    columns.sort_by_key(|column| rank(column));
    let names: Vec<&str> = columns
        .iter()
        .take(MOST)
        .map(|column| column.name.as_str())
        .collect();
    match names.split_last() {
        None => format!("a LIMIT makes {} cheaper", table.name),
        Some((last, [])) => {
            format!("a filter on {last} or a LIMIT makes {} cheaper", table.name)
        }
        Some((last, before)) => format!(
            "a filter on {} or {last}, or a LIMIT, makes {} cheaper",
            before.join(", "),
            table.name
        ),
    }
}

/// Whether a filter on the column leaves out requests.
fn narrows(table: &Table, column: &Column) -> bool {
    let below = table
        .per_parent
        .as_ref()
        .is_some_and(|per_parent| per_parent.keys.contains_key(&column.name));
    let listed = table.list.is_some() && !column.filters.is_empty();
    let inside = table.embedded.is_some() && column.from_parent;
    below || listed || inside
}
