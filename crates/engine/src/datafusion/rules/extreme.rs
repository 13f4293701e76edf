//! `min(x)`, `max(x)` and `first_value(y ORDER BY x)` where the API sorts by `x`: the first row in that order has it.
//!
//! The aggregate stays and reads one row, so that an empty table still answers NULL. Turning the order into a request is
//! `topk`'s work.

use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::expr::{AggregateFunction, NullTreatment};
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder};
use storeql_scan::{ScanSpec, Sort, plan};

use super::aggregates::OfAggregates;
use super::table_scan::{scan_below, store_table};
use crate::datafusion::expr_to_predicate::predicate;
use crate::datafusion::provider::StoreTable;

/// The optimizer's rule.
pub(crate) const EXTREME_BY_SORT: OfAggregates = OfAggregates {
    name: "extreme_by_sort",
    answer,
};

fn answer(aggregate: &Aggregate) -> DataFusionResult<Option<LogicalPlan>> {
    let Some((column, descending)) = extreme(aggregate) else {
        return Ok(None);
    };
    let first = LogicalPlanBuilder::from(aggregate.input.as_ref().clone())
        .sort_with_limit([column.sort(!descending, descending)], Some(1))?
        .build()?;
    let aggregate = Aggregate::try_new(first.into(), Vec::new(), aggregate.aggr_expr.clone())?;
    Ok(Some(LogicalPlan::Aggregate(aggregate)))
}

/// The column whose first value in API order is the answer, and that order.
fn extreme(aggregate: &Aggregate) -> Option<(Expr, bool)> {
    let ([], [expr]) = (
        aggregate.group_expr.as_slice(),
        aggregate.aggr_expr.as_slice(),
    ) else {
        return None;
    };
    let Expr::AggregateFunction(AggregateFunction { func, params }) = expr.clone().unalias() else {
        return None;
    };
    let ([Expr::Column(value)], None) = (params.args.as_slice(), &params.filter) else {
        return None;
    };
    // The first row may have none where another one has.
    if params.null_treatment == Some(NullTreatment::IgnoreNulls) {
        return None;
    }
    let (column, descending) = match (func.name(), params.order_by.as_slice()) {
        ("max", []) => (value, true),
        ("min", []) => (value, false),
        ("first_value", [first]) => (first.expr.try_as_col()?, !first.asc),
        ("last_value", [last]) => (last.expr.try_as_col()?, last.asc),
        _ => return None,
    };
    let scan = scan_below(&aggregate.input)?;
    if scan.fetch.is_some() {
        return None;
    }
    let provider = store_table(scan)?;
    let table = provider.downcast_ref::<StoreTable>()?;
    let sort = Sort {
        column: column.name.clone(),
        descending,
    };
    let spec = ScanSpec {
        table: table.table().name.clone(),
        columns: vec![column.name.clone()],
        predicate: predicate(&scan.filters),
        sort: Some(sort),
        limit: Some(1),
        ..ScanSpec::default()
    };
    let sorted = plan(table.store().catalog(), &spec).ok()?.sort.is_some();
    sorted.then(|| (Expr::Column(column.clone()), descending))
}

/// Whether the first row in an order of the API answers the aggregate.
pub(super) fn by_first_row(aggregate: &Aggregate) -> bool {
    extreme(aggregate).is_some()
}
