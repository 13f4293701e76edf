//! Carries a plan out: its series side by side, their pages side by side within the store's budget, rows as they come.
//!
//! What is asked is `pushdown`'s answer; how pages of one list follow each other stands in `keyset`, `numbered` and `cursor`.
//! A row that exists throughout the scan comes exactly once; a result is complete or it is an error.

mod cursor;
mod fetch;
mod items;
mod keyset;
mod numbered;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use futures::FutureExt;
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

pub(crate) use cursor::FEW;
pub(crate) use fetch::{Source, Taken, member};
pub(crate) use items::{Finish, PageReader};

use super::plan::{PageBy, Parents, PerParentTemplate, ScanPlan, Series};
use super::value::Value;
use crate::error::{Error, Result};
use fetch::{Fetched, Fetcher};
use items::Partial;

/// Requests of one scan that are under way at once; the store's budget may allow fewer.
const WIDTH: usize = 16;

/// Rows of a plan, as they arrive. Dropping the stream ends every request under way.
pub(crate) fn rows(
    plan: ScanPlan,
    reader: PageReader,
    source: Source,
) -> BoxStream<'static, Result<Taken>> {
    let (sender, receiver) = mpsc::channel(2);
    let driver = tokio::spawn(async move {
        let errors = sender.clone();
        if let Err(error) = drive(plan, reader, source, sender).await {
            // A closed channel means that nobody wants the rows any more.
            let _ = errors.send(Err(error)).await;
        }
    });
    let mut driver = AbortOnDropHandle::new(driver);
    let mut receiver = receiver;
    stream::poll_fn(move |context| {
        let item = std::task::ready!(receiver.poll_recv(context));
        if item.is_some() {
            return Poll::Ready(item);
        }
        // The rows have ended: all is well if the driver has.
        let ended = std::task::ready!(driver.poll_unpin(context));
        Poll::Ready(ended.err().map(|error| Err(ended_early(&error))))
    })
    .fuse()
    .boxed()
}

type Sender = mpsc::Sender<Result<Taken>>;

async fn drive(plan: ScanPlan, reader: PageReader, source: Source, sender: Sender) -> Result<()> {
    let width = if plan.limit.is_some() { 1 } else { WIDTH };
    let left = Arc::new(AtomicU64::new(plan.limit.unwrap_or(u64::MAX)));
    let fetcher = Fetcher::new(&plan, reader, source);
    let scan = Scan {
        fetcher,
        sender,
        width,
        left,
        listed: Arc::default(),
        exact: plan.exact,
        ordered: plan.limit.filter(|_| plan.sort.is_some()),
    };
    if let Some(Parents { plan, listing }) = plan.parents {
        let keys = scan.parents(*plan, &listing)?;
        let series =
            keys.try_filter_map(move |values| futures::future::ready(Ok(listing.filled(&values))));
        return series
            .try_for_each_concurrent(width, |series| scan.series(series))
            .await;
    }
    stream::iter(plan.series)
        .map(Ok)
        .try_for_each_concurrent(width, |series| scan.series(series))
        .await
}

/// One scan that is being carried out.
struct Scan {
    fetcher: Fetcher,
    sender: Sender,
    width: usize,
    /// Rows that are still wanted.
    left: Arc<AtomicU64>,
    /// Items that the lists had so far.
    listed: Arc<AtomicU64>,
    /// Every row of the lists is wanted.
    exact: bool,
    /// So many rows are wanted in the API's order.
    ordered: Option<u64>,
}

impl Scan {
    /// Reads one list to its end.
    async fn series(&self, series: Series) -> Result<()> {
        if self.satisfied() {
            return Ok(());
        }
        self.plan(1)?;
        let to_its_end = !matches!(series.paging, PageBy::At { .. });
        match series.paging.clone() {
            PageBy::Keyset(keyset) => self.by_keyset(&series, &keyset).await?,
            PageBy::Number { total } => self.by_number(&series, total).await?,
            PageBy::Cursor => self.by_cursor(&series).await?,
            PageBy::AfterKey { column } => self.by_last_key(&series, &column).await?,
            PageBy::Whole | PageBy::At { .. } => {
                let page = self
                    .fetcher
                    .page(&series, series.first_paging(), None)
                    .await?;
                self.give(page).await?;
            }
        }
        if to_its_end && !self.satisfied() {
            self.fetcher.saw_total(self.listed.load(Ordering::Relaxed));
        }
        Ok(())
    }

