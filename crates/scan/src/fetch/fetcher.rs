//! One page: asked for unless the run was cancelled, read, and counted in the scan's memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::RecordBatch;
use futures::stream::{self, Stream, StreamExt};
use storeql_catalog::Table;
use storeql_client::{
    Client, Error as ClientError, ErrorKind as ClientKind, Page, Request, Response,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

use super::page::DecodedPage;
use crate::budget::ScanMetrics;
use crate::decode::{Accept, Broken, PageReader};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{
    ListCardinality, ListRequest, ParameterSet, RowCounts, ScanPlan, TableRowCounts,
};

/// Bytes of pages that one scan may hold until its reader has them, in KiB.
const ALLOWANCE: usize = 48 * 1024;
/// The size that a page is expected to have before the first one is read, in KiB.
const FIRST_GUESS: usize = 1024;

/// Where requests go and what they cost.
#[derive(Debug, Clone)]
pub struct Source {
    /// Sends the requests.
    pub client: Client,
    /// Counts them, and holds them to the statement's budget.
    pub metrics: ScanMetrics,
    /// Remembers how many rows tables have.
    pub row_counts: Arc<TableRowCounts>,
    /// Cancelled when the run is: from then on no request begins.
    pub cancelled: CancellationToken,
}

impl Source {
    /// The answer to one small request, as of a total.
    pub async fn page(&self, request: &Request) -> Result<Page> {
        let page = self.client.page(request, self.metrics.meter());
        Ok(self.unless_cancelled(page).await??)
    }

    /// What `request` gives. After a cancel it is not sent, and where it is under way it ends, also between two tries. Each task that sends
    /// requests asks here: it may run on while the task that began it computes and sees no cancel.
    pub(super) async fn unless_cancelled<T>(
        &self,
        request: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<Result<T, ClientError>> {
        tokio::select! {
            biased;
            () = self.cancelled.cancelled() => {
                Err(Error::new(ErrorKind::Cancelled, "the query was cancelled"))
            }
            answer = request => Ok(answer),
        }
    }

    /// Asks for a list's total and notes it, where one small request tells it; says whether it is known now. A total that was asked
    /// for already is not asked for again.
    pub async fn ask(&self, list: &ListCardinality, counts: &mut RowCounts<'_>) -> Result<bool> {
        let Some(question) = list.question() else {
            return Ok(false);
        };
        if counts.asked(list).is_some() {
            return Ok(true);
        }
        self.metrics.plan(1)?;
        let total = self.total(&list.table, &question).await?;
        if let Some(total) = total {
            counts.note(list, &question, total);
        }
        Ok(total.is_some())
    }

    /// The number of rows that the answer to `question` tells.
    pub async fn total(&self, table: &Table, question: &Request) -> Result<Option<u64>> {
        let page = self.page(question).await?;
        let counted = || member(&page.body, &table.count.as_ref()?.field);
        Ok(page.info.total.or_else(counted))
    }
}

/// An integer of an answer that is one object.
pub fn member(body: &[u8], name: &str) -> Option<u64> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let value = answer.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Fetches and reads pages.
#[derive(Clone)]
pub(super) struct Fetcher {
    source: Source,
    reader: PageReader,
    allowance: Arc<Semaphore>,
    /// The allowance of all lists of single parents, which a page that waits for them cannot use up.
    below: Arc<Semaphore>,
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
            below: Arc::new(Semaphore::new(ALLOWANCE)),
            guess: Arc::new(AtomicUsize::new(FIRST_GUESS)),
            counts: plan
                .cardinality
                .whole()
                .then(|| plan.cardinality.table.name.as_str().into()),
        }
    }

    /// Whether the list is read whole, without a filter.
    pub(super) fn reads_whole(&self) -> bool {
        self.counts.is_some()
    }

    /// The number of rows of the whole list that an earlier answer told, where that is what is read.
    pub(super) fn remembered_total(&self) -> Option<u64> {
        self.source.row_counts.of(self.counts.as_deref()?)
    }

    /// Remembers the number of rows of the whole list, where that is what was read.
    pub(super) fn saw_total(&self, total: u64) {
        if let Some(table) = &self.counts {
            self.source.row_counts.note(table, total);
        }
    }

    /// The same for the listing of one parent, whose items are those of `level`. All of these share an allowance of their own: a page
    /// that waits for them holds its room in the other.
    pub(super) fn below(&self, level: usize) -> Self {
        let reader = self.reader.below(level);
        Self {
            reader,
            allowance: Arc::clone(&self.below),
            counts: None,
            ..self.clone()
        }
    }

    /// No rows.
    pub(super) fn nothing(&self) -> Result<RecordBatch> {
        Ok(self.reader.nothing()?.batch)
    }

    pub(super) fn source(&self) -> Source {
        self.source.clone()
    }

    /// The scan's metrics, where requests are planned before they are sent.
    pub(super) fn metrics(&self) -> &ScanMetrics {
        &self.source.metrics
    }

    /// The page, once there is room for it in the scan's memory.
    pub(super) async fn page(
        &self,
        list: &ListRequest,
        paging: ParameterSet,
        accept: Option<Accept<'_>>,
    ) -> Result<DecodedPage> {
        let permit = self.room().await;
        let mut page = self.page_within(list, paging, accept).await?;
        page.batch.hold(permit);
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
        list: &ListRequest,
        paging: ParameterSet,
        accept: Option<Accept<'_>>,
    ) -> Result<DecodedPage> {
        let request = list.request(&paging);
        let Source {
            client, metrics, ..
        } = &self.source;
        // Nothing is accepted of an answer that is not the list, which is asked for again.
        let read = |answer: &Response| {
            let items = match answer.is_empty_list() {
                true => self.reader.nothing(),
                false => {
                    let page = self.reader.locate(&answer.body, list);
                    page.map_err(|Broken(what)| what)?.decode(accept.as_ref())
                }
            };
            Ok((items, answer.body.len()))
        };
        let answer = client.read(&request, metrics.meter(), read);
        let (items, bytes) = match self.source.unless_cancelled(answer).await? {
            Ok(read) => read,
            // A parent that is not there has no rows.
            Err(error)
                if error.kind == ClientKind::NotFound && !list.inherited_values.is_empty() =>
            {
                return Ok(DecodedPage::of(self.reader.nothing()?));
            }
            Err(error) => {
                return Err(Error::from(error).within(format!("table {}", self.table().name)));
            }
        };
        self.guess
            .fetch_max(bytes.div_ceil(1024) * 2, Ordering::Relaxed);
        let fetched = DecodedPage::of(items?);
        // The total behind a key counts what lies behind it.
        let of_list = !matches!(accept, Some(Accept::Integers(_)));
        if let Some(total) = fetched.info.total.filter(|_| of_list) {
            self.saw_total(total);
        }
        Ok(fetched)
    }

    fn table(&self) -> &Table {
        self.reader.decoder.table()
    }
}
