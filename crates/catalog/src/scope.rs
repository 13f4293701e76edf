//! Which scopes reading and writing a table takes, and whether a token with others has them.

use crate::load::Catalog;
use crate::table::Table;

/// The end of a scope that only reads.
const READS: &str = "_read_only";

impl Catalog {
    /// The scopes that reading a table takes: its own, and those of the tables below which its rows are listed.
    pub fn scopes<'a>(&'a self, table: &'a Table) -> Vec<&'a str> {
        let mut scopes = Vec::new();
        let mut next = Some(table);
        while let Some(table) = next {
            let scope = table.scope.as_str();
            if !scope.is_empty() && !scopes.contains(&scope) {
                scopes.push(scope);
            }
            let embedded = table.embedded.as_ref().map(|embedded| &embedded.table);
            let per_parent = table.per_parent.as_ref().map(|parent| &parent.table);
            // A list of the table's own needs no parent.
            let parent = embedded.or(per_parent).filter(|_| table.list.is_none());
            next = parent
                .and_then(|parent| self.table(parent))
                .map(AsRef::as_ref);
        }
        scopes
    }

    /// The scopes that reading a table takes and that a token does not have, whose scopes are separated by blanks.
    pub fn missing_scopes<'a>(&'a self, table: &'a Table, granted: &str) -> Vec<&'a str> {
        let mut scopes = self.scopes(table);
        scopes.retain(|scope| !grants(granted, scope));
        scopes
    }
}

/// The scope that writing a table takes: the one that its definition names, else its read scope without `_read_only`. None where it
/// takes none.
///
/// ```
/// use storeql_catalog::{Catalog, scope_to_write};
///
/// let orders = Catalog::builtin().table("orders").unwrap();
/// assert_eq!(scope_to_write(orders), Some("store_v2_orders"));
/// ```
pub fn scope_to_write(table: &Table) -> Option<&str> {
    let read = || table.scope.strip_suffix(READS).unwrap_or(&table.scope);
    let scope = table.write.scope.as_deref().unwrap_or_else(read);
    Some(scope).filter(|scope| !scope.is_empty())
}

/// Whether scopes that were granted, separated by blanks, have a wanted one: a scope that changes also reads.
pub fn grants(granted: &str, wanted: &str) -> bool {
    let all = wanted.strip_suffix(READS);
    let mut granted = granted.split_whitespace();
    granted.any(|scope| {
        scope == wanted
            || all.is_some_and(|all| scope == all || scope.strip_suffix("_manage") == Some(all))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_that_changes_also_reads() {
        let orders = "store_v2_orders_read_only";
        assert!(grants("a store_v2_orders", orders) && grants(orders, orders));
        assert!(grants("store_themes_manage", "store_themes_read_only"));
        assert!(!grants("store_v2_orders_read_only", "store_v2_orders"));
        assert!(!grants("store_v2_orders_read", orders) && !grants("", orders));
    }

    #[test]
    fn a_child_takes_its_parents_scope_as_well() {
        let catalog = Catalog::builtin();
        for table in catalog.tables() {
            let scopes = catalog.scopes(table);
            assert_eq!(
                scopes.contains(&table.scope.as_str()),
                !table.scope.is_empty()
            );
            assert_eq!(catalog.missing_scopes(table, &scopes.join(" ")), [""; 0]);
            assert_eq!(catalog.missing_scopes(table, ""), scopes);
        }
    }
}
