//! Whether rows are cheaper asked for by their keys or found in the list read without them.
//!
//! `WHERE id IN (…)` with thousands of keys may cost more requests than the whole list. Both plans are made once, when a
//! scan is planned; which of them is taken depends on how many rows the list has, and that is often told only later.

use storeql_catalog::Catalog;

use super::cardinality::{ListCardinality, RowCounts};
use super::planner::plan;
use super::scan_plan::ScanPlan;
use super::spec::ScanSpec;
use crate::error::Result;
use crate::predicate::Constraints;

/// Requests for keys that are sent without a comparison: asking for the list's total could cost more than it saves.
const FEW: u64 = 3;

/// Which of a scan's plans is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccessPath {
    Keys,
    List,
    /// One small request for the list's total would decide it.
    AskTotal,
}

/// The plans of one scan, of which one is carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedScan {
    /// Names the keys of the predicate, where it has some.
    keys: ScanPlan,
    /// Reads the list without them, where that is another way.
    list: Option<ScanPlan>,
    /// The list is narrowed to the same parents that the keys are of, so that it has as many items as there are keys.
    narrowed: bool,
}

impl PlannedScan {
    /// Plans the scan of `spec`. Sends nothing.
    pub fn of(catalog: &Catalog, spec: &ScanSpec) -> Result<Self> {
        let keys = plan(catalog, spec)?;
        let split = spec.sort.is_none() && keys.lists.len() > 1;
        let without = split.then(|| without_lists(spec)).flatten();
        let as_narrow = |list: &ScanSpec| list.parents_predicate == spec.parents_predicate;
        let narrowed = spec.parents_predicate.is_some() && without.as_ref().is_some_and(as_narrow);
        let list = without.map(|spec| plan(catalog, &spec));
        Ok(Self {
            keys,
            list: list.and_then(Result::ok),
            narrowed,
        })
    }

    /// The plan, where the scan has one way only.
    pub fn only(&self) -> Option<&ScanPlan> {
        self.list.is_none().then_some(&self.keys)
    }

    /// The cheapest plan, by what is known of row counts, and the list whose total would tell more.
    pub fn cheapest(&self, counts: &RowCounts<'_>) -> (&ScanPlan, Option<&ListCardinality>) {
        let Some(list) = &self.list else {
            return (&self.keys, None);
        };
        match self.access_path(list, counts) {
            AccessPath::Keys => (&self.keys, None),
            AccessPath::List => (list, None),
            AccessPath::AskTotal => (&self.keys, Some(&list.cardinality)),
        }
    }

    /// Compares the plan that names keys with the one that does not. Answers to lists of keys cost the store more than pages,
    /// so that keys have to save a quarter of the requests.
    fn access_path(&self, list: &ScanPlan, counts: &RowCounts<'_>) -> AccessPath {
        let asked = self.keys.lists.len() as u64;
        // The list below every parent is all that the keys ask for, and the parents.
        if list.parents.is_some() {
            return AccessPath::Keys;
        }
        if self.narrowed && list.cardinality.exact() && list.pages_of(&self.keys) <= asked {
            return AccessPath::List;
        }
        let by_list = list.estimate(counts);
        let certain = by_list.certain.then_some(by_list.requests);
        // With a limit, the lists of the keys are read one after another, and the first may be enough.
        let all = list.limit.is_none();
        let without_filters = || all.then(|| list.pages_without_filters(counts)).flatten();
        let at_most = certain.or_else(without_filters);
        if at_most.is_some_and(|most| most < asked) || list.is_likely_one_page(counts) {
            return AccessPath::List;
        }
        let by_keys = self.keys.estimate(counts).requests;
        if asked.min(by_keys) <= FEW {
            return AccessPath::Keys;
        }
        if !by_list.certain && list.limit.is_none() && list.cardinality.question().is_some() {
            return AccessPath::AskTotal;
        }
        if by_keys.saturating_mul(4) <= by_list.requests.saturating_mul(3) {
            AccessPath::Keys
        } else {
            AccessPath::List
        }
    }
}

/// The scan without lists of values: its own, or those of its parents, so that the items of some orders are read by the list that
/// the orders are read by. Where it reads the parents too, without those of both.
fn without_lists(spec: &ScanSpec) -> Option<ScanSpec> {
    let of_rows = spec.predicate.without_lists();
    let of_parents = spec.parents_predicate.as_ref();
    let of_parents = of_parents
        .filter(|_| of_rows.is_none() || spec.reads_parents())
        .and_then(Constraints::without_lists);
    (of_rows.is_some() || of_parents.is_some()).then(|| ScanSpec {
        predicate: of_rows.unwrap_or_else(|| spec.predicate.clone()),
        parents_predicate: of_parents.or_else(|| spec.parents_predicate.clone()),
        ..spec.clone()
    })
}

#[cfg(test)]
#[path = "access_path_tests.rs"]
mod tests;
