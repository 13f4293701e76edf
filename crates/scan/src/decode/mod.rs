//! Pages of JSON into Arrow, in one pass over the bytes and only for the columns that the query reads.

mod arrow_schema;
mod broken;
mod builder;
mod decimal;
mod invalid;
mod members;
mod nested;
mod page_reader;
mod rows;
mod time;

pub use arrow_schema::{arrow_schema, arrow_type};
pub(crate) use broken::Broken;
pub use invalid::{InvalidValues, OnInvalid};
pub(crate) use page_reader::{Accept, Items, Key, KeysSeen, Partial};
pub use page_reader::{Check, PageReader};
pub use rows::Decoder;
