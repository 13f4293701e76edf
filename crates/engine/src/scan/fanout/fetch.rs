//! One page: asked for, read, and accounted for in the scan's memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::RecordBatch;
use futures::stream::{self, Stream, StreamExt};
use storeql_catalog::Table;
use storeql_client::{Client, ErrorKind, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::super::decode::Broken;
use super::super::plan::{ScanPlan, Series};
use super::super::reach::{Reach, Totals};
use super::items::{Accept, Items, Key, PageReader, Partial};
use crate::error::{Error, Result};
use crate::ledger::Account;
use crate::store::Store;

/// Bytes of pages that one scan may hold while nobody takes them, in KiB.
const ALLOWANCE: usize = 48 * 1024;
/// What a page is taken for until one has been seen, in KiB.
const FIRST_GUESS: usize = 1024;

/// Where requests go and what they cost.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) client: Client,
    pub(crate) account: Account,
    /// Remembers how many rows tables have.
    pub(crate) store: Arc<Store>,
}

impl Source {
    /// Asks for a list's total and notes it, where one small request tells it.
    pub(crate) async fn ask(&self, reach: &Reach, totals: &mut Totals<'_>) -> Result<()> {
        let Some(question) = reach.question() else {
            return Ok(());
        };
        self.account.plan(1)?;
        let page = self.client.page(&question, self.account.meter()).await?;
        let count = reach.table.count.as_ref();
        let counted = || member(&page.body, &count?.field);
        if let Some(total) = page.info.total.or_else(counted) {
            totals.note(reach, &question, total);
        }
        Ok(())
    }
}

/// An integer of an answer that is one object.
pub(crate) fn member(body: &[u8], name: &str) -> Option<u64> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let value = answer.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Rows that the consumer has, and the memory that they free when it drops them.
pub(crate) struct Taken {
    pub(crate) batch: RecordBatch,
    /// Rows of the batch, which may have no columns.
    pub(crate) rows: usize,
    /// The parents that these rows lie in, where somebody wants them too.
    pub(crate) parents: Option<RecordBatch>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Taken {
    /// The same with `rows` of its rows from `start` on.
    pub(crate) fn slice(self, start: usize, rows: usize) -> Self {
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
        self._permit = room;
    }
}

/// One page.
pub(super) struct Fetched {
    pub(super) taken: Taken,
    /// Items that the page listed, wanted or not.
    pub(super) items: usize,
    /// Items that were wanted.
    pub(super) accepted: usize,
    /// Their keys, in the page's order.
    pub(super) keys: Vec<Key>,
    pub(super) total: Option<u64>,
    pub(super) end_cursor: Option<String>,
    /// Parents whose rows were not whole and are not in the batch.
    pub(super) partial: Vec<Partial>,
}

impl Fetched {
    fn of(items: Items) -> Self {
        Self {
            items: items.keys.len(),
            accepted: items.accepted,
            keys: items.keys,
            total: items.around.total,
            end_cursor: items.around.end_cursor,
            partial: items.partial,
            taken: Taken {
                rows: items.batch.num_rows(),
                batch: items.batch,
                parents: items.parents,
                _permit: None,
            },
        }
    }
}

/// Fetches and reads pages.
#[derive(Clone)]
pub(super) struct Fetcher {
    source: Source,
    reader: PageReader,
    allowance: Arc<Semaphore>,
    guess: Arc<AtomicUsize>,
    /// The table whose rows the lists' totals count, where nothing is filtered out.
    counts: Option<Arc<str>>,
}

impl Fetcher {
    pub(super) fn new(plan: &ScanPlan, reader: PageReader, source: Source) -> Self {
        Self {
            source,
            reader,
            allowance: Arc::new(Semaphore::new(ALLOWANCE)),
            guess: Arc::new(AtomicUsize::new(FIRST_GUESS)),
            counts: plan
                .reach
                .whole()
                .then(|| plan.reach.table.name.as_str().into()),
        }
    }

    /// Whether the list is read whole, without a filter.
    pub(super) fn reads_whole(&self) -> bool {
        self.counts.is_some()
    }

    /// Remembers the number of rows of the whole list, where that is what was read.
    pub(super) fn saw_total(&self, total: u64) {
        if let Some(table) = &self.counts {
            self.source.store.saw_total(table, total);
        }
    }

    /// The same for the listing of one parent, whose items are those of `level`. It shares no allowance: a page that waits
    /// for these rows holds its own.
    pub(super) fn below(&self, level: usize) -> Self {
        let allowance = Arc::new(Semaphore::new(ALLOWANCE));
        let reader = self.reader.below(level);
        Self {
            reader,
            allowance,
            counts: None,
            ..self.clone()
        }
    }

    pub(super) fn source(&self) -> Source {
        self.source.clone()
    }

    /// The scan's account, where requests are planned before they are sent.
    pub(super) fn account(&self) -> &Account {
        &self.source.account
    }

    /// Waits for room, then for the page.
    pub(super) async fn page(
        &self,
        series: &Series,
        paging: Vec<(String, String)>,
        accept: Option<Accept<'_>>,
    ) -> Result<Fetched> {
        let permit = self.room().await;
        let mut page = self.page_within(series, paging, accept).await?;
        page.taken.hold(permit);
        Ok(page)
    }

    /// Room in the scan's memory for one page; acquired in the order of asking, so that the page whose turn it is has it.
    pub(super) async fn room(&self) -> Option<OwnedSemaphorePermit> {
        let guess = self.guess.load(Ordering::Relaxed).clamp(1, ALLOWANCE / 2);
        let wanted = u32::try_from(guess).unwrap_or(u32::MAX);
        Arc::clone(&self.allowance)
            .acquire_many_owned(wanted)
            .await
            .ok()
    }

    /// `items` one by one, each with room for its page.
    pub(super) fn with_room<T>(
        &self,
        items: impl IntoIterator<Item = T>,
    ) -> impl Stream<Item = (T, Option<OwnedSemaphorePermit>)> {
        let fetcher = self.clone();
        stream::iter(items).then(move |item| {
            let fetcher = fetcher.clone();
            async move { (item, fetcher.room().await) }
        })
    }

    /// A page for which there is room already.
    pub(super) async fn page_within(
        &self,
        series: &Series,
        paging: Vec<(String, String)>,
        accept: Option<Accept<'_>>,
    ) -> Result<Fetched> {
        let request = series.request(&paging);
        let Source {
            client, account, ..
        } = &self.source;
        // Nothing is accepted of an answer that breaks off, which is asked for again.
        let read = |answer: &Response| {
            let items = match self.reader.read(&answer.body, series) {
                Ok(draft) => draft.accept(accept.as_ref()),
                Err(Broken::Json(why)) => return Err(why),
                Err(Broken::Other(error)) => Err(error),
            };
            Ok((items, answer.body.len()))
        };
        let (items, bytes) = match client.read(&request, account.meter(), read).await {
            Ok(read) => read,
            // A parent that is not there has no rows.
            Err(error) if error.kind == ErrorKind::NotFound && !series.given.is_empty() => {
                return Ok(Fetched::of(self.reader.nothing()?));
            }
            Err(error) => {
                return Err(Error::from(error).within(format!("table {}", self.table().name)));
            }
        };
        self.guess
            .fetch_max(bytes.div_ceil(1024) * 2, Ordering::Relaxed);
        let fetched = Fetched::of(items?);
        fetched
            .total
            .iter()
            .for_each(|total| self.saw_total(*total));
        Ok(fetched)
    }

    fn table(&self) -> &Table {
        self.reader.decoder.table()
    }
}
