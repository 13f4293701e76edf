//! The requests whose totals add up to a count of rows, and the rows at the ends of a range of times, which the totals have too many of.
//!
//! A bound on a time is sent a second wider than it is: `date_created >= '2025-03-01'` counts those of the second before as well. These
//! are read and taken off.

use std::sync::Arc;

use storeql_catalog::{Catalog, ColumnType, Table};
use storeql_client::Request;

use super::access_path::PlannedScan;
use super::cardinality::{RowCounts, TableRowCounts};
use super::list_request::ListRequest;
use super::pagination::Pagination;
use super::planner::plan;
use super::scan_plan::ScanPlan;
use super::spec::ScanSpec;
use super::total::TotalRequest;
use crate::predicate::{Bound, Constraints, Tests};

/// Lists whose totals are added up, at most.
const MOST_LISTS: usize = 8;

/// How the rows of a table are counted by totals.
#[derive(Debug, Clone, PartialEq)]
pub struct Counting {
    /// The totals that are added up.
    pub questions: Vec<Request>,
    /// The rows that are taken off.
    pub edges: Vec<Edge>,
}

/// One end of a range of times. Its list has the rows that the totals count beyond the end, and some within the range.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Tells how many rows the list has: none, in most cases.
    pub(crate) question: Request,
    /// Reads the list.
    pub(crate) plan: ScanPlan,
    /// The column that the range is of.
    pub(crate) column: String,
    /// The end.
    pub(crate) bound: Bound,
    /// It is the range's beginning.
    pub(crate) is_low: bool,
}

impl Edge {
    /// The request that tells how many rows there are around the end.
    pub fn question(&self) -> &Request {
        &self.question
    }
}

/// How the rows of `table` that `predicate` wants are counted by totals; by the endpoint that counts per group where `by_group`.
/// None where the API would count other rows, or where the rows themselves are fewer requests by what is known of `known`: one page in
/// the place of three totals.
pub fn counting(
    catalog: &Catalog,
    table: &Arc<Table>,
    predicate: &Constraints,
    by_group: bool,
    known: &TableRowCounts,
) -> Option<Counting> {
    let count = Count {
        catalog,
        table,
        by_group,
    };
    let plan = count.plan(predicate)?;
    let edges = match plan.exact || plan.lists.is_empty() {
        true => Vec::new(),
        false => count.edges(&plan, predicate)?,
    };
    let questions = count.questions(&plan, predicate)?;
    let asked = questions.len() as u64;
    let by_rows = (asked > 1).then(|| count.requests_for_rows(predicate, known));
    let cheaper = by_rows.flatten().is_some_and(|by_rows| by_rows < asked);
    (!cheaper).then_some(Counting { questions, edges })
}

struct Count<'a> {
    catalog: &'a Catalog,
    table: &'a Arc<Table>,
    by_group: bool,
}

impl Count<'_> {
    fn spec(&self, predicate: &Constraints) -> ScanSpec {
        ScanSpec {
            table: self.table.name.clone(),
            columns: self.table.key.clone(),
            predicate: predicate.clone(),
            ..ScanSpec::default()
        }
    }

    /// The scan of the counted rows, where they are a list's items.
    fn plan(&self, predicate: &Constraints) -> Option<ScanPlan> {
        let spec = ScanSpec {
            limit: Some(1),
            ..self.spec(predicate)
        };
        let plan = plan(self.catalog, &spec).ok()?;
        let rows_are_items = plan.parents.is_none() && plan.levels.is_empty();
        (rows_are_items && plan.lists.len() <= MOST_LISTS).then_some(plan)
    }

    fn questions(&self, plan: &ScanPlan, predicate: &Constraints) -> Option<Vec<Request>> {
        let table = self.table;
        let listing = table.list.as_ref()?;
        let counts = table.count.as_ref();
        let endpoint = counts.filter(|_| self.by_group || !listing.total);
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

    /// Requests for the rows themselves, where they are read by one list without the values that split it.
    fn requests_for_rows(&self, predicate: &Constraints, known: &TableRowCounts) -> Option<u64> {
        let planned = PlannedScan::of(self.catalog, &self.spec(predicate)).ok()?;
        let counts = RowCounts::of(known);
        let (plan, _) = planned.cheapest(&counts);
        let [list] = plan.lists.as_slice() else {
            return None;
        };
        // A short page of a list that does not tell its total is held against a count.
        let checked = matches!(list.total, Some(TotalRequest::Count { .. }));
        Some(plan.estimate(&counts).requests + u64::from(checked))
    }

    /// The ends of the range of times that alone makes `plan` inexact.
    fn edges(&self, plan: &ScanPlan, predicate: &Constraints) -> Option<Vec<Edge>> {
        let ([_], false) = (plan.lists.as_slice(), self.by_group) else {
            return None;
        };
        let is_range = |(name, tests): &(&String, &Tests)| {
            let column = self.table.columns.get(*name);
            let of_times = column.is_some_and(|column| column.kind == ColumnType::Timestamp);
            of_times && (tests.low.is_some() || tests.high.is_some())
        };
        let (column, tests) = predicate.columns.iter().find(is_range)?;
        let plain = Tests {
            low: tests.low.clone(),
            high: tests.high.clone(),
            ..Tests::default()
        };
        let mut others = predicate.clone();
        others.columns.remove(column);
        let ordered = match (&tests.low, &tests.high) {
            (Some(low), Some(high)) => low.value <= high.value,
            _ => true,
        };
        if *tests != plain || !ordered || !self.plan(&others)?.exact {
            return None;
        }
        let ends = [(&tests.low, true), (&tests.high, false)];
        let ends = ends.into_iter();
        let ends = ends.filter_map(|(bound, is_low)| Some((bound.as_ref()?, is_low)));
        let edge = |(bound, is_low): (&Bound, bool)| {
            // The end by itself is sent as it is sent with the others, or not at all.
            let mut alone = Constraints::default();
            let own = alone.tests(column);
            match is_low {
                true => own.at_least(bound.clone()),
                false => own.at_most(bound.clone()),
            }
            let alone = self.plan(&alone)?;
            let sent = alone.cardinality.filters.alternatives.first()?;
            let all = plan.cardinality.filters.alternatives.first()?;
            if sent.is_empty() || !sent.iter().all(|parameter| all.contains(parameter)) {
                return None;
            }
            let at = Bound {
                value: bound.value.clone(),
                inclusive: true,
            };
            let mut around = others.clone();
            let own = around.tests(column);
            own.at_least(at.clone());
            own.at_most(at);
            let spec = ScanSpec {
                columns: [self.table.key.as_slice(), std::slice::from_ref(column)].concat(),
                ..self.spec(&around)
            };
            let questions = self.questions(&self.plan(&around)?, &around)?;
            Some(Edge {
                question: questions.into_iter().next()?,
                plan: super::planner::plan(self.catalog, &spec).ok()?,
                column: column.clone(),
                bound: bound.clone(),
                is_low,
            })
        };
        ends.map(edge).collect()
    }
}
