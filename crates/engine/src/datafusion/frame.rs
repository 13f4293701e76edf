//! What every node of the store's has, whatever it asks: its place in DataFusion's plan, its metrics, and the errors of its rows.

use std::sync::{Arc, OnceLock};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::Result as DataFusionResult;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, SchedulingType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{Partitioning, PlanProperties};
use futures::{Stream, StreamExt};
use storeql_catalog::Table;
use storeql_scan::{RunControl, ScanMetrics, Source, advice};

use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// The frame of a node that reads one table and has no node below it.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) store: Arc<Store>,
    pub(super) table: Arc<Table>,
    /// Opened when the node runs.
    metrics: Arc<OnceLock<ScanMetrics>>,
    properties: Arc<PlanProperties>,
}

impl Frame {
    /// A node over `table` whose rows have `schema`. It declares no order of its rows: pages are given as they come.
    pub(super) fn new(
        store: &Arc<Store>,
        table: &Arc<Table>,
        schema: SchemaRef,
        emission: EmissionType,
    ) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            emission,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Self {
            store: Arc::clone(store),
            table: Arc::clone(table),
            metrics: Arc::default(),
            properties: Arc::new(properties),
        }
    }

    /// The same node, of whose columns this is known: which are equal to each other, or constant. The nodes above may have been planned
    /// with it.
    pub(super) fn knowing(mut self, mut equivalences: EquivalenceProperties) -> Self {
        equivalences.clear_orderings();
        let properties = PlanProperties::clone(&self.properties);
        self.properties = Arc::new(properties.with_eq_properties(equivalences));
        self
    }

    pub(super) fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    /// What the node planned and spent, once it has run.
    pub(super) fn metrics(&self) -> Option<&ScanMetrics> {
        self.metrics.get()
    }

    /// The node's metrics in the run that it belongs to.
    fn open_metrics(&self, control: &RunControl) -> &ScanMetrics {
        let open = || ScanMetrics::new(&control.budget, advice(&self.table));
        self.metrics.get_or_init(open)
    }

    /// Where the node's requests go in the run that it belongs to, and what they cost.
    pub(super) async fn source(&self, control: &RunControl) -> Result<Source> {
        Ok(Source {
            client: self.store.client().await?.clone(),
            metrics: self.open_metrics(control).clone(),
            row_counts: Arc::clone(self.store.row_counts()),
            cancelled: control.cancelled.clone(),
        })
    }

    /// The node's rows for DataFusion; an error that lacks a scope says which scopes reading the table takes.
    pub(super) fn stream(
        &self,
        rows: impl Stream<Item = Result<RecordBatch>> + Send + 'static,
    ) -> SendableRecordBatchStream {
        let (store, table) = (Arc::clone(&self.store), Arc::clone(&self.table));
        let rows = rows.map(move |batch| {
            batch.map_err(|error: Error| store.with_scopes(error, &table).into_datafusion())
        });
        let schema = Arc::clone(self.properties.eq_properties.schema());
        Box::pin(RecordBatchStreamAdapter::new(schema, rows))
    }
}

/// What the scans of the run share to which `context` belongs.
pub(crate) fn control_of(context: &TaskContext) -> DataFusionResult<Arc<RunControl>> {
    context
        .session_config()
        .get_extension::<RunControl>()
        .ok_or_else(|| {
            Error::new(ErrorKind::Internal, "a scan ran outside a run").into_datafusion()
        })
}
