//! One scan that is being carried out: what the ways of reading a list share. How pages of a list follow each other stands in
//! `key_range`, `page_number`, `cursor` and `last_key`; which way a list takes, in `lists`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::compute::concat_batches;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt, TryStreamExt};
use tokio::sync::mpsc;

use super::fetcher::Fetcher;
use super::page::{DecodedPage, PageBatch};
use crate::decode::Partial;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::ListRequest;

/// Where pages go.
pub(super) type Sender = mpsc::Sender<Result<PageBatch>>;

/// Reads one list to its end. A page may hold parents whose rows are asked for by lists of their own, and so the ways of
/// reading a list reach back to `lists` by this.
pub(super) type ReadList = for<'s> fn(&'s ListScan, ListRequest) -> BoxFuture<'s, Result<()>>;

/// One scan that is being carried out.
pub(super) struct ListScan {
    pub(super) fetcher: Fetcher,
    pub(super) sender: Sender,
    pub(super) read_list: ReadList,
    /// Requests under way at once.
    pub(super) width: usize,
    /// Rows that are still wanted.
    pub(super) left: Arc<AtomicU64>,
    /// Items that the lists had so far.
    pub(super) listed: Arc<AtomicU64>,
    /// Every row of the lists is wanted.
    pub(super) exact: bool,
    /// So many rows are wanted in the API's order.
    pub(super) ordered: Option<u64>,
    /// Of the listing of one parent: what its rows count for together, less those that are here.
    pub(super) promised: Option<Mutex<i128>>,
}

impl ListScan {
    /// Says that so many requests more will be sent; an error where the statement may not send them.
    pub(super) fn plan(&self, requests: u64) -> Result<()> {
        self.fetcher.metrics().plan(requests)
    }

    /// Whether no row is missing: the limit is reached, or the rows count for what their parent promised.
    pub(super) fn satisfied(&self) -> bool {
        let kept = |left: &Mutex<i128>| *left.lock().unwrap_or_else(PoisonError::into_inner) == 0;
        self.left.load(Ordering::Relaxed) == 0 || self.promised.as_ref().is_some_and(kept)
    }

    /// Hands a page's rows on, and those of its parents that were not whole.
    pub(super) async fn give(&self, page: DecodedPage) -> Result<()> {
        if let (Some(promised), Some(sum)) = (&self.promised, page.sum) {
            *promised.lock().unwrap_or_else(PoisonError::into_inner) -= sum;
        }
        let partial = page.partial;
        let rows = page.batch.rows as u64;
        self.listed
            .fetch_add(page.accepted as u64, Ordering::Relaxed);
        // An update by a function of the value before never fails.
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(rows))
            });
        self.send(page.batch).await?;
        Box::pin(
            stream::iter(partial)
                .map(Ok)
                .try_for_each_concurrent(self.width, |part| self.fall_back(part)),
        )
        .await
    }

    /// The same for several pages, in their order.
    pub(super) async fn give_all(&self, pages: Vec<DecodedPage>) -> Result<()> {
        for page in pages {
            self.give(page).await?;
        }
        Ok(())
    }

    async fn send(&self, page: PageBatch) -> Result<()> {
        if page.has_rows() && self.sender.send(Ok(page)).await.is_err() {
            let message = "the reader of the rows has gone";
            return Err(Error::new(ErrorKind::Cancelled, message));
        }
        Ok(())
    }

    /// One parent's rows at the child's own endpoint. A scan that reads parents too gives the parent with all of them.
    async fn fall_back(&self, part: Partial) -> Result<()> {
        let Some(parent) = part.parent else {
            return self.read_below(part, self.sender.clone()).await;
        };
        let (sender, mut pages) = mpsc::channel(1);
        let parted = Partial {
            parent: None,
            ..part
        };
        let reading = self.read_below(parted, sender);
        let collecting = async {
            let mut batches = Vec::new();
            // A page that is kept gives its room back: further pages of the parent wait for it.
            while let Some(page) = pages.recv().await {
                batches.push(page?.batch);
            }
            Ok(batches)
        };
        let ((), batches) = tokio::try_join!(reading, collecting)?;
        let batch = match batches.first() {
            Some(first) => concat_batches(&first.schema(), &batches)?,
            None => self.fetcher.nothing()?,
        };
        self.send(PageBatch::of_parent(batch, parent)).await
    }

    /// Reads the listing of one parent; its pages go to `sender`.
    async fn read_below(&self, part: Partial, sender: Sender) -> Result<()> {
        let scan = ListScan {
            fetcher: self.fetcher.below(part.level),
            sender,
            read_list: self.read_list,
            width: 1,
            left: Arc::clone(&self.left),
            listed: Arc::default(),
            exact: true,
            ordered: None,
            promised: part.promised.map(Mutex::new),
        };
        (self.read_list)(&scan, part.list).await
    }
}

/// The error of a list whose next page begins where the one before began.
pub(super) fn stuck(list: &ListRequest, column: &str) -> Error {
    let message = format!(
        "the list {} does not go on by {column} as it should: a page begins where it began",
        list.path
    );
    Error::new(ErrorKind::Protocol, message)
}
