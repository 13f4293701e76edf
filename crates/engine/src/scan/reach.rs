//! How much of a list a plan reads, and so how many requests it costs: for weighing plans, for EXPLAIN's warning and for
//! `MaxRequests`. Counts and asks nothing itself.

use std::collections::HashMap;
use std::sync::Arc;

use storeql_catalog::{Listing, Table};
use storeql_client::Request;

use super::fanout::FEW;
use super::filter::Filters;
use super::plan::{PageBy, Parents, ScanPlan, Series};
use crate::store::Store;

/// The list behind a plan's series, and what its parameters leave of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reach {
    /// The table whose list is read: the parent's, where the rows lie in its objects.
    pub(crate) table: Arc<Table>,
    /// The list's path.
    path: String,
    filters: Filters,
}

/// Requests that a plan is expected to cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Estimate {
    pub(crate) requests: u64,
    /// From what the store has told or the query names, not from a guess.
    pub(crate) certain: bool,
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

impl Reach {
    pub(super) fn of(table: &Arc<Table>, listing: &Listing, filters: Filters) -> Self {
        Self {
            table: Arc::clone(table),
            path: listing.path.clone(),
            filters,
        }
    }

    /// Whether both name the same items of one list.
    pub(crate) fn same_items(&self, other: &Self) -> bool {
        (&self.table.name, &self.path, &self.filters.alternatives)
            == (&other.table.name, &other.path, &other.filters.alternatives)
    }

    /// Whether the API answers exactly the rows that the filters want.
    pub(crate) fn exact(&self) -> bool {
        self.filters.exact
    }

    /// No parameter leaves out a row.
    pub(crate) fn whole(&self) -> bool {
        self.filters.columns == 0 && !self.path.contains('{')
    }

    /// One small request that tells how many rows the list will answer, where there is one.
    pub(crate) fn question(&self) -> Option<Request> {
        let listing = self.table.list.as_ref()?;
        let [filters] = self.filters.alternatives.as_slice() else {
            return None;
        };
        if self.path.contains('{') || listing.path != self.path {
            return None;
        }
        let api = self.table.api.segment();
        let count = self.table.count.as_ref();
        let mut request = match count.filter(|count| count.filters || self.whole()) {
            Some(count) => Request::get(api, count.path.clone()),
            None if listing.total && listing.limits => {
                Request::get(api, self.path.clone()).with("limit", "1")
            }
            None => return None,
        };
        for (name, value) in filters {
            request = request.with(name, value);
        }
        Some(request)
    }

    /// Rows that the list answers, and whether that is known. Where it is not, each filter leaves a tenth: crude, and
    /// enough to put a filtered list before a whole one.
    fn rows(&self, totals: &Totals<'_>) -> (u64, bool) {
        let whole = totals.store.total(&self.table.name);
        if let Some(named) = self.filters.named {
            let named = named as u64;
            return (whole.map_or(named, |whole| whole.min(named)), true);
        }
        if let Some(asked) = totals.asked(self) {
            return (asked, true);
        }
        let part = 10_u64.saturating_pow(self.filters.columns).max(1);
        let guess = whole.unwrap_or(UNKNOWN_ROWS) / part;
        (guess, whole.is_some() && self.whole())
    }
}

/// Rows that a list is taken for while nothing is known of it.
pub(crate) const UNKNOWN_ROWS: u64 = 100_000;

/// What is known of how many rows lists have.
#[derive(Debug)]
pub(crate) struct Totals<'a> {
    store: &'a Store,
    /// Answers to questions of this statement, by the question.
    asked: HashMap<String, u64>,
}

impl<'a> Totals<'a> {
    /// What the store has told so far.
    pub(crate) fn of(store: &'a Store) -> Self {
        Self {
            store,
            asked: HashMap::new(),
        }
    }

    /// Notes the answer to a list's question.
    pub(crate) fn note(&mut self, reach: &Reach, question: &Request, total: u64) {
        if reach.whole() {
            self.store.saw_total(&reach.table.name, total);
        }
        self.asked.insert(question.target(), total);
    }

    fn asked(&self, reach: &Reach) -> Option<u64> {
        if self.asked.is_empty() {
            return None;
        }
        self.asked.get(&reach.question()?.target()).copied()
    }
}

impl ScanPlan {
    /// The list whose total decides whether the plan sends more than `most` requests.
    pub(crate) fn asks(&self, totals: &Totals<'_>, most: u64) -> Option<&Reach> {
        if let Some(Parents { plan, .. }) = &self.parents {
            return Some(&plan.reach);
        }
        // Even without its filters it would not be too much, or a few rows of it are enough.
        let whole = totals.store.total(&self.reach.table.name);
        let fits = whole.is_some_and(|whole| {
            let pages = self.series.first().map_or(0, |first| first.pages(whole));
            pages.max(self.series.len() as u64) <= most
        });
        (!fits && (self.limit.is_none() || self.exact)).then_some(&self.reach)
    }

    /// Requests that the plan costs if its list has the rows that `other` names by their keys.
    pub(crate) fn pages_of(&self, other: &Self) -> u64 {
        let named = other
            .reach
            .filters
            .named
            .map_or(u64::MAX, |named| named as u64);
        self.series.first().map_or(0, |first| first.pages(named))
    }

    /// Requests that the plan costs.
    pub(crate) fn estimate(&self, totals: &Totals<'_>) -> Estimate {
        if let Some(Parents { plan, .. }) = &self.parents {
            let of_parents = plan.estimate(totals);
            let (parents, known) = plan.reach.rows(totals);
            return Estimate {
                requests: of_parents.requests.saturating_add(parents),
                certain: known && of_parents.certain,
            };
        }
        let series = self.series.len() as u64;
        let Some(first) = self.series.first() else {
            return Estimate::certain(0);
        };
        if matches!(first.paging, PageBy::Whole | PageBy::At { .. }) {
            return Estimate::certain(series);
        }
        if self.reach.path.contains('{') {
            // A list below one row: seldom more than a page.
            return Estimate::guess(series);
        }
        let (rows, known) = self.reach.rows(totals);
        let asked = |rows: u64| first.pages(rows).max(series);
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

impl Series {
    /// Requests for so many rows.
    fn pages(&self, rows: u64) -> u64 {
        let size = u64::from(self.page_size).max(1);
        let pages = self.pages_for(rows).max(1);
        match &self.paging {
            // Both ends, and ranges of two keys less than a page.
            PageBy::Keyset(keyset) if keyset.sorted.is_some() && pages > 2 => {
                2 + (rows - 2 * size).div_ceil(size.saturating_sub(2).max(1))
            }
            // The last page once more.
            PageBy::Number { .. } if pages > 1 => pages + 1,
            PageBy::Cursor if pages > FEW => pages + 1,
            _ => pages,
        }
    }
}
