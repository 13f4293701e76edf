//! What the planner knows about the API beyond a single scan: questions that one small request answers.

mod aggregates;
mod arithmetic;
mod copies;
mod count;
mod exists;
mod extreme;
mod joins;
mod means;
mod offset;
mod parents;
mod recursion;
mod round_digits;
mod share;
mod spans;
mod split_aggregates;
mod table_scan;
mod time_text;
mod topk;

pub(crate) use arithmetic::CheckedArithmetic;
pub(crate) use copies::CountedCopies;
pub(crate) use count::COUNT_BY_API;
pub(crate) use exists::OneRowExists;
pub(crate) use extreme::EXTREME_BY_SORT;
pub(crate) use joins::KeysAcrossJoins;
pub(crate) use means::RoundedMeans;
pub(crate) use offset::OrderBelowOffset;
pub(crate) use parents::FiltersOfParents;
pub(crate) use recursion::DigitsOfRecursion;
pub(crate) use round_digits::DigitsOfRound;
pub(crate) use share::SameScanOnce;
pub(crate) use spans::SpansByLength;
pub(crate) use split_aggregates::AGGREGATES_APART;
pub(crate) use time_text::TimesAsText;
pub(crate) use topk::SortByApi;