    /// The last row's key asks for the rows after it.
    async fn by_last_key(&self, series: &Series, column: &str) -> Result<()> {
        let mut after = None;
        loop {
            let mut paging = series.first_paging();
            paging.extend(after.map(|key: i64| ("after".to_owned(), key.to_string())));
            let page = self.fetcher.page(series, paging, None).await?;
            let full = page.items >= series.page_size as usize;
            let last = page.keys.iter().filter_map(|key| key.integer()).max();
            self.give(page).await?;
            let full = full && !self.satisfied();
            match last {
                Some(last) if full && after.is_none_or(|before| last > before) => {
                    self.plan(1)?;
                    after = Some(last)
                }
                Some(_) if full => return Err(stuck(series, column)),
                _ => return Ok(()),
            }
        }
    }

    /// Says that so many requests more will be sent; an error where the statement may not send them.
    fn plan(&self, requests: u64) -> Result<()> {
        self.fetcher.account().plan(requests)
    }

    /// Whether the limit is reached.
    fn satisfied(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    /// Hands a page's rows on, and those of its parents that were not whole.
    async fn give(&self, page: Fetched) -> Result<()> {
        let partial = page.partial;
        let given = page.taken.rows as u64;
        self.listed
            .fetch_add(page.accepted as u64, Ordering::Relaxed);
        // An update by a function of the value before never fails.
        let _ = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(given))
            });
        if page.taken.has_rows() && self.sender.send(Ok(page.taken)).await.is_err() {
            return Err(Error::new(
                crate::ErrorKind::Cancelled,
                "nobody reads the rows any more",
            ));
        }
        Box::pin(
            stream::iter(partial)
                .map(Ok)
                .try_for_each_concurrent(self.width, |part| self.alone(part)),
        )
        .await
    }

    /// One parent's rows at the child's own endpoint.
    async fn alone(&self, part: Partial) -> Result<()> {
        let scan = Scan {
            fetcher: self.fetcher.below(part.level),
            sender: self.sender.clone(),
            width: 1,
            left: Arc::clone(&self.left),
            listed: Arc::default(),
            exact: true,
            ordered: None,
        };
        Box::pin(scan.series(part.series)).await
    }

    /// The keys of the parents, as they arrive.
    fn parents(
        &self,
        plan: ScanPlan,
        template: &PerParentTemplate,
    ) -> Result<BoxStream<'static, Result<Vec<Value>>>> {
        let columns: Vec<String> = template
            .keys
            .iter()
            .map(|(_, theirs)| theirs.clone())
            .collect();
        let (decoder, finish) = super::exec::reading(&plan.table, &columns)?;
        let reader = PageReader::new(&plan.levels, decoder, finish);
        let batches = rows(plan, reader, self.fetcher.source());
        let values = batches.map_ok(|taken| {
            let batch = taken.batch;
            let row = move |row| {
                let value = |column: &arrow::array::ArrayRef| {
                    let scalar = datafusion::scalar::ScalarValue::try_from_array(column, row)?;
                    Ok(Value::from_scalar(&scalar))
                };
                let values: datafusion::error::Result<Option<Vec<Value>>> =
                    batch.columns().iter().map(value).collect();
                values.map_err(Error::from).transpose()
            };
            let rows = taken.rows;
            stream::iter((0..rows).filter_map(row))
        });
        Ok(values.try_flatten().boxed())
    }
}

/// Runs `work` on a task of its own, which ends when nobody waits for it any more.
fn on_a_task<T, W>(work: W) -> impl Future<Output = Result<T>> + use<T, W>
where
    T: Send + 'static,
    W: Future<Output = Result<T>> + Send + 'static,
{
    let task = AbortOnDropHandle::new(tokio::spawn(work));
    async move { task.await.unwrap_or_else(|error| Err(ended_early(&error))) }
}

fn ended_early(error: &tokio::task::JoinError) -> Error {
    Error::new(
        crate::ErrorKind::Internal,
        format!("a task of the scan ended early: {error}"),
    )
}

fn stuck(series: &Series, column: &str) -> Error {
    let message = format!(
        "the list {} does not go on by {column} as it should: a page begins where it began",
        series.path
    );
    Error::new(crate::ErrorKind::Protocol, message)
}
