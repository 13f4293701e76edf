//! A page of a list after it was read: its rows for the reader, and what the next requests depend on.

use arrow::array::RecordBatch;
use futures::stream::BoxStream;
use storeql_client::PageInfo;
use tokio::sync::OwnedSemaphorePermit;

use crate::decode::{Items, Key, Partial};
use crate::error::Result;

/// No store keeps to pages of fewer rows: a shorter page is the list's last where the store tells no total, below a parent or in a list
/// that takes no notice of a key.
pub(super) const SMALLEST_PAGE: usize = 10;

/// Pages as they come.
pub type Pages = BoxStream<'static, Result<PageBatch>>;

/// The rows of one page. They hold their room in the scan's memory until they are dropped.
pub struct PageBatch {
    /// The rows.
    pub batch: RecordBatch,
    /// Rows of the batch, which may have no columns.
    pub rows: usize,
    /// The parents that these rows lie in, where the scan reads them too.
    pub parents: Option<RecordBatch>,
    _room: Option<OwnedSemaphorePermit>,
}

impl PageBatch {
    /// All rows of one parent, and its own row.
    pub(super) fn of_parent(batch: RecordBatch, parent: RecordBatch) -> Self {
        Self {
            rows: batch.num_rows(),
            batch,
            parents: Some(parent),
            _room: None,
        }
    }

    /// The same with `rows` of its rows from `start` on.
    pub(super) fn slice(self, start: usize, rows: usize) -> Self {
        Self {
            batch: self.batch.slice(start, rows),
            rows,
            ..self
        }
    }

    pub(super) fn has_rows(&self) -> bool {
        let parents = self.parents.as_ref().map_or(0, RecordBatch::num_rows);
        self.rows + parents > 0
    }

    /// Keeps the room that was made for the page until the rows are dropped.
    pub(super) fn hold(&mut self, room: Option<OwnedSemaphorePermit>) {
        self._room = room;
    }
}

/// One page that was read.
pub(super) struct DecodedPage {
    /// Its rows.
    pub(super) batch: PageBatch,
    /// Items that the page listed, wanted or not.
    pub(super) items: usize,
    /// Items that were wanted.
    pub(super) accepted: usize,
    /// What these count for, where their parent promises a sum.
    pub(super) sum: Option<i128>,
    /// Their keys, in the page's order.
    pub(super) keys: Vec<Key>,
    /// What the answer says of the other pages.
    pub(super) info: PageInfo,
    /// Parents whose rows were not whole and are not in the batch.
    pub(super) partial: Vec<Partial>,
}

impl DecodedPage {
    pub(super) fn of(items: Items) -> Self {
        Self {
            items: items.keys.len(),
            accepted: items.accepted,
            sum: items.sum,
            keys: items.keys,
            info: items.info,
            partial: items.partial,
            batch: PageBatch {
                rows: items.batch.num_rows(),
                batch: items.batch,
                parents: items.parents,
                _room: None,
            },
        }
    }
}
