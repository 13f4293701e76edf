//! A list by cursor: each answer names where the next begins, so that rows which come or go move no others, and pages follow one
//! another. Lists with cursors know page numbers too; where pages are many a whole list is read side by side by number, and the
//! cursor is what mends a read under which rows moved. Not so a list with a filter, where rows come and go in the middle.

use super::super::plan::Series;
use super::Scan;
use super::fetch::Fetched;
use super::items::Accept;
use super::numbered::Given;
use crate::error::{Error, Result};

/// Pages that are read one after another: side by side there is one request more, and the last page before the others.
pub(crate) const FEW: u64 = 5;

impl Scan {
    /// The list by cursor; by page number where its pages are many, or where its first answer names no cursor.
    pub(super) async fn by_cursor(&self, series: &Series) -> Result<()> {
        let page = self
            .fetcher
            .page(series, series.first_paging(), None)
            .await?;
        let pages = page.total.map(|total| series.pages_for(total));
        let many = pages.is_some_and(|pages| pages > FEW) && self.fetcher.reads_whole();
        if page.end_cursor.is_none() || (many && self.width > 1) {
            return self.numbered_on(series, true, page).await;
        }
        let more = pages
            .filter(|_| self.width > 1)
            .unwrap_or(1)
            .saturating_sub(1);
        self.plan(more)?;
        self.follow(series, page, None, more).await
    }

    /// The whole list again, for the rows that were not given yet.
    pub(super) async fn mend(&self, series: &Series, given: &Given) -> Result<()> {
        self.plan(1)?;
        let page = self
            .fetcher
            .page(series, series.first_paging(), Some(Accept::New(given)))
            .await?;
        self.follow(series, page, Some(given), 0).await
    }

    /// The pages from `page` on, by the cursors; requests for so many of them are planned already.
    async fn follow(
        &self,
        series: &Series,
        mut page: Fetched,
        given: Option<&Given>,
        mut planned: u64,
    ) -> Result<()> {
        let mut seen = 0;
        loop {
            seen += page.items as u64;
            let full = page.items >= series.page_size as usize;
            let promised = page.total.unwrap_or_default();
            // A page may be shorter than it was asked for, and name the next one all the same.
            let more = full || (page.items > 0 && seen < promised);
            let after = page.end_cursor.take().filter(|_| more);
            self.give(page).await?;
            let Some(after) = after.filter(|_| !self.satisfied()) else {
                return match more && seen < promised && !self.satisfied() {
                    true => Err(broken_off(series, seen, promised)),
                    false => Ok(()),
                };
            };
            match planned {
                0 => self.plan(1)?,
                _ => planned -= 1,
            }
            let mut paging = series.first_paging();
            paging.push(("after".to_owned(), after));
            let accept = given.map(|given| Accept::New(given.as_ref()));
            page = self.fetcher.page(series, paging, accept).await?;
        }
    }
}

fn broken_off(series: &Series, seen: u64, promised: u64) -> Error {
    let message = format!(
        "the list {} broke off after {seen} of {promised} rows: its last answer named no cursor to go on by; try again",
        series.path
    );
    Error::new(crate::ErrorKind::Protocol, message).worth_retrying()
}
