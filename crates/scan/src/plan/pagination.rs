//! How one page of a list leads to the next: the ways, and which of them a list takes.

use std::sync::Arc;

use storeql_catalog::{Listing, Operator, Paging, SortStyle, Table};

use super::parameter::{Parameter, ParameterSet};
use super::spec::Sort;
use crate::predicate::Value;

/// Pages that a list with cursors is read by one after another: side by side there is one request more, and the last page
/// before the others.
pub(crate) const FEW_CURSOR_PAGES: u64 = 5;

/// How one page leads to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pagination {
    /// By ranges of an ascending integer key; bounds are inclusive.
    KeyRange(KeyRange),
    /// By page number; `total` tells whether answers carry the number of rows.
    PageNumber { total: bool },
    /// By the cursor of the answer before, or by page number side by side.
    Cursor,
    /// By the last row's key.
    AfterKey { column: String },
    /// One answer is everything; it takes no limit.
    Whole,
    /// One page has every row that is wanted, behind others.
    OnePage { number: u64, before: u64 },
}

/// What a scan by ranges of a key needs to know.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyRange {
    pub(crate) column: String,
    /// Parameters of the lower and the upper bound.
    pub(crate) parameters: (String, String),
    pub(crate) low: Option<i64>,
    pub(crate) high: Option<i64>,
    /// Parameters that sort ascending and descending, where the list sorts by the key.
    pub(crate) sorted: Option<Sorted>,
    /// The only keys that are wanted, where they are named.
    pub(crate) named: Option<Arc<[i64]>>,
}

/// The parameters of both orders of a key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sorted {
    pub(crate) ascending: ParameterSet,
    pub(crate) descending: ParameterSet,
}

impl KeyRange {
    /// Whether the parameter `name` is one of its bounds.
    pub(crate) fn bounds(&self, name: &str) -> bool {
        *name == self.parameters.0 || *name == self.parameters.1
    }

    /// The parameters that sort ascending, where the list sorts by the key.
    pub(crate) fn ascending(&self) -> ParameterSet {
        let sorted = self.sorted.as_ref();
        sorted
            .map(|sorted| sorted.ascending.clone())
            .unwrap_or_default()
    }

    /// The parameters of the whole range.
    pub(crate) fn whole(&self) -> ParameterSet {
        self.range(self.low, self.high)
    }

    /// The parameters of one range.
    pub(crate) fn range(&self, low: Option<i64>, high: Option<i64>) -> ParameterSet {
        let low = low.map(|low| bound(&self.parameters.0, low));
        let high = high.map(|high| bound(&self.parameters.1, high));
        low.into_iter().chain(high).collect()
    }
}

fn bound(parameter: &str, key: i64) -> Parameter {
    Parameter::of_value(parameter, key.to_string(), Value::Int(key))
}

/// How the pages of `listing` follow each other, in an order of the API's or not, with these filters.
pub(crate) fn pagination(
    table: &Table,
    listing: &Listing,
    sorted: bool,
    filters: &[Parameter],
) -> Pagination {
    match listing.paging {
        Paging::Whole | Paging::Single => return Pagination::Whole,
        Paging::AfterKey => {
            let column = table.key.last().cloned().unwrap_or_default();
            return Pagination::AfterKey { column };
        }
        Paging::Page | Paging::Cursor | Paging::AsTold => {}
    }
    if !sorted && let Some(key_range) = key_range(table, listing, filters) {
        return Pagination::KeyRange(key_range);
    }
    match listing.paging {
        Paging::Cursor if !sorted => Pagination::Cursor,
        _ => Pagination::PageNumber {
            total: listing.total,
        },
    }
}

fn key_range(table: &Table, listing: &Listing, filters: &[Parameter]) -> Option<KeyRange> {
    let name = listing.keyset.as_ref()?;
    let column = table.columns.get(name)?;
    // Rows that are named by their keys fit the page that asks for them.
    let by_name = [Operator::Equal, Operator::In].map(|operator| column.filters.get(&operator));
    if filters
        .iter()
        .any(|filter| by_name.contains(&Some(&filter.name)))
    {
        return None;
    }
    let parameters = (
        column.filters.get(&Operator::AtLeast)?.clone(),
        column.filters.get(&Operator::AtMost)?.clone(),
    );
    let bound = |parameter: &str| {
        let filter = filters.iter().find(|filter| filter.name == parameter)?;
        match filter.value {
            Some(Value::Int(key)) => Some(key),
            _ => None,
        }
    };
    let (low, high) = (bound(&parameters.0), bound(&parameters.1));
    let order = |descending| {
        sort_parameters(
            listing,
            &Sort {
                column: name.clone(),
                descending,
            },
        )
    };
    let sorted = order(false).zip(order(true));
    let sorted = sorted.map(|(ascending, descending)| Sorted {
        ascending,
        descending,
    });
    Some(KeyRange {
        column: name.clone(),
        parameters,
        low,
        high,
        sorted,
        named: None,
    })
}

/// The parameters that ask `listing` for the order of `sort`.
pub(crate) fn sort_parameters(listing: &Listing, sort: &Sort) -> Option<ParameterSet> {
    let word = listing.sort.get(&sort.column)?;
    let direction = if sort.descending { "desc" } else { "asc" };
    Some(match listing.sort_style {
        SortStyle::Colon => vec![Parameter::plain("sort", format!("{word}:{direction}"))],
        SortStyle::Direction => vec![
            Parameter::plain("sort", word),
            Parameter::plain("direction", direction),
        ],
        SortStyle::Bare if sort.descending => return None,
        SortStyle::Bare => vec![Parameter::plain("sort", word)],
    })
}
