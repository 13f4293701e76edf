//! `ORDER BY … OFFSET n` without LIMIT in a sub-query: which rows are left out hangs on the order, so the sort has to stay.
//! DataFusion drops it where nothing above needs an order; with LIMIT it keeps it.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_expr::{Distribution, OrderingRequirements};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::output_requirements::OutputRequirementExec;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::execution_plan::replace_children_if_necessary;
use datafusion::physical_plan::limit::GlobalLimitExec;
use datafusion::physical_plan::sorts::sort::SortExec;

/// The rule. It has to run before DataFusion's own that adds and removes sorts; DataFusion takes its mark away again.
#[derive(Debug)]
pub(crate) struct OrderBelowOffset;

impl PhysicalOptimizerRule for OrderBelowOffset {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|plan| {
            let skips = plan
                .downcast_ref::<GlobalLimitExec>()
                .is_some_and(|limit| limit.skip() > 0 && limit.fetch().is_none());
            let [input] = plan.children()[..] else {
                return Ok(Transformed::no(plan));
            };
            match skips.then(|| kept(input)).transpose()?.flatten() {
                Some(input) => Ok(Transformed::yes(replace_children_if_necessary(
                    plan,
                    vec![input],
                )?)),
                None => Ok(Transformed::no(plan)),
            }
        })
        .data()
    }

    fn name(&self) -> &str {
        "order_below_offset"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// The plan with its sort marked as required, where a sort gives it its order.
fn kept(plan: &Arc<dyn ExecutionPlan>) -> DataFusionResult<Option<Arc<dyn ExecutionPlan>>> {
    if let Some(sort) = plan.downcast_ref::<SortExec>() {
        let order = OrderingRequirements::from(sort.expr().clone());
        let required = OutputRequirementExec::new(
            Arc::clone(plan),
            Some(order),
            Distribution::SinglePartition,
            None,
        );
        return Ok(Some(Arc::new(required)));
    }
    let [input] = plan.children()[..] else {
        return Ok(None);
    };
    if plan.maintains_input_order() != [true] {
        return Ok(None);
    }
    let Some(input) = kept(input)? else {
        return Ok(None);
    };
    Ok(Some(replace_children_if_necessary(
        Arc::clone(plan),
        vec![input],
    )?))
}
