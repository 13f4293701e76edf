//! What the planner knows about the API beyond a single scan: questions that one small request answers.

mod aggregates;
mod arithmetic;
mod copies;
mod count;
mod exists;
mod extreme;
mod joins;
mod offset;
mod parents;
mod share;
mod spans;
mod split_aggregates;
mod table_scan;
mod topk;

pub(crate) use arithmetic::CheckedArithmetic;
pub(crate) use copies::CountedCopies;
pub(crate) use count::COUNT_BY_API;
pub(crate) use exists::OneRowExists;
pub(crate) use extreme::EXTREME_BY_SORT;
pub(crate) use joins::KeysAcrossJoins;
pub(crate) use offset::OrderBelowOffset;
pub(crate) use parents::FiltersOfParents;
pub(crate) use share::SameScanOnce;
pub(crate) use spans::SpansByLength;
pub(crate) use split_aggregates::AGGREGATES_APART;
pub(crate) use topk::SortByApi;
