//! How many rows the list behind a plan has, as far as that is known. Counts and asks nothing itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use storeql_catalog::{Listing, Paging, Table};
use storeql_client::Request;

use super::filters::{Filters, Narrowed};
use crate::predicate::Constraints;

/// The list behind a plan, and what its parameters leave of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListCardinality {
    /// The table whose list is read: the parent's, where the rows lie in its objects.
    pub table: Arc<Table>,
    /// The list's path, and the parameters that name its parent: `{` stands in it where it is a list below a parent.
    pub(crate) path: String,
    pub(crate) filters: Filters,
}

impl ListCardinality {
    pub(super) fn of(table: &Arc<Table>, listing: &Listing, filters: Filters) -> Self {
        let of_parent = listing.query.values().filter(|text| text.contains('{'));
        Self {
            table: Arc::clone(table),
            path: of_parent.fold(listing.path.clone(), |path, text| path + text),
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
        self.filters.narrowed.is_empty() && !self.path.contains('{')
    }

    /// Whether its rows are named by their keys, or are those of one row of a long table: the orders of one customer.
    pub(crate) fn is_of_one_row(&self) -> bool {
        let of_one = |narrowed: &Narrowed| matches!(narrowed, Narrowed::ToOneOf(_));
        self.filters.named.is_some() || self.filters.narrowed.iter().any(of_one)
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
            None if listing.total && listing.takes_limit() => {
                Request::get(api, self.path.clone()).with("limit", "1")
            }
            None => return None,
        };
        for filter in filters {
            request = request.with(&filter.name, &filter.text);
        }
        Some(request)
    }

    /// Rows that the list answers, and whether that is known. Where it is not, a filter leaves a tenth, and one that names a row of a
    /// long table that row's share: crude, and enough to put a filtered list before a whole one.
    pub(crate) fn rows(&self, counts: &RowCounts<'_>) -> (u64, bool) {
        let whole = counts.of_table(&self.table.name);
        if let Some(named) = self.filters.named {
            let named = named as u64;
            return (whole.map_or(named, |whole| whole.min(named)), true);
        }
        if let Some(asked) = counts.asked(self) {
            return (asked, true);
        }
        let parts = self.filters.narrowed.iter().map(|narrowed| match narrowed {
            Narrowed::ToOneOf(table) => counts.of_table(table).unwrap_or(UNKNOWN_NAMED).max(1),
            Narrowed::ToSome => 10,
        });
        let guess = whole.unwrap_or(UNKNOWN_ROWS) / parts.fold(1, u64::saturating_mul);
        (guess, whole.is_some() && self.whole())
    }
}

/// Rows that a list is taken for while nothing is known of it.
pub const UNKNOWN_ROWS: u64 = 100_000;

/// Rows that a long table is taken for where a filter names one of them, while nothing is known of it: of 100,000 orders, one of 1,000
/// customers has 100.
const UNKNOWN_NAMED: u64 = 1_000;

/// How many rows whole tables of one store have, as answers have told. For weighing alternatives, never an answer.
#[derive(Debug, Default)]
pub struct TableRowCounts(Mutex<HashMap<String, u64>>);

impl TableRowCounts {
    /// Remembers how many rows a whole table has.
    pub fn note(&self, table: &str, rows: u64) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(table.to_owned(), rows);
    }

    /// Rows of a whole table, where an answer has told.
    pub fn of(&self, table: &str) -> Option<u64> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(table).copied()
    }

    /// A guess at a scan's rows: DataFusion reads the smaller side of a join first.
    pub fn expected_rows(
        &self,
        table: &Table,
        constraints: &Constraints,
        limit: Option<usize>,
    ) -> usize {
        let unknown = usize::try_from(UNKNOWN_ROWS).unwrap_or(usize::MAX);
        let whole = match (self.of(&table.name), &table.list) {
            (Some(total), _) => usize::try_from(total).unwrap_or(usize::MAX),
            (None, Some(list))
                if matches!(list.paging, Paging::Whole | Paging::AsTold | Paging::Single) =>
            {
                50
            }
            (None, None) => unknown.saturating_mul(3),
            (None, Some(_)) => unknown,
        };
        let by_key = match table.key.as_slice() {
            [key] => constraints.allowed(key).map(<[_]>::len),
            _ => None,
        };
        let filtered = match (by_key, constraints.columns.len()) {
            (Some(keys), _) => keys.min(whole),
            (None, 0) => whole,
            // Each test leaves a tenth: crude, and enough to put a filtered side before a whole one.
            (None, tests) => {
                whole
                    / 10_usize
                        .saturating_pow(u32::try_from(tests).unwrap_or(1))
                        .max(1)
            }
        };
        filtered.min(limit.unwrap_or(usize::MAX)).max(1)
    }
}

/// What one statement knows of how many rows lists have: the store's whole tables, and the totals that it asked for itself.
#[derive(Debug)]
pub struct RowCounts<'a> {
    tables: &'a TableRowCounts,
    /// Totals that the statement asked for, by the question.
    asked: HashMap<String, u64>,
}

impl<'a> RowCounts<'a> {
    /// What is known of whole tables.
    pub fn of(tables: &'a TableRowCounts) -> Self {
        Self {
            tables,
            asked: HashMap::new(),
        }
    }

    /// Rows of a whole table, where an answer has told.
    pub fn of_table(&self, table: &str) -> Option<u64> {
        self.tables.of(table)
    }

    /// Notes the answer to a list's question.
    pub(crate) fn note(&mut self, list: &ListCardinality, question: &Request, total: u64) {
        if list.whole() {
            self.tables.note(&list.table.name, total);
        }
        self.asked.insert(question.target(), total);
    }

    /// The total of a list that the statement has asked for.
    pub(crate) fn asked(&self, list: &ListCardinality) -> Option<u64> {
        if self.asked.is_empty() {
            return None;
        }
        self.asked.get(&list.question()?.target()).copied()
    }
}
