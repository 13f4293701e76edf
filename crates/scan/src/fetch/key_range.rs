//! A list by ranges of an ascending integer key: first page, last page, and everything between side by side.
//!
//! Ranges do not move when rows come or go: a row with the key 300 is in the range 249 to 496 whatever happens to its
//! neighbours, so that these pages need no proof as those by number do. Bounds are sent one unit wider than the range, and each item
//! outside the range is dropped: the range 249 to 496 is asked for as `min_id=248&max_id=497`. An endpoint that leaves a
//! boundary out loses no row, and one that includes it gives no row twice.

use futures::stream::{StreamExt, TryStreamExt};
use tokio::sync::OwnedSemaphorePermit;

use super::fetcher::Fetcher;
use super::list_scan::{ListScan, stuck};
use super::page::DecodedPage;
use super::task::on_a_task;
use crate::decode::Accept;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{KeyRange, ListRequest, Parameter};

impl ListScan {
    pub(super) async fn by_key_range(&self, list: &ListRequest, keys: &KeyRange) -> Result<()> {
        let whole = (keys.low.unwrap_or(i64::MIN), keys.high.unwrap_or(i64::MAX));
        let first = self.fetcher.page(list, list.first_paging(), None).await?;
        let Some(first_page) = Extent::of(&first, list, keys)? else {
            return self.give(first).await;
        };
        let full = first.items >= list.page_size as usize;
        if let Some(total) = first.info.total.filter(|_| self.width > 1) {
            let more = list.pages_for(total).saturating_sub(1);
            self.fetcher.metrics().allows(more)?;
        }
        self.give(first).await?;
        let rest = (first_page.last.saturating_add(1), whole.1);
        if !full || rest.0 > rest.1 || self.satisfied() {
            return Ok(());
        }
        match &keys.sorted {
            Some(sorted) if self.width > 1 => {
                self.both_ends(list, keys, rest, &first_page, &sorted.descending)
                    .await
            }
            _ => self.one_after_another(list, keys, rest).await,
        }
    }

    async fn one_after_another(
        &self,
        list: &ListRequest,
        keys: &KeyRange,
        range: (i64, i64),
    ) -> Result<()> {
        let mut low = range.0;
        loop {
            self.plan(1)?;
            let page = ranged(&self.fetcher, list, keys, (low, range.1)).await?;
            let full = page.items >= list.page_size as usize;
            let extent = Extent::of(&page, list, keys)?;
            self.give(page).await?;
            let full = full && !self.satisfied();
            match extent {
                Some(extent) if full && extent.last >= low => low = extent.last.saturating_add(1),
                Some(_) if full => return Err(stuck(list, &keys.column)),
                _ => return Ok(()),
            }
        }
    }

    /// The last page tells where the keys end and how dense they are; what lies between is cut into ranges of a page each.
    async fn both_ends(
        &self,
        list: &ListRequest,
        keys: &KeyRange,
        rest: (i64, i64),
        first: &Extent,
        descending: &[Parameter],
    ) -> Result<()> {
        self.plan(1)?;
        let mut paging = keys.range(Some(rest.0 - 1), keys.high);
        paging.extend(descending.iter().cloned());
        paging.push(list.limit());
        let mut last = self
            .fetcher
            .page(list, paging, Some(Accept::Range(rest.0..=rest.1)))
            .await?;
        // It waits for pages that want room themselves.
        last.batch.hold(None);
        let middle = match Extent::of_any_order(&last) {
            Some(extent) if last.items >= list.page_size as usize => Some((
                rest.0,
                extent.first.saturating_sub(1),
                extent.density().max(first.density()),
            )),
            _ => None,
        };
        if let Some((low, high, density)) = middle.filter(|(low, high, _)| low <= high) {
            let ranges = cut(low, high, width(density, list.page_size));
            self.plan(ranges.len() as u64)?;
            // Room is asked for in the order of the ranges: the one whose turn it is never waits behind a later one.
            let pages = self
                .fetcher
                .with_room(ranges)
                .map(|(range, room)| self.spawn_range(list, keys, range, room))
                .buffered(self.width);
            pages.try_for_each(|pages| self.give_all(pages)).await?;
        }
        self.give(last).await
    }

