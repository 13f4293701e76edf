//! The scan of one table as a node of DataFusion's physical plan: it plans its requests when it runs, and shows them in
//! EXPLAIN before.

use std::fmt;
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch, RecordBatchOptions};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use datafusion::common::cast::as_boolean_array;
use datafusion::common::config::ConfigOptions;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result as DataFusionResult, Statistics};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, SchedulingType};
use datafusion::physical_plan::filter_pushdown::{
    ChildPushdownResult, FilterPushdownPhase, FilterPushdownPropagation, PushedDown,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PhysicalExpr, PlanProperties,
};
use futures::{StreamExt, TryStreamExt, stream};
use storeql_catalog::Table;

use super::constraint::Constraints;
use super::decode::Decoder;
use super::fanout::{self, Finish, Source};
use super::keys;
use super::plan::{ScanPlan, Sort};
use super::pushdown::{self, Wanted};
use super::series;
use crate::context::QueryContext;
use crate::error::{Error, Result};
use crate::store::Store;

/// What a scan reads, apart from order and limit.
#[derive(Debug, Clone)]
pub(crate) struct Scanned {
    pub(crate) store: Arc<Store>,
    pub(crate) table: Arc<Table>,
    /// The columns that are read: shown or filtered by.
    pub(crate) read: SchemaRef,
    /// Positions in `read` of the columns that are shown.
    pub(crate) shown: Vec<usize>,
    /// What the filters say of single columns.
    pub(crate) constraints: Constraints,
    /// What a join says of the rows' parents.
    pub(crate) of_parents: Option<Constraints>,
    /// The filters, over `read`.
    pub(crate) checks: Vec<Arc<dyn PhysicalExpr>>,
}

/// A scan.
#[derive(Debug, Clone)]
pub(crate) struct ScanExec {
    scanned: Scanned,
    sort: Option<Sort>,
    limit: Option<usize>,
    /// Filters that a join fills in while it reads its other side.
    joined: Vec<Arc<dyn PhysicalExpr>>,
    /// Wait for these before the first request.
    waits: bool,
    properties: Arc<PlanProperties>,
}

impl ScanExec {
    pub(crate) fn new(scanned: Scanned, limit: Option<usize>) -> DataFusionResult<Self> {
        let schema: SchemaRef = Arc::new(scanned.read.project(&scanned.shown)?);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Ok(Self {
            scanned,
            sort: None,
            limit,
            joined: Vec::new(),
            waits: false,
            properties: Arc::new(properties),
        })
    }

    /// The table that it reads.
    pub(crate) fn table(&self) -> &Arc<Table> {
        &self.scanned.table
    }

    /// The requests that it will send, as far as they are known before it runs.
    pub(crate) fn plan(&self) -> Result<ScanPlan> {
        self.plan_with(&self.scanned.constraints)
    }

    /// The same scan in the API's order, where the API sorts so.
    pub(crate) fn sorted(&self, sort: Sort, limit: usize) -> Option<Self> {
        if !series::sorts(self.table(), &sort) {
            return None;
        }
        let sorted = Self {
            sort: Some(sort.clone()),
            limit: Some(limit),
            ..self.clone()
        };
        let plan = sorted.plan().ok()?;
        (plan.sort == Some(sort)).then_some(sorted)
    }

    /// The same scan, which waits for the keys of a join's other side.
    pub(crate) fn waiting(&self) -> Self {
        Self {
            waits: true,
            ..self.clone()
        }
    }

    /// Whether a join will fill in keys.
    pub(crate) fn is_joined(&self) -> bool {
        !self.joined.is_empty()
    }

    /// Rows that are expected, for DataFusion's choice of sides.
    pub(crate) fn expected_rows(&self) -> usize {
        let mut constraints = self.scanned.constraints.clone();
        self.scanned
            .of_parents
            .iter()
            .for_each(|more| constraints.merge(more));
        self.scanned
            .store
            .expected_rows(&self.scanned.table, &constraints, self.limit)
    }

    fn columns(&self) -> Vec<String> {
        self.scanned
            .read
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    fn plan_with(&self, constraints: &Constraints) -> Result<ScanPlan> {
        pushdown::plan(
            &self.scanned.table,
            &Wanted {
                catalog: self.scanned.store.catalog(),
                columns: &self.columns(),
                constraints,
                of_parents: self.scanned.of_parents.as_ref(),
                sort: self.sort.as_ref(),
                limit: self.limit.map(|limit| limit as u64),
                page_size: self.scanned.store.page_size(),
            },
        )
    }

    /// The plan, with the keys of the join's other side where they make it cheaper.
    async fn plan_when_keys_are_known(&self) -> Result<ScanPlan> {
        let without = self.plan()?;
        if !self.waits {
            return Ok(without);
        }
        let mut constraints = self.scanned.constraints.clone();
        for filter in self.joined.iter().filter_map(keys::dynamic) {
            filter.wait_complete().await;
            keys::add(&mut constraints, &filter.current()?);
        }
        let with = self.plan_with(&constraints)?;
        let rows = |constraints| {
            self.scanned
                .store
                .expected_rows(&self.scanned.table, constraints, self.limit)
        };
        let cheaper = with.expected_requests(rows(&constraints))
            <= without.expected_requests(self.expected_rows());
        Ok(if cheaper { with } else { without })
    }

    async fn rows(
        self,
        query: Arc<QueryContext>,
    ) -> Result<stream::BoxStream<'static, Result<RecordBatch>>> {
        let plan = self.plan_when_keys_are_known().await?;
        let decoder = Decoder::new(
            Arc::clone(&self.scanned.table),
            self.columns().into(),
            Arc::clone(&self.scanned.read),
        )
        .with(self.scanned.store.on_invalid(query.invalid()));
        let source = Source {
            client: self.scanned.store.client().await?.clone(),
            meter: query.meter().clone(),
        };
        let batches = fanout::rows(plan, decoder, source, self.finish());
        let mut left = self.limit.unwrap_or(usize::MAX);
        let limited = batches.map_ok(|taken| taken.batch).try_take_while({
            // The stream ends with the batch that fills the limit, and its requests under way end with it.
            let mut full = left == 0;
            move |batch| {
                let take = !full;
                left = left.saturating_sub(batch.num_rows());
                full = left == 0;
                futures::future::ready(Ok(take))
            }
        });
        let mut room = self.limit.unwrap_or(usize::MAX);
        let cut = limited.map_ok(move |batch| {
            let rows = batch.num_rows().min(room);
            room -= rows;
            batch.slice(0, rows)
        });
        Ok(cut.boxed())
    }

