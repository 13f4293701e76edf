//! The integer keys that a scan has read, as runs: 1 to 9,500 without a gap is one run.

/// Keys as ascending runs that do not touch.
#[derive(Debug, Default)]
pub(super) struct KnownKeys {
    runs: Vec<(i64, i64)>,
    /// Runs before this one are in order and do not touch.
    settled: usize,
}

impl KnownKeys {
    pub(super) fn add(&mut self, keys: impl IntoIterator<Item = i64>) {
        for key in keys {
            match self.runs.last_mut() {
                Some((_, last)) if *last == key => {}
                Some((_, last)) if last.checked_add(1) == Some(key) => *last = key,
                _ => self.runs.push((key, key)),
            }
        }
    }

    /// Puts the runs in order.
    pub(super) fn settle(&mut self) {
        if self.settled == self.runs.len() {
            return;
        }
        self.runs.sort_unstable();
        self.runs.dedup_by(|next, run| {
            let touches = next.0 <= run.1.saturating_add(1);
            if touches {
                run.1 = run.1.max(next.1);
            }
            touches
        });
        self.settled = self.runs.len();
    }

    /// How many there are, once they are settled.
    pub(super) fn count(&self) -> u64 {
        sizes(&self.runs)
    }

    /// Whether `key` is one of them, once they are settled.
    pub(super) fn contain(&self, key: i64) -> bool {
        let after = self.runs.partition_point(|(first, _)| *first <= key);
        after > 0 && self.runs[after - 1].1 >= key
    }

    /// The ranges between `low` and `high` that have none of them, once they are settled.
    pub(super) fn gaps(&self, low: i64, high: i64) -> Vec<(i64, i64)> {
        let mut gaps = Vec::new();
        let mut next = low;
        let from = self.runs.partition_point(|(_, last)| *last < low);
        for (first, last) in &self.runs[from..] {
            if next > high || *first > high {
                break;
            }
            if *first > next {
                gaps.push((next, *first - 1));
            }
            next = last.saturating_add(1);
        }
        if next <= high {
            gaps.push((next, high));
        }
        gaps
    }

    /// The largest, once they are settled.
    pub(super) fn last(&self) -> Option<i64> {
        self.runs.last().map(|(_, last)| *last)
    }
}

/// How many keys ranges have.
pub(super) fn sizes(ranges: &[(i64, i64)]) -> u64 {
    let size = |(first, last): &(i64, i64)| last.abs_diff(*first) + 1;
    ranges.iter().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(keys: &[i64]) -> KnownKeys {
        let mut known = KnownKeys::default();
        known.add(keys.iter().copied());
        known.settle();
        known
    }

    #[test]
    fn keys_are_counted_once_in_any_order() {
        let known = of(&[5, 6, 7, 1, 2, 7, 6, 3, 10]);
        assert_eq!(known.runs, [(1, 3), (5, 7), (10, 10)]);
        assert_eq!(known.count(), 7);
        assert!(known.contain(6) && !known.contain(4) && !known.contain(11));
        assert!(!known.contain(0));
    }

    #[test]
    fn gaps_are_what_is_not_known() {
        let known = of(&[3, 4, 7]);
        assert_eq!(known.gaps(1, 9), [(1, 2), (5, 6), (8, 9)]);
        assert_eq!(known.gaps(4, 7), [(5, 6)]);
        assert_eq!(known.gaps(8, 8), [(8, 8)]);
        assert!(known.gaps(3, 4).is_empty());
    }
}
