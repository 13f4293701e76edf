//! What is wanted of the rows of one table, column by column, and the values that columns are compared with.

mod constraints;
mod value;

pub use constraints::{Bound, Constraints, Range, Tests, union};
pub(crate) use value::Outward;
pub use value::Value;
