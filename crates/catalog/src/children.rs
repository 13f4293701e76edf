//! Rows that are written inside of another row's body: the lines of an order that is created, the options of a variant.
//!
//! Plain data, as `table`. What is filled in by the loader stands in `fill_children`.

use indexmap::IndexMap;

use crate::column::Column;

/// Circles of definitions end here; the validator refuses them.
pub(crate) const DEEPEST: usize = 5;

/// What stands in a JSON column of a write's body, where it is rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Children {
    /// The table that has them as rows.
    pub table: Option<String>,
    /// The value is one object, and no list of objects.
    pub object: bool,
    /// The columns of `table` that an object may have; empty for all that an INSERT into it takes.
    pub only: Vec<String>,
    /// Columns that stand elsewhere in these objects than in the bodies of `table`, each with its path.
    pub paths: IndexMap<String, Vec<String>>,
    /// Members that no column of `table` is, as JSON.
    pub members: Vec<String>,
    /// What an object may have, as columns whose paths are where the object has them. Filled in by the loader.
    pub columns: IndexMap<String, Column>,
    /// Children of the objects, by the column that has them. Filled in by the loader.
    pub children: IndexMap<String, Children>,
}

impl Children {
    /// The members that an object may have, in their order.
    pub fn known(&self) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        let first = |column: &Column| column.path.first().cloned();
        for name in self.columns.values().filter_map(first) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        known
    }
}
