//! Scans of one query that the same requests answer: those of the same rows, and those of rows that lie in the other's.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::common::Result as DataFusionResult;

use super::exec::ScanExec;
use super::plan::ScanPlan;
use super::shared::{Lane, Shared};

/// A scan's part in one that reads for several.
#[derive(Debug, Clone)]
pub(super) struct Sharing {
    /// The one that reads.
    pub(super) scan: Arc<Shared>,
    /// Which of its rows these are.
    pub(super) lane: Lane,
    /// EXPLAIN shows the requests here, and elsewhere that there are none.
    pub(super) shows: bool,
}

impl ScanExec {
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
        let all = super::provider::schema(first.table());
        let mut wanted: Vec<usize> = scans
            .iter()
            .flat_map(|scan| scan.scanned.columns())
            .filter_map(|name| all.index_of(&name).ok())
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
                sharing: Some(Sharing {
                    scan: Arc::clone(&shared),
                    lane: Lane::Rows,
                    shows: place == 0,
                }),
                ..(*scan).clone()
            })
        };
        scans.iter().enumerate().map(reader).collect()
    }

    /// Whether the requests for `parents` bring these rows along, so that one list answers both scans.
    pub(crate) fn lies_in(&self, parents: &Self) -> bool {
        let embedded = self.table().embedded.as_ref();
        let inside = embedded.is_some_and(|embedded| embedded.table == parents.table().name);
        let whole = |scan: &Self| {
            scan.sort.is_none() && scan.limit.is_none() && scan.skip == 0 && scan.sharing.is_none()
        };
        let of_one_store = Arc::ptr_eq(self.store(), parents.store());
        let steady = !self.scanned.is_volatile() && !parents.scanned.is_volatile();
        // Lists of keys are weighed when a scan runs, and each its own way.
        let lists = [self, parents]
            .iter()
            .any(|scan| scan.scanned.constraints.without_lists().is_some());
        let alike = inside && of_one_store && steady && !lists && !parents.waits;
        if !alike || !whole(self) || !whole(parents) {
            return false;
        }
        match (self.plan(), parents.plan()) {
            // Few parents of many are left by a filter that the API does not know, and some of the others would be asked for
            // their rows by themselves.
            (Ok(rows), Ok(parents)) if self.waits && !parents.exact && rows.may_be_abridged() => {
                false
            }
            (Ok(rows), Ok(parents)) => same_list(&rows, &parents),
            _ => false,
        }
    }

    /// Both scans, read by one list.
    pub(crate) fn read_with(&self, parents: &Self) -> DataFusionResult<(Self, Self)> {
        let both = Self {
            parents: Some(Box::new(parents.scanned.clone())),
            ..Self::new(self.scanned.clone(), None)?
        };
        let scan = Shared::new(both, 2);
        let sharing = |lane, shows| {
            Some(Sharing {
                scan: Arc::clone(&scan),
                lane,
                shows,
            })
        };
        let rows = Self {
            sharing: sharing(Lane::Rows, true),
            ..self.clone()
        };
        let parents = Self {
            sharing: sharing(Lane::Parents, false),
            ..parents.clone()
        };
        Ok((rows, parents))
    }
}

/// Whether both plans read the same items of one list, by pages of one size. A list with smaller pages for what it brings along
/// costs more than two lists where a join leaves few parents.
fn same_list(rows: &ScanPlan, parents: &ScanPlan) -> bool {
    let one_step = rows.levels.len() == 1 && parents.levels.is_empty();
    let lists = rows.parents.is_none() && parents.parents.is_none();
    let alike = rows.series.len() == parents.series.len()
        && rows
            .series
            .iter()
            .zip(&parents.series)
            .all(|(left, right)| {
                (left.page_size, &left.path, &left.paging)
                    == (right.page_size, &right.path, &right.paging)
            });
    one_step && lists && alike && rows.reach.same_items(&parents.reach)
}
