//! A join computes rows of rows, and may give none of them for hours: `a, b, c WHERE a.x + b.x + c.x < 0`. It never waits for anything in
//! that time, so that its task cannot be dropped. Here it asks at each batch, and at each evaluation of its condition, whether the run was
//! cancelled.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, FieldRef, Schema};
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Result as DataFusionResult, internal_err};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::ColumnarValue;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::joins::utils::JoinFilter;
use datafusion::physical_plan::joins::{
    CrossJoinExec, HashJoinExec, HashJoinExecBuilder, NestedLoopJoinExec,
    NestedLoopJoinExecBuilder, SortMergeJoinExec,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::StreamExt;
use tokio_util::sync::CancellationToken;

use crate::error::Error;

/// The plan of one run, whose joins end when the run is cancelled.
pub(crate) fn cancellable(
    plan: Arc<dyn ExecutionPlan>,
    cancelled: &CancellationToken,
) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
    plan.transform_up(|node| {
        let Some(join) = asking(&node, cancelled)? else {
            return Ok(Transformed::no(node));
        };
        let cancelled = cancelled.clone();
        let rows: Arc<dyn ExecutionPlan> = Arc::new(CancellableRows { join, cancelled });
        Ok(Transformed::yes(rows))
    })
    .data()
}

/// The join, whose condition asks too. None for another node.
fn asking(
    node: &Arc<dyn ExecutionPlan>,
    cancelled: &CancellationToken,
) -> DataFusionResult<Option<Arc<dyn ExecutionPlan>>> {
    let condition = |filter: &JoinFilter| {
        let condition = CancellableCondition {
            condition: Arc::clone(filter.expression()),
            cancelled: cancelled.clone(),
        };
        let columns = filter.column_indices().to_vec();
        JoinFilter::new(Arc::new(condition), columns, Arc::clone(filter.schema()))
    };
    if let Some(join) = node.downcast_ref::<NestedLoopJoinExec>() {
        let filter = join.filter().map(condition);
        let join = NestedLoopJoinExecBuilder::from(join)
            .with_filter(filter)
            .build()?;
        return Ok(Some(Arc::new(join)));
    }
    if let Some(join) = node.downcast_ref::<HashJoinExec>() {
        let filter = join.filter().map(condition);
        let join = HashJoinExecBuilder::from(join).with_filter(filter);
        return join.build_exec().map(Some);
    }
    let is_join = node.is::<CrossJoinExec>() || node.is::<SortMergeJoinExec>();
    Ok(is_join.then(|| Arc::clone(node)))
}

fn check(cancelled: &CancellationToken) -> DataFusionResult<()> {
    match cancelled.is_cancelled() {
        true => Err(Error::cancelled().into_datafusion()),
        false => Ok(()),
    }
}

/// A join's rows, which end with an error when the run is cancelled.
#[derive(Debug)]
struct CancellableRows {
    join: Arc<dyn ExecutionPlan>,
    cancelled: CancellationToken,
}

impl DisplayAs for CancellableRows {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CancellableRows")
    }
}

impl ExecutionPlan for CancellableRows {
    fn name(&self) -> &str {
        "CancellableRows"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.join.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.join]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
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
        let cancelled = self.cancelled.clone();
        match <[_; 1]>::try_from(children) {
            Ok([join]) => Ok(Arc::new(Self { join, cancelled })),
            Err(_) => internal_err!("the rows of a join come from one node"),
        }
    }

    fn execute(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> DataFusionResult<SendableRecordBatchStream> {
        let rows = self.join.execute(partition, context)?;
        let schema = rows.schema();
        let cancelled = self.cancelled.clone();
        let rows = rows.map(move |batch| check(&cancelled).and(batch));
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }
}

/// A join's condition, which is an error when the run is cancelled. A join evaluates it for some thousand rows at a time.
#[derive(Debug)]
struct CancellableCondition {
    condition: Arc<dyn PhysicalExpr>,
    cancelled: CancellationToken,
}

impl fmt::Display for CancellableCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.condition.fmt(f)
    }
}

impl PartialEq for CancellableCondition {
    fn eq(&self, other: &Self) -> bool {
        self.condition.as_ref() == other.condition.as_ref()
    }
}

impl Eq for CancellableCondition {}

impl Hash for CancellableCondition {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.condition.hash(state);
    }
}

impl PhysicalExpr for CancellableCondition {
    fn data_type(&self, schema: &Schema) -> DataFusionResult<DataType> {
        self.condition.data_type(schema)
    }

    fn nullable(&self, schema: &Schema) -> DataFusionResult<bool> {
        self.condition.nullable(schema)
    }

    fn return_field(&self, schema: &Schema) -> DataFusionResult<FieldRef> {
        self.condition.return_field(schema)
    }

    fn evaluate(&self, rows: &RecordBatch) -> DataFusionResult<ColumnarValue> {
        check(&self.cancelled)?;
        self.condition.evaluate(rows)
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.condition]
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn PhysicalExpr>>,
    ) -> DataFusionResult<Arc<dyn PhysicalExpr>> {
        let cancelled = self.cancelled.clone();
        match <[_; 1]>::try_from(children) {
            Ok([condition]) => Ok(Arc::new(Self {
                condition,
                cancelled,
            })),
            Err(_) => internal_err!("a join has one condition"),
        }
    }

    fn fmt_sql(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.condition.fmt_sql(f)
    }
}
