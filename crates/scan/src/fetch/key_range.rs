//! A list by ranges of an ascending integer key: the first page, the last page, and what lies between side by side.
//!
//! Ranges do not move when rows come or go: a row with the key 300 comes with the rows from 250 on whatever happens to its
//! neighbours, so that these pages need no proof as those by number do. A full page holds every row that it spans. A page that is
//! shorter is the end of the list, or a page of a store that keeps to smaller pages, or it lacks rows: `reconcile` holds such a list
//! against what the store says of it.

use std::sync::{Arc, OnceLock};

use futures::StreamExt;
use futures::stream::FuturesOrdered;
use tokio::sync::OwnedSemaphorePermit;

use super::course::Course;
use super::key_pages::{Extent, KeyPages, keys};
use super::known_keys::KnownKeys;
use super::list_scan::ListScan;
use super::page::DecodedPage;
use super::piece::Piece;
use super::task::on_a_task;
use crate::error::Result;
use crate::plan::{KeyRange, ListRequest, Parameter};

/// A list that is being read by its key.
pub(super) struct KeyReading<'s> {
    pub(super) scan: &'s ListScan,
    pub(super) pages: KeyPages,
    pub(super) known: KnownKeys,
    /// Rows that the store says the list has.
    pub(super) said: Option<u64>,
    pub(super) short: Vec<ShortPage>,
}

/// A page that was not full. It may lack rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShortPage {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) items: usize,
    /// Nothing follows on it.
    pub(super) is_end: bool,
    /// An empty answer behind it has shown that.
    pub(super) shown: bool,
}

/// Pages that a task holds until their turn has come: a piece is seldom more than two.
const MOST_PAGES: usize = 3;
/// Requests side by side for the rest of a piece, whose pages have no room of their own.
const REST_WIDTH: usize = 4;

/// What a task has read of a piece.
struct PieceRead {
    pages: Vec<DecodedPage>,
    range: (i64, i64),
    /// What it left of the piece, which has many more rows than it was taken for.
    rest: Option<(i64, i64)>,
    short: Vec<ShortPage>,
    requests: usize,
    /// Of its last page.
    density: Option<f64>,
}

impl ListScan {
    pub(super) async fn by_key_range(&self, list: &ListRequest, keys: &KeyRange) -> Result<()> {
        let first = self.fetcher.page(list, list.first_paging(), None).await?;
        let reading = KeyReading {
            scan: self,
            pages: KeyPages::new(self.fetcher.clone(), list, keys),
            known: KnownKeys::default(),
            said: first.info.total,
            short: Vec::new(),
        };
        if let Some(total) = reading.said.filter(|_| self.width > 1) {
            let more = list.pages_for(total).saturating_sub(1);
            self.fetcher.metrics().allows(more)?;
        }
        reading.all(first).await
    }
}

