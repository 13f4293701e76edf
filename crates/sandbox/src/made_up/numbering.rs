//! How made-up rows are numbered: one after another, or with a wide gap in the middle.

/// The ids of a table. With a gap of 1,000,000 and six rows from 1 on, they are 1, 2, 3, 1000004, 1000005, 1000006.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbering {
    first: i64,
    lower_half: usize,
    gap: i64,
}

impl Numbering {
    /// The ids of so many rows.
    pub(crate) fn new(first: i64, rows: usize, gap: i64) -> Self {
        Self {
            first,
            lower_half: rows / 2,
            gap,
        }
    }

    /// The id of the row at a position.
    pub(crate) fn id(&self, index: usize) -> i64 {
        let gap = if index < self.lower_half { 0 } else { self.gap };
        self.first + index as i64 + gap
    }

    /// The position of the row with an id; an id beyond the table has one beyond its end.
    pub(crate) fn index(&self, id: i64) -> Option<usize> {
        let index = usize::try_from(id - self.first).ok()?;
        if self.gap == 0 || index < self.lower_half {
            return Some(index);
        }
        let index = usize::try_from(id - self.first - self.gap).ok()?;
        (index >= self.lower_half).then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_back_to_their_rows() {
        for gap in [0, 1, 1_000_000] {
            let numbering = Numbering::new(101, 7, gap);
            for index in 0..7 {
                assert_eq!(numbering.index(numbering.id(index)), Some(index), "{gap}");
            }
            assert_eq!(numbering.index(100), None);
        }
        let numbering = Numbering::new(1, 6, 1_000_000);
        assert_eq!((numbering.id(2), numbering.id(3)), (3, 1_000_004));
        assert_eq!(numbering.index(4), None);
        assert_eq!(numbering.index(1_000_003), None);
    }
}
