//! Which rows of a join's sides come out without a partner.

use datafusion::common::JoinType;

/// Whether a row of the left side without a partner is left out.
pub(super) fn drops_left(join: JoinType) -> bool {
    matches!(
        join,
        JoinType::Inner
            | JoinType::Right
            | JoinType::LeftSemi
            | JoinType::RightSemi
            | JoinType::RightAnti
            | JoinType::RightMark
    )
}

/// The same of the right side.
pub(super) fn drops_right(join: JoinType) -> bool {
    matches!(
        join,
        JoinType::Inner
            | JoinType::Left
            | JoinType::LeftSemi
            | JoinType::RightSemi
            | JoinType::LeftAnti
            | JoinType::LeftMark
    )
}
