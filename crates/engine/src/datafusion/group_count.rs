//! The counts of a table's rows for each known value of a column, as a table and a node of DataFusion's plan: asks for a total of each
//! value, and reads the rows where the totals do not add up to the total of all, or where that is less.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, new_empty_array};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result as DataFusionResult;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::execution_plan::EmissionType;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PhysicalExpr, PlanProperties,
};
use datafusion::scalar::ScalarValue;
use futures::future::try_join_all;
use futures::stream::{self, TryStreamExt};
use storeql_catalog::Table;
use storeql_client::Request;
use storeql_scan::{GroupCounting, RunControl, ScanMetrics, Source, Value, counting_groups};

use super::expr_to_predicate::predicate;
use super::frame::{Frame, control_of};
use super::provider::StoreTable;
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// A table with the counts of another: a value, and how many rows have it.
#[derive(Debug, Clone)]
pub(super) struct GroupCountTable {
    /// The table that is counted.
    rows: Arc<dyn TableProvider>,
    store: Arc<Store>,
    table: Arc<Table>,
    /// The place of the column among its own.
    column: usize,
    /// The rows that are wanted of it.
    filters: Vec<Expr>,
    pub(super) counting: GroupCounting,
    schema: SchemaRef,
}

impl GroupCountTable {
    /// The counts of the rows that pass the filters of `rows`, which is a table of the store; none where the store's totals do not
    /// tell them.
    pub(super) fn new(
        rows: &Arc<dyn TableProvider>,
        column: &str,
        filters: &[Expr],
    ) -> Option<Self> {
        let of_store = rows.downcast_ref::<StoreTable>()?;
        let (store, table) = (of_store.store(), of_store.table());
        let (catalog, known) = (store.catalog(), store.row_counts());
        let counting = counting_groups(catalog, table, &predicate(filters), column, known)?;
        let all = rows.schema();
        let (column, group) = all.column_with_name(column)?;
        let count = Field::new("count", DataType::Int64, false);
        Some(Self {
            rows: Arc::clone(rows),
            store: Arc::clone(store),
            table: Arc::clone(table),
            column,
            filters: filters.to_vec(),
            counting,
            schema: Arc::new(Schema::new(vec![group.clone(), count])),
        })
    }
}

#[async_trait]
impl TableProvider for GroupCountTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let all = (0..self.schema.fields().len()).collect();
        let shown = projection.cloned().unwrap_or(all);
        let schema = Arc::new(self.schema.project(&shown)?);
        let column = vec![self.column];
        let rows = self.rows.scan(session, Some(&column), &self.filters, None);
        Ok(Arc::new(GroupCountExec {
            frame: Frame::new(&self.store, &self.table, schema, EmissionType::Final),
            rows: rows.await?,
            counts: self.clone(),
            shown,
        }))
    }
}

/// Asks for the totals.
#[derive(Debug, Clone)]
pub(crate) struct GroupCountExec {
    counts: GroupCountTable,
    shown: Vec<usize>,
    /// Reads the column of the rows themselves. It is no child of the node, since it seldom runs.
    rows: Arc<dyn ExecutionPlan>,
    frame: Frame,
}

impl GroupCountExec {
    /// The table that it counts.
    pub(crate) fn table(&self) -> &Table {
        &self.counts.table
    }