    /// Checks rows again and drops the columns that only the checks needed.
    fn finish(&self) -> Finish {
        let checks = self.scanned.checks.clone();
        let shown = self.scanned.shown.clone();
        Arc::new(move |mut batch| {
            for check in &checks {
                let value = check.evaluate(&batch)?.into_array(batch.num_rows())?;
                batch = keep(&batch, as_boolean_array(&value)?)?;
            }
            let rows = batch.num_rows();
            let schema = Arc::new(
                batch
                    .schema()
                    .project(&shown)
                    .map_err(datafusion::error::DataFusionError::from)?,
            );
            let columns = shown
                .iter()
                .map(|column| Arc::clone(batch.column(*column)))
                .collect();
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            let batch = RecordBatch::try_new_with_options(schema, columns, &options);
            Ok(batch.map_err(datafusion::error::DataFusionError::from)?)
        })
    }
}

fn keep(batch: &RecordBatch, wanted: &BooleanArray) -> Result<RecordBatch> {
    Ok(filter_record_batch(batch, wanted).map_err(datafusion::error::DataFusionError::from)?)
}

/// Reads `columns` of `table` as they are, for the keys of parents.
pub(super) fn reading(table: &Arc<Table>, columns: &[String]) -> Result<(Decoder, Finish)> {
    let schema = super::provider::schema(table);
    let positions: Vec<usize> = columns
        .iter()
        .filter_map(|name| schema.index_of(name).ok())
        .collect();
    let schema = Arc::new(
        schema
            .project(&positions)
            .map_err(datafusion::error::DataFusionError::from)?,
    );
    let decoder = Decoder::new(Arc::clone(table), columns.into(), schema);
    Ok((decoder, Arc::new(Ok)))
}

impl DisplayAs for ScanExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreScan: {}: ", self.scanned.table.name)?;
        match self.plan() {
            Ok(plan) => write!(f, "{plan}")?,
            Err(error) => write!(f, "{error}")?,
        }
        if self.waits {
            write!(f, "; with the keys of the join's other side")?;
        }
        Ok(())
    }
}

impl ExecutionPlan for ScanExec {
    fn name(&self) -> &str {
        "StoreScan"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> DataFusionResult<TreeNodeRecursion>,
    ) -> DataFusionResult<TreeNodeRecursion> {
        // A join fills in only filters that somebody shows here.
        for filter in &self.joined {
            if f(filter)? == TreeNodeRecursion::Stop {
                return Ok(TreeNodeRecursion::Stop);
            }
        }
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
        let query = QueryContext::of(&context)?;
        let rows = stream::once(self.clone().rows(query)).try_flatten();
        let schema = self.schema();
        let (store, table) = (
            Arc::clone(&self.scanned.store),
            Arc::clone(&self.scanned.table),
        );
        Ok(Box::pin(RecordBatchStreamAdapter::new(
            schema,
            rows.map_err(move |error: Error| store.with_scopes(error, &table).into()),
        )))
    }

    fn partition_statistics(&self, _: Option<usize>) -> DataFusionResult<Arc<Statistics>> {
        let unknown = Statistics::new_unknown(&self.schema());
        Ok(Arc::new(Statistics {
            num_rows: Precision::Inexact(self.expected_rows()),
            ..unknown
        }))
    }

    fn supports_limit_pushdown(&self) -> bool {
        false
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        Some(Arc::new(Self {
            limit,
            ..self.clone()
        }))
    }

    fn fetch(&self) -> Option<usize> {
        self.limit
    }

    fn handle_child_pushdown_result(
        &self,
        phase: FilterPushdownPhase,
        result: ChildPushdownResult,
        _: &ConfigOptions,
    ) -> DataFusionResult<FilterPushdownPropagation<Arc<dyn ExecutionPlan>>> {
        let unchanged =
            FilterPushdownPropagation::with_parent_pushdown_result(vec![
                PushedDown::No;
                result.parent_filters.len()
            ]);
        if phase != FilterPushdownPhase::Post {
            return Ok(unchanged);
        }
        let filters = result.parent_filters.iter().map(|filter| &filter.filter);
        let joined: Vec<_> = filters
            .filter(|filter| keys::dynamic(filter).is_some())
            .cloned()
            .collect();
        if joined.is_empty() {
            return Ok(unchanged);
        }
        Ok(unchanged.with_updated_node(Arc::new(Self {
            joined,
            ..self.clone()
        })))
    }
}
