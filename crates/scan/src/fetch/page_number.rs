//! A list by page number. A row that comes or goes while the list is read pushes others across page borders: when row 3 is
//! deleted after page 1 was read, row 251 moves to page 1, and no page that is still to be read has it. So the scan proves
//! itself: it reads the last page before the others and once more at the end, and the list may not have shrunk meanwhile.
//!
//! * The last page begins with the rows that it had: the scan is proved. Rows behind these are new, and the list is read on.
//! * It begins otherwise: rows have moved, and the list is read again, by cursor where it has one, else by page until a pass
//!   finds no new row. A list that does not tell its total is read again too, since its last page is not known beforehand.
//! * In the end there are as many rows as the list tells, or it is an error. A list that tells no total is read until a page is
//!   empty: a short page may be one of a store that keeps to smaller pages.
//! * A page that has only rows of pages before is an error: the list takes no notice of the page's number.
//! * A query wants the first rows in an order of the API's: see `in_order`.
//!
//! One case escapes: in a list with a filter, one row leaves and another enters further on between the same two answers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures::stream::{StreamExt, TryStreamExt};

use super::list_scan::ListScan;
use super::page::{DecodedPage, SMALLEST_PAGE};
use super::task::on_a_task;
use super::total::{count, repeated};
use crate::decode::{Accept, Key, KeysSeen};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{ListRequest, Pagination, Parameter, ParameterSet};

/// Passes after the first, before the scan gives up.
pub(super) const MORE_PASSES: usize = 3;

impl ListScan {
    pub(super) async fn by_page_number(&self, list: &ListRequest, total: bool) -> Result<()> {
        if let Some(limit) = self.ordered {
            return self.in_order(list, limit).await;
        }
        let first = self.fetcher.page(list, paging(list, 1), None).await?;
        self.by_page_number_from(list, total, first).await
    }

    /// The pages from the first on, which is here already.
    pub(super) async fn by_page_number_from(
        &self,
        list: &ListRequest,
        total: bool,
        first: DecodedPage,
    ) -> Result<()> {
        let seen = KeysSeen::new(Mutex::new(first.keys.iter().cloned().collect()));
        let mut list = sized(list, &first);
        let (items, size) = (first.items, u64::from(list.page_size));
        let full = items as u64 >= size;
        if list.named.is_some_and(|named| items >= named) {
            return self.give(first).await;
        }
        // A total that is the page's own may count nothing else.
        let known = first
            .info
            .total
            .filter(|known| total && !(full && *known <= size && list.limits));
        let by_cursor = first.info.end_cursor.is_some();
        self.give(first).await?;
        if self.satisfied() || known.is_some_and(|known| known <= items as u64) {
            return Ok(());
        }
        let mut pages = 1;
        let proved = match known {
            Some(total) if self.width > 1 || !self.exact => {
                self.rest_of(&list, total, &seen).await?
            }
            Some(_) => {
                pages = self.from(&list, 2, true, &seen).await?;
                false
            }
            None if full => {
                pages = self.from(&list, 2, false, &seen).await?;
                pages == 1
            }
            None => self.behind_short_page(&mut list, items, &seen).await?,
        };
        if self.satisfied() {
            return Ok(());
        }
        if proved && known.is_none_or(|known| count(&seen) >= known) {
            return Ok(());
        }
        match list.paging {
            Pagination::Cursor if by_cursor => self.mend(&list, &seen).await?,
            _ => self.again(&list, known, pages, &seen).await?,
        }
        match known {
            Some(known) if !self.satisfied() => self.has_all(&list, known, &seen).await,
            _ => Ok(()),
        }
    }

