//! `GROUP BY a, a` is `GROUP BY a`. DataFusion's rule for that also leaves out a key of ORDER BY that the keys before it decide, and forgets that
//! these may be NULL in many rows, behind an outer join and GROUP BY: it is asked about groups alone.

use datafusion::common::Result as DataFusionResult;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::LogicalPlan;
use datafusion::optimizer::eliminate_duplicated_expr::EliminateDuplicatedExpr;
use datafusion::optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule};

/// The optimizer's rule, in the place of DataFusion's.
#[derive(Debug)]
pub(crate) struct DuplicatedGroups;

impl OptimizerRule for DuplicatedGroups {
    fn name(&self) -> &str {
        "duplicated_groups"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::TopDown)
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        config: &dyn OptimizerConfig,
    ) -> DataFusionResult<Transformed<LogicalPlan>> {
        match plan {
            LogicalPlan::Aggregate(_) => EliminateDuplicatedExpr::new().rewrite(plan, config),
            other => Ok(Transformed::no(other)),
        }
    }
}
