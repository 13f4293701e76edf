//! `SELECT count(*), max(x)`: several aggregates of one table, each of which one small request answers, are asked apart.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};

use super::{count, extreme, scan_below, store_table};
use crate::scan::StoreTable;

/// The optimizer's rule. It comes before those that turn single aggregates into requests.
#[derive(Debug)]
pub(crate) struct AggregatesApart;

impl OptimizerRule for AggregatesApart {
    fn name(&self) -> &str {
        "aggregates_apart"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::TopDown)
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        _: &dyn OptimizerConfig,
    ) -> DataFusionResult<Transformed<LogicalPlan>> {
        let LogicalPlan::Aggregate(aggregate) = &plan else {
            return Ok(Transformed::no(plan));
        };
        if aggregate.aggr_expr.len() < 2
            || !aggregate.group_expr.is_empty()
            || is_one_page(aggregate)
        {
            return Ok(Transformed::no(plan));
        }
        let provider = table_below(aggregate);
        let table = provider
            .as_ref()
            .and_then(|table| table.downcast_ref::<StoreTable>());
        let Some(table) = table else {
            return Ok(Transformed::no(plan));
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
        let parts =
            groups.map(|exprs| Aggregate::try_new(Arc::clone(&aggregate.input), vec![], exprs));
        let parts = parts.collect::<DataFusionResult<Vec<_>>>()?;
        let answered = |part: &Aggregate| count::by_total(part) || extreme::by_first_row(part);
        if parts.len() < 2 || !parts.iter().all(answered) {
            return Ok(Transformed::no(plan));
        }
        let mut parts = parts.into_iter().map(LogicalPlan::Aggregate);
        let Some(first) = parts.next() else {
            return Ok(Transformed::no(plan));
        };
        let joined = parts.try_fold(LogicalPlanBuilder::from(first), |before, part| {
            before.cross_join(part)
        })?;
        let columns = aggregate
            .schema
            .iter()
            .map(|(qualifier, field)| Expr::Column(Column::new(qualifier.cloned(), field.name())));
        Ok(Transformed::yes(joined.project(columns)?.build()?))
    }
}

fn table_below(aggregate: &Aggregate) -> Option<Arc<dyn TableProvider>> {
    store_table(scan_below(&aggregate.input)?)
}

/// One page is known to have every row, so that nothing is cheaper.
fn is_one_page(aggregate: &Aggregate) -> bool {
    let one_page = || {
        let provider = store_table(scan_below(&aggregate.input)?)?;
        let table = provider.downcast_ref::<StoreTable>()?;
        let total = table.store().total(&table.table().name)?;
        Some(total <= u64::from(table.table().list.as_ref()?.max_page))
    };
    one_page().unwrap_or(false)
}
