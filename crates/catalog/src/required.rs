//! Which columns a query must name, as the API reads nothing without them.

use crate::column::Column;
use crate::load::Catalog;
use crate::table::Table;

impl Catalog {
    /// The columns of which a query must name one: the table's own, or those that have the keys of the parent that its rows
    /// lie in. Empty for a table that can be read whole.
    pub fn required<'a>(&self, table: &'a Table) -> Vec<&'a Column> {
        let own: Vec<&Column> = table
            .columns
            .values()
            .filter(|column| column.required)
            .collect();
        let parent = match (&table.list, &table.embedded) {
            (None, Some(embedded)) => self.table(&embedded.table),
            _ => None,
        };
        let Some(parent) = parent.filter(|_| own.is_empty()) else {
            return own;
        };
        let theirs = self.required(parent);
        let has = |column: &&Column| {
            let same = column.counterpart(parent);
            same.is_some_and(|same| theirs.iter().any(|required| required.name == same.name))
        };
        table.columns.values().filter(has).collect()
    }
}

impl Column {
    /// The parent's column whose value this one has, where it has one of the parent's.
    pub fn counterpart<'a>(&self, parent: &'a Table) -> Option<&'a Column> {
        if !self.from_parent {
            return None;
        }
        let same = |theirs: &&Column| !theirs.from_parent && theirs.path == self.path;
        let carried = || parent.columns.get(&self.path.join("_"));
        parent.columns.values().find(same).or_else(carried)
    }
}
