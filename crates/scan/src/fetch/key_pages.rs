//! Pages of a list from a key on, ascending, and what their keys tell. Decides nothing about which pages are asked for.
//!
//! A page is asked for from the key before: `min_id=248` for the rows from 249 on. An endpoint that leaves a boundary out loses no row,
//! and of one that includes it the row is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::fetcher::Fetcher;
use super::list_scan::stuck;
use super::page::{DecodedPage, SMALLEST_PAGE};
use crate::decode::Accept;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{KeyRange, ListRequest, Parameter, ParameterSet};

/// Asks for pages of one list by its key.
#[derive(Clone)]
pub(super) struct KeyPages {
    pub(super) fetcher: Fetcher,
    pub(super) list: Arc<ListRequest>,
    pub(super) keys: Arc<KeyRange>,
    /// Rows of a page that is taken for full: fewer than asked for, where the store keeps to smaller pages.
    full: Arc<AtomicUsize>,
}

/// First and last key of a page, and how many there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) first: i64,
    pub(super) last: i64,
    count: usize,
}

impl KeyPages {
    pub(super) fn new(fetcher: Fetcher, list: &ListRequest, keys: &KeyRange) -> Self {
        Self {
            fetcher,
            full: Arc::new(AtomicUsize::new(list.page_size as usize)),
            list: Arc::new(list.clone()),
            keys: Arc::new(keys.clone()),
        }
    }

    /// Rows to ask for. A page of one row would be the row before.
    pub(super) fn limit(&self) -> usize {
        self.list.page_size.max(2) as usize
    }

    /// Whether a page of so many rows is one that ends because it is full.
    pub(super) fn is_full(&self, items: usize) -> bool {
        items >= self.full.load(Ordering::Relaxed)
    }

    /// Takes in that more rows follow on a page of so many.
    pub(super) fn goes_on(&self, items: usize) {
        self.full.store(items.max(1), Ordering::Relaxed);
    }

    /// A page of at most `limit` rows from `low` on, and its extent.
    pub(super) async fn from(
        &self,
        low: i64,
        limit: usize,
        takes: &(dyn Fn(i64) -> bool + Sync),
    ) -> Result<(DecodedPage, Option<Extent>)> {
        // The beginning of the list has no key before it.
        let before = low.checked_sub(1).or(self.keys.low);
        let mut paging = self.keys.range(before, self.keys.high);
        paging.extend(self.keys.ascending());
        let page = self.ask(paging, limit, takes).await?;
        if page.items > self.full.load(Ordering::Relaxed) {
            self.goes_on(page.items);
        }
        let extent = self.ascending(&page, limit)?;
        match extent {
            // A list of a few rows that takes no notice of the key: no store caps its pages that low, so that it has no others.
            Some(extent) if extent.last < low && page.items < SMALLEST_PAGE.min(limit) => {
                Ok((page, None))
            }
            Some(extent) if extent.first < low.saturating_sub(1) => {
                Err(stuck(&self.list, &self.keys.column))
            }
            // Only the row before.
            Some(extent) if extent.last < low => Ok((page, None)),
            extent => Ok((page, extent)),
        }
    }

    /// The last page of those from `low` on, in descending order, and its extent.
    pub(super) async fn last(
        &self,
        low: i64,
        descending: &[Parameter],
    ) -> Result<(DecodedPage, Option<Extent>)> {
        let mut paging = self.keys.range(Some(low.saturating_sub(1)), self.keys.high);
        paging.extend(descending.iter().cloned());
        let page = self.ask(paging, self.limit(), &|key| key >= low).await?;
        let extent = self.of_any_order(&page)?;
        match extent {
            Some(extent) if extent.first < low.saturating_sub(1) => {
                Err(stuck(&self.list, &self.keys.column))
            }
            Some(extent) if extent.last < low => Ok((page, None)),
            Some(extent) => {
                let first = extent.first.max(low);
                Ok((page, Some(Extent { first, ..extent })))
            }
            None => Ok((page, None)),
        }
    }

    async fn ask(
        &self,
        mut paging: ParameterSet,
        limit: usize,
        takes: &(dyn Fn(i64) -> bool + Sync),
    ) -> Result<DecodedPage> {
        paging.push(Parameter::plain("limit", limit.to_string()));
        self.fetcher
            .page_within(&self.list, paging, Some(Accept::Integers(takes)))
            .await
    }

    /// The extent of an ascending page. A full page in another order is an error, since rows would be lost behind it.
    pub(super) fn ascending(&self, page: &DecodedPage, limit: usize) -> Result<Option<Extent>> {
        let extent = self.of_any_order(page)?;
        let full = page.items >= limit || self.is_full(page.items);
        if full && !keys(page).is_sorted() {
            let (list, column) = (&self.list.path, &self.keys.column);
            let message = format!("{list} does not come in the order of {column}");
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        Ok(extent)
    }

    fn of_any_order(&self, page: &DecodedPage) -> Result<Option<Extent>> {
        if keys(page).count() < page.items {
            let message = format!("a row of {} has no {}", self.list.path, self.keys.column);
            return Err(Error::new(ErrorKind::Protocol, message));
        }
        let ends = keys(page).min().zip(keys(page).max());
        Ok(ends.map(|(first, last)| Extent {
            first,
            last,
            count: page.items,
        }))
    }
}

impl Extent {
    /// How many of the keys that the page spans have a row.
    pub(super) fn density(&self) -> f64 {
        let span = self.last.abs_diff(self.first) as f64 + 1.0;
        self.count as f64 / span
    }
}

/// The integer keys of a page, in its order.
pub(super) fn keys(page: &DecodedPage) -> impl Iterator<Item = i64> {
    page.keys.iter().filter_map(|key| key.integer())
}
