//! How many requests a plan costs: for the choice of an access path, for EXPLAIN's warning and for `MaxRequests`.

use super::cardinality::{ListCardinality, RowCounts, TableRowCounts};
use super::list_request::ListRequest;
use super::pagination::{FEW_CURSOR_PAGES, Pagination};
use super::scan_plan::{Parents, ScanPlan};

/// Requests that a plan is expected to cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// How many.
    pub requests: u64,
    /// From what the store has told or the query names, not from a guess.
    pub certain: bool,
}

impl Estimate {
    fn certain(requests: u64) -> Self {
        Self {
            requests,
            certain: true,
        }
    }

    fn guess(requests: u64) -> Self {
        Self {
            requests,
            certain: false,
        }
    }
}

impl ScanPlan {
    /// The list whose total decides whether the plan sends more than `most` requests; none where the answer is known.
    pub fn asks(&self, counts: &RowCounts<'_>, most: u64) -> Option<&ListCardinality> {
        if let Some(Parents { plan, .. }) = &self.parents {
            return Some(&plan.cardinality);
        }
        // Even without its filters it would not be too much, or a few rows of it are enough.
        let fits = self
            .pages_without_filters(counts)
            .is_some_and(|pages| pages.max(self.lists.len() as u64) <= most);
        (!fits && (self.limit.is_none() || self.exact)).then_some(&self.cardinality)
    }

    /// Requests that its list costs at most, where the store has told how many rows the whole table has.
    pub(crate) fn pages_without_filters(&self, counts: &RowCounts<'_>) -> Option<u64> {
        let whole = counts.of_table(&self.cardinality.table.name)?;
        Some(self.lists.first().map_or(0, |first| first.pages(whole)))
    }

    /// Whether it is most likely one page: the orders of one customer.
    pub(crate) fn is_likely_one_page(&self, counts: &RowCounts<'_>) -> bool {
        let [list] = self.lists.as_slice() else {
            return false;
        };
        let (rows, _) = self.cardinality.rows(counts);
        self.parents.is_none() && self.cardinality.is_of_one_row() && list.pages(rows) <= 1
    }

    /// Whether what it costs is known from totals that the store has told, and from nothing else.
    pub fn hangs_on_totals(&self) -> bool {
        let nothing = TableRowCounts::default();
        !self.estimate(&RowCounts::of(&nothing)).certain
    }

    /// Requests that the plan costs if its list has the rows that `other` names by their keys.
    pub(crate) fn pages_of(&self, other: &Self) -> u64 {
        let named = other
            .cardinality
            .filters
            .named
            .map_or(u64::MAX, |named| named as u64);
        self.lists.first().map_or(0, |first| first.pages(named))
    }

    /// Requests that the plan costs.
    pub fn estimate(&self, counts: &RowCounts<'_>) -> Estimate {
        if let Some(Parents { plan, .. }) = &self.parents {
            let of_parents = plan.estimate(counts);
            let (parents, known) = plan.cardinality.rows(counts);
            return Estimate {
                requests: of_parents.requests.saturating_add(parents),
                certain: known && of_parents.certain,
            };
        }
        let lists = self.lists.len() as u64;
        let Some(first) = self.lists.first() else {
            return Estimate::certain(0);
        };
        if matches!(first.paging, Pagination::Whole | Pagination::OnePage { .. }) {
            return Estimate::certain(lists);
        }
        if self.cardinality.path.contains('{') || !first.limits {
            // A list below one row, or one that pages only where it is long: seldom more than a page.
            return Estimate::guess(lists);
        }
        let (rows, known) = self.cardinality.rows(counts);
        let asked = |rows: u64| first.pages(rows).max(lists);
        match self.limit {
            None => Estimate {
                requests: asked(rows),
                certain: known,
            },
            Some(limit) if self.exact => Estimate {
                requests: asked(rows.min(limit)),
                certain: known || limit <= u64::from(first.page_size),
            },
            // The scan ends when enough rows have passed its checks: soon, or at the list's end.
            Some(limit) => Estimate::guess(asked(rows.min(limit))),
        }
    }
}

impl ListRequest {
    /// Requests for so many rows.
    fn pages(&self, rows: u64) -> u64 {
        let size = u64::from(self.page_size).max(1);
        let pages = self.pages_for(rows).max(1);
        match &self.paging {
            // Both ends, and pages that begin with the row before.
            Pagination::KeyRange(range) if range.sorted.is_some() && pages > 2 => {
                2 + (rows - 2 * size).div_ceil(size.saturating_sub(1).max(1))
            }
            // The last page once more.
            Pagination::PageNumber { .. } if pages > 1 => pages + 1,
            Pagination::Cursor if pages > FEW_CURSOR_PAGES => pages + 1,
            _ => pages,
        }
    }
}
