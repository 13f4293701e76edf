//! `SELECT count(*) OVER () … ORDER BY id LIMIT 5`: the window looks at all rows, also at those that LIMIT cuts off. Where DataFusion moves the
//! sort below the window, it moves the limit with it: here the limit stands above the sort by itself, until the place of the sort is settled.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::limit::GlobalLimitExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec};

/// The optimizer's rule. It comes before all of DataFusion's.
#[derive(Debug)]
pub(crate) struct LimitsAboveWindows;

impl PhysicalOptimizerRule for LimitsAboveWindows {
    fn name(&self) -> &str {
        "limits_above_windows"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| match apart(&node)? {
            Some(limit) => Ok(Transformed::yes(limit)),
            None => Ok(Transformed::no(node)),
        })
        .data()
    }
}

fn apart(node: &Arc<dyn ExecutionPlan>) -> DataFusionResult<Option<Arc<dyn ExecutionPlan>>> {
    let Some(sort) = node.downcast_ref::<SortExec>() else {
        return Ok(None);
    };
    let Some(most) = sort.fetch() else {
        return Ok(None);
    };
    let has_window = sort.input().exists(|below| {
        let is_window = below.downcast_ref::<WindowAggExec>().is_some()
            || below.downcast_ref::<BoundedWindowAggExec>().is_some();
        Ok(is_window)
    })?;
    if !has_window {
        return Ok(None);
    }
    let whole = SortExec::new(sort.expr().clone(), Arc::clone(sort.input()))
        .with_preserve_partitioning(sort.preserve_partitioning());
    Ok(Some(Arc::new(GlobalLimitExec::new(
        Arc::new(whole),
        0,
        Some(most),
    ))))
}
