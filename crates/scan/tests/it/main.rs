//! Tables of a sandbox store, read from their specification to their rows without SQL.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cancelled;
mod distributions;
mod moving;
mod not_the_list;
mod oddities;
mod reading;
mod store;
mod told;
