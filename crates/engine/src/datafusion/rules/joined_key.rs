//! Whether a join finds for a row the parent that it belongs to.

use storeql_catalog::Table;

/// Whether `columns` are the whole key of `parents`: a row's parent is the one with all of it, others share some of its values.
pub(super) fn is_whole(parents: &Table, columns: &[&str]) -> bool {
    let key = &parents.key;
    !key.is_empty() && key.iter().all(|column| columns.contains(&column.as_str()))
}
