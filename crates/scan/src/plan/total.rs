//! Where the API tells how many rows a list has: `GET /v2/orders/count?status_id=11`, or a page of one row whose `meta` has the
//! total. Sends nothing.

use storeql_catalog::{Hidden, Listing, Table};

use super::parameter::{Parameter, ParameterSet};

/// Where a list's total is told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TotalRequest {
    /// A count endpoint with the list's filters.
    Count {
        path: String,
        /// The answer's member that has the number.
        field: String,
        filters: ParameterSet,
        /// It may count rows that the list leaves out.
        hidden: Option<Hidden>,
    },
    /// The list's own answers.
    Page,
}

impl TotalRequest {
    /// Where the total of `listing` with `filters` is told, if the API tells it.
    pub(super) fn of(table: &Table, listing: &Listing, filters: &[Parameter]) -> Option<Self> {
        let own = table.list.as_ref() == Some(listing);
        let count = table.count.as_ref().filter(|_| own);
        match count.filter(|count| count.filters || filters.is_empty()) {
            Some(count) if !listing.total => Some(Self::Count {
                path: count.path.clone(),
                field: count.field.clone(),
                filters: filters.to_vec(),
                hidden: count.hidden.clone(),
            }),
            _ if listing.total && listing.takes_limit() => Some(Self::Page),
            _ => None,
        }
    }
}

impl TotalRequest {
    /// The member of a count's answer that has the number.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Self::Count { field, .. } => Some(field),
            Self::Page => None,
        }
    }

    /// How a row is known that is counted and that the list leaves out.
    pub(crate) fn hidden(&self) -> Option<&Hidden> {
        match self {
            Self::Count { hidden, .. } => hidden.as_ref(),
            Self::Page => None,
        }
    }
}
