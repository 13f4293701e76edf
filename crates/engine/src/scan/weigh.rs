//! Whether rows are cheaper asked for by their keys or found in the list read without them.

use super::constraint::Constraints;
use super::plan::ScanPlan;
use super::reach::Totals;

/// Requests for keys that are sent without a thought: weighing them could cost more than it saves.
const FEW: u64 = 3;

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Keys,
    List,
    /// One small request for the list's total would decide it.
    Ask,
}

/// Compares the plan that names keys with the one that does not. Answers to lists of keys cost the store more than pages,
/// so that keys have to save a quarter of the requests.
///
/// Where the list is `narrowed` to the same parents that the keys are of, it has as many items as there are keys.
pub(super) fn weigh(
    keys: &ScanPlan,
    list: &ScanPlan,
    narrowed: bool,
    totals: &Totals<'_>,
) -> Verdict {
    let asked = keys.series.len() as u64;
    // The list below every parent is all that the keys ask for, and the parents.
    if list.parents.is_some() {
        return Verdict::Keys;
    }
    if narrowed && list.reach.exact() && list.pages_of(keys) <= asked {
        return Verdict::List;
    }
    let by_list = list.estimate(totals);
    if by_list.certain && by_list.requests < asked {
        return Verdict::List;
    }
    let by_keys = keys.estimate(totals).requests;
    if asked.min(by_keys) <= FEW {
        return Verdict::Keys;
    }
    if !by_list.certain && list.limit.is_none() && list.reach.question().is_some() {
        return Verdict::Ask;
    }
    if by_keys.saturating_mul(4) <= by_list.requests.saturating_mul(3) {
        Verdict::Keys
    } else {
        Verdict::List
    }
}

impl Constraints {
    /// The same without its lists of values, which the scan's own check still holds the rows against.
    pub(super) fn without_lists(&self) -> Option<Self> {
        let mut without = self.clone();
        without
            .columns
            .retain(|_, tests| tests.allowed.as_ref().is_none_or(|values| values.len() < 2));
        without.partial = true;
        (without.columns.len() < self.columns.len()).then_some(without)
    }
}
