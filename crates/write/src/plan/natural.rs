//! The columns by which a row is found again that was created by a request whose answer was lost, or does not give the key.

use storeql_catalog::Table;

use super::step::PlannedRow;
use crate::value::Value;

/// The natural key of a row that is created, with its values; none where the definition has none whose values are given.
///
/// Example: a customer by its `email`; a metafield by `resource_id`, `namespace`, `key`.
pub(crate) fn natural_key(
    table: &Table,
    row: &PlannedRow,
    found_by: &[String],
) -> Option<Vec<(String, Value)>> {
    let unique = table.write.unique.iter().map(Vec::as_slice);
    let mut candidates = [found_by, table.key.as_slice()].into_iter().chain(unique);
    candidates.find_map(|columns| values_of(table, row, columns))
}

fn values_of(table: &Table, row: &PlannedRow, columns: &[String]) -> Option<Vec<(String, Value)>> {
    let mut found = Vec::new();
    for name in columns {
        match row.value(name).filter(|value| value.is_given()) {
            Some(value) => found.push((name.clone(), value.clone())),
            // What a row need not have does not tell it apart where it is not given: an address without a company.
            None if optional(table, name) => {}
            None => return None,
        }
    }
    Some(found).filter(|found| !found.is_empty())
}

fn optional(table: &Table, name: &str) -> bool {
    let mut required = table.write.required.iter();
    let asked = required.any(|required| required.one_of.iter().any(|one| one == name));
    let column = table.columns.get(name);
    !asked
        && !table.key.iter().any(|key| key == name)
        && column.is_some_and(|column| !column.not_null)
}
