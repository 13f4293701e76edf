//! `… UNION ALL … ORDER BY a, b LIMIT 5`: each part of the rows is sorted by all keys. DataFusion leaves a key out that is one value in each
//! part, as that of `SELECT a, 5 FROM …` is. But with LIMIT the parts tell each other their least rows, and a part drops its own for rows
//! that are only equal in the keys that were left.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;

/// The optimizer's rule. It comes behind DataFusion's own.
#[derive(Debug)]
pub(crate) struct AllKeysOfMergedSorts;

impl PhysicalOptimizerRule for AllKeysOfMergedSorts {
    fn name(&self) -> &str {
        "all_keys_of_merged_sorts"
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
            let merged = node
                .downcast_ref::<SortPreservingMergeExec>()
                .and_then(by_all_keys);
            Ok(merged.map_or_else(|| Transformed::no(node), Transformed::yes))
        })
        .data()
    }
}

fn by_all_keys(merge: &SortPreservingMergeExec) -> Option<Arc<dyn ExecutionPlan>> {
    let sort = merge.input().downcast_ref::<SortExec>()?;
    if sort.fetch().is_none() || sort.expr() == merge.expr() {
        return None;
    }
    let whole = SortExec::new(merge.expr().clone(), Arc::clone(sort.input()))
        .with_fetch(sort.fetch())
        .with_preserve_partitioning(sort.preserve_partitioning());
    let merged = SortPreservingMergeExec::new(merge.expr().clone(), Arc::new(whole));
    Some(Arc::new(merged.with_fetch(merge.fetch())))
}
