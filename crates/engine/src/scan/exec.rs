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
use datafusion::error::DataFusionError;
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
use super::cut::cut;
use super::decode::Decoder;
use super::fanout::{self, Finish, PageReader, Source, Taken};
use super::keys;
use super::plan::{ScanPlan, Sort};
use super::pushdown::{self, Wanted};
use super::reach::{Reach, Totals};
use super::scanned::Scanned;
use super::shared::Lane;
use super::together::Sharing;
use super::weigh::{Verdict, weigh};
use super::{advice::advice, series};
use crate::context::QueryContext;
use crate::error::{Error, ErrorKind as Kind, Result};
use crate::ledger::Account;
use crate::store::Store;

/// Pages in the API's order that a scan keeps until it has all of them.
const MOST_SORTED_PAGES: usize = 40;

/// Rows as they come.
pub(super) type Batches = stream::BoxStream<'static, Result<RecordBatch>>;
/// Pages as they come.
pub(super) type Pages = stream::BoxStream<'static, Result<Taken>>;

/// A scan.
#[derive(Debug, Clone)]
pub(crate) struct ScanExec {
    pub(super) scanned: Scanned,
    pub(super) sort: Option<Sort>,
    pub(super) limit: Option<usize>,
    /// Rows to leave out before the others, where one page has these: then `limit` counts both.
    pub(super) skip: usize,
    /// Filters that a join fills in while it reads its other side.
    pub(super) joined: Vec<Arc<dyn PhysicalExpr>>,
    /// Wait for these before the first request.
    pub(super) waits: bool,
    /// The scan that reads for this one and others.
    pub(super) sharing: Option<Sharing>,
    /// The parents of its rows, which are read along for another scan.
    pub(super) parents: Option<Box<Scanned>>,
    /// Opened when it runs.
    pub(super) account: Arc<OnceLock<Account>>,
    pub(super) properties: Arc<PlanProperties>,
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
            skip: 0,
            joined: Vec::new(),
            waits: false,
            sharing: None,
            parents: None,
            account: Arc::default(),
            properties: Arc::new(properties),
        })
    }

    /// The table that it reads.
    pub(crate) fn table(&self) -> &Arc<Table> {
        &self.scanned.table
    }

    /// The requests that it will send, as far as they are known before it runs.
    pub(crate) fn plan(&self) -> Result<ScanPlan> {
        let totals = Totals::of(&self.scanned.store);
        Ok(self.weighed(&self.scanned.constraints, &totals)?.0)
    }

    /// The store that it reads.
    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.scanned.store
    }

    /// Whether it waits for the keys of a join's other side, so that its plan is not known before.
    pub(crate) fn waits(&self) -> bool {
        self.waits
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn account(&self) -> Option<&Account> {
        match &self.sharing {
            Some(sharing) if sharing.shows => sharing.scan.scan().account(),
            _ => self.account.get(),
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
        if !whole || !series::sorts(self.table(), &sort) {
            return None;
        }
        let sorted = Self {
            sort: Some(sort.clone()),
            limit: Some(limit),
            ..self.clone()
        };
        let plan = sorted.plan().ok()?;
        let page = plan.series.first().map_or(1, |series| series.page_size);
        let few = limit <= MOST_SORTED_PAGES * page as usize;
        (plan.sort == Some(sort) && few).then_some(sorted)
    }

    /// The same scan without its first rows, where one page has the others.
    pub(crate) fn without_first(&self, skip: usize, fetch: usize) -> Option<Self> {
        if self.waits || self.limit != skip.checked_add(fetch) {
            return None;
        }
        let scan = Self {
            skip,
            ..self.clone()
        };
        scan.plan().ok()?.is_one_page().then_some(scan)
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

    /// Whether a join's keys are worth waiting for however many they are: where each parent is asked for its rows, or where
    /// the API reads the table by keys only and the query names none.
    pub(crate) fn wants_keys(&self) -> bool {
        match self.plan() {
            Ok(plan) => plan.parents.is_some(),
            Err(error) => error.kind == Kind::Unsupported,
        }
    }

    /// Rows that are expected, for DataFusion's choice of sides: the one that wants keys is never read first.
    pub(crate) fn expected_rows(&self) -> usize {
        if self.wants_keys() {
            return usize::MAX / 1024;
        }
        let mut constraints = self.scanned.constraints.clone();
        self.scanned
            .of_parents
            .iter()
            .for_each(|more| constraints.merge(more));
        self.scanned
            .store
            .expected_rows(&self.scanned.table, &constraints, self.limit)
    }

    /// The requests for people.
    pub(super) fn requests(&self) -> String {
        match self.plan() {
            Ok(plan) => plan.to_string(),
            Err(_) if self.waits => "requests by key".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    fn plan_with(&self, constraints: &Constraints) -> Result<ScanPlan> {
        let parents = self.parents.as_deref();
        let plan = pushdown::plan(
            &self.scanned.table,
            &Wanted {
                catalog: self.scanned.store.catalog(),
                columns: &self.scanned.columns(),
                constraints,
                of_parents: self.scanned.of_parents.as_ref(),
                parent_columns: &parents.map(Scanned::columns).unwrap_or_default(),
                sort: self.sort.as_ref(),
                limit: self.limit.map(|limit| limit as u64),
                page_size: self.scanned.store.page_size(),
            },
        )?;
        let fetch = self.limit.unwrap_or_default().saturating_sub(self.skip);
        let window = plan.window(self.skip as u64, fetch as u64);
        Ok(window.filter(|_| self.skip > 0).unwrap_or(plan))
    }

    /// The cheapest plan, by what is known of totals, and the list whose total would tell more.
    fn weighed(
        &self,
        constraints: &Constraints,
        totals: &Totals<'_>,
    ) -> Result<(ScanPlan, Option<Reach>)> {
        let keys = self.plan_with(constraints)?;
        let without = constraints
            .without_lists()
            .filter(|_| self.sort.is_none() && keys.series.len() > 1);
        let Some(Ok(list)) = without.map(|without| self.plan_with(&without)) else {
            return Ok((keys, None));
        };
        let narrowed = self.scanned.of_parents.is_some();
        Ok(match weigh(&keys, &list, narrowed, totals) {
            Verdict::Keys => (keys, None),
            Verdict::List => (list, None),
            Verdict::Ask => (keys, Some(list.reach)),
        })
    }

    /// The plan, with the keys of the join's other side where they make it cheaper.
    async fn settled(&self, source: &Source) -> Result<ScanPlan> {
        let mut constraints = self.scanned.constraints.clone();
        if self.waits {
            for filter in self.joined.iter().filter_map(keys::dynamic) {
                filter.wait_complete().await;
                keys::add(&mut constraints, &filter.current()?);
            }
        }
        let store = Arc::clone(&self.scanned.store);
        let mut totals = Totals::of(&store);
        let (plan, asks) = self.weighed(&constraints, &totals)?;
        let Some(reach) = asks else { return Ok(plan) };
        source.ask(&reach, &mut totals).await?;
        Ok(self.weighed(&constraints, &totals)?.0)
    }

    /// Where its requests go and what they cost.
    pub(crate) async fn source(&self, query: &QueryContext) -> Result<Source> {
        let open = || Account::new(query.ledger(), advice(&self.scanned.table));
        Ok(Source {
            client: self.scanned.store.client().await?.clone(),
            account: self.account.get_or_init(open).clone(),
            store: Arc::clone(&self.scanned.store),
        })
    }

    /// Its rows, from a scan that it shares or from its own requests.
    async fn read(self, query: Arc<QueryContext>) -> Result<Batches> {
        if let Some(Sharing { scan, lane, .. }) = &self.sharing
            && let Some(rows) = scan.read(*lane, &query).await
        {
            if *lane == Lane::Parents || scan.reads_parents() {
                return Ok(rows);
            }
            let shown = self.scanned.shown.clone();
            let project = move |batch: RecordBatch| {
                Ok(batch.project(&shown).map_err(DataFusionError::from)?)
            };
            return Ok(rows.map(move |batch| project(batch?)).boxed());
        }
        self.rows(query).await
    }

    /// Its rows from its own requests.
    async fn rows(self, query: Arc<QueryContext>) -> Result<Batches> {
        Ok(self.pages(query).await?.map_ok(|taken| taken.batch).boxed())
    }

    /// Its pages, from its own requests.
    pub(super) async fn pages(self, query: Arc<QueryContext>) -> Result<Pages> {
        let source = self.source(&query).await?;
        let account = source.account.clone();
        let plan = self.settled(&source).await?;
        let reading = |scanned: &Scanned| {
            let on_invalid = self.scanned.store.on_invalid(query.invalid());
            (scanned.decoder(on_invalid), scanned.finish())
        };
        let (decoder, finish) = reading(&self.scanned);
        let mut reader = PageReader::new(&plan.levels, decoder, finish);
        if let Some(parents) = &self.parents {
            let (decoder, finish) = reading(parents);
            reader = reader.with_parents(decoder, finish);
        }
        let skip = usize::try_from(plan.before()).unwrap_or(usize::MAX);
        let most = self.limit.map_or(usize::MAX, |limit| limit - self.skip);
        let pages = fanout::rows(plan, reader, source);
        Ok(cut(pages, skip, most)
            .inspect_ok(move |taken| account.gave(taken.rows))
            .boxed())
    }
}

/// Reads `columns` of `table` as they are, for the keys of parents.
pub(crate) fn reading(table: &Arc<Table>, columns: &[String]) -> Result<(Decoder, Finish)> {
    let schema = super::provider::schema(table);
    let positions: Vec<usize> = columns
        .iter()
        .filter_map(|name| schema.index_of(name).ok())
        .collect();
    let schema = Arc::new(schema.project(&positions).map_err(DataFusionError::from)?);
    let decoder = Decoder::new(Arc::clone(table), columns.into(), schema);
    Ok((decoder, Arc::new(Ok)))
}

impl DisplayAs for ScanExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreScan: {}: ", self.scanned.table.name)?;
        if let Some(Sharing { scan, shows, .. }) = &self.sharing {
            return match (shows, scan.reads_parents()) {
                (true, true) => write!(f, "{}; with its parents", scan.scan().requests()),
                (true, false) => write!(
                    f,
                    "{}; read once for {} scans",
                    self.requests(),
                    scan.readers()
                ),
                (false, true) => write!(f, "read with the rows of {}", scan.scan().table().name),
                (false, false) => write!(f, "read with the first scan of it"),
            };
        }
        f.write_str(&self.requests())?;
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
        let rows = stream::once(self.clone().read(query)).try_flatten();
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
        // A window of rows is its own limit.
        (self.skip == 0).then(|| -> Arc<dyn ExecutionPlan> {
            Arc::new(Self {
                limit,
                ..self.clone()
            })
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
