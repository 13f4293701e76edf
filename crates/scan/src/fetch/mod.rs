//! Sends the requests of a plan and gives its rows page by page, within bounds of memory and of the statement's budget.

mod cursor;
mod fetcher;
mod key_range;
mod last_key;
mod limit;
mod list_scan;
mod lists;
mod page;
mod page_number;
mod parent_keys;
mod task;

pub use fetcher::{Source, member};
pub use limit::limited;
pub use lists::rows;
pub use page::{PageBatch, Pages};
