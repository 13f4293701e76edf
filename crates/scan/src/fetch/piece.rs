//! A piece of a list by its key: from one key on, up to where the next piece begins. Where that is may be decided while the piece's
//! first answer is on its way, but not after it was read.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The keys from `low` on that one task reads.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) low: i64,
    /// The end of the list that it is of.
    most: i64,
    end: Mutex<End>,
}

#[derive(Debug, Clone, Copy)]
struct End {
    high: i64,
    /// An answer was read with this end.
    fixed: bool,
    /// Every row up to this key was read.
    covered: Option<i64>,
}

/// How far a piece has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// No answer was read yet.
    Waiting,
    /// Its first answer was read.
    Reading,
    /// Every row up to this key was read.
    Covered(i64),
}

impl Piece {
    pub(super) fn new(low: i64, high: i64) -> Self {
        let end = End {
            high,
            fixed: false,
            covered: None,
        };
        Self {
            low,
            most: high,
            end: Mutex::new(end),
        }
    }

    /// Ends the piece at `high`; false where it is too late for that.
    pub(super) fn close(&self, high: i64) -> bool {
        let mut end = self.end();
        if !end.fixed {
            end.high = high;
        }
        !end.fixed
    }

    /// The end of the piece, which no longer changes.
    pub(super) fn fix(&self) -> i64 {
        let mut end = self.end();
        end.fixed = true;
        end.high
    }

    /// Whether nothing follows the piece, which ends at `high`.
    pub(super) fn is_open_to(&self, high: i64) -> bool {
        high >= self.most
    }

    pub(super) fn cover(&self, key: i64) {
        self.end().covered = Some(key);
    }

    pub(super) fn progress(&self) -> Progress {
        let end = self.end();
        match end.covered {
            Some(key) => Progress::Covered(key),
            None if end.fixed => Progress::Reading,
            None => Progress::Waiting,
        }
    }

    fn end(&self) -> MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
