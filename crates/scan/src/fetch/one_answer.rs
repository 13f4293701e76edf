//! A list of which one answer is read: all of it, or the one page that has every wanted row.

use super::list_scan::ListScan;
use super::total::{always_short, incomplete};
use crate::error::Result;
use crate::plan::{ListRequest, Parameter};

impl ListScan {
    /// The list that is one answer. Where the answer tells a total, it has to have that many rows.
    pub(super) async fn one_answer(&self, list: &ListRequest) -> Result<()> {
        let page = self.fetcher.page(list, list.first_paging(), None).await?;
        let items = page.items as u64;
        let said = page.info.total.filter(|said| *said > items && !list.single);
        self.give(page).await?;
        match said {
            Some(said) if !self.satisfied() => Err(incomplete(list, items, said)),
            _ => Ok(()),
        }
    }

    /// The page `number`, which may be the last one. Nothing may follow where it is short, or pages are smaller than they were asked
    /// for, and it begins elsewhere.
    pub(super) async fn one_page(&self, list: &ListRequest, number: u64) -> Result<()> {
        let page = self.fetcher.page(list, list.first_paging(), None).await?;
        let (items, asked) = (page.items, list.page_size as usize);
        let before = (number - 1) * asked as u64;
        let short = items < asked
            && self
                .is_short(list, number, before + items as u64, &page.info.total)
                .await?;
        match short {
            true => Err(always_short(list, asked, items)),
            false => self.give(page).await,
        }
    }

    /// Whether rows follow on the page `number`, which ends with the row `end` if it is the last one.
    async fn is_short(
        &self,
        list: &ListRequest,
        number: u64,
        end: u64,
        said: &Option<u64>,
    ) -> Result<bool> {
        let before = end - end % u64::from(list.page_size).max(1);
        if let Some(said) = said {
            return Ok(*said > before && *said != end);
        }
        self.plan(1)?;
        let mut paging = list.first_paging();
        paging.retain(|parameter| parameter.name != "page");
        paging.push(Parameter::plain("page", (number + 1).to_string()));
        let behind = self.fetcher.page(list, paging, None).await?;
        Ok(behind.items > 0)
    }
}
