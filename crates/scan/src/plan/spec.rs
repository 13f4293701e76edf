//! What a scan reads, as plain data: it can be written down, sent to another process and planned there.

use serde::{Deserialize, Serialize};

use crate::predicate::Constraints;

/// One scan of one table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScanSpec {
    /// The table's name in the catalogue.
    pub table: String,
    /// Columns that the query shows or filters by.
    pub columns: Vec<String>,
    /// What is wanted of the rows.
    pub predicate: Constraints,
    /// What is wanted of the rows' parents, where a query joins both: `WHERE orders.customer_id = 7` for `order_items`.
    pub parents_predicate: Option<Constraints>,
    /// Columns of the parents that are read along.
    pub parent_columns: Vec<String>,
    /// The order of the rows, with a limit.
    pub sort: Option<Sort>,
    /// Rows that are enough, those before `offset` included.
    pub limit: Option<u64>,
    /// Rows to leave out before the others. Above 0, only a plan of one page is of use: see `ScanPlan::is_one_page`.
    pub offset: u64,
    /// Rows per page, where the connection says so.
    pub page_size: Option<u32>,
}

impl ScanSpec {
    /// Whether the rows' parents are read along.
    pub(crate) fn reads_parents(&self) -> bool {
        !self.parent_columns.is_empty()
    }
}

/// An order of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column that it goes by.
    pub column: String,
    /// The largest first.
    pub descending: bool,
}
