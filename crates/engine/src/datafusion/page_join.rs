//! Rows joined with the parents that they lie in, page by page: a page of orders brings each of its orders with all of its items, so
//! that the join of a page needs no row of another one. It keeps no row behind its page, whatever the table's size.

use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{JoinSide, Result as DataFusionResult, internal_err};
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::execution_plan::{EmissionType, reset_plan_states};
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, PhysicalExpr, PlanProperties, Statistics,
};
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use storeql_scan::PageBatch;

use super::frame::{Frame, control_of};
use super::join_sides::{drops_left, drops_right};
use super::store_scan::{ParentScan, ScanExec};
use crate::error::{Error, Result};

/// A join of a scan's rows with the parents that they lie in.
#[derive(Debug, Clone)]
pub(crate) struct PageJoinExec {
    /// Reads both sides.
    scan: Arc<dyn ExecutionPlan>,
    /// What is done with a page, over the scans of both sides, which do not run.
    join: Arc<dyn ExecutionPlan>,
    /// Rows that are enough.
    fetch: Option<usize>,
    frame: Frame,
}

impl PageJoinExec {
    /// The join, where the requests for `parents` bring `rows` along. `side` is where the parents stand. A row may be joined with its own
    /// parent only, which is the caller's to see to.
    pub(crate) fn of(
        join: &HashJoinExec,
        rows: &ScanExec,
        parents: &ScanExec,
        side: JoinSide,
    ) -> DataFusionResult<Option<Self>> {
        // NOT IN: one NULL among all rows decides for each of the others.
        if join.null_aware || !rows.lies_in(parents) {
            return Ok(None);
        }
        let only_wanted = match side {
            JoinSide::Left => drops_right(*join.join_type()),
            _ => drops_left(*join.join_type()),
        };
        let own = join.dynamic_expressions_produced();
        let scan = rows.with_parents(parents, only_wanted, &own)?;
        let fetch = join.fetch();
        let join: Arc<dyn ExecutionPlan> = Arc::new(join.builder().with_fetch(None).build()?);
        let emission = EmissionType::Incremental;
        let frame = Frame::new(rows.store(), rows.table(), join.schema(), emission);
        Ok(Some(Self {
            frame: frame.knowing(join.properties().equivalence_properties().clone()),
            scan: Arc::new(scan),
            join,
            fetch,
        }))
    }

    /// What is done with a page, over the page's rows.
    fn over(&self, page: &PageBatch) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let scan = self.scan.downcast_ref::<ScanExec>();
        let rows = scan.map(|scan| &scan.table().name);
        let join = Arc::clone(&self.join).transform_up(|node| {
            if let (true, [below]) = (moves_rows(node.as_ref()), node.children().as_slice()) {
                return Ok(Transformed::yes(Arc::clone(below)));
            }
            let Some(scan) = node.downcast_ref::<ScanExec>() else {
                return Ok(Transformed::no(node));
            };
            let batch = match Some(&scan.table().name) == rows {
                true => page.batch.clone(),
                false => {
                    let none = || RecordBatch::new_empty(scan.schema());
                    page.parents.clone().unwrap_or_else(none)
                }
            };
            let batch = MemorySourceConfig::try_new_exec(&[vec![batch]], scan.schema(), None)?;
            Ok(Transformed::yes(batch as Arc<dyn ExecutionPlan>))
        });
        reset_plan_states(join.data()?)
    }

    /// The rows of a page, joined.
    fn joined(
        &self,
        page: PageBatch,
        context: &Arc<TaskContext>,
    ) -> Result<impl Stream<Item = Result<RecordBatch>> + Send + use<>> {
        let join = self.over(&page).map_err(Error::of_datafusion)?;
        let rows = join
            .execute(0, Arc::clone(context))
            .map_err(Error::of_datafusion)?;
        // The page's room in the scan's memory is its own until it is joined.
        Ok(rows.map(move |batch| {
            let _page = &page;
            batch.map_err(Error::of_datafusion)
        }))
    }
}

/// Whether a node only moves rows from some partitions to others. A page is one partition.
pub(super) fn moves_rows(node: &dyn ExecutionPlan) -> bool {
    node.downcast_ref::<RepartitionExec>().is_some()
        || node.downcast_ref::<CoalescePartitionsExec>().is_some()
}

