//! A table that a query names twice in the same way, as a self-join or a CTE that is used twice does, is read once.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;

use crate::datafusion::store_scan::ScanExec;

/// The optimizer's rule. It comes last: the others change what a scan reads.
#[derive(Debug)]
pub(crate) struct SameScanOnce;

impl PhysicalOptimizerRule for SameScanOnce {
    fn name(&self) -> &str {
        "same_scan_once"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let mut scans = Vec::new();
        plan.apply(|node| {
            scans.extend(node.downcast_ref::<ScanExec>().cloned());
            Ok(TreeNodeRecursion::Continue)
        })?;
        let mut shared = shared(&scans)?.into_iter();
        plan.transform_down(|node| {
            if node.downcast_ref::<ScanExec>().is_none() {
                return Ok(Transformed::no(node));
            }
            // Both walks meet the scans in the same order.
            Ok(match shared.next().flatten() {
                Some(scan) => Transformed::yes(Arc::new(scan)),
                None => Transformed::no(node),
            })
        })
        .data()
    }
}

/// For each scan the one that takes its place, where others are read with it.
fn shared(scans: &[ScanExec]) -> DataFusionResult<Vec<Option<ScanExec>>> {
    let mut places: Vec<Option<ScanExec>> = vec![None; scans.len()];
    for (place, scan) in scans.iter().enumerate() {
        let alike: Vec<usize> = (place..scans.len())
            .filter(|other| places[*other].is_none() && scan.same_requests(&scans[*other]))
            .collect();
        if alike.first() != Some(&place) || alike.len() < 2 {
            continue;
        }
        let group: Vec<&ScanExec> = alike.iter().map(|place| &scans[*place]).collect();
        for (place, scan) in alike.iter().zip(ScanExec::shared(&group)?) {
            places[*place] = Some(scan);
        }
    }
    Ok(places)
}
