//! The scan of one table as a node of DataFusion's physical plan: it plans its requests when it runs, and shows them in
//! EXPLAIN before.

use std::fmt;
use std::sync::{Arc, OnceLock};

use arrow::array::{BooleanArray, RecordBatch, RecordBatchOptions};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use datafusion::common::cast::as_boolean_array;
use datafusion::common::config::ConfigOptions;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Result as DataFusionResult, Statistics};
use datafusion::error::DataFusionError;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_expr::utils::reassign_expr_columns;
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
use super::fanout::{self, Finish, Source};
use super::keys;
use super::plan::{ScanPlan, Sort};
use super::pushdown::{self, Wanted};
use super::reach::{Reach, Totals};
use super::shared::Shared;
use super::weigh::{Verdict, weigh};
use super::{advice::advice, series};
use crate::context::QueryContext;
use crate::error::{Error, Kind, Result};
use crate::ledger::Account;
use crate::store::Store;

/// Pages in the API's order that a scan keeps until it has all of them.
const MOST_SORTED_PAGES: usize = 40;

/// Rows as they come.
type Batches = stream::BoxStream<'static, Result<RecordBatch>>;

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
    /// The filters as the query spells them.
    pub(crate) filters: Vec<Expr>,
    /// The filters, over `read`.
    pub(crate) checks: Vec<Arc<dyn PhysicalExpr>>,
}

impl Scanned {
    /// Whether both read the same rows, whatever their columns.
    fn same_rows(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.store, &other.store)
            && self.table.name == other.table.name
            && self.filters == other.filters
            && self.of_parents == other.of_parents
            && !self.filters.iter().any(Expr::is_volatile)
    }

    /// The same rows with more columns, of which the same are shown.
    fn reading(&self, read: &SchemaRef) -> DataFusionResult<Self> {
        let check = |check: &Arc<dyn PhysicalExpr>| reassign_expr_columns(Arc::clone(check), read);
        let shown = self.shown.iter();
        let shown = shown.map(|column| read.index_of(self.read.field(*column).name()));
        Ok(Self {
            read: Arc::clone(read),
            shown: shown.collect::<Result<_, _>>()?,
            checks: self
                .checks
                .iter()
                .map(check)
                .collect::<DataFusionResult<_>>()?,
            ..self.clone()
        })
    }
}

/// A scan.
#[derive(Debug, Clone)]
pub(crate) struct ScanExec {
    scanned: Scanned,
    sort: Option<Sort>,
    limit: Option<usize>,
    /// Rows to leave out before the others, where one page has these: then `limit` counts both.
    skip: usize,
    /// Filters that a join fills in while it reads its other side.
    joined: Vec<Arc<dyn PhysicalExpr>>,
    /// Wait for these before the first request.
    waits: bool,
    /// The scan that reads for this one and others, and whether this one is the first of them.
    shared: Option<(Arc<Shared>, bool)>,
    /// Opened when it runs.
    account: Arc<OnceLock<Account>>,
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
            skip: 0,
            joined: Vec::new(),
            waits: false,
            shared: None,
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
        match &self.shared {
            Some((shared, true)) => shared.scan().account(),
            _ => self.account.get(),
        }
    }

    /// Whether another scan of the query reads for this one.
    pub(crate) fn is_read_along(&self) -> bool {
        matches!(self.shared, Some((_, false)))
    }

    /// Whether both read the same rows, so that one can read for both.
    pub(crate) fn same_rows(&self, other: &Self) -> bool {
        let known = !self.waits && !other.waits;
        let cut = (&self.sort, self.limit, self.skip) == (&other.sort, other.limit, other.skip);
        known && cut && self.scanned.same_rows(&other.scanned)
    }

    /// The same scans, read once for all of them.
    pub(crate) fn shared(scans: &[&Self]) -> DataFusionResult<Vec<Self>> {
        let Some(first) = scans.first() else {
            return Ok(Vec::new());
        };
        let columns = |scan: &&Self| {
            scan.scanned
                .read
                .fields()
                .iter()
                .cloned()
                .collect::<Vec<_>>()
        };
        let all = super::provider::schema(first.table());
        let mut wanted: Vec<usize> = scans
            .iter()
            .flat_map(columns)
            .filter_map(|field| all.index_of(field.name()).ok())
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let read: SchemaRef = Arc::new(all.project(&wanted)?);
        let mut scanned = first.scanned.reading(&read)?;
        scanned.shown = (0..read.fields().len()).collect();
        let whole = Self {
            sort: first.sort.clone(),
            skip: first.skip,
            ..Self::new(scanned, first.limit)?
        };
        let shared = Shared::new(whole, scans.len());
        let reader = |(place, scan): (usize, &&Self)| {
            Ok(Self {
                scanned: scan.scanned.reading(&read)?,
                shared: Some((Arc::clone(&shared), place == 0)),
                ..(*scan).clone()
            })
        };
        scans.iter().enumerate().map(reader).collect()
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
    fn requests(&self) -> String {
        match self.plan() {
            Ok(plan) => plan.to_string(),
            Err(_) if self.waits => "requests by key".to_owned(),
            Err(error) => error.to_string(),
        }
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
        let plan = pushdown::plan(
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
        if let Some((shared, _)) = &self.shared
            && let Some(rows) = shared.read(&query).await
        {
            let shown = self.scanned.shown.clone();
            let project = move |batch: RecordBatch| {
                Ok(batch.project(&shown).map_err(DataFusionError::from)?)
            };
            return Ok(rows.map(move |batch| project(batch?)).boxed());
        }
        self.rows(query).await
    }

    /// Its rows from its own requests.
    pub(super) async fn rows(self, query: Arc<QueryContext>) -> Result<Batches> {
        let source = self.source(&query).await?;
        let account = source.account.clone();
        let plan = self.settled(&source).await?;
        let decoder = Decoder::new(
            Arc::clone(&self.scanned.table),
            self.columns().into(),
            Arc::clone(&self.scanned.read),
        )
        .with(self.scanned.store.on_invalid(query.invalid()));
        let skip = usize::try_from(plan.before()).unwrap_or(usize::MAX);
        let most = self.limit.map_or(usize::MAX, |limit| limit - self.skip);
        let batches = fanout::rows(plan, decoder, source, self.finish());
        let batches = batches.map_ok(|taken| taken.batch).boxed();
        Ok(cut(batches, skip, most)
            .inspect_ok(move |batch| account.gave(batch.num_rows()))
            .boxed())
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
                    .map_err(DataFusionError::from)?,
            );
            let columns = shown
                .iter()
                .map(|column| Arc::clone(batch.column(*column)))
                .collect();
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            let batch = RecordBatch::try_new_with_options(schema, columns, &options);
            Ok(batch.map_err(DataFusionError::from)?)
        })
    }
}

fn keep(batch: &RecordBatch, wanted: &BooleanArray) -> Result<RecordBatch> {
    Ok(filter_record_batch(batch, wanted).map_err(DataFusionError::from)?)
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
        if let Some((shared, first)) = &self.shared {
            return match first {
                true => write!(
                    f,
                    "{}; read once for {} scans",
                    self.requests(),
                    shared.readers()
                ),
                false => write!(f, "read with the first scan of it"),
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
