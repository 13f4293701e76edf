//! Reading a table of a store without SQL: a predicate becomes requests, their answers become Arrow batches.
//!
//! ```text
//! ScanSpec ── plan ──> ScanPlan ── fetch ──> client ──> JSON page ── decode ──> RecordBatch
//! ```
//!
//! A [`ScanSpec`] says what is wanted of one table. [`plan`] turns it into a [`ScanPlan`], the list of requests, and sends
//! nothing. [`rows`] sends them and gives the rows page by page. What the API's filter does not do exactly, the caller's
//! own check does again behind the requests (`ScanPlan::exact` says whether it has to).
//!
//! What SQL means, and which scans a query takes, is not this crate's question.

mod budget;
mod control;
mod decode;
mod error;
mod fetch;
mod plan;
mod predicate;

pub use budget::{ScanMetrics, StatementBudget, refused};
pub use control::RunControl;
#[cfg(any(test, fuzzing))]
pub use decode::holds;
pub use decode::{Check, Decoder, InvalidValues, OnInvalid, PageReader, arrow_schema, arrow_type};
pub use error::{Error, ErrorKind, Result};
pub use fetch::{PageBatch, Pages, Source, limited, member, rows, rows_beyond};
pub use plan::*;
pub use predicate::{Bound, Constraints, Range, Tests, Value, union};
