//! The first rows of a list in an order of the API's. One full page is enough where it has them all; pages of more are held back until
//! the last one was the same before and after the others were read, so that the rows are those of one moment.

use std::collections::HashSet;

use futures::stream::{StreamExt, TryStreamExt};

use super::list_scan::ListScan;
use super::page::DecodedPage;
use super::page_number::{MORE_PASSES, kept_moving, paging};
use super::task::{WIDTH, on_a_task};
use super::total::{incomplete, repeated};
use crate::decode::Key;
use crate::error::Result;
use crate::plan::ListRequest;

/// Pages of a limit beside which one request for the list's total is small.
const WORTH_ASKING: u64 = 10;

impl ListScan {
    /// The first `limit` rows in the API's order. Where they are more than a page, they are given when they stood still long enough
    /// to be read.
    pub(super) async fn in_order(&self, list: &ListRequest, limit: u64) -> Result<()> {
        let first = self.fetcher.page(list, paging(list, 1), None).await?;
        if first.items as u64 >= limit {
            return self.give(first).await;
        }
        let (all, mut told) = self.is_all(list, &first, limit).await?;
        if all {
            return self.give(first).await;
        }
        let mut list = list.clone();
        // A short page on which others follow: the store may keep to smaller ones.
        if first.items > 0 && first.items < list.page_size as usize {
            list.page_size = u32::try_from(first.items).unwrap_or(u32::MAX);
        }
        let list = &list;
        // A total of one page is the page's own, as more rows follow.
        let size = u64::from(list.page_size);
        let pages = |total: Option<u64>| {
            let total = total.filter(|total| *total > size);
            list.pages_for(limit.min(total.unwrap_or(limit)))
        };
        // What earlier scans have seen says where the end may be, and proves nothing.
        let mut last = pages(told.or_else(|| self.fetcher.remembered_total()));
        let begin = first.keys;
        drop(first.batch);
        for _ in 0..=MORE_PASSES {
            self.plan(1)?;
            let end = self.fetcher.page(list, paging(list, last), None).await?;
            if end.items == 0 {
                return self.all_in_order(list, last, limit).await;
            }
            if last > 1 && end.keys == begin {
                return Err(repeated(list));
            }
            let here = (last - 1) * size + end.items as u64;
            let may_go_on = end.items as u64 >= size && here < limit && told != Some(here);
            if may_go_on && end.info.total.is_none() {
                told = self.ask_total(list).await?;
            }
            let total = end.info.total.or(told);
            let now = total.map_or(last, |total| pages(Some(total)));
            if now > last {
                // The list has grown since.
                last = now;
                continue;
            }
            self.plan(last)?;
            if let Some(pages) = self.snapshot(list, last, end).await? {
                return self.give_first(list, pages, limit, told).await;
            }
        }
        Err(kept_moving(list))
    }

    /// Whether the first page of a list has all of its rows, and how many the store says that there are, where the page may have all or
    /// the question is small beside the pages of `limit`: the last page is read next, and it would be page 40 of a list of two.
    async fn is_all(
        &self,
        list: &ListRequest,
        first: &DecodedPage,
        limit: u64,
    ) -> Result<(bool, Option<u64>)> {
        let (items, size) = (first.items as u64, u64::from(list.page_size));
        let full = items >= size;
        let mut told = first.info.total;
        if told.is_none() && (!full || list.pages_for(limit) >= WORTH_ASKING) {
            told = self.ask_total(list).await?;
        }
        match told {
            // A full page may tell its own rows for those of the list.
            Some(told) if told == items && full && first.info.total.is_some() => {}
            Some(told) => return Ok((told == items, Some(told))),
            None if full => return Ok((false, None)),
            None => {}
        }
        self.plan(1)?;
        let behind = self.fetcher.page(list, paging(list, 2), None).await?;
        match behind.items > 0 && behind.keys == first.keys {
            true => Err(repeated(list)),
            false => Ok((behind.items == 0, None)),
        }
    }

    /// The rows of a list that ends before the page `last`: twice the same are the whole list.
    async fn all_in_order(&self, list: &ListRequest, last: u64, limit: u64) -> Result<()> {
        let mut before = None;
        for _ in 0..=MORE_PASSES + 1 {
            let mut pages = Vec::new();
            for number in 1..=last {
                self.plan(1)?;
                let mut page = self.fetcher.page(list, paging(list, number), None).await?;
                page.batch.hold(None);
                let full = page.items >= list.page_size as usize;
                pages.push(page);
                if !full {
                    break;
                }
            }
            let keys = pages.iter().flat_map(|page| page.keys.clone());
            let keys: Vec<Key> = keys.collect();
            if before.as_ref() == Some(&keys) {
                return self.give_first(list, pages, limit, None).await;
            }
            before = Some(keys);
        }
        Err(kept_moving(list))
    }

    /// Hands the first `limit` rows on, or all of a list that has no more; `told` is what the store said of their number just before.
    async fn give_first(
        &self,
        list: &ListRequest,
        pages: Vec<DecodedPage>,
        limit: u64,
        told: Option<u64>,
    ) -> Result<()> {
        let rows = pages.iter().map(|page| page.items as u64).sum();
        let of_page = pages.last().and_then(|page| page.info.total);
        let said = match of_page {
            _ if rows >= limit || told == Some(rows) => None,
            Some(said) => Some(said),
            None => self.ask_total(list).await?,
        };
        match said {
            Some(said) if said > rows => Err(incomplete(list, rows, said)),
            _ => self.give_all(pages).await,
        }
    }

    /// The pages up to `last`, which is here already, if it is the same after the others were read.
    async fn snapshot(
        &self,
        list: &ListRequest,
        last: u64,
        mut end: DecodedPage,
    ) -> Result<Option<Vec<DecodedPage>>> {
        end.batch.hold(None);
        let read = |number| {
            let (fetcher, list) = (self.fetcher.clone(), list.clone());
            on_a_task(async move {
                fetcher
                    .page_within(&list, paging(&list, number), None)
                    .await
            })
        };
        let before = futures::stream::iter(1..last).map(read).buffered(WIDTH);
        let mut pages: Vec<DecodedPage> = before.try_collect().await?;
        let full = |page: &DecodedPage| page.items >= list.page_size as usize;
        let after = read(last).await?;
        let still = pages.iter().all(full) && after.keys == end.keys;
        pages.push(end);
        // A row that has jumped to the front stands on two pages.
        let keys = || pages.iter().flat_map(|page| &page.keys);
        let once = keys().collect::<HashSet<_>>().len() == keys().count();
        Ok((still && once).then_some(pages))
    }
}
