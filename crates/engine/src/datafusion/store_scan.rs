//! The scan of one table as a node of DataFusion's physical plan: it plans its requests when it runs, and shows them in
//! EXPLAIN before.

use std::fmt;
use std::sync::{Arc, OnceLock};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::config::ConfigOptions;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result as DataFusionResult, Statistics};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::execution_plan::EmissionType;
use datafusion::physical_plan::filter_pushdown::{
    ChildPushdownResult, FilterPushdownPhase, FilterPushdownPropagation, PushedDown,
};
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PhysicalExpr, PlanProperties,
};
use futures::future::{BoxFuture, FutureExt};
use futures::stream::{self, StreamExt, TryStreamExt};
use storeql_catalog::Table;
use storeql_scan::{
    Constraints, PageReader, PlannedScan, RowCounts, RunControl, ScanMetrics, ScanPlan, ScanSpec,
    Sort, Source, limited, rows, sorts,
};

use super::dynamic_filters;
use super::frame::{Frame, control_of};
use super::scanned::Scanned;
use super::shared_scan::{Batches, Pages, SharedSource, Sharing};
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// Pages in the API's order that a scan keeps until it has all of them.
const MOST_SORTED_PAGES: usize = 40;

/// A scan.
#[derive(Debug, Clone)]
pub(crate) struct ScanExec {
    pub(super) scanned: Scanned,
    pub(super) sort: Option<Sort>,
    pub(super) limit: Option<usize>,
    /// Rows to leave out before the others, where one page has these: then `limit` counts both.
    pub(super) skip: usize,
    /// Filters that a join fills in while it reads its other side.
    pub(super) dynamic_filters: Vec<Arc<dyn PhysicalExpr>>,
    /// The keys in these are awaited before the first request.
    pub(super) awaits_join_keys: bool,
    /// The scan that reads for this one and others.
    pub(super) sharing: Option<Sharing>,
    /// The parents of its rows, which its pages bring along.
    pub(super) parents: Option<Box<ParentScan>>,
    pub(super) frame: Frame,
    /// Its plans, made when they are first asked for. A node that reads something else has new ones.
    pub(super) planned: Arc<OnceLock<Result<PlannedScan>>>,
}

/// The parents that a scan's rows lie in, read by the same list.
#[derive(Debug, Clone)]
pub(super) struct ParentScan {
    pub(super) scanned: Scanned,
    pub(super) dynamic_filters: Vec<Arc<dyn PhysicalExpr>>,
    /// Rows whose parent is not wanted are not wanted either.
    pub(super) only_wanted: bool,
}

impl ScanExec {
    pub(crate) fn new(scanned: Scanned, limit: Option<usize>) -> DataFusionResult<Self> {
        let schema: SchemaRef = Arc::new(scanned.read.project(&scanned.shown)?);
        let emission = EmissionType::Incremental;
        Ok(Self {
            frame: Frame::new(&scanned.store, &scanned.table, schema, emission),
            scanned,
            sort: None,
            limit,
            skip: 0,
            dynamic_filters: Vec::new(),
            awaits_join_keys: false,
            sharing: None,
            parents: None,
            planned: Arc::default(),
        })
    }

    /// The same scan after a change of what it reads, which has plans of its own.
    pub(super) fn replanned(self) -> Self {
        Self {
            planned: Arc::default(),
            ..self
        }
    }

    /// The table that it reads.
    pub(crate) fn table(&self) -> &Arc<Table> {
        &self.scanned.table
    }

