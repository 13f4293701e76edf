//! Orders: what one is, how it is written, and what hangs below it. Where orders come from (made up, or a data folder) is known
//! to those who make them.

pub(crate) mod children;
mod consignments;
mod line_item;
pub(crate) mod order;
mod parts;
mod table;
mod write;

pub(crate) use table::{OrderTable, Orders};
