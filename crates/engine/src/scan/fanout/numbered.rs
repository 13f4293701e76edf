//! A list by page number. Rows that come or go while it is read push others across page borders, so the scan proves
//! itself: the last page is read before the others and once more at the end, and the list may not have shrunk meanwhile. Rows
//! behind those that it had are new ones, and the list is read on; where it begins otherwise, rows have moved, and the list is
//! read again: by cursor where it has them, else by page until a pass finds nothing new. So are lists that do not tell where
//! they end, since their last page is not known beforehand.
//!
//! Rows in an order of the API's, of which a query wants the first, are given when all of them are here and proved.
//!
//! What escapes: in a list with a filter, a row that leaves it and one that enters it further on between the same two answers.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures::stream::{StreamExt, TryStreamExt};

use super::super::plan::{PageBy, Series};
use super::fetch::Fetched;
use super::items::{Accept, Key};
use super::{Scan, WIDTH, on_a_task};
use crate::error::{Error, ErrorKind as Kind, Result};

/// Passes after the first, before the scan gives up.
const MORE_PASSES: usize = 3;

pub(super) type Given = Arc<Mutex<HashSet<Key>>>;

impl Scan {
    pub(super) async fn by_number(&self, series: &Series, total: bool) -> Result<()> {
        if let Some(limit) = self.ordered
            && limit > u64::from(series.page_size)
        {
            return self.in_order(series, limit).await;
        }
        let first = self.fetcher.page(series, paging(series, 1), None).await?;
        self.numbered_on(series, total, first).await
    }

    /// The pages from the first on, which is here already.
    pub(super) async fn numbered_on(
        &self,
        series: &Series,
        total: bool,
        first: Fetched,
    ) -> Result<()> {
        let given = Given::new(Mutex::new(first.keys.iter().cloned().collect()));
        let series = &sized(series, &first);
        let known = first.total.filter(|_| total);
        let full = first.items >= series.page_size as usize;
        let by_cursor = first.end_cursor.is_some();
        let more = full || known.is_some_and(|total| total > u64::from(series.page_size));
        self.give(first).await?;
        if !more || self.satisfied() {
            return Ok(());
        }
        let proved = match known {
            Some(total) if self.width > 1 || !self.exact => {
                self.rest_of(series, total, &given).await?
            }
            _ => {
                self.from(series, 2, &given).await?;
                false
            }
        };
        if proved || self.satisfied() {
            return Ok(());
        }
        match series.paging {
            PageBy::Cursor if by_cursor => self.mend(series, &given).await,
            _ => self.again(series, known.is_some(), &given).await,
        }
    }

    /// The last page, then all between, then the last page once more; false where rows may have moved.
    async fn rest_of(&self, series: &Series, total: u64, given: &Given) -> Result<bool> {
        let last = series.pages_for(total);
        if last < 2 {
            return Ok(true);
        }
        // The pages after the first, and the proof; of a scan that may end early, each as it comes.
        let early = self.width == 1;
        self.plan(if early { 1 } else { last })?;
        let mut last_page = self.numbered(series, last, given).await?;
        // It waits for pages that want room themselves.
        last_page.taken.hold(None);
        let proof = Proof::of(last, &last_page, total);
        if early {
            for number in 2..last {
                self.plan(1)?;
                let page = self.numbered(series, number, given).await?;
                proof.sees(series, &page);
                self.give(page).await?;
                if self.satisfied() {
                    return Ok(true);
                }
            }
            self.plan(1)?;
        } else {
            self.between(series, last, &proof, given).await?;
        }
        self.give(last_page).await?;
        self.holds(series, &proof, given).await
    }

    /// The pages between the first and the last one, side by side.
    async fn between(
        &self,
        series: &Series,
        last: u64,
        proof: &Proof,
        given: &Given,
    ) -> Result<()> {
        let numbers = self.fetcher.with_room(2..last);
        numbers
            .map(|(number, room)| {
                let (fetcher, series, given) =
                    (self.fetcher.clone(), series.clone(), Arc::clone(given));
                on_a_task(async move {
                    let accept = Some(Accept::New(&given));
                    let mut page = fetcher
                        .page_within(&series, paging(&series, number), accept)
                        .await?;
                    page.taken.hold(room);
                    Ok(page)
                })
            })
            .buffered(self.width)
            .try_for_each(async |page: Fetched| {
                proof.sees(series, &page);
                self.give(page).await
            })
            .await
    }

    /// The last page once more, and what has come behind it; false where it does not begin with the rows that it had.
    async fn holds(&self, series: &Series, proof: &Proof, given: &Given) -> Result<bool> {
        if proof.moved.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let page = self.numbered(series, proof.number, given).await?;
        let same = proof.holds(&page);
        let full = page.items >= series.page_size as usize;
        let grown = page.items > proof.keys.len();
        self.give(page).await?;
        if same && full && grown {
            self.from(series, proof.number + 1, given).await?;
        }
        Ok(same)
    }

    /// Pages from `number` on, until one is short.
    async fn from(&self, series: &Series, number: u64, given: &Given) -> Result<()> {
        for number in number.. {
            self.plan(1)?;
            let page = self.numbered(series, number, given).await?;
            let full = page.items >= series.page_size as usize;
            self.give(page).await?;
            if !full || self.satisfied() {
                break;
            }
        }
        Ok(())
    }