    /// The store that it reads.
    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.scanned.store
    }

    /// What it reads, as plain data.
    fn spec(&self) -> ScanSpec {
        let parents = self.parents.as_deref().map(|parents| &parents.scanned);
        ScanSpec {
            table: self.scanned.table.name.clone(),
            columns: self.scanned.columns(),
            predicate: self.scanned.predicate.clone(),
            parents_predicate: self.scanned.parents_predicate.clone(),
            parent_columns: parents.map(Scanned::columns).unwrap_or_default(),
            sort: self.sort.clone(),
            limit: self.limit.map(|limit| limit as u64),
            offset: self.skip as u64,
            page_size: self.scanned.store.page_size(),
        }
    }

    pub(super) fn planned(&self) -> Result<&PlannedScan> {
        let catalog = self.scanned.store.catalog();
        let plan = || PlannedScan::of(catalog, &self.spec()).map_err(Error::from);
        self.planned
            .get_or_init(plan)
            .as_ref()
            .map_err(Error::clone)
    }

    /// The requests that it will send, as far as they are known before it runs.
    pub(crate) fn plan(&self) -> Result<&ScanPlan> {
        let counts = RowCounts::of(self.scanned.store.row_counts());
        Ok(self.planned()?.cheapest(&counts).0)
    }

    /// Whether it waits for the keys of a join's other side, so that its plan is not known before.
    pub(crate) fn awaits_join_keys(&self) -> bool {
        self.awaits_join_keys
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn metrics(&self) -> Option<&ScanMetrics> {
        match &self.sharing {
            Some(sharing) if sharing.shows => sharing.scan.source().metrics(),
            _ => self.frame.metrics(),
        }
    }

    /// Whether another scan of the query reads for this one.
    pub(crate) fn is_read_along(&self) -> bool {
        self.sharing.as_ref().is_some_and(|sharing| !sharing.shows)
    }

    /// The same scan in the API's order, where the API sorts so.
    pub(crate) fn sorted(&self, sort: Sort, limit: usize) -> Option<Self> {
        // A limit of its own comes before the order.
        let whole = self.limit.is_none() && self.skip == 0;
        if !whole || !sorts(self.table(), &sort) {
            return None;
        }
        let sorted = Self {
            sort: Some(sort.clone()),
            limit: Some(limit),
            ..self.clone()
        }
        .replanned();
        let plan = sorted.plan().ok()?;
        let page = plan.lists.first().map_or(1, |list| list.page_size);
        let few = limit <= MOST_SORTED_PAGES * page as usize;
        (plan.sort == Some(sort) && few).then_some(sorted)
    }

    /// The same scan without its first rows, where one page has the others.
    pub(crate) fn without_first(&self, skip: usize, fetch: usize) -> Option<Self> {
        if self.awaits_join_keys || self.limit != skip.checked_add(fetch) {
            return None;
        }
        let scan = Self {
            skip,
            ..self.clone()
        }
        .replanned();
        scan.plan().ok()?.is_one_page().then_some(scan)
    }

    /// The same scan, which waits for the keys of a join's other side.
    pub(crate) fn awaiting_join_keys(&self) -> Self {
        Self {
            awaits_join_keys: true,
            ..self.clone()
        }
    }

    /// Whether a join will fill in keys.
    pub(crate) fn is_joined(&self) -> bool {
        !self.dynamic_filters.is_empty()
    }

    /// Whether a join's keys are worth waiting for however many they are: where each parent is asked for its rows, or where
    /// the API reads the table by keys only and the query names none.
    pub(crate) fn wants_keys(&self) -> bool {
        match self.plan() {
            Ok(plan) => plan.parents.is_some(),
            Err(error) => error.kind == ErrorKind::Unsupported,
        }
    }

    /// Rows that are expected, for DataFusion's choice of sides: the one that wants keys is never read first.
    pub(crate) fn expected_rows(&self) -> usize {
        if self.wants_keys() {
            return usize::MAX / 1024;
        }
        let mut predicate = self.scanned.predicate.clone();
        self.scanned
            .parents_predicate
            .iter()
            .for_each(|more| predicate.merge(more));
        let counts = self.scanned.store.row_counts();
        counts.expected_rows(&self.scanned.table, &predicate, self.limit)
    }

    /// The requests for people.
    fn shown_requests(&self) -> String {
        match self.plan() {
            Ok(plan) => plan.to_string(),
            Err(_) if self.awaits_join_keys => "requests by key".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    /// The plan, with the keys of the join's other side where they make it cheaper.
    async fn settled(&self, source: &Source) -> Result<ScanPlan> {
        let with_keys = self.with_join_keys().await?;
        let planned = match &with_keys {
            Some(planned) => planned,
            None => self.planned()?,
        };
        let mut counts = RowCounts::of(self.scanned.store.row_counts());
        if let (_, Some(list)) = planned.cheapest(&counts) {
            source.ask(list, &mut counts).await?;
        }
        Ok(planned.cheapest(&counts).0.clone())
    }

    /// The plans with the join's keys in the predicate, once the join has them.
    async fn with_join_keys(&self) -> Result<Option<PlannedScan>> {
        if !self.awaits_join_keys {
            return Ok(None);
        }
        let mut spec = self.spec();
        add_keys(&self.dynamic_filters, &mut spec.predicate).await?;
        if let Some(parents) = &self.parents {
            let mut predicate = spec.parents_predicate.take().unwrap_or_default();
            add_keys(&parents.dynamic_filters, &mut predicate).await?;
            let says = !predicate.columns.is_empty();
            spec.parents_predicate = Some(predicate).filter(|_| says);
        }
        let catalog = self.scanned.store.catalog();
        Ok(Some(PlannedScan::of(catalog, &spec)?))
    }

    /// Where its requests go and what they cost.
    pub(crate) async fn source(&self, control: &RunControl) -> Result<Source> {
        self.frame.source(control).await
    }

    /// Its rows, from a scan that it shares or from its own requests.
    async fn read(self, control: Arc<RunControl>) -> Result<Batches> {
        if let Some(Sharing { scan, checks, .. }) = &self.sharing
            && let Some(rows) = scan.read(&control).await
        {
            if *checks {
                let check = self.scanned.check();
                return Ok(rows.map(move |batch| Ok(check(batch?)?)).boxed());
            }
            let shown = self.scanned.shown.clone();
            let project = move |batch: RecordBatch| Ok(batch.project(&shown)?);
            return Ok(rows.map(move |batch| project(batch?)).boxed());
        }
        let pages = self.own_pages(control).await?;
        Ok(pages.map_ok(|page| page.batch).boxed())
    }

    /// Its pages, from its own requests.
    pub(super) async fn own_pages(self, control: Arc<RunControl>) -> Result<Pages> {
        let source = self.source(&control).await?;
        let metrics = source.metrics.clone();
        let plan = self.settled(&source).await?;
        let reading = |scanned: &Scanned| {
            let on_invalid = self.scanned.store.on_invalid(&control.invalid);
            (scanned.decoder(on_invalid), scanned.check())
        };
        let (decoder, check) = reading(&self.scanned);
        let mut reader = PageReader::new(&plan, decoder, check);
        if let Some(parents) = &self.parents {
            let (decoder, check) = reading(&parents.scanned);
            reader = reader.with_parents(decoder, check, parents.only_wanted);
        }
        let skip = usize::try_from(plan.before()).unwrap_or(usize::MAX);
        let most = self.limit.map_or(usize::MAX, |limit| limit - self.skip);
        Ok(limited(rows(plan, reader, source), skip, most)
            .map_err(Error::from)
            .inspect_ok(move |page| metrics.gave(page.rows))
            .boxed())
    }
}

impl SharedSource for ScanExec {
    fn pages(&self, control: Arc<RunControl>) -> BoxFuture<'static, Result<Pages>> {
        self.clone().own_pages(control).boxed()
    }

    fn metrics(&self) -> Option<&ScanMetrics> {
        self.frame.metrics()
    }
}

/// Adds the keys that a join's other side has, once that is read.
async fn add_keys(filters: &[Arc<dyn PhysicalExpr>], predicate: &mut Constraints) -> Result<()> {
    for filter in filters {
        if let Some(filter) = dynamic_filters::dynamic(filter) {
            filter.wait_complete().await;
            let current = filter.current().map_err(Error::of_datafusion)?;
            dynamic_filters::add(predicate, &current);
        }
    }
    Ok(())
}

impl DisplayAs for ScanExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreScan: {}: ", self.scanned.table.name)?;
        if let Some(Sharing { shows: false, .. }) = &self.sharing {
            return write!(f, "read with the first scan of it");
        }
        f.write_str(&self.shown_requests())?;
        if let Some(parents) = &self.parents {
            write!(
                f,
                "; with the rows of {} that they lie in",
                parents.scanned.table.name
            )?;
        }
        if let Some(Sharing { scan, .. }) = &self.sharing {
            write!(f, "; read once for {} scans", scan.readers())?;
        }
        if self.awaits_join_keys {
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
        self.frame.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> DataFusionResult<TreeNodeRecursion>,
    ) -> DataFusionResult<TreeNodeRecursion> {
        // A join fills in only the filters that are named here.
        let of_parents = self
            .parents
            .iter()
            .flat_map(|parents| &parents.dynamic_filters);
        for filter in self.dynamic_filters.iter().chain(of_parents) {
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
        let control = control_of(&context)?;
        let rows = stream::once(self.clone().read(control)).try_flatten();
        Ok(self.frame.stream(rows))
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
        // A window of rows is its own limit.
        (self.skip == 0).then(|| -> Arc<dyn ExecutionPlan> {
            let limited = Self {
                limit,
                ..self.clone()
            };
            Arc::new(limited.replanned())
        })
    }

    fn fetch(&self) -> Option<usize> {
        self.limit.map(|limit| limit - self.skip)
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
        let dynamic_filters: Vec<_> = filters
            .filter(|filter| dynamic_filters::dynamic(filter).is_some())
            .cloned()
            .collect();
        if dynamic_filters.is_empty() {
            return Ok(unchanged);
        }
        Ok(unchanged.with_updated_node(Arc::new(Self {
            dynamic_filters,
            ..self.clone()
        })))
    }
}
