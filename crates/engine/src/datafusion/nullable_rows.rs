//! The rows of a side of an outer join that may have no partner. Above the join its columns are NULL where there was none, so that a column
//! of one value below it, as `k` of `LEFT JOIN (SELECT id, 7 AS k FROM brands) b`, has two. DataFusion takes it for one value all the same,
//! and neither sorts by it nor makes partitions of it: this node forgets that it is one value, and gives the rows as they come.

use std::fmt;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{JoinType, Result as DataFusionResult, internal_err};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{CardinalityEffect, replace_children_if_necessary};
use datafusion::physical_plan::filter_pushdown::{
    ChildPushdownResult, FilterDescription, FilterPushdownPhase, FilterPushdownPropagation,
};
use datafusion::physical_plan::joins::{HashJoinExec, NestedLoopJoinExec, SortMergeJoinExec};
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, PlanProperties,
};

/// The node.
#[derive(Debug)]
pub(super) struct NullableRows {
    rows: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

impl NullableRows {
    fn new(rows: Arc<dyn ExecutionPlan>) -> Self {
        let known = rows.properties().as_ref().clone();
        let forgotten = EquivalenceProperties::new(rows.schema());
        Self {
            properties: Arc::new(known.with_eq_properties(forgotten)),
            rows,
        }
    }
}

/// The join with such nodes around the sides whose columns of one value may be NULL above it; none where there are no such columns.
pub(super) fn of_join(
    join: &Arc<dyn ExecutionPlan>,
) -> DataFusionResult<Option<Arc<dyn ExecutionPlan>>> {
    let Some(kind) = join_type(join.as_ref()) else {
        return Ok(None);
    };
    let nullable = match kind {
        JoinType::Left => [false, true],
        JoinType::Right => [true, false],
        JoinType::Full => [true, true],
        _ => return Ok(None),
    };
    let mut changed = false;
    let sides = join.children().into_iter().zip(nullable);
    let sides = sides.map(|(side, nullable)| {
        let has_one_value = !side.equivalence_properties().constants().is_empty();
        match nullable && has_one_value {
            true => {
                changed = true;
                Arc::new(NullableRows::new(Arc::clone(side))) as Arc<dyn ExecutionPlan>
            }
            false => Arc::clone(side),
        }
    });
    let sides: Vec<Arc<dyn ExecutionPlan>> = sides.collect();
    match changed {
        true => replace_children_if_necessary(Arc::clone(join), sides).map(Some),
        false => Ok(None),
    }
}

fn join_type(node: &dyn ExecutionPlan) -> Option<JoinType> {
    if let Some(join) = node.downcast_ref::<HashJoinExec>() {
        return Some(*join.join_type());
    }
    if let Some(join) = node.downcast_ref::<NestedLoopJoinExec>() {
        return Some(*join.join_type());
    }
    let join = node.downcast_ref::<SortMergeJoinExec>()?;
    Some(join.join_type())
}

impl DisplayAs for NullableRows {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NullableRows")
    }
}

impl ExecutionPlan for NullableRows {
    fn name(&self) -> &str {
        "NullableRows"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.rows]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn cardinality_effect(&self) -> CardinalityEffect {
        CardinalityEffect::Equal
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> DataFusionResult<TreeNodeRecursion>,
    ) -> DataFusionResult<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        match <[_; 1]>::try_from(children) {
            Ok([rows]) => Ok(Arc::new(Self::new(rows))),
            Err(_) => internal_err!("the rows of a side of a join come from one node"),
        }
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> DataFusionResult<SendableRecordBatchStream> {
        self.rows.execute(partition, context)
    }

    fn gather_filters_for_pushdown(
        &self,
        _: FilterPushdownPhase,
        filters: Vec<Arc<dyn PhysicalExpr>>,
        _: &ConfigOptions,
    ) -> DataFusionResult<FilterDescription> {
        FilterDescription::from_children(filters, &self.children())
    }

    fn handle_child_pushdown_result(
        &self,
        _: FilterPushdownPhase,
        pushed: ChildPushdownResult,
        _: &ConfigOptions,
    ) -> DataFusionResult<FilterPushdownPropagation<Arc<dyn ExecutionPlan>>> {
        Ok(FilterPushdownPropagation::if_all(pushed))
    }
}
