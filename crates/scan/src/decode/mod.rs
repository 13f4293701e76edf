//! Pages of JSON into Arrow, in two phases and only for the columns that the query reads: an answer is walked over once, checked,
//! and what is wanted of it is noted by place; then the rows of the wanted items are read.

mod arrow_schema;
mod broken;
mod builder;
mod columns;
mod decimal;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod invalid;
mod items;
mod locate;
mod members;
mod page;
mod page_reader;
mod shape;
mod time;

pub use arrow_schema::{arrow_schema, arrow_type};
pub(crate) use broken::Broken;
pub use columns::Decoder;
pub use invalid::{InvalidValues, OnInvalid};
pub use items::Check;
pub(crate) use items::{Accept, Items, Key, KeysSeen, Partial};
pub use page_reader::PageReader;
