//! One page: asked for, cut into items, decoded, checked row by row, and accounted for in the scan's memory.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use futures::stream::{self, Stream, StreamExt};
use storeql_catalog::Table;
use storeql_client::{Client, ErrorKind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::super::decode::{Decoder, Parent, Rows, elements, objects, parents};
use super::super::plan::{FromParent, Level, Origin, PerParentTemplate, ScanPlan, Series};
use super::super::reach::{Reach, Totals};
use super::super::value::Value;
use crate::error::{Error, Kind, Result};
use crate::ledger::Account;
use crate::store::Store;

/// Checks the rows of a page once more and cuts them to the query's columns.
pub(crate) type Finish = Arc<dyn Fn(RecordBatch) -> Result<RecordBatch> + Send + Sync>;

/// Bytes of pages that one scan may hold while nobody takes them, in KiB.
const ALLOWANCE: usize = 48 * 1024;
/// What a page is taken for until one has been seen, in KiB.
const FIRST_GUESS: usize = 1024;

/// Where requests go and what they cost.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) client: Client,
    pub(crate) account: Account,
    /// Remembers how many rows tables have.
    pub(crate) store: Arc<Store>,
}

impl Source {
    /// Asks for a list's total and notes it, where one small request tells it.
    pub(crate) async fn ask(&self, reach: &Reach, totals: &mut Totals<'_>) -> Result<()> {
        let Some(question) = reach.question() else {
            return Ok(());
        };
        self.account.plan(1)?;
        let page = self.client.page(&question, self.account.meter()).await?;
        let count = reach.table.count.as_ref();
        let counted = || member(&page.body, &count?.field);
        if let Some(total) = page.total.or_else(counted) {
            totals.note(reach, &question, total);
        }
        Ok(())
    }
}

/// An integer of an answer that is one object.
pub(crate) fn member(body: &[u8], name: &str) -> Option<u64> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let value = answer.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Rows that the consumer has, and the memory that they free when it drops them.
pub(crate) struct Taken {
    pub(crate) batch: RecordBatch,
    /// Rows of the batch, which may have no columns.
    pub(crate) rows: usize,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Taken {
    /// Keeps the room that was made for the page until the rows are dropped.
    pub(super) fn hold(&mut self, room: Option<OwnedSemaphorePermit>) {
        self._permit = room;
    }
}

/// A key of one item of a list, by which it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key(Box<str>);

impl Key {
    pub(super) fn integer(&self) -> Option<i64> {
        self.0.trim_matches('"').parse().ok()
    }
}

/// One page.
pub(super) struct Fetched {
    pub(super) taken: Taken,
    /// Items that the page listed, wanted or not.
    pub(super) items: usize,
    /// Items that were wanted.
    pub(super) accepted: usize,
    /// Their keys, in the page's order.
    pub(super) keys: Vec<Key>,
    pub(super) total: Option<u64>,
    pub(super) end_cursor: Option<String>,
    /// Parents whose rows were not whole and are not in the batch.
    pub(super) partial: Vec<Partial>,
}

/// Which items of a page are wanted.
pub(super) enum Accept<'a> {
    /// Integer keys in the range.
    Range(RangeInclusive<i64>),
    /// Keys that no page before gave.
    New(&'a Mutex<std::collections::HashSet<Key>>),
}

/// A parent whose rows were not whole: the listing that has all of them, and the level that it stands for.
pub(super) struct Partial {
    pub(super) series: Series,
    pub(super) level: usize,
}

/// Fetches and decodes pages.
#[derive(Clone)]
pub(super) struct Fetcher {
    source: Source,
    decoder: Decoder,
    finish: Finish,
    /// The way from a list's items to the rows; `from` of them lie behind the listings that this fetcher reads.
    levels: Arc<[Level]>,
    from: usize,
    allowance: Arc<Semaphore>,
    guess: Arc<AtomicUsize>,
    /// The table whose rows the lists' totals count, where nothing is filtered out.
    counts: Option<Arc<str>>,
}

impl Fetcher {
    pub(super) fn new(plan: &ScanPlan, decoder: Decoder, source: Source, finish: Finish) -> Self {
        Self {
            source,
            decoder,
            finish,
            levels: plan.levels.clone().into(),
            from: 0,
            allowance: Arc::new(Semaphore::new(ALLOWANCE)),
            guess: Arc::new(AtomicUsize::new(FIRST_GUESS)),
            counts: plan
                .reach
                .whole()
                .then(|| plan.reach.table.name.as_str().into()),
        }
    }