impl KeyReading<'_> {
    /// The list to its end.
    async fn all(mut self, first: DecodedPage) -> Result<()> {
        let (items, limit) = (first.items, self.pages.list.page_size as usize);
        let extent = self.pages.ascending(&first, limit)?;
        self.take(first, (i64::MIN, i64::MAX)).await?;
        let Some(extent) = extent else {
            return self.reconcile().await;
        };
        if self.scan.satisfied() {
            return Ok(());
        }
        let full = self.pages.is_full(items);
        let descending = self.pages.keys.sorted.as_ref();
        let descending = descending.map(|sorted| sorted.descending.clone());
        match descending.filter(|_| full && self.scan.width > 1) {
            Some(descending) => self.both_ends(&extent, &descending).await?,
            None => {
                let low = self.pages.keys.low.unwrap_or(i64::MIN);
                self.one_after_another(low, extent, items).await?;
            }
        }
        match self.scan.satisfied() {
            true => Ok(()),
            false => self.reconcile().await,
        }
    }

    /// Whether the rows so far are all.
    pub(super) async fn is_whole(&mut self) -> Result<bool> {
        if self.is_filled() {
            return Ok(true);
        }
        if self.said.is_none() {
            self.said = self.scan.ask_total(&self.pages.list).await?;
        }
        Ok(self.said == Some(self.known.count()))
    }

    /// Whether each key that was asked for has a row; keys begin at 1.
    pub(super) fn is_filled(&mut self) -> bool {
        self.known.settle();
        let keys = &self.pages.keys;
        let low = keys.low.unwrap_or(1);
        let Some(high) = keys.high else {
            return false;
        };
        match &keys.named {
            Some(named) => {
                let mut here = named.iter().filter(|key| (low..=high).contains(*key));
                here.all(|key| self.known.contain(*key))
            }
            None => self.known.gaps(low, high).is_empty(),
        }
    }

    /// The pages behind one that began at `low`.
    async fn one_after_another(
        &mut self,
        mut low: i64,
        mut extent: Extent,
        mut items: usize,
    ) -> Result<()> {
        loop {
            if !self.pages.is_full(items) {
                if self.is_whole().await? {
                    return Ok(());
                }
                self.short.push(ShortPage {
                    low,
                    high: extent.last,
                    items,
                    is_end: false,
                    shown: false,
                });
            }
            low = match extent.last.checked_add(1) {
                Some(next) if self.pages.keys.high.is_none_or(|high| next <= high) => next,
                _ => return Ok(()),
            };
            self.scan.plan(1)?;
            let takes = |key| key >= low;
            let (page, found) = self.pages.from(low, self.pages.limit(), &takes).await?;
            let count = page.items;
            self.take(page, (low, i64::MAX)).await?;
            let behind = self
                .short
                .last_mut()
                .filter(|short| low == short.high.saturating_add(1));
            match (found, behind) {
                (Some(found), behind) => {
                    if let Some(short) = behind {
                        self.pages.goes_on(short.items.max(count));
                    }
                    (extent, items) = (found, count);
                }
                (None, Some(short)) => {
                    (short.is_end, short.shown) = (true, true);
                    return Ok(());
                }
                (None, None) => return Ok(()),
            }
            if self.scan.satisfied() {
                return Ok(());
            }
        }
    }

    /// The last page tells where the keys end.
    async fn both_ends(&mut self, first: &Extent, descending: &[Parameter]) -> Result<()> {
        let low = first.last.saturating_add(1);
        if self.pages.keys.high.is_some_and(|high| low > high) {
            return Ok(());
        }
        self.scan.plan(1)?;
        let (last, extent) = self.pages.last(low, descending).await?;
        let Some(extent) = extent else {
            return self.take(last, (low, i64::MAX)).await;
        };
        self.known.add(keys(&last).filter(|key| *key >= low));
        let short = !self.pages.is_full(last.items);
        let mut between = !short;
        if short && !self.is_whole().await? {
            // Rows are missing before it, or the store does not tell.
            between = self.said.is_some();
            self.short.push(ShortPage {
                low: if between { extent.first } else { low },
                high: i64::MAX,
                items: last.items,
                is_end: true,
                shown: false,
            });
        }
        let high = extent.first.saturating_sub(1);
        if between && low <= high {
            self.known.settle();
            let page = self.pages.limit() as i64 - 1;
            let mut course = Course::new(low, high, page, self.known.count());
            course.density(extent.density().max(first.density()));
            if let Some(said) = self.said {
                course.has(said.saturating_sub(self.known.count()));
            }
            self.between(&mut course, true).await?;
        }
        self.scan.give(last).await
    }

    /// The pieces of a course, side by side; their pages are handed on in the order of the key. Each has `room` in the scan's memory.
    async fn between(&mut self, course: &mut Course, room: bool) -> Result<()> {
        let mut under_way = FuturesOrdered::new();
        let width = match room {
            true => self.scan.width,
            false => REST_WIDTH,
        };
        loop {
            let free = under_way.len() < width;
            let Some(piece) = free.then(|| course.next()).flatten() else {
                match under_way.next().await {
                    Some(read) => self.read(read?, course).await?,
                    None => return Ok(()),
                }
                continue;
            };
            self.scan.plan(1)?;
            if !room {
                under_way.push_back(spawn(self.pages.clone(), piece, None));
                continue;
            }
            // Room is asked for in the order of the pieces: the one whose turn it is never waits behind a later one. While there
            // is none, those before go on.
            let fetcher = self.scan.fetcher.clone();
            let mut room = std::pin::pin!(fetcher.room());
            let room = loop {
                tokio::select! {
                    biased;
                    room = &mut room => break room,
                    Some(read) = under_way.next(), if !under_way.is_empty() => {
                        self.read(read?, course).await?;
                    }
                }
            };
            under_way.push_back(spawn(self.pages.clone(), piece, room));
        }
    }

    /// Takes what a task has read.
    async fn read(&mut self, read: PieceRead, course: &mut Course) -> Result<()> {
        let rows = read.pages.iter().map(|page| page.accepted).sum();
        course.done(read.requests, rows);
        if let Some(density) = read.density {
            course.density(density);
        }
        self.short.extend(read.short);
        for page in read.pages {
            self.take(page, read.range).await?;
        }
        if let Some(rest) = read.rest {
            // Pieces behind it hold their room until it is through, so that it asks for none.
            let mut part = course.part(rest);
            Box::pin(self.between(&mut part, false)).await?;
            course.join(&part);
        }
        Ok(())
    }

    /// Hands a page on; of its rows those in `range` were wanted.
    pub(super) async fn take(&mut self, page: DecodedPage, range: (i64, i64)) -> Result<()> {
        let wanted = |key: &i64| (range.0..=range.1).contains(key);
        self.known.add(keys(&page).filter(wanted));
        self.scan.give(page).await
    }
}

