//! What the tests of every face share: a sandbox store with an engine on it, its requests, and the SQL corpus.
//!
//! For tests only. A test of ours that sends a parameter which the API does not list fails here.

mod by_value;
mod corpus;
mod decimal;
mod store;

pub use by_value::{by_value, is_by_value};
pub use corpus::{Answers, corpus, queries, run_file, run_file_over};
pub use decimal::Decimal;
pub use store::{Answer, Store, answer, batches, cells, rows_as_text};
