//! Scans of one query that the same requests answer, so that one of them reads for all. Each reader keeps the rows that it wants.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::common::Result as DataFusionResult;
use storeql_scan::arrow_schema;

use super::shared_scan::{Shared, Sharing};
use super::store_scan::ScanExec;

impl ScanExec {
    /// Whether the same requests answer both, so that one can read for both: they want the same rows, or filter by what the API does not
    /// know.
    pub(crate) fn same_requests(&self, other: &Self) -> bool {
        let known = !self.awaits_join_keys && !other.awaits_join_keys;
        let cut = (&self.sort, self.limit, self.skip) == (&other.sort, other.limit, other.skip);
        let alone = self.parents.is_none() && other.parents.is_none();
        let either = self.scanned.same_rows(&other.scanned) || self.same_lists(other);
        known && cut && alone && either
    }

    /// Whether both read the same lists whole, and each of them has no other way.
    fn same_lists(&self, other: &Self) -> bool {
        let whole = self.sort.is_none() && self.limit.is_none() && self.skip == 0;
        if !whole || !self.scanned.same_table(&other.scanned) {
            return false;
        }
        let (Ok(own), Ok(others)) = (self.planned(), other.planned()) else {
            return false;
        };
        match (own.only(), others.only()) {
            (Some(own), Some(others)) => own.same_requests(others),
            _ => false,
        }
    }

    /// The same scans, read once for all of them.
    pub(crate) fn shared(scans: &[&Self]) -> DataFusionResult<Vec<Self>> {
        let Some(first) = scans.first() else {
            return Ok(Vec::new());
        };
        let all = arrow_schema(first.table());
        let mut wanted: Vec<usize> = scans
            .iter()
            .flat_map(|scan| scan.scanned.columns())
            .filter_map(|name| all.index_of(&name).ok())
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let read: SchemaRef = Arc::new(all.project(&wanted)?);
        let checks = !scans
            .iter()
            .all(|scan| scan.scanned.same_rows(&first.scanned));
        let mut scanned = first.scanned.reading(&read)?;
        if checks {
            scanned.filters.clear();
            scanned.checks.clear();
        }
        scanned.shown = (0..read.fields().len()).collect();
        let whole = Self {
            sort: first.sort.clone(),
            skip: first.skip,
            ..Self::new(scanned, first.limit)?
        };
        let shared = Shared::new(Arc::new(whole.replanned()), scans.len());
        let reader = |(place, scan): (usize, &&Self)| {
            Ok(Self {
                scanned: scan.scanned.reading(&read)?,
                sharing: Some(Sharing {
                    scan: Arc::clone(&shared),
                    shows: place == 0,
                    checks,
                }),
                ..(*scan).clone()
            }
            .replanned())
        };
        scans.iter().enumerate().map(reader).collect()
    }
}
