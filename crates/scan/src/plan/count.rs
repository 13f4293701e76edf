//! The requests whose totals add up to a count of rows, where the API's answer is exact.

use storeql_catalog::{Catalog, Table};
use storeql_client::Request;

use super::access_path::PlannedScan;
use super::cardinality::{RowCounts, TableRowCounts};
use super::list_request::ListRequest;
use super::pagination::Pagination;
use super::planner::plan;
use super::spec::ScanSpec;
use super::total::TotalRequest;
use crate::predicate::Constraints;

/// Lists whose totals are added up, at most.
const MOST_LISTS: usize = 8;

/// The requests whose totals add up to the rows of `table` that `predicate` wants; by the endpoint that counts per group where
/// `by_group`. None where the API would count other rows, or where the rows themselves are fewer requests by what is known of
/// `known`: one page in the place of three totals.
pub fn count_requests(
    catalog: &Catalog,
    table: &Table,
    predicate: &Constraints,
    by_group: bool,
    known: &TableRowCounts,
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
    let questions: Vec<Request> = plan.lists.iter().map(question).collect::<Option<_>>()?;
    let by_rows = (questions.len() > 1).then(|| requests_for_rows(catalog, spec, known));
    let cheaper = by_rows
        .flatten()
        .is_some_and(|by_rows| by_rows < questions.len() as u64);
    (!cheaper).then_some(questions)
}

/// Requests for the rows that `spec` counts, where they are read by one list without the values that split it.
fn requests_for_rows(catalog: &Catalog, spec: ScanSpec, known: &TableRowCounts) -> Option<u64> {
    let spec = ScanSpec {
        limit: None,
        ..spec
    };
    let planned = PlannedScan::of(catalog, &spec).ok()?;
    let counts = RowCounts::of(known);
    let (plan, _) = planned.cheapest(&counts);
    let [list] = plan.lists.as_slice() else {
        return None;
    };
    // A short page of a list that does not tell its total is held against a count.
    let checked = matches!(list.total, Some(TotalRequest::Count { .. }));
    Some(plan.estimate(&counts).requests + u64::from(checked))
}
