//! A list that was read by its key, held against what the store says of it. A list is complete when
//!
//! * each key that was asked for has a row, or each of its pages was full up to the last;
//! * or its rows are as many as the store says: the total of v3, a count with the same filters of v2;
//! * or what is counted beyond them are rows that the list leaves out, as `hidden` finds out;
//! * or, where nothing tells how many there are, its short pages bring no other row when they are asked for again.
//!
//! Rows come and go meanwhile: a total is taken again before it is held against the rows.

use super::key_range::{KeyReading, ShortPage};
use super::total::always_short;
use crate::error::Result;

impl KeyReading<'_> {
    /// Ends the read, or reads what is missing.
    pub(super) async fn reconcile(mut self) -> Result<()> {
        if self.is_filled() {
            return Ok(());
        }
        let doubtful = self.short.iter().any(|short| !short.shown);
        if self.said.is_none() && doubtful {
            self.said = self.scan.ask_total(&self.pages.list).await?;
        }
        let Some(said) = self.said else {
            return self.mend().await;
        };
        if said == self.known.count() {
            return Ok(());
        }
        let now = self.scan.ask_total(&self.pages.list).await?.unwrap_or(said);
        if now == self.known.count() {
            return Ok(());
        }
        self.short.iter_mut().for_each(|short| short.shown = false);
        self.mend().await?;
        self.known.settle();
        // A total that counts the page is smaller than the list, and one that moved meanwhile counts other rows.
        match self.known.count() {
            rows if rows >= said.min(now) => Ok(()),
            _ => self.explain(now).await,
        }
    }

    /// Asks for short pages again, for the rows that they lacked.
    async fn mend(&mut self) -> Result<()> {
        for short in std::mem::take(&mut self.short) {
            self.known.settle();
            match short {
                ShortPage { shown: true, .. } => {}
                ShortPage { is_end: true, .. } => self.end_again(short).await?,
                short => self.page_again(short).await?,
            }
        }
        Ok(())
    }

    /// A page that others follow: asked for no more rows than it had, it is full, or the store leaves rows out each time.
    async fn page_again(&mut self, short: ShortPage) -> Result<()> {
        let mut low = short.low;
        while low <= short.high {
            self.scan.plan(1)?;
            let known = &self.known;
            let takes = |key| (low..=short.high).contains(&key) && !known.contain(key);
            let (page, extent) = self.pages.from(low, short.items, &takes).await?;
            if page.items < short.items {
                return Err(always_short(&self.pages.list, short.items, page.items));
            }
            self.take(page, (low, short.high)).await?;
            self.known.settle();
            low = match extent.and_then(|extent| extent.last.checked_add(1)) {
                Some(next) => next,
                None => return Ok(()),
            };
        }
        Ok(())
    }

    /// The end of the list.
    async fn end_again(&mut self, short: ShortPage) -> Result<()> {
        let mut low = short.low;
        loop {
            self.scan.plan(1)?;
            let known = &self.known;
            let takes = |key| key >= low && !known.contain(key);
            let (page, extent) = self.pages.from(low, self.pages.limit(), &takes).await?;
            let full = self.pages.is_full(page.items);
            self.take(page, (low, i64::MAX)).await?;
            self.known.settle();
            match extent.and_then(|extent| extent.last.checked_add(1)) {
                Some(next) if full => low = next,
                _ => return Ok(()),
            }
        }
    }
}
