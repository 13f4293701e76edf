//! Columns of one value on the side of an outer join that may have no partner: `../nullable_rows.rs` says what is wrong with them.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;

use crate::datafusion::nullable_rows;

/// The optimizer's rule. It comes before all of DataFusion's, which rely on what they know of a column.
#[derive(Debug)]
pub(crate) struct NullableSides;

impl PhysicalOptimizerRule for NullableSides {
    fn name(&self) -> &str {
        "nullable_sides"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let join = nullable_rows::of_join(&node)?;
            Ok(join.map_or_else(|| Transformed::no(node), Transformed::yes))
        })
        .data()
    }
}
