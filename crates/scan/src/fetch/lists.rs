//! Carries a plan out: its lists side by side, their pages side by side within the store's allowance, rows as they come.
//!
//! A row that exists throughout the scan comes exactly once; a result is complete or it is an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use super::fetcher::{Fetcher, Source};
use super::list_scan::{ListScan, Sender};
use super::page::Pages;
use super::parent_keys;
use super::task::{WIDTH, ended_early};
use crate::decode::PageReader;
use crate::error::Result;
use crate::plan::{ChildListRequest, FEW_CURSOR_PAGES, ListRequest, Pagination, Parents, ScanPlan};
use crate::predicate::Value;

/// Rows of a plan, as they arrive. Dropping the stream ends every request under way.
pub fn rows(plan: ScanPlan, reader: PageReader, source: Source) -> Pages {
    let (sender, mut receiver) = mpsc::channel(2);
    let driver = tokio::spawn(async move {
        let errors = sender.clone();
        if let Err(error) = drive(plan, reader, source, sender).await {
            // A closed channel means that the reader of the rows has gone, and needs no error.
            let _ = errors.send(Err(error)).await;
        }
    });
    let mut driver = AbortOnDropHandle::new(driver);
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

async fn drive(plan: ScanPlan, reader: PageReader, source: Source, sender: Sender) -> Result<()> {
    let width = if plan.limit.is_some() { 1 } else { WIDTH };
    let left = Arc::new(AtomicU64::new(plan.limit.unwrap_or(u64::MAX)));
    let scan = ListScan {
        fetcher: Fetcher::new(&plan, reader, source),
        sender,
        read_list,
        width,
        left,
        listed: Arc::default(),
        exact: plan.exact,
        promised: None,
        // Where bounds are sent wider, the first row may not be wanted.
        ordered: plan
            .limit
            .filter(|_| plan.sort.is_some())
            .map(|limit| limit.saturating_add(u64::from(!plan.exact))),
    };
    if let Some(Parents { plan, listing }) = plan.parents {
        let keys = keys_of_parents(&scan, *plan, &listing)?;
        let lists =
            keys.try_filter_map(move |values| futures::future::ready(Ok(listing.filled(&values))));
        return lists
            .try_for_each_concurrent(width, |list| read_list(&scan, list))
            .await;
    }
    stream::iter(plan.lists)
        .map(Ok)
        .try_for_each_concurrent(width, |list| read_list(&scan, list))
        .await
}

/// Reads one list to its end.
fn read_list(scan: &ListScan, list: ListRequest) -> BoxFuture<'_, Result<()>> {
    async move {
        if scan.satisfied() {
            return Ok(());
        }
        scan.plan(1)?;
        match &list.paging {
            Pagination::KeyRange(range) => scan.by_key_range(&list, range).await?,
            Pagination::PageNumber { total } => scan.by_page_number(&list, *total).await?,
            Pagination::Cursor => by_cursor(scan, &list).await?,
            Pagination::AfterKey { column } => scan.by_last_key(&list, column).await?,
            Pagination::Whole => scan.one_answer(&list).await?,
            Pagination::OnePage { number, .. } => scan.one_page(&list, *number).await?,
        }
        let to_its_end = !matches!(list.paging, Pagination::OnePage { .. });
        if to_its_end && !scan.satisfied() {
            scan.fetcher.saw_total(scan.listed.load(Ordering::Relaxed));
        }
        Ok(())
    }
    .boxed()
}

/// The list by cursor; by page number where its pages are many, or where its first answer names no cursor.
async fn by_cursor(scan: &ListScan, list: &ListRequest) -> Result<()> {
    let page = scan.fetcher.page(list, list.first_paging(), None).await?;
    let pages = page.info.total.map(|total| list.pages_for(total));
    let many = pages.is_some_and(|pages| pages > FEW_CURSOR_PAGES) && scan.fetcher.reads_whole();
    if page.info.end_cursor.is_none() || (many && scan.width > 1) {
        return scan.by_page_number_from(list, true, page).await;
    }
    let more = pages
        .filter(|_| scan.width > 1)
        .unwrap_or(1)
        .saturating_sub(1);
    scan.plan(more)?;
    scan.follow(list, page, more).await
}

/// The keys of the parents, as they arrive.
fn keys_of_parents(
    scan: &ListScan,
    plan: ScanPlan,
    listing: &ChildListRequest,
) -> Result<BoxStream<'static, Result<Vec<Value>>>> {
    let columns: Vec<String> = listing
        .keys
        .iter()
        .map(|(_, theirs)| theirs.clone())
        .collect();
    let reader = PageReader::of_columns(&plan, &columns)?;
    let pages = rows(plan, reader, scan.fetcher.source());
    let values = pages.map_ok(|page| {
        let rows = parent_keys::rows_of(&page.batch);
        stream::iter(rows.into_iter().map(Ok))
    });
    Ok(values.try_flatten().boxed())
}
