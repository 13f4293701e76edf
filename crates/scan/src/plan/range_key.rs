//! The key by whose ranges a scan can be cut into parts that other processes read.

use super::child_list::{FromParent, Origin};
use super::pagination::Pagination;
use super::scan_plan::ScanPlan;

/// A key whose ranges cut a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeKey {
    /// The table whose list is read: `orders`, also where `order_items` is scanned.
    pub table: String,
    /// The key of that table: `id`.
    pub key: String,
    /// The same key as a column of the scanned table: `order_id` of `order_items`.
    pub column: String,
    /// Rows of the list per page.
    pub page_size: u64,
}

impl ScanPlan {
    /// The key that cuts the scan, where it reads one list by ranges of a key.
    pub fn range_key(&self) -> Option<RangeKey> {
        let [list] = self.lists.as_slice() else {
            return None;
        };
        let Pagination::KeyRange(range) = &list.paging else {
            return None;
        };
        let parents = &self.cardinality.table;
        let key = parents.columns.get(&range.column)?;
        let column = match self.levels.as_slice() {
            [] => range.column.clone(),
            // Rows inside an object are cut by the object's key.
            [level, ..] => {
                let is_key = |value: &&FromParent| match &value.value {
                    Origin::Member(path) => *path == key.path,
                    Origin::Inherited(_) => false,
                };
                level.values.iter().find(is_key)?.column.clone()
            }
        };
        Some(RangeKey {
            table: parents.name.clone(),
            key: range.column.clone(),
            column,
            page_size: u64::from(list.page_size),
        })
    }
}
