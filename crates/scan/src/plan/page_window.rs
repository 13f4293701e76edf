//! `LIMIT … OFFSET …` by one page: the page that has every row after the first ones.

use super::pagination::Pagination;
use super::scan_plan::ScanPlan;

impl ScanPlan {
    /// Whether one page of a longer list has all wanted rows.
    pub fn is_one_page(&self) -> bool {
        matches!(self.lists.as_slice(), [list] if matches!(list.paging, Pagination::OnePage { .. }))
    }

    /// Rows that come before the wanted ones.
    pub fn before(&self) -> u64 {
        match self.lists.first().map(|list| &list.paging) {
            Some(Pagination::OnePage { before, .. }) => *before,
            _ => 0,
        }
    }

    /// The plan for `fetch` rows after the first `skip`, where one page has them all.
    pub(crate) fn window(&self, skip: u64, fetch: u64) -> Option<Self> {
        let [list] = self.lists.as_slice() else {
            return None;
        };
        let rows_are_items = self.levels.is_empty() && self.parents.is_none();
        let largest = u64::from(list.page_size);
        if !self.exact || !rows_are_items || !list.limits || skip.checked_add(fetch)? <= largest {
            return None;
        }
        let order = match &list.paging {
            Pagination::PageNumber { .. } | Pagination::Cursor => Vec::new(),
            Pagination::KeyRange(range) if range.low.is_none() && range.high.is_none() => {
                range.sorted.as_ref()?.ascending.clone()
            }
            _ => return None,
        };
        let last = (skip + fetch).checked_sub(1)?;
        let size = (fetch.max(1)..=largest).find(|size| skip / size == last / size)?;
        let mut list = list.clone();
        list.query.extend(order);
        list.paging = Pagination::OnePage {
            number: skip / size + 1,
            before: skip % size,
        };
        list.page_size = u32::try_from(size).ok()?;
        Some(Self {
            lists: vec![list],
            limit: None,
            ..self.clone()
        })
    }
}
