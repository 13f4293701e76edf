//! `SELECT count(*), max(x)`: several aggregates of one table, each of which one small request answers, are asked apart.

use datafusion::common::Result as DataFusionResult;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::{Aggregate, LogicalPlan, LogicalPlanBuilder};
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
        let one = |expr| {
            let input = std::sync::Arc::clone(&aggregate.input);
            Aggregate::try_new(input, Vec::new(), vec![expr])
        };
        let parts = aggregate.aggr_expr.iter().cloned().map(one);
        let parts = parts.collect::<DataFusionResult<Vec<_>>>()?;
        let answered = |part: &Aggregate| count::by_total(part) || extreme::by_first_row(part);
        if !parts.iter().all(answered) {
            return Ok(Transformed::no(plan));
        }
        let mut parts = parts.into_iter().map(LogicalPlan::Aggregate);
        let Some(first) = parts.next() else {
            return Ok(Transformed::no(plan));
        };
        let joined = parts.try_fold(LogicalPlanBuilder::from(first), |before, part| {
            before.cross_join(part)
        })?;
        Ok(Transformed::yes(joined.build()?))
    }
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
