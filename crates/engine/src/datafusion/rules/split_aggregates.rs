//! `SELECT count(*), max(x)`: several aggregates of one table, each of which one small request answers, are asked apart.

use std::sync::Arc;

use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder};

use super::aggregates::OfAggregates;
use super::table_scan::{scan_below, store_table};
use super::{count, extreme};
use crate::datafusion::provider::StoreTable;

/// The optimizer's rule. It comes before those that turn single aggregates into requests.
pub(crate) const AGGREGATES_APART: OfAggregates = OfAggregates {
    name: "aggregates_apart",
    answer: apart,
};

fn apart(aggregate: &Aggregate) -> DataFusionResult<Option<LogicalPlan>> {
    if aggregate.aggr_expr.len() < 2 || !aggregate.group_expr.is_empty() {
        return Ok(None);
    }
    let provider = scan_below(&aggregate.input).and_then(store_table);
    let table = provider
        .as_ref()
        .and_then(|table| table.downcast_ref::<StoreTable>());
    let Some(table) = table.filter(|table| !is_one_page(table)) else {
        return Ok(None);
    };
    // Counts of rows are one total, the others a row each.
    let (counts, others): (Vec<Expr>, Vec<Expr>) = aggregate
        .aggr_expr
        .iter()
        .cloned()
        .partition(|expr| count::counts_rows(expr, table.table()));
    let counts = (!counts.is_empty()).then_some(counts);
    let groups = counts
        .into_iter()
        .chain(others.into_iter().map(|expr| vec![expr]));
    let parts = groups.map(|exprs| Aggregate::try_new(Arc::clone(&aggregate.input), vec![], exprs));
    let parts = parts.collect::<DataFusionResult<Vec<_>>>()?;
    let answered = |part: &Aggregate| count::by_total(part) || extreme::by_first_row(part);
    if parts.len() < 2 || !parts.iter().all(answered) {
        return Ok(None);
    }
    let mut parts = parts.into_iter().map(LogicalPlan::Aggregate);
    let Some(first) = parts.next() else {
        return Ok(None);
    };
    let joined = parts.try_fold(LogicalPlanBuilder::from(first), |before, part| {
        before.cross_join(part)
    })?;
    let columns = aggregate
        .schema
        .iter()
        .map(|(qualifier, field)| Expr::Column(Column::new(qualifier.cloned(), field.name())));
    joined.project(columns)?.build().map(Some)
}

/// One page is known to have every row, so that nothing is cheaper.
fn is_one_page(table: &StoreTable) -> bool {
    let total = table.store().row_counts().of(&table.table().name);
    let list = table.table().list.as_ref();
    let pages = total.zip(list);
    pages.is_some_and(|(total, list)| total <= u64::from(list.max_page))
}