/// Reads a piece on a task of its own, so that pages are decoded side by side.
fn spawn(
    pages: KeyPages,
    piece: Arc<Piece>,
    room: Option<OwnedSemaphorePermit>,
) -> impl Future<Output = Result<PieceRead>> {
    on_a_task(async move {
        let mut read = read_piece(&pages, &piece).await?;
        if let Some(page) = read.pages.first_mut() {
            page.batch.hold(room);
        }
        Ok(read)
    })
}

async fn read_piece(pages: &KeyPages, piece: &Piece) -> Result<PieceRead> {
    let mut read = PieceRead {
        pages: Vec::new(),
        range: (piece.low, piece.low),
        rest: None,
        short: Vec::new(),
        requests: 0,
        density: None,
    };
    let mut low = piece.low;
    loop {
        let end = OnceLock::new();
        let high = || *end.get_or_init(|| piece.fix());
        let takes = |key| key >= low && key <= high();
        let (page, extent) = pages.from(low, pages.limit(), &takes).await?;
        let (high, items) = (high(), page.items);
        read.requests += 1;
        read.range.1 = high;
        read.pages.push(page);
        let last = extent.map_or(high, |extent| extent.last);
        // Rows of the last page lie behind each of these, so that even the end is full.
        if !pages.is_full(items) {
            if extent.is_some() {
                pages.goes_on(items);
            }
            read.short.push(ShortPage {
                low,
                high: last.min(high),
                items,
                is_end: extent.is_none(),
                shown: false,
            });
        }
        read.density = extent.map(|extent| extent.density());
        piece.cover(last);
        if last >= high {
            return Ok(read);
        }
        // What follows is the next piece's.
        if piece.is_open_to(high) {
            return Ok(read);
        }
        low = last + 1;
        if read.pages.len() == MOST_PAGES {
            read.rest = Some((low, high));
            return Ok(read);
        }
        pages.fetcher.metrics().plan(1)?;
    }
}
