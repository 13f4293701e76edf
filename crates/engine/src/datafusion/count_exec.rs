//! A table's counts as a table and a node of DataFusion's plan: asks for the API's totals and adds them up, less the rows that
//! they have too many of.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
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
use futures::future::try_join_all;
use futures::stream;
use storeql_catalog::{CountBy, Table};
use storeql_scan::{Counting, RunControl, ScanMetrics, member, rows_beyond};

use super::frame::{Frame, control_of};
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// A table with the totals of another.
#[derive(Debug, Clone)]
pub(super) struct CountTable {
    store: Arc<Store>,
    table: Arc<Table>,
    pub(super) counting: Counting,
    pub(super) by: Option<CountBy>,
    /// The count is the whole table's.
    whole: bool,
    pub(super) schema: SchemaRef,
}

impl CountTable {
    /// The totals that `counting` tells, added up, or those of the groups of `by`.
    pub(super) fn new(
        store: &Arc<Store>,
        table: &Arc<Table>,
        counting: Counting,
        by: Option<CountBy>,
        whole: bool,
    ) -> Self {
        let group = by
            .as_ref()
            .map(|by| Field::new(&by.column, DataType::Int64, true));
        let count = Field::new("count", DataType::Int64, false);
        let schema = Arc::new(Schema::new(
            group.into_iter().chain([count]).collect::<Vec<_>>(),
        ));
        Self {
            store: Arc::clone(store),
            table: Arc::clone(table),
            counting,
            by,
            whole,
            schema,
        }
    }
}

#[async_trait]
impl TableProvider for CountTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let all = (0..self.schema.fields().len()).collect();
        let shown = projection.cloned().unwrap_or(all);
        let schema = Arc::new(self.schema.project(&shown)?);
        Ok(Arc::new(CountExec {
            frame: Frame::new(&self.store, &self.table, schema, EmissionType::Final),
            counts: self.clone(),
            shown,
        }))
    }
}

/// Asks for the totals.
#[derive(Debug, Clone)]
pub(crate) struct CountExec {
    counts: CountTable,
    shown: Vec<usize>,
    frame: Frame,
}

impl CountExec {
    /// The table that it counts.
    pub(crate) fn table(&self) -> &Table {
        &self.counts.table
    }

    /// The requests that it sends.
    pub(crate) fn requests(&self) -> u64 {
        let Counting { questions, edges } = &self.counts.counting;
        (questions.len() + edges.len()) as u64
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn metrics(&self) -> Option<&ScanMetrics> {
        self.frame.metrics()
    }

    async fn answer(self, control: Arc<RunControl>) -> Result<RecordBatch> {
        let counts = &self.counts;
        let source = self.frame.source(&control).await?;
        let Counting { questions, edges } = &counts.counting;
        source.metrics.plan(questions.len() as u64)?;
        let ask = try_join_all(questions.iter().map(|question| source.page(question)));
        let beyond = try_join_all(edges.iter().map(|edge| rows_beyond(edge, &source)));
        let (pages, beyond) = tokio::try_join!(ask, beyond)?;
        let mut groups: BTreeMap<i64, i64> = BTreeMap::new();
        let mut totals: Vec<i64> = Vec::new();
        for page in pages {
            match (&counts.by, &counts.table.count, page.info.total) {
                (Some(by), ..) => {
                    for (key, count) in
                        per_group(&page.body, by).ok_or_else(|| counts.unreadable())?
                    {
                        *groups.entry(key).or_default() += count;
                    }
                }
                (None, _, Some(total)) => totals.push(i64::try_from(total).unwrap_or(i64::MAX)),
                (None, Some(count), None) => {
                    let total = member(&page.body, &count.field);
                    let total = total.and_then(|total| i64::try_from(total).ok());
                    totals.push(total.ok_or_else(|| counts.unreadable())?);
                }
                (None, None, None) => return Err(counts.unreadable()),
            }
        }
        let (keys, of_groups): (Vec<i64>, Vec<i64>) = groups.into_iter().unzip();
        totals = match counts.by {
            Some(_) => of_groups,
            None => {
                let beyond = i64::try_from(beyond.iter().sum::<u64>()).unwrap_or(i64::MAX);
                vec![totals.iter().sum::<i64>() - beyond]
            }
        };
        if let (true, None, [total]) = (counts.whole, &counts.by, totals.as_slice()) {
            let rows = u64::try_from(*total).unwrap_or(0);
            counts.store.row_counts().note(&counts.table.name, rows);
        }
        let group = counts
            .by
            .as_ref()
            .map(|_| Arc::new(Int64Array::from(keys)) as ArrayRef);
        let columns: Vec<ArrayRef> = group
            .into_iter()
            .chain([Arc::new(Int64Array::from(totals)) as ArrayRef])
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&counts.schema), columns)
            .and_then(|batch| batch.project(&self.shown))?;
        source.metrics.gave(batch.num_rows());
        Ok(batch)
    }
}

impl CountTable {
    fn unreadable(&self) -> Error {
        Error::new(
            ErrorKind::Protocol,
            format!("the store's answer has no count of {}", self.table.name),
        )
    }
}

/// Key and count of every group that has rows: a GROUP BY knows no empty ones.
fn per_group(body: &[u8], by: &CountBy) -> Option<Vec<(i64, i64)>> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let groups = answer.get(&by.rows)?.as_array()?;
    let pairs = groups.iter().map(|group| {
        Some((
            integer(group.get(&by.key)?)?,
            integer(group.get(&by.count)?)?,
        ))
    });
    Some(
        pairs
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect(),
    )
}

fn integer(value: &serde_json::Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

impl DisplayAs for CountExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreCount: {}:", self.counts.table.name)?;
        let Counting { questions, edges } = &self.counts.counting;
        if questions.is_empty() {
            write!(f, " no request: no row can match")?;
        }
        for (position, question) in questions.iter().enumerate() {
            let separator = if position == 0 { "" } else { ";" };
            write!(f, "{separator} GET {}", question.target())?;
        }
        for edge in edges {
            let around = edge.question().target();
            write!(f, "; less those at the range's end: GET {around}")?;
        }
        Ok(())
    }
}

impl ExecutionPlan for CountExec {
    fn name(&self) -> &str {
        "StoreCount"
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
        let answer = self.clone().answer(control_of(&context)?);
        Ok(self.frame.stream(stream::once(answer)))
    }
}
