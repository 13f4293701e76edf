//! Changes of a sandbox store, planned and sent, and what the store has afterwards by its own answers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod batches;
mod crashes;
mod faults;
mod journals;
mod mock;
mod others;
mod properties;
mod refusals;
mod round_trip_values;
mod round_trips;
mod store;
mod whole_rows;
