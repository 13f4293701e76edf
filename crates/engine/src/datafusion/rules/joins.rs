//! Joins: the small side is read first, and its keys go into the requests of the big side.
//!
//! DataFusion offers every join's keys to the scan of its other side once the first side is read. Whether the scan waits
//! for them is decided here: waiting pays where few keys are expected, and a whole-table join had better read both sides
//! side by side. A table that the API reads by a key only has no other way.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::execution_plan::replace_children_if_necessary;
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};

use crate::datafusion::store_scan::ScanExec;

/// Keys that are worth waiting for, as a part of the rows that the other side is expected to have.
const WORTHWHILE: f64 = 0.5;

/// The optimizer's rule.
#[derive(Debug)]
pub(crate) struct KeysAcrossJoins;

impl PhysicalOptimizerRule for KeysAcrossJoins {
    fn name(&self) -> &str {
        "keys_across_joins"
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
            let Some(join) = node.downcast_ref::<HashJoinExec>() else {
                return Ok(Transformed::no(node));
            };
            let keys = rows_of(join.left())?;
            let Some(probe) = awaiting(join.right(), keys)? else {
                return Ok(Transformed::no(node));
            };
            let left = Arc::clone(join.left());
            Ok(Transformed::yes(replace_children_if_necessary(
                Arc::clone(&node),
                vec![left, probe],
            )?))
        })
        .data()
    }
}

fn rows_of(plan: &Arc<dyn ExecutionPlan>) -> DataFusionResult<Option<usize>> {
    let statistics = StatisticsContext::new().compute(plan.as_ref(), &StatisticsArgs::default())?;
    Ok(statistics.num_rows.get_value().copied())
}

/// The probe side with its scan waiting for the keys, where they are few beside its rows or nothing else reads them.
fn awaiting(
    probe: &Arc<dyn ExecutionPlan>,
    keys: Option<usize>,
) -> DataFusionResult<Option<Arc<dyn ExecutionPlan>>> {
    let changed = Arc::clone(probe).transform_down(|node| {
        let Some(scan) = node.downcast_ref::<ScanExec>() else {
            return Ok(Transformed::no(node));
        };
        let few = keys.is_some_and(|keys| (keys as f64) < WORTHWHILE * scan.expected_rows() as f64);
        if scan.is_joined() && (few || scan.wants_keys()) {
            let scan: Arc<dyn ExecutionPlan> = Arc::new(scan.awaiting_join_keys());
            return Ok(Transformed::yes(scan));
        }
        Ok(Transformed::no(node))
    })?;
    Ok(changed.transformed.then_some(changed.data))
}
