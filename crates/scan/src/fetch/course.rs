//! Where a list of integer keys is asked for next. Answers tell it: a page from a key on is full whatever gaps the keys have, so that
//! one request after another wastes nothing; and requests further up run beside them as long as few of them bring rows that
//! another one brings too.
//!
//! A request wastes what its page lacks of a full one: of 250 rows from 600 on, 200 belong to the piece before. What is wasted stays
//! below half of the full pages and `SPARE` more, so that requests are at most 1.5 times the pages and a few.

use std::sync::Arc;

use super::piece::{Piece, Progress};

/// Requests that may be wasted before any page was full.
const SPARE: f64 = 6.0;
/// Below this page size, requests side by side cost more than they save.
const SMALLEST: i64 = 4;

/// What is read of the keys from `low` to `high`.
#[derive(Debug)]
pub(super) struct Course {
    low: i64,
    high: i64,
    /// New rows of a full page: a page begins with the row before, where the endpoint includes bounds.
    page: i64,
    /// Keys between the beginnings of two pieces.
    step: i64,
    /// Every key is known to have a row.
    dense: bool,
    last: Option<Arc<Piece>>,
    under_way: usize,
    rows: f64,
    wasted: f64,
}

impl Course {
    /// `rows` have been read already, by full pages.
    pub(super) fn new(low: i64, high: i64, page: i64, rows: u64) -> Self {
        Self {
            low,
            high,
            page,
            step: page,
            dense: false,
            last: None,
            under_way: 0,
            rows: rows as f64,
            wasted: 0.0,
        }
    }

    /// The course of a part of it, which risks no more than it would itself.
    pub(super) fn part(&self, (low, high): (i64, i64)) -> Self {
        Self {
            under_way: self.under_way,
            wasted: self.wasted,
            rows: self.rows,
            ..Self::new(low, high, self.page, 0)
        }
    }

    /// Takes in what a part of it has read.
    pub(super) fn join(&mut self, part: &Self) {
        (self.rows, self.wasted) = (part.rows, part.wasted);
    }

    /// Says that so many rows lie in it, which may be one for each key.
    pub(super) fn has(&mut self, rows: u64) {
        self.dense = self.high.abs_diff(self.low).checked_add(1) == Some(rows);
    }

    /// Says how many keys of those that a page spans have a row.
    pub(super) fn density(&mut self, density: f64) {
        let wide = (self.page as f64) * 0.9 / density.max(1e-12);
        self.step = (wide.min(1e15) as i64).max(self.page);
    }

    /// The next piece, where one can be asked for now.
    pub(super) fn next(&mut self) -> Option<Arc<Piece>> {
        let low = match &self.last {
            None => self.low,
            Some(last) => match last.progress() {
                Progress::Covered(key) => key.checked_add(1)?,
                Progress::Reading => return None,
                Progress::Waiting => {
                    let low = last.low.checked_add(self.step)?;
                    if !self.may_go_ahead() || low > self.high || !last.close(low - 1) {
                        return None;
                    }
                    low
                }
            },
        };
        if low > self.high {
            return None;
        }
        let piece = Arc::new(Piece::new(low, self.high));
        self.last = Some(Arc::clone(&piece));
        self.under_way += 1;
        Some(piece)
    }

    /// Takes in that a piece was read by so many requests.
    pub(super) fn done(&mut self, requests: usize, rows: usize) {
        self.under_way = self.under_way.saturating_sub(1);
        self.rows += rows as f64;
        self.wasted += requests as f64 - rows as f64 / self.page as f64;
    }

    /// Whether a request further up may turn out to be wasted, and all that are under way as well.
    fn may_go_ahead(&self) -> bool {
        let risked = self.wasted + self.under_way as f64 + 1.0;
        let allowed = self.rows / (2.0 * self.page as f64) + SPARE;
        self.dense || (self.page >= SMALLEST && risked <= allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_follow_each_other_without_a_gap() {
        let mut course = Course::new(251, 9_750, 249, 500);
        let pieces: Vec<_> = std::iter::from_fn(|| course.next()).collect();
        let lows: Vec<i64> = pieces.iter().map(|piece| piece.low).collect();
        assert_eq!(lows[..3], [251, 500, 749]);
        assert_eq!((pieces[0].fix(), pieces[1].fix()), (499, 748));
        // Two full pages and six to spare.
        assert_eq!(lows.len(), 7);
    }

    #[test]
    fn where_every_key_has_a_row_nothing_is_risked() {
        let mut course = Course::new(251, 9_750, 249, 500);
        course.has(9_500);
        assert_eq!(std::iter::from_fn(|| course.next()).count(), 39);
    }

    #[test]
    fn an_answer_that_was_read_is_not_cut_any_more() {
        let mut course = Course::new(1, 1_000_000, 249, 0);
        let first = course.next().unwrap();
        first.fix();
        assert!(course.next().is_none());
        first.cover(900_000);
        assert_eq!(course.next().unwrap().low, 900_001);
    }
}
