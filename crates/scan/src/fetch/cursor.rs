//! A list by cursor: each answer names where the next begins, so that rows which come or go move no others, and pages follow one
//! another. Lists with cursors know page numbers too; where pages are many a whole list is read side by side by number, and the
//! cursor is what mends a read under which rows moved. A list with a filter is read by cursor only, since its rows come and go in the middle.

use std::collections::HashSet;
use std::sync::Mutex;

use super::list_scan::ListScan;
use super::page::DecodedPage;
use super::total::{count, repeated};
use crate::decode::{Accept, KeysSeen};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{ListRequest, Parameter};

impl ListScan {
    /// The whole list again, for the rows that were not seen yet.
    pub(super) async fn mend(&self, list: &ListRequest, seen: &KeysSeen) -> Result<()> {
        self.plan(1)?;
        let page = self
            .fetcher
            .page(list, list.first_paging(), Some(Accept::New(seen)))
            .await?;
        self.pages_from(list, page, seen, 0).await?;
        Ok(())
    }

    /// The list whose first page is here, by the cursors; requests for so many more are planned already.
    pub(super) async fn follow(
        &self,
        list: &ListRequest,
        page: DecodedPage,
        planned: u64,
    ) -> Result<()> {
        let seen = KeysSeen::new(Mutex::new(page.keys.iter().cloned().collect()));
        let said = self.pages_from(list, page, &seen, planned).await?;
        let (Some(said), false) = (said, self.satisfied()) else {
            return Ok(());
        };
        if count(&seen) >= said {
            return Ok(());
        }
        let now = self.ask_total(list).await?;
        if now.is_some_and(|now| now <= count(&seen)) {
            return Ok(());
        }
        self.mend(list, &seen).await?;
        self.has_all(list, said, &seen).await
    }

    /// The pages from `page` on, and the total that the first of them told.
    async fn pages_from(
        &self,
        list: &ListRequest,
        mut page: DecodedPage,
        seen: &KeysSeen,
        mut planned: u64,
    ) -> Result<Option<u64>> {
        let said = page.info.total;
        let mut listed = 0;
        let mut cursors = HashSet::new();
        loop {
            listed += page.items as u64;
            let full = page.items >= list.page_size as usize;
            // A page may be shorter than it was asked for, and name the next one all the same.
            let promised = page.info.total.or(said);
            let more = full || (page.items > 0 && promised != Some(listed));
            let after = page.info.end_cursor.take().filter(|_| more);
            self.give(page).await?;
            if self.satisfied() {
                return Ok(said);
            }
            let Some(after) = after else {
                return match promised.filter(|promised| more && listed < *promised) {
                    Some(promised) => Err(broken_off(list, listed, promised)),
                    None => Ok(said),
                };
            };
            if !cursors.insert(after.clone()) {
                return Err(repeated(list));
            }
            match planned {
                0 => self.plan(1)?,
                _ => planned -= 1,
            }
            let mut paging = list.first_paging();
            paging.push(Parameter::plain("after", after));
            let accept = Some(Accept::New(seen.as_ref()));
            page = self.fetcher.page(list, paging, accept).await?;
        }
    }
}

fn broken_off(list: &ListRequest, listed: u64, promised: u64) -> Error {
    let message = format!(
        "the list {} broke off after {listed} of {promised} rows: its last answer named no cursor to go on by; try again",
        list.path
    );
    Error::new(ErrorKind::Protocol, message).worth_retrying()
}
