//! Orders: what one is, how it is written, and what hangs below it. They come from `made_up` or from `folder`.

pub(crate) mod children;
mod consignments;
mod line_item;
pub(crate) mod order;
mod parts;
mod table;
mod write;

pub(crate) use table::{Archive, OrderTable, Orders};