    /// Remembers the number of rows of the whole list, where that is what was read.
    pub(super) fn saw_total(&self, total: u64) {
        if let Some(table) = &self.counts {
            self.source.store.saw_total(table, total);
        }
    }

    /// The same for the listing of one parent, whose items are those of `level`. It shares no allowance: a page that waits
    /// for these rows holds its own.
    pub(super) fn below(&self, level: usize) -> Self {
        let allowance = Arc::new(Semaphore::new(ALLOWANCE));
        Self {
            from: level + 1,
            allowance,
            counts: None,
            ..self.clone()
        }
    }

    pub(super) fn source(&self) -> Source {
        self.source.clone()
    }

    /// The scan's account, where requests are planned before they are sent.
    pub(super) fn account(&self) -> &Account {
        &self.source.account
    }

    /// Waits for room, then for the page.
    pub(super) async fn page(
        &self,
        series: &Series,
        paging: Vec<(String, String)>,
        accept: Option<Accept<'_>>,
    ) -> Result<Fetched> {
        let permit = self.room().await;
        let mut page = self.page_within(series, paging, accept).await?;
        page.taken.hold(permit);
        Ok(page)
    }

    /// Room in the scan's memory for one page; acquired in the order of asking, so that the page whose turn it is has it.
    pub(super) async fn room(&self) -> Option<OwnedSemaphorePermit> {
        let guess = self.guess.load(Ordering::Relaxed).clamp(1, ALLOWANCE / 2);
        let wanted = u32::try_from(guess).unwrap_or(u32::MAX);
        Arc::clone(&self.allowance)
            .acquire_many_owned(wanted)
            .await
            .ok()
    }

    /// `items` one by one, each with room for its page.
    pub(super) fn with_room<T>(
        &self,
        items: impl IntoIterator<Item = T>,
    ) -> impl Stream<Item = (T, Option<OwnedSemaphorePermit>)> {
        let fetcher = self.clone();
        stream::iter(items).then(move |item| {
            let fetcher = fetcher.clone();
            async move { (item, fetcher.room().await) }
        })
    }

    /// A page for which there is room already.
    pub(super) async fn page_within(
        &self,
        series: &Series,
        paging: Vec<(String, String)>,
        accept: Option<Accept<'_>>,
    ) -> Result<Fetched> {
        let request = series.request(&paging);
        let Source {
            client, account, ..
        } = &self.source;
        let page = match client.page(&request, account.meter()).await {
            Ok(page) => page,
            // A parent that is not there has no rows.
            Err(error) if error.kind == ErrorKind::NotFound && !series.given.is_empty() => {
                return self.empty();
            }
            Err(error) => {
                return Err(Error::from(error).within(format!("table {}", self.table().name)));
            }
        };
        self.guess
            .fetch_max(page.body.len().div_ceil(1024) * 2, Ordering::Relaxed);
        let whole = if series.bare {
            &page.body[..]
        } else {
            page.body.get(page.rows.clone()).unwrap_or_default()
        };
        let json = std::str::from_utf8(whole).map_err(|_| {
            Error::new(
                Kind::Protocol,
                format!("the answer for {} is not UTF-8", self.table().name),
            )
        })?;
        page.total.iter().for_each(|total| self.saw_total(*total));
        let mut fetched = self.decode(json, series, accept)?;
        fetched.total = page.total;
        fetched.end_cursor = page.end_cursor;
        Ok(fetched)
    }

    fn decode(&self, json: &str, series: &Series, accept: Option<Accept<'_>>) -> Result<Fetched> {
        let members: Vec<&[String]> = series.key.iter().map(Vec::as_slice).collect();
        let listed = objects(json, &series.rows)?;
        let mut items = Vec::new();
        for json in listed {
            items.extend(parents(json, &[], &members)?);
        }
        let keys: Vec<Key> = items.iter().map(key).collect();
        let mut rows = self.decoder.start();
        let mut partial = Vec::new();
        let mut wanted = 0;
        for (item, key) in items.iter().zip(&keys) {
            if !accepted(accept.as_ref(), key)? {
                continue;
            }
            wanted += 1;
            self.descend(item.json, self.from, &series.given, &mut rows, &mut partial)?;
        }
        let batch = (self.finish)(rows.finish()?)?;
        let taken = Taken {
            rows: batch.num_rows(),
            batch,
            _permit: None,
        };
        Ok(Fetched {
            taken,
            items: items.len(),
            accepted: wanted,
            keys,
            total: None,
            end_cursor: None,
            partial,
        })
    }

