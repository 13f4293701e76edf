//! A list whose next page begins behind the last row's key: pages one after another.

use super::list_scan::{ListScan, stuck};
use crate::error::Result;
use crate::plan::{ListRequest, Parameter};

impl ListScan {
    /// The list to its end; `column` is the key's, for a message.
    pub(super) async fn by_last_key(&self, list: &ListRequest, column: &str) -> Result<()> {
        let mut after = None;
        loop {
            let mut paging = list.first_paging();
            paging.extend(after.map(|key: i64| Parameter::plain("after", key.to_string())));
            let page = self.fetcher.page(list, paging, None).await?;
            let full = page.items >= list.page_size as usize;
            let last = page.keys.iter().filter_map(|key| key.integer()).max();
            self.give(page).await?;
            let full = full && !self.satisfied();
            match last {
                Some(last) if full && after.is_none_or(|before| last > before) => {
                    self.plan(1)?;
                    after = Some(last)
                }
                Some(_) if full => return Err(stuck(list, column)),
                _ => return Ok(()),
            }
        }
    }
}