    /// The requests that it sends where the totals add up.
    pub(crate) fn requests(&self) -> u64 {
        self.counts.counting.requests()
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn metrics(&self) -> Option<&ScanMetrics> {
        self.frame.metrics()
    }

    async fn answer(
        self,
        control: Arc<RunControl>,
        context: Arc<TaskContext>,
    ) -> Result<RecordBatch> {
        let source = self.frame.source(&control).await?;
        let groups = match self.by_totals(&source).await? {
            Some(groups) => groups,
            None => self.by_rows(context).await?,
        };
        let (values, counts): (Vec<ScalarValue>, Vec<i64>) = groups.into_iter().unzip();
        let values = match values.is_empty() {
            true => new_empty_array(self.counts.schema.field(0).data_type()),
            false => ScalarValue::iter_to_array(values).map_err(Error::of_datafusion)?,
        };
        let columns = vec![values, Arc::new(Int64Array::from(counts)) as ArrayRef];
        let batch = RecordBatch::try_new(Arc::clone(&self.counts.schema), columns)
            .and_then(|batch| batch.project(&self.shown))?;
        source.metrics.gave(batch.num_rows());
        Ok(batch)
    }

    /// A GROUP BY knows no empty groups. None where the rows have to be read.
    async fn by_totals(&self, source: &Source) -> Result<Option<Vec<(ScalarValue, i64)>>> {
        let counting = &self.counts.counting;
        source.metrics.plan(1)?;
        let whole = self.total(source, &counting.whole).await?;
        if self.counts.filters.is_empty() {
            source.row_counts.note(&self.table().name, whole);
        }
        if counting.rows_cost_less(whole) {
            return Ok(None);
        }
        source.metrics.plan(counting.groups.len() as u64)?;
        let questions = counting.groups.iter().map(|(_, request)| request);
        let totals = questions.map(|request| self.total(source, request));
        let totals = try_join_all(totals).await?;
        if totals.iter().sum::<u64>() != whole {
            return Ok(None);
        }
        let groups = counting.groups.iter().zip(totals);
        let groups = groups.filter(|(_, total)| *total > 0);
        let group = |((value, _), total): (&(Value, Request), u64)| {
            Ok((scalar(value)?, i64::try_from(total).unwrap_or(i64::MAX)))
        };
        groups.map(group).collect::<Result<Vec<_>>>().map(Some)
    }

    async fn total(&self, source: &Source, request: &Request) -> Result<u64> {
        let total = source.total(self.table(), request).await?;
        total.ok_or_else(|| {
            let name = &self.table().name;
            let message = format!("the store's answer has no count of {name}");
            Error::new(ErrorKind::Protocol, message)
        })
    }

    async fn by_rows(&self, context: Arc<TaskContext>) -> Result<Vec<(ScalarValue, i64)>> {
        let pages = self
            .rows
            .execute(0, context)
            .map_err(Error::of_datafusion)?;
        let counted = pages.try_fold(HashMap::new(), async |mut counts, page| {
            let column = page.column(0);
            for row in 0..page.num_rows() {
                let value = ScalarValue::try_from_array(column, row)?;
                *counts.entry(value).or_insert(0) += 1;
            }
            Ok(counts)
        });
        let counted: HashMap<ScalarValue, i64> = counted.await.map_err(Error::of_datafusion)?;
        Ok(counted.into_iter().collect())
    }
}

fn scalar(value: &Value) -> Result<ScalarValue> {
    match value {
        Value::Bool(value) => Ok(ScalarValue::Boolean(Some(*value))),
        Value::Text(value) => Ok(ScalarValue::Utf8(Some(value.clone()))),
        other => {
            let message = format!("rows are counted for the value {other:?}");
            Err(Error::new(ErrorKind::Internal, message))
        }
    }
}

impl DisplayAs for GroupCountExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let GroupCounting { whole, groups, .. } = &self.counts.counting;
        write!(
            f,
            "StoreGroupCount: {}: GET {}",
            self.table().name,
            whole.target()
        )?;
        for (_, request) in groups {
            write!(f, "; GET {}", request.target())?;
        }
        write!(
            f,
            "; where they do not add up, or the rows are no more requests, the rows"
        )
    }
}

impl ExecutionPlan for GroupCountExec {
    fn name(&self) -> &str {
        "StoreGroupCount"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.frame.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> DataFusionResult<TreeNodeRecursion>,
    ) -> DataFusionResult<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(
        &self,
        _: usize,
        context: Arc<TaskContext>,
    ) -> DataFusionResult<SendableRecordBatchStream> {
        let control = control_of(&context)?;
        let answer = self.clone().answer(control, context);
        Ok(self.frame.stream(stream::once(answer)))
    }
}