    /// What follows on a first page that is short, in a list that does not tell its total with its pages: nothing, or the store keeps
    /// to smaller pages, and the list is told so. Says whether the rows so far are all.
    async fn behind_short_page(
        &self,
        list: &mut ListRequest,
        items: usize,
        seen: &KeysSeen,
    ) -> Result<bool> {
        // A list that asks for no page tells of others; most parents have few rows, and no store keeps to pages of so few.
        if items == 0 || !list.limits || (list.is_below_a_parent() && items < SMALLEST_PAGE) {
            return Ok(true);
        }
        let said = self.ask_total(list).await?;
        if said == Some(count(seen)) {
            return Ok(true);
        }
        self.plan(1)?;
        let page = self.numbered_page(list, 2, seen).await?;
        let behind = page.items;
        let more = behind > 0;
        comes_again(list, &page)?;
        self.give(page).await?;
        if more && !self.satisfied() {
            // A longer page was not cut to what the store keeps to: rows have come meanwhile.
            if behind <= items {
                list.page_size = u32::try_from(items).unwrap_or(u32::MAX);
            }
            self.from(list, 3, false, seen).await?;
        }
        if let Some(said) = said.filter(|said| *said > count(seen)) {
            self.again(list, None, 1, seen).await?;
            self.has_all(list, said, seen).await?;
            return Ok(true);
        }
        Ok(!more)
    }

    /// The last page, then all between, then the last page once more; false where rows may have moved.
    async fn rest_of(&self, list: &ListRequest, total: u64, seen: &KeysSeen) -> Result<bool> {
        let last = list.pages_for(total);
        if last < 2 {
            return Ok(true);
        }
        // The pages after the first, and the proof; of a scan that may end early, each as it comes.
        let early = self.width == 1;
        self.plan(if early { 1 } else { last })?;
        let mut last_page = self.numbered_page(list, last, seen).await?;
        comes_again(list, &last_page)?;
        // It waits for pages that want room themselves.
        last_page.batch.hold(None);
        let proof = Proof::of(last, &last_page, total);
        if early {
            for number in 2..last {
                self.plan(1)?;
                let page = self.numbered_page(list, number, seen).await?;
                proof.sees(list, &page);
                self.give(page).await?;
                if self.satisfied() {
                    return Ok(true);
                }
            }
            self.plan(1)?;
        } else {
            self.between(list, last, &proof, seen).await?;
        }
        self.give(last_page).await?;
        self.holds(list, &proof, seen).await
    }

    /// The pages between the first and the last one, side by side.
    async fn between(
        &self,
        list: &ListRequest,
        last: u64,
        proof: &Proof,
        seen: &KeysSeen,
    ) -> Result<()> {
        let numbers = self.fetcher.with_room(2..last);
        numbers
            .map(|(number, room)| {
                let (fetcher, list, seen) = (self.fetcher.clone(), list.clone(), Arc::clone(seen));
                on_a_task(async move {
                    let accept = Some(Accept::New(&seen));
                    let mut page = fetcher
                        .page_within(&list, paging(&list, number), accept)
                        .await?;
                    page.batch.hold(room);
                    Ok(page)
                })
            })
            .buffered(self.width)
            .try_for_each(async |page: DecodedPage| {
                proof.sees(list, &page);
                self.give(page).await
            })
            .await
    }

    /// The last page once more, and what has come behind it; false where it does not begin with the rows that it had.
    async fn holds(&self, list: &ListRequest, proof: &Proof, seen: &KeysSeen) -> Result<bool> {
        if proof.moved.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let page = self.numbered_page(list, proof.number, seen).await?;
        let same = proof.holds(&page);
        let full = page.items >= list.page_size as usize;
        let grown = page.items > proof.keys.len();
        self.give(page).await?;
        if same && full && grown {
            self.from(list, proof.number + 1, true, seen).await?;
        }
        Ok(same)
    }

    /// Pages from `number` on, until one is empty; until one is `short`, where that tells the end. Answers the number of the last
    /// page that had rows.
    async fn from(
        &self,
        list: &ListRequest,
        number: u64,
        short: bool,
        seen: &KeysSeen,
    ) -> Result<u64> {
        let mut known = false;
        for number in number.. {
            self.plan(1)?;
            let page = self.numbered_page(list, number, seen).await?;
            // One page of known rows may be what others pushed there.
            if known {
                comes_again(list, &page)?;
            }
            known = page.accepted == 0;
            let full = page.items >= list.page_size as usize;
            let none = page.items == 0;
            self.give(page).await?;
            match (none, full || !short) {
                (true, _) => return Ok(number - 1),
                (false, more) if !more || self.satisfied() => return Ok(number),
                _ => {}
            }
        }
        Ok(number)
    }

