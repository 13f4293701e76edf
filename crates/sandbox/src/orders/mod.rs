//! Orders: what one is, how it is written, and what hangs below it. They come from `made_up`, from `folder` or from
//! requests.

pub(crate) mod children;
mod consignments;
pub(crate) mod from_lines;
mod line_item;
pub(crate) mod order;
mod parts;
mod table;
mod write;

pub(crate) use table::{Archive, OrderTable, Orders};
