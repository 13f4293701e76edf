//! What the rules for aggregates share: DataFusion calls them, and each says what takes an aggregate's place.

use datafusion::common::Result as DataFusionResult;
use datafusion::common::tree_node::Transformed;
use datafusion::logical_expr::{Aggregate, LogicalPlan};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};

/// A rule that replaces aggregates, the outer ones first.
#[derive(Debug)]
pub(crate) struct OfAggregates {
    pub(super) name: &'static str,
    /// What answers the aggregate with fewer requests; none where it stays.
    pub(super) answer: fn(&Aggregate) -> DataFusionResult<Option<LogicalPlan>>,
}

impl OptimizerRule for OfAggregates {
    fn name(&self) -> &str {
        self.name
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
        Ok(match (self.answer)(aggregate)? {
            Some(answer) => Transformed::yes(answer),
            None => Transformed::no(plan),
        })
    }
}
