//! The requests whose totals add up to a count of rows, where the API's answer is exact.

use storeql_catalog::{Catalog, Table};
use storeql_client::Request;

use super::list_request::ListRequest;
use super::pagination::Pagination;
use super::planner::plan;
use super::spec::ScanSpec;
use crate::predicate::Constraints;

/// Lists whose totals are added up, at most.
const MOST_LISTS: usize = 8;

/// The requests whose totals add up to the rows of `table` that `predicate` wants; by the endpoint that counts per group where
/// `by_group`. None where the API would count other rows.
pub fn count_requests(
    catalog: &Catalog,
    table: &Table,
    predicate: &Constraints,
    by_group: bool,
) -> Option<Vec<Request>> {
    let spec = ScanSpec {
        table: table.name.clone(),
        columns: table.key.clone(),
        predicate: predicate.clone(),
        limit: Some(1),
        ..ScanSpec::default()
    };
    let plan = plan(catalog, &spec).ok()?;
    let rows_are_items = plan.parents.is_none() && plan.levels.is_empty();
    let exact = plan.exact || plan.lists.is_empty();
    if !rows_are_items || !exact || plan.lists.len() > MOST_LISTS {
        return None;
    }
    let listing = table.list.as_ref()?;
    let counts = table.count.as_ref();
    let endpoint = counts.filter(|_| by_group || !listing.total);
    if endpoint.is_some_and(|count| !count.filters) && !predicate.columns.is_empty() {
        return None;
    }
    let question = |list: &ListRequest| -> Option<Request> {
        let range = match &list.paging {
            Pagination::Whole => return None,
            Pagination::KeyRange(range) => range.whole(),
            _ => Vec::new(),
        };
        let path = match endpoint {
            Some(count) => &count.path,
            None if listing.total && listing.takes_limit() => &list.path,
            None => return None,
        };
        let mut request = Request::get(table.api.segment(), path.clone());
        for parameter in list.query.iter().chain(&range) {
            request = request.with(&parameter.name, &parameter.text);
        }
        Some(match endpoint {
            Some(_) => request,
            None => request.with("limit", "1"),
        })
    };
    plan.lists.iter().map(question).collect()
}