    /// From an object of a level to the rows inside it.
    fn descend(
        &self,
        json: &str,
        level: usize,
        given: &[(String, Value)],
        rows: &mut Rows<'_>,
        partial: &mut Vec<Partial>,
    ) -> Result<()> {
        let Some(step) = self.levels.get(level) else {
            return rows.add(json, given);
        };
        let members: Vec<Vec<String>> = step
            .values
            .iter()
            .map(|value| member_of(&value.value))
            .collect();
        let members: Vec<&[String]> = members.iter().map(Vec::as_slice).collect();
        let last = level + 1 == self.levels.len();
        for parent in parents(json, &step.rows, &members)? {
            let below = inherited(step, &parent, given);
            let promised = step
                .complete
                .as_ref()
                .zip(step.alone.as_ref())
                .map(|(complete, _)| parent.promised(complete));
            let whole = match (&step.complete, promised) {
                (_, None) => None,
                (_, Some(promised)) if last => {
                    Some(rows.add_whole(&parent.arrays, &below, promised)?)
                }
                (complete, Some(promised)) => {
                    let sum = complete
                        .as_ref()
                        .map(|complete| parent.sum(complete))
                        .transpose()?;
                    Some(promised.is_some() && promised == sum)
                }
            };
            match (whole, &step.alone) {
                (Some(false), Some(alone)) => partial.extend(by_itself(alone, &below, level)),
                (Some(true), _) if last => {}
                (None, _) if last => parent
                    .arrays
                    .iter()
                    .try_for_each(|array| rows.add(array, &below))?,
                _ => {
                    for array in &parent.arrays {
                        for element in elements(array)? {
                            self.descend(element, level + 1, &below, rows, partial)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn empty(&self) -> Result<Fetched> {
        let batch = (self.finish)(self.decoder.start().finish()?)?;
        let taken = Taken {
            rows: 0,
            batch,
            _permit: None,
        };
        Ok(Fetched {
            taken,
            items: 0,
            accepted: 0,
            keys: Vec::new(),
            total: None,
            end_cursor: None,
            partial: Vec::new(),
        })
    }

    fn table(&self) -> &Table {
        self.decoder.table()
    }
}

fn member_of(origin: &Origin) -> Vec<String> {
    match origin {
        Origin::Member(path) => path.clone(),
        Origin::Given(column) => vec![column.clone()],
    }
}

/// The values that the rows inside `parent` have of it.
fn inherited(step: &Level, parent: &Parent<'_>, given: &[(String, Value)]) -> Vec<(String, Value)> {
    let value = |(position, wanted): (usize, &FromParent)| {
        let carried = match &wanted.value {
            Origin::Given(column) => given
                .iter()
                .find(|(name, _)| name == column)
                .map(|(_, value)| value.clone()),
            Origin::Member(_) => None,
        };
        Some((
            wanted.column.clone(),
            carried.or_else(|| parent.value(position))?,
        ))
    };
    step.values.iter().enumerate().filter_map(value).collect()
}

/// The listing of one parent's rows, by the values that its rows have of it.
fn by_itself(
    alone: &PerParentTemplate,
    values: &[(String, Value)],
    level: usize,
) -> Option<Partial> {
    let value = |(own, _): &(String, String)| {
        values
            .iter()
            .find(|(name, _)| name == own)
            .map(|(_, value)| value.clone())
    };
    let keys = alone.keys.iter().map(value).collect::<Option<Vec<_>>>()?;
    Some(Partial {
        series: alone.filled(&keys)?,
        level,
    })
}

/// The item's key, or the whole item where the list has none.
fn key(item: &Parent<'_>) -> Key {
    if item.members.is_empty() {
        return Key(item.json.into());
    }
    Key(item
        .members
        .iter()
        .map(|member| member.unwrap_or("").trim())
        .collect::<Vec<_>>()
        .join("\u{1f}")
        .into())
}

fn accepted(accept: Option<&Accept<'_>>, key: &Key) -> Result<bool> {
    Ok(match accept {
        None => true,
        Some(Accept::Range(range)) => match key.integer() {
            Some(key) => range.contains(&key),
            None => {
                return Err(Error::new(
                    Kind::Protocol,
                    "a row has no integer key to go on by",
                ));
            }
        },
        Some(Accept::New(given)) => given
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key.clone()),
    })
}
