//! `ORDER BY x LIMIT n`: where the API sorts by `x`, it is asked for the first `n` rows in that order.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{ExecutionPlan, PhysicalExpr};

use crate::scan::{ScanExec, Sort};

/// The optimizer's rule.
#[derive(Debug)]
pub(crate) struct SortByApi;

impl PhysicalOptimizerRule for SortByApi {
    fn name(&self) -> &str {
        "sort_by_api"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        plan.transform_down(|node| {
            let sorted = node.downcast_ref::<SortExec>().and_then(by_api);
            Ok(sorted.map_or_else(|| Transformed::no(node), Transformed::yes))
        })
        .data()
    }
}

fn by_api(sort: &SortExec) -> Option<Arc<dyn ExecutionPlan>> {
    let limit = sort.fetch()?;
    let [key] = sort.expr().as_ref() else {
        return None;
    };
    let column = key.expr.downcast_ref::<Column>()?;
    sorted(sort.input(), column, key.options.descending, limit)
}

/// The plan below the sort, with the order and the limit in its scan.
fn sorted(
    plan: &Arc<dyn ExecutionPlan>,
    column: &Column,
    descending: bool,
    limit: usize,
) -> Option<Arc<dyn ExecutionPlan>> {
    if let Some(scan) = plan.downcast_ref::<ScanExec>() {
        let sort = Sort {
            column: column.name().to_owned(),
            descending,
        };
        return Some(Arc::new(scan.sorted(sort, limit)?));
    }
    let projection = plan.downcast_ref::<ProjectionExec>()?;
    let below: Arc<dyn PhysicalExpr> = Arc::clone(&projection.expr().get(column.index())?.expr);
    let input = sorted(
        projection.input(),
        below.downcast_ref::<Column>()?,
        descending,
        limit,
    )?;
    let expressions = projection.expr().to_vec();
    Some(Arc::new(ProjectionExec::try_new(expressions, input).ok()?))
}