    /// One range on a task of its own, so that pages are decoded side by side.
    fn spawn_range(
        &self,
        list: &ListRequest,
        keys: &KeyRange,
        range: (i64, i64),
        room: Option<OwnedSemaphorePermit>,
    ) -> impl Future<Output = Result<Vec<DecodedPage>>> + use<> {
        let (fetcher, list, keys) = (self.fetcher.clone(), list.clone(), keys.clone());
        on_a_task(async move {
            let mut pages = Vec::new();
            let mut low = range.0;
            loop {
                let page = ranged(&fetcher, &list, &keys, (low, range.1)).await?;
                let full = page.items >= list.page_size as usize;
                let extent = Extent::of(&page, &list, &keys)?;
                pages.push(page);
                match extent {
                    // Denser than it was taken for: the range goes on.
                    Some(extent) if full && extent.last >= low && extent.last < range.1 => {
                        fetcher.metrics().plan(1)?;
                        low = extent.last + 1
                    }
                    _ => break,
                }
            }
            if let Some(page) = pages.first_mut() {
                page.batch.hold(room);
            }
            Ok(pages)
        })
    }
}

async fn ranged(
    fetcher: &Fetcher,
    list: &ListRequest,
    keys: &KeyRange,
    range: (i64, i64),
) -> Result<DecodedPage> {
    let high = (range.1 != i64::MAX)
        .then(|| range.1.saturating_add(1))
        .map(|high| keys.high.map_or(high, |most| high.min(most)));
    let mut paging = keys.range(Some(range.0.saturating_sub(1)), high);
    paging.extend(
        keys.sorted
            .as_ref()
            .map(|sorted| sorted.ascending.clone())
            .unwrap_or_default(),
    );
    paging.push(list.limit());
    fetcher
        .page_within(list, paging, Some(Accept::Range(range.0..=range.1)))
        .await
}

/// First and last key of a page, and how many there are.
#[derive(Debug, Clone, Copy)]
struct Extent {
    first: i64,
    last: i64,
    count: usize,
}

impl Extent {
    /// Of an ascending page; another order is an error, since the scan would lose rows.
    fn of(page: &DecodedPage, list: &ListRequest, keys: &KeyRange) -> Result<Option<Self>> {
        let found: Vec<i64> = page.keys.iter().filter_map(|key| key.integer()).collect();
        if found.len() < page.items {
            return Err(Error::new(
                ErrorKind::Protocol,
                format!("a row of {} has no {}", list.path, keys.column),
            ));
        }
        if page.items >= list.page_size as usize && !found.is_sorted() {
            return Err(Error::new(
                ErrorKind::Protocol,
                format!(
                    "{} does not come in the order of {}",
                    list.path, keys.column
                ),
            ));
        }
        Ok(Self::of_any_order(page))
    }

    fn of_any_order(page: &DecodedPage) -> Option<Self> {
        let keys = || page.keys.iter().filter_map(|key| key.integer());
        Some(Self {
            first: keys().min()?,
            last: keys().max()?,
            count: page.items,
        })
    }

    fn density(&self) -> f64 {
        let span = self.last.saturating_sub(self.first).saturating_add(1);
        self.count as f64 / (span as f64).max(1.0)
    }
}

/// Keys per range: as many as surely fit a page where keys are dense, else as many as probably do.
fn width(density: f64, page_size: u32) -> i64 {
    let page = i64::from(page_size.saturating_sub(2).max(1));
    if density > 0.75 {
        page
    } else {
        ((page as f64) * 0.8 / density.max(1e-9)).min(1e15) as i64
    }
    .max(1)
}

fn cut(low: i64, high: i64, width: i64) -> Vec<(i64, i64)> {
    let mut ranges = Vec::new();
    let mut start = low;
    while start <= high {
        let end = start.saturating_add(width - 1).min(high);
        ranges.push((start, end));
        start = match end.checked_add(1) {
            Some(next) => next,
            None => break,
        };
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_everything_once() {
        assert_eq!(cut(1, 10, 4), [(1, 4), (5, 8), (9, 10)]);
        assert_eq!(cut(5, 5, 248), [(5, 5)]);
    }

    #[test]
    fn dense_keys_never_overflow_a_page() {
        assert_eq!(width(1.0, 250), 248);
        assert_eq!(width(0.5, 250), 396);
    }
}