    /// All pages again, giving out what was not seen yet, until a pass finds nothing. There are `pages` at least.
    async fn again(
        &self,
        list: &ListRequest,
        total: Option<u64>,
        pages: u64,
        seen: &KeysSeen,
    ) -> Result<()> {
        for _ in 0..MORE_PASSES {
            let mut found = 0;
            for number in 1.. {
                self.plan(1)?;
                let page = self.numbered_page(list, number, seen).await?;
                found += page.accepted;
                let full = page.items >= list.page_size as usize;
                let said = page.info.total.or(total).filter(|_| total.is_some());
                let more = page.items > 0
                    && said.map_or(full || number < pages, |said| {
                        number * u64::from(list.page_size) < said
                    });
                self.give(page).await?;
                if !more {
                    break;
                }
            }
            if found == 0 {
                return Ok(());
            }
        }
        Err(kept_moving(list))
    }

    async fn numbered_page(
        &self,
        list: &ListRequest,
        number: u64,
        seen: &KeysSeen,
    ) -> Result<DecodedPage> {
        self.fetcher
            .page(list, paging(list, number), Some(Accept::New(seen)))
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
    fn of(number: u64, page: &DecodedPage, total: u64) -> Self {
        Self {
            number,
            keys: page.keys.clone(),
            total,
            most: AtomicU64::new(page.info.total.unwrap_or_default().max(total)),
            // No rows prove nothing.
            moved: AtomicBool::new(page.keys.is_empty() || page.info.total < Some(total)),
        }
    }

    /// A page before the last one.
    fn sees(&self, list: &ListRequest, page: &DecodedPage) {
        self.most
            .fetch_max(page.info.total.unwrap_or_default(), Ordering::Relaxed);
        let short = page.items < list.page_size as usize;
        let shrunk = page.info.total < Some(self.total);
        // An item that came before has moved.
        let twice = page.accepted < page.items;
        if short || shrunk || twice {
            self.moved.store(true, Ordering::Relaxed);
        }
    }

    /// Whether rows have moved before the end, by what the last page is when everything else has been read. A list that is
    /// shorter than it once was has lost rows, whatever came to it before.
    fn holds(&self, end: &DecodedPage) -> bool {
        let most = self.most.load(Ordering::Relaxed);
        end.keys.starts_with(&self.keys) && end.info.total.is_none_or(|total| total >= most)
    }
}

/// An error where a page that follows on others has only rows of theirs: the list takes no notice of the page's number, and would be
/// read for ever.
fn comes_again(list: &ListRequest, page: &DecodedPage) -> Result<()> {
    match page.items > 0 && page.accepted == 0 {
        true => Err(repeated(list)),
        false => Ok(()),
    }
}

/// The error of a list that did not stand still.
pub(super) fn kept_moving(list: &ListRequest) -> Error {
    let message = format!(
        "rows of {} kept moving between its pages while it was read, so that the result could not be proved complete; try again when fewer rows change",
        list.path
    );
    Error::new(ErrorKind::Server, message).worth_retrying()
}

/// The list with the page size that the API keeps to, where it is smaller than what was asked for: a page that is short
/// of the total and of its limit tells it.
fn sized(list: &ListRequest, first: &DecodedPage) -> ListRequest {
    let mut list = list.clone();
    let items = u32::try_from(first.items).unwrap_or(u32::MAX);
    let more = first
        .info
        .total
        .is_some_and(|total| u64::from(items) < total);
    if more && (1..list.page_size).contains(&items) {
        list.page_size = items;
    }
    list
}

/// The parameters of the page with a number.
pub(super) fn paging(list: &ListRequest, number: u64) -> ParameterSet {
    let mut paging = list.first_paging();
    if number > 1 {
        paging.push(Parameter::plain("page", number.to_string()));
    }
    paging
}