    /// The first `limit` rows in the API's order, which are more than a page. They are given when they stood still long
    /// enough to be read.
    async fn in_order(&self, series: &Series, limit: u64) -> Result<()> {
        let last = series.pages_for(limit);
        for round in 0..=MORE_PASSES {
            // The first request of the series is planned already.
            self.plan(u64::from(round > 0))?;
            let end = self
                .fetcher
                .page(series, paging(series, last), None)
                .await?;
            if end.items == 0 {
                return self.all_in_order(series, last).await;
            }
            self.plan(last)?;
            if let Some(pages) = self.snapshot(series, last, end).await? {
                return self.give_all(pages).await;
            }
        }
        Err(kept_moving(series))
    }

    /// The rows of a list that ends before the page `last`: twice the same are the whole list.
    async fn all_in_order(&self, series: &Series, last: u64) -> Result<()> {
        let mut before = None;
        for _ in 0..=MORE_PASSES + 1 {
            let mut pages = Vec::new();
            for number in 1..=last {
                self.plan(1)?;
                let mut page = self
                    .fetcher
                    .page(series, paging(series, number), None)
                    .await?;
                page.taken.hold(None);
                let full = page.items >= series.page_size as usize;
                pages.push(page);
                if !full {
                    break;
                }
            }
            let keys = pages.iter().flat_map(|page| page.keys.clone());
            let keys: Vec<Key> = keys.collect();
            if before.as_ref() == Some(&keys) {
                return self.give_all(pages).await;
            }
            before = Some(keys);
        }
        Err(kept_moving(series))
    }

    /// The pages up to `last`, which is here already, if it is the same after the others were read.
    async fn snapshot(
        &self,
        series: &Series,
        last: u64,
        mut end: Fetched,
    ) -> Result<Option<Vec<Fetched>>> {
        end.taken.hold(None);
        let read = |number| {
            let (fetcher, series) = (self.fetcher.clone(), series.clone());
            on_a_task(async move {
                fetcher
                    .page_within(&series, paging(&series, number), None)
                    .await
            })
        };
        let before = futures::stream::iter(1..last).map(read).buffered(WIDTH);
        let mut pages: Vec<Fetched> = before.try_collect().await?;
        let full = |page: &Fetched| page.items >= series.page_size as usize;
        let after = read(last).await?;
        let still = pages.iter().all(full) && after.keys == end.keys;
        pages.push(end);
        // A row that has jumped to the front stands on two pages.
        let keys = || pages.iter().flat_map(|page| &page.keys);
        let once = keys().collect::<HashSet<_>>().len() == keys().count();
        Ok((still && once).then_some(pages))
    }

    /// All pages again, giving out what was not given yet, until a pass finds nothing.
    async fn again(&self, series: &Series, total: bool, given: &Given) -> Result<()> {
        for _ in 0..MORE_PASSES {
            let mut found = 0;
            for number in 1.. {
                self.plan(1)?;
                let page = self.numbered(series, number, given).await?;
                found += page.accepted;
                let full = page.items >= series.page_size as usize;
                let more = page
                    .total
                    .filter(|_| total)
                    .map_or(full, |total| number * u64::from(series.page_size) < total);
                self.give(page).await?;
                if !more {
                    break;
                }
            }
            if found == 0 {
                return Ok(());
            }
        }
        Err(kept_moving(series))
    }

    async fn numbered(&self, series: &Series, number: u64, given: &Given) -> Result<Fetched> {
        self.fetcher
            .page(series, paging(series, number), Some(Accept::New(given)))
            .await
    }
}

/// What the last page looked like, and whether rows may have moved since.
struct Proof {
    number: u64,
    keys: Vec<Key>,
    /// Rows that the list was first said to have.
    total: u64,
    /// The most that it was said to have since.
    most: AtomicU64,
    moved: AtomicBool,
}

impl Proof {
    fn of(number: u64, page: &Fetched, total: u64) -> Self {
        Self {
            number,
            keys: page.keys.clone(),
            total,
            most: AtomicU64::new(page.total.unwrap_or_default().max(total)),
            // No rows prove nothing.
            moved: AtomicBool::new(page.keys.is_empty() || page.total < Some(total)),
        }
    }

    /// A page before the last one.
    fn sees(&self, series: &Series, page: &Fetched) {
        self.most
            .fetch_max(page.total.unwrap_or_default(), Ordering::Relaxed);
        let short = page.items < series.page_size as usize;
        let shrunk = page.total < Some(self.total);
        // An item that came before has moved.
        let twice = page.accepted < page.items;
        if short || shrunk || twice {
            self.moved.store(true, Ordering::Relaxed);
        }
    }

    /// Whether rows have moved before the end, by what the last page is when everything else has been read. A list that is
    /// shorter than it once was has lost rows, whatever came to it before.
    fn holds(&self, end: &Fetched) -> bool {
        let most = self.most.load(Ordering::Relaxed);
        end.keys.starts_with(&self.keys) && end.total.is_none_or(|total| total >= most)
    }
}

fn kept_moving(series: &Series) -> Error {
    let message = format!(
        "rows of {} kept moving between its pages while it was read, so that the result could not be proved complete; try again when fewer rows change",
        series.path
    );
    Error::new(Kind::Server, message).worth_retrying()
}

/// The series with the page size that the API keeps to, where it is smaller than what was asked for: a page that is short
/// of the total and of its limit tells it.
fn sized(series: &Series, first: &Fetched) -> Series {
    let mut series = series.clone();
    let items = u32::try_from(first.items).unwrap_or(u32::MAX);
    let more = first.total.is_some_and(|total| u64::from(items) < total);
    if more && (1..series.page_size).contains(&items) {
        series.page_size = items;
    }
    series
}

fn paging(series: &Series, number: u64) -> Vec<(String, String)> {
    let mut paging = series.first_paging();
    if number > 1 {
        paging.push(("page".to_owned(), number.to_string()));
    }
    paging
}
