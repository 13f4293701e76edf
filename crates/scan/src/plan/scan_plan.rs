//! What a scan will ask the API, before anything is sent: the planner's answer, the fetching's work order, EXPLAIN's text.

use std::fmt;
use std::sync::Arc;

use storeql_catalog::Table;

use super::cardinality::ListCardinality;
use super::child_list::{ChildListRequest, Level};
use super::list_request::ListRequest;
use super::spec::Sort;

/// How the rows of one table are fetched for one query.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanPlan {
    /// The table whose rows come out.
    pub table: Arc<Table>,
    /// The lists that are read, independent of each other. None, and no parents: no row can match, nothing is sent.
    pub lists: Vec<ListRequest>,
    /// One more list per parent; the parents are read first.
    pub parents: Option<Parents>,
    /// The way from a list's items to the table's rows; empty where the items are the rows.
    pub levels: Vec<Level>,
    /// The API answers exactly the rows that the filters want, so that limit, sort and count may travel to it.
    pub exact: bool,
    /// Rows come in this order.
    pub sort: Option<Sort>,
    /// Enough rows.
    pub limit: Option<u64>,
    /// The list that is read, and how much of it.
    pub cardinality: ListCardinality,
}

/// Parents whose keys fill in a listing.
#[derive(Debug, Clone, PartialEq)]
pub struct Parents {
    pub(crate) plan: Box<ScanPlan>,
    pub(crate) listing: ChildListRequest,
}

impl ScanPlan {
    /// Whether both plans send the same requests for the same table.
    pub fn same_requests(&self, other: &Self) -> bool {
        self.lists == other.lists && self.parents == other.parents && self.levels == other.levels
    }

    /// Whether both plans read the same items of one list, by pages of one size, so that the rows of this one come with those
    /// of `parents`. A list with smaller pages for what it brings along costs more than two lists where a join leaves few
    /// parents.
    pub fn same_list(&self, parents: &Self) -> bool {
        let one_step = self.levels.len() == 1 && parents.levels.is_empty();
        let lists = self.parents.is_none() && parents.parents.is_none();
        let pages = |list: &ListRequest| (list.page_size, list.path.clone(), list.paging.clone());
        let alike = self
            .lists
            .iter()
            .map(pages)
            .eq(parents.lists.iter().map(pages));
        one_step && lists && alike && self.cardinality.same_items(&parents.cardinality)
    }
}

/// The lines of EXPLAIN.
impl fmt::Display for ScanPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Parents { plan, listing }) = &self.parents {
            write!(
                f,
                "{plan}; for each: GET {} ({})",
                listing.list.first().target(),
                listing.list.how()
            )?;
        } else if self.lists.is_empty() {
            write!(f, "no request: no row can match")?;
        }
        for (position, list) in self.lists.iter().take(3).enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(
                f,
                "{separator}GET {} ({})",
                list.first().target(),
                list.how()
            )?;
        }
        if self.lists.len() > 3 {
            write!(f, "; and {} more", self.lists.len() - 3)?;
        }
        let abridged = self.levels.iter().filter(|level| level.complete.is_some());
        for fallback in abridged.filter_map(|level| level.fallback.as_ref()) {
            write!(
                f,
                "; where not whole: GET {}",
                fallback.list.first().target()
            )?;
        }
        if let Some(limit) = self.limit {
            write!(f, "; until {limit} rows")?;
        }
        Ok(())
    }
}
