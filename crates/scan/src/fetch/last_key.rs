//! A list whose next page begins behind the last row's key: pages one after another, until one is empty, or the rows are as many as the
//! store says.

use super::list_scan::{ListScan, stuck};
use super::total::incomplete;
use crate::error::Result;
use crate::plan::{ListRequest, Parameter};

impl ListScan {
    /// The list to its end; `column` is the key's, for a message.
    pub(super) async fn by_last_key(&self, list: &ListRequest, column: &str) -> Result<()> {
        let mut after = None;
        let (mut read, mut said) = (0, None);
        loop {
            let mut paging = list.first_paging();
            paging.extend(after.map(|key: i64| Parameter::plain("after", key.to_string())));
            let page = self.fetcher.page(list, paging, None).await?;
            let full = page.items >= list.page_size as usize;
            let last = page.keys.iter().filter_map(|key| key.integer()).max();
            read += page.items as u64;
            // A total behind the first page may count what is left.
            said = said.or(page.info.total.filter(|_| after.is_none()));
            self.give(page).await?;
            if self.satisfied() || (!full && said == Some(read)) {
                return Ok(());
            }
            let Some(last) = last else {
                break;
            };
            if after.is_some_and(|before| last <= before) {
                return Err(stuck(list, column));
            }
            self.plan(1)?;
            after = Some(last);
        }
        match said {
            Some(said) if said > read => Err(incomplete(list, read, said)),
            _ => Ok(()),
        }
    }
}
