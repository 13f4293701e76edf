//! A list by cursor: each answer names where the next begins, so that rows which come or go move no others, and pages follow one
//! another. Lists with cursors know page numbers too; where pages are many a whole list is read side by side by number, and the
//! cursor is what mends a read under which rows moved. A list with a filter is read by cursor only, since its rows come and go in the middle.

use super::list_scan::ListScan;
use super::page::DecodedPage;
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
        self.follow(list, page, Some(seen), 0).await
    }

    /// The pages from `page` on, by the cursors; requests for so many of them are planned already.
    pub(super) async fn follow(
        &self,
        list: &ListRequest,
        mut page: DecodedPage,
        seen: Option<&KeysSeen>,
        mut planned: u64,
    ) -> Result<()> {
        let mut listed = 0;
        loop {
            listed += page.items as u64;
            let full = page.items >= list.page_size as usize;
            let promised = page.info.total.unwrap_or_default();
            // A page may be shorter than it was asked for, and name the next one all the same.
            let more = full || (page.items > 0 && listed < promised);
            let after = page.info.end_cursor.take().filter(|_| more);
            self.give(page).await?;
            let Some(after) = after.filter(|_| !self.satisfied()) else {
                return match more && listed < promised && !self.satisfied() {
                    true => Err(broken_off(list, listed, promised)),
                    false => Ok(()),
                };
            };
            match planned {
                0 => self.plan(1)?,
                _ => planned -= 1,
            }
            let mut paging = list.first_paging();
            paging.push(Parameter::plain("after", after));
            let accept = seen.map(|seen| Accept::New(seen.as_ref()));
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
