//! A list by page number. Rows that come or go while it is read push others across page borders, so the scan proves
//! itself: the last page is read before the others and once more at the end. Rows behind those that it had are new ones, and
//! the list is read on; where it begins otherwise, rows have moved, and the list is read again: by cursor where it has them,
//! else by page until a pass finds nothing new.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use futures::stream::{StreamExt, TryStreamExt};

use super::super::plan::{PageBy, Series};
use super::fetch::Fetched;
use super::items::{Accept, Key};
use super::{Scan, on_a_task};
use crate::error::{Error, Kind, Result};

/// Passes after the first, before the scan gives up.
const MORE_PASSES: usize = 3;

pub(super) type Given = Arc<Mutex<HashSet<Key>>>;

impl Scan {
    pub(super) async fn by_number(&self, series: &Series, total: bool) -> Result<()> {
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
        let (known, full) = (
            first.total.filter(|_| total),
            first.items >= series.page_size as usize,
        );
        self.give(first).await?;
        if self.satisfied() {
            return Ok(());
        }
        if !full && known.is_none_or(|total| total <= u64::from(series.page_size)) {
            return Ok(());
        }
        let proof = match known {
            Some(total) if self.width > 1 => self.rest_of(series, total, &given).await?,
            _ => self.until_short(series, &given).await?,
        };
        let Some(proof) = proof else { return Ok(()) };
        if self.holds(series, &proof, &given).await? {
            return Ok(());
        }
        match series.paging {
            PageBy::Cursor => self.mend(series, &given).await,
            _ => self.again(series, proof.total.is_some(), &given).await,
        }
    }

    /// The last page, then all between.
    async fn rest_of(&self, series: &Series, total: u64, given: &Given) -> Result<Option<Proof>> {
        let last = total.div_ceil(u64::from(series.page_size).max(1));
        if last < 2 {
            return Ok(None);
        }
        // The pages after the first, and the proof.
        self.plan(last)?;
        let last_page = self.numbered(series, last, given).await?;
        let mut proof = Proof::of(last, &last_page);
        proof.moved |= last_page.total < Some(total);
        let moved = Mutex::new(false);
        let pages = self
            .fetcher
            .with_room(2..last)
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
            .buffered(self.width);
        pages
            .try_for_each(|page: Fetched| {
                if page.total < Some(total) || page.items < series.page_size as usize {
                    *moved
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner) = true;
                }
                self.give(page)
            })
            .await?;
        self.give(last_page).await?;
        proof.moved |= moved
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(Some(proof))
    }

    /// Page after page, where nobody knows how many there are.
    async fn until_short(&self, series: &Series, given: &Given) -> Result<Option<Proof>> {
        let proof = self.from(series, 2, given).await?;
        if proof.is_some() {
            self.plan(1)?;
        }
        Ok(proof)
    }

    /// The last page once more, and what has come behind it; false where it does not begin with the rows that it had.
    async fn holds(&self, series: &Series, proof: &Proof, given: &Given) -> Result<bool> {
        if proof.moved {
            return Ok(false);
        }
        let page = self.numbered(series, proof.number, given).await?;
        let same = page.keys.starts_with(&proof.keys);
        let full = page.items >= series.page_size as usize;
        let grown = page.items > proof.keys.len();
        self.give(page).await?;
        if same && full && grown {
            self.from(series, proof.number + 1, given).await?;
        }
        Ok(same)
    }

    /// Pages from `number` on, until one is short.
    async fn from(&self, series: &Series, number: u64, given: &Given) -> Result<Option<Proof>> {
        for number in number.. {
            self.plan(1)?;
            let page = self.numbered(series, number, given).await?;
            let proof = Proof::of(number, &page);
            let full = page.items >= series.page_size as usize;
            self.give(page).await?;
            if self.satisfied() {
                break;
            }
            if !full {
                return Ok(Some(proof));
            }
        }
        Ok(None)
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
        let message = format!(
            "rows of {} kept moving between its pages while it was read, so that the result could not be proved complete; try again when fewer rows change",
            series.path
        );
        Err(Error::new(Kind::Server, message).worth_retrying())
    }

    async fn numbered(&self, series: &Series, number: u64, given: &Given) -> Result<Fetched> {
        self.fetcher
            .page(series, paging(series, number), Some(Accept::New(given)))
            .await
    }
}

/// What the last page looked like.
struct Proof {
    number: u64,
    keys: Vec<Key>,
    total: Option<u64>,
    moved: bool,
}

impl Proof {
    fn of(number: u64, page: &Fetched) -> Self {
        Self {
            number,
            keys: page.keys.clone(),
            total: page.total,
            moved: false,
        }
    }
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
