//! `ORDER BY x LIMIT n`: where the API sorts by `x`, it is asked for the first `n` rows in that order; and where one page has
//! the rows after an `OFFSET`, for that page.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::limit::GlobalLimitExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{ExecutionPlan, PhysicalExpr};
use storeql_scan::Sort;

use crate::datafusion::store_scan::ScanExec;

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
        let sorted = plan.transform_down(|node| {
            let sorted = node.downcast_ref::<SortExec>().and_then(by_api);
            Ok(sorted.map_or_else(|| Transformed::no(node), Transformed::yes))
        });
        sorted
            .data()?
            .transform_down(|node| {
                let page = node.downcast_ref::<GlobalLimitExec>().and_then(by_page);
                Ok(page.map_or_else(|| Transformed::no(node), Transformed::yes))
            })
            .data()
    }
}

fn by_page(limit: &GlobalLimitExec) -> Option<Arc<dyn ExecutionPlan>> {
    let fetch = limit.fetch().filter(|_| limit.skip() > 0)?;
    without_first(limit.input(), limit.skip(), fetch)
}

/// The plan below an OFFSET, with the offset in its scan.
fn without_first(
    plan: &Arc<dyn ExecutionPlan>,
    skip: usize,
    fetch: usize,
) -> Option<Arc<dyn ExecutionPlan>> {
    if let Some(scan) = plan.downcast_ref::<ScanExec>() {
        return Some(Arc::new(scan.without_first(skip, fetch)?));
    }
    let projection = plan.downcast_ref::<ProjectionExec>()?;
    let input = without_first(projection.input(), skip, fetch)?;
    projected(projection, input)
}

fn projected(
    projection: &ProjectionExec,
    input: Arc<dyn ExecutionPlan>,
) -> Option<Arc<dyn ExecutionPlan>> {
    let expressions = projection.expr().to_vec();
    Some(Arc::new(ProjectionExec::try_new(expressions, input).ok()?))
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
    projected(projection, input)
}
