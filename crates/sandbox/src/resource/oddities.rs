//! How an answer deviates from the right one, where faults say so: pages that lack rows, totals of a page only, pages that come
//! again. Which faults hit a request is decided before.

use serde_json::Value;

use crate::fault_spec::{Fault, FaultKind};
use crate::random::Random;

/// The deviations of one answer. The default is none.
#[derive(Debug, Default)]
pub(crate) struct Oddities {
    /// Pages hold no more rows than this.
    pub(crate) largest_page: Option<usize>,
    /// So many rows are missing at the start of the page, and so many at its end.
    pub(crate) missing: (usize, usize),
    /// `total` counts the page.
    pub(crate) total_of_page: bool,
    /// The first page is answered, whichever is asked for.
    pub(crate) first_page: bool,
    /// The cursor of the next page is the one that was sent.
    pub(crate) stuck_cursor: bool,
    /// Equal rows change places.
    pub(crate) reorder: Option<Reorder>,
    /// Members that are null: all but the key where the list is empty.
    pub(crate) null_members: Option<Vec<String>>,
}

/// How equal rows change places.
#[derive(Debug)]
pub(crate) struct Reorder {
    seed: u64,
    /// Whether all rows of a list without a sort count as equal.
    pub(crate) unsorted: bool,
}

impl Oddities {
    /// What these faults do to an answer.
    pub(crate) fn of(faults: &[Fault], seed: u64) -> Self {
        let mut oddities = Self::default();
        for fault in faults {
            match fault.kind {
                FaultKind::Short if fault.limit.is_some() => oddities.largest_page = fault.limit,
                FaultKind::Short if fault.from_end => oddities.missing.1 += fault.rows,
                FaultKind::Short => oddities.missing.0 += fault.rows,
                FaultKind::Total => oddities.total_of_page = true,
                FaultKind::Repeat => oddities.first_page = true,
                FaultKind::StuckCursor => oddities.stuck_cursor = true,
                FaultKind::Reorder => {
                    oddities.reorder = Some(Reorder {
                        seed,
                        unsorted: fault.unsorted,
                    });
                }
                FaultKind::NullMembers => oddities.null_members = Some(fault.members.clone()),
                _ => {}
            }
        }
        oddities
    }

    /// Sets the members of a row to null that are to be null.
    pub(crate) fn blank(members: &[String], key: &str, row: &mut Value) {
        for (name, value) in row.as_object_mut().into_iter().flatten() {
            let wanted = members.is_empty() || members.contains(name);
            if wanted && !key.split(' ').any(|word| word == name) {
                *value = Value::Null;
            }
        }
    }
}

impl Reorder {
    /// Puts rows that compare as equal into an order of this page. The same page always has the same order.
    pub(crate) fn apply(
        &self,
        page: usize,
        indexes: &mut [usize],
        equal: impl Fn(usize, usize) -> bool,
    ) {
        let mut start = 0;
        while start < indexes.len() {
            let first = indexes[start];
            let run = indexes[start..]
                .iter()
                .take_while(|index| equal(first, **index))
                .count()
                .max(1);
            indexes[start..start + run].sort_by_key(|index| {
                let salt = self.seed.wrapping_add(page as u64);
                Random::at(salt, "reorder", *index).next()
            });
            start += run;
        }
    }
}
