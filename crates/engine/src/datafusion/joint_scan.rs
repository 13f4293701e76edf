//! Scans of one query that the same requests answer: those of the same rows, and those of rows that lie in the other's.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::common::Result as DataFusionResult;
use storeql_scan::arrow_schema;

use super::shared_scan::{Output, Shared, Sharing};
use super::store_scan::ScanExec;

impl ScanExec {
    /// Whether both read the same rows, so that one can read for both.
    pub(crate) fn same_rows(&self, other: &Self) -> bool {
        let known = !self.awaits_join_keys && !other.awaits_join_keys;
        let cut = (&self.sort, self.limit, self.skip) == (&other.sort, other.limit, other.skip);
        known && cut && self.scanned.same_rows(&other.scanned)
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
        let mut scanned = first.scanned.reading(&read)?;
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
                    output: Output::Rows,
                    shows: place == 0,
                }),
                ..(*scan).clone()
            }
            .replanned())
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
            .any(|scan| scan.scanned.predicate.without_lists().is_some());
        let alike = inside && of_one_store && steady && !lists && !parents.awaits_join_keys;
        if !alike || !whole(self) || !whole(parents) {
            return false;
        }
        match (self.plan(), parents.plan()) {
            // Few parents of many are left by a filter that the API does not know, and some of the others would be asked for
            // their rows by themselves.
            (Ok(rows), Ok(parents))
                if self.awaits_join_keys && !parents.exact && rows.may_be_abridged() =>
            {
                false
            }
            (Ok(rows), Ok(parents)) => rows.same_list(parents),
            _ => false,
        }
    }

    /// Both scans, read by one list.
    pub(crate) fn read_with(&self, parents: &Self) -> DataFusionResult<(Self, Self)> {
        let both = Self {
            parents: Some(Box::new(parents.scanned.clone())),
            ..Self::new(self.scanned.clone(), None)?
        };
        let scan = Shared::new(Arc::new(both.replanned()), 2);
        let sharing = |output, shows| {
            Some(Sharing {
                scan: Arc::clone(&scan),
                output,
                shows,
            })
        };
        let rows = Self {
            sharing: sharing(Output::Rows, true),
            ..self.clone()
        };
        let parents = Self {
            sharing: sharing(Output::Parents, false),
            ..parents.clone()
        };
        Ok((rows, parents))
    }
}
