//! Sends the requests of a plan and gives its rows page by page, within bounds of memory and of the statement's budget.

mod course;
mod cursor;
mod edge;
mod fetcher;
mod hidden;
mod in_order;
mod key_pages;
mod key_range;
mod known_keys;
mod last_key;
mod limit;
mod list_scan;
mod lists;
mod one_answer;
mod page;
mod page_number;
mod parent_keys;
mod piece;
mod reconcile;
mod task;
mod total;

pub use edge::rows_beyond;
pub use fetcher::{Source, member};
pub use limit::limited;
pub use lists::rows;
pub use page::{PageBatch, Pages};