impl ScanExec {
    /// Whether the requests for `parents` bring these rows along, so that one list answers both scans.
    fn lies_in(&self, parents: &Self) -> bool {
        let embedded = self.table().embedded.as_ref();
        let inside = embedded.is_some_and(|embedded| embedded.table == parents.table().name);
        let whole = |scan: &Self| {
            let all = scan.sort.is_none() && scan.limit.is_none() && scan.skip == 0;
            all && scan.sharing.is_none() && scan.parents.is_none()
        };
        let of_one_store = Arc::ptr_eq(self.store(), parents.store());
        if !inside || !of_one_store || !whole(self) || !whole(parents) {
            return false;
        }
        match (self.plan(), parents.plan()) {
            (Ok(rows), Ok(parents)) => rows.same_list(parents),
            _ => false,
        }
    }

    /// The scan that reads both. It waits for the keys of every join but the one of the two, which fills in `own`.
    fn with_parents(
        &self,
        parents: &Self,
        only_wanted: bool,
        own: &[Arc<dyn PhysicalExpr>],
    ) -> DataFusionResult<Self> {
        let of_others = |scan: &Self| -> Vec<Arc<dyn PhysicalExpr>> {
            let filters = scan.dynamic_filters.iter();
            let other = |filter: &&Arc<dyn PhysicalExpr>| {
                !own.iter()
                    .any(|own| own.expression_id() == filter.expression_id())
            };
            filters.filter(other).cloned().collect()
        };
        let dynamic_filters = of_others(self);
        let beside = ParentScan {
            scanned: parents.scanned.clone(),
            dynamic_filters: of_others(parents),
            only_wanted,
        };
        let awaits = [(self, &dynamic_filters), (parents, &beside.dynamic_filters)];
        Ok(Self {
            awaits_join_keys: awaits
                .iter()
                .any(|(scan, filters)| scan.awaits_join_keys && !filters.is_empty()),
            dynamic_filters,
            parents: Some(Box::new(beside)),
            ..Self::new(self.scanned.clone(), None)?
        })
    }
}

impl DisplayAs for PageJoinExec {
    fn fmt_as(&self, kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StorePageJoin: page by page, ")?;
        self.join.fmt_as(kind, f)
    }
}

impl ExecutionPlan for PageJoinExec {
    fn name(&self) -> &str {
        "StorePageJoin"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.frame.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.scan]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> DataFusionResult<TreeNodeRecursion>,
    ) -> DataFusionResult<TreeNodeRecursion> {
        // Nothing outside fills in or reads the expressions of what is done with a page.
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let [scan] = children.as_slice() else {
            return internal_err!("a join by pages has one scan");
        };
        Ok(Arc::new(Self {
            scan: Arc::clone(scan),
            ..Self::clone(&self)
        }))
    }

    fn execute(
        &self,
        _: usize,
        context: Arc<TaskContext>,
    ) -> DataFusionResult<SendableRecordBatchStream> {
        let control = control_of(&context)?;
        let Some(scan) = self.scan.downcast_ref::<ScanExec>().cloned() else {
            return internal_err!("a join by pages has another node in the place of its scan");
        };
        let this = self.clone();
        let pages = stream::once(scan.own_pages(control)).try_flatten();
        let rows = pages
            .map(move |page| this.joined(page?, &context))
            .try_flatten();
        Ok(self.frame.stream(first(rows, self.fetch)))
    }

    fn partition_statistics(&self, _: Option<usize>) -> DataFusionResult<Arc<Statistics>> {
        StatisticsContext::new().compute(self.join.as_ref(), &StatisticsArgs::default())
    }

    fn fetch(&self) -> Option<usize> {
        self.fetch
    }

    fn with_fetch(&self, fetch: Option<usize>) -> Option<Arc<dyn ExecutionPlan>> {
        Some(Arc::new(Self {
            fetch,
            ..self.clone()
        }))
    }
}

/// The first `fetch` rows. With the last of them the stream ends, and so do the requests under way.
fn first(
    rows: impl Stream<Item = Result<RecordBatch>> + Send + 'static,
    fetch: Option<usize>,
) -> impl Stream<Item = Result<RecordBatch>> + Send + 'static {
    let most = fetch.unwrap_or(usize::MAX);
    let start = (most > 0).then(|| (Box::pin(rows), most));
    stream::try_unfold(start, |state| async move {
        let Some((mut rows, most)) = state else {
            return Ok(None);
        };
        let batch = rows.try_next().await?;
        Ok(batch.map(|batch| {
            let batch = batch.slice(0, batch.num_rows().min(most));
            let left = most - batch.num_rows();
            (batch, (left > 0).then_some((rows, left)))
        }))
    })
}
