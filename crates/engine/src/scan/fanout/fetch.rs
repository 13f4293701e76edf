//! One page: asked for, cut into items, decoded, checked row by row, and accounted for in the scan's memory.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use futures::stream::{self, Stream, StreamExt};
use storeql_catalog::{Complete, Table};
use storeql_client::{Client, ErrorKind, Meter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::super::decode::{Decoder, Parent, Rows, parents};
use super::super::plan::{PageBy, Rows as RowsOf, ScanPlan, Series};
use super::super::value::Value;
use crate::error::{Error, Kind, Result};

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
    pub(crate) meter: Meter,
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
    /// Keys of the parents whose rows were not whole and are not in the batch.
    pub(super) partial: Vec<Vec<Value>>,
}

impl Fetched {
    pub(super) fn first_of_more(&self, more: bool) -> Option<Key> {
        self.keys.first().filter(|_| more).cloned()
    }
}

/// Which items of a page are wanted.
pub(super) enum Accept<'a> {
    /// Integer keys in the range.
    Range(RangeInclusive<i64>),
    /// Keys that no page before gave.
    New(&'a Mutex<std::collections::HashSet<Key>>),
}

/// Fetches and decodes pages.
#[derive(Clone)]
pub(super) struct Fetcher {
    source: Source,
    decoder: Decoder,
    finish: Finish,
    /// Paths of the key in an item: the table's own, or the parent's.
    key: Arc<[Vec<String>]>,
    embedded: Option<Arc<Embedded>>,
    allowance: Arc<Semaphore>,
    guess: Arc<AtomicUsize>,
}

struct Embedded {
    rows: Vec<Vec<String>>,
    complete: Option<Complete>,
    /// Columns whose value is the parent's, with their paths in it.
    from_parent: Vec<(String, Vec<String>)>,
    /// Whether a parent that is not whole can be asked for by itself, and by which of `from_parent`.
    alone: Option<Vec<usize>>,
}

impl Fetcher {
    pub(super) fn new(
        plan: &ScanPlan,
        decoder: Decoder,
        source: Source,
        finish: Finish,
        embedded: Option<Vec<Vec<String>>>,
        complete: Option<Complete>,
    ) -> Self {
        let embedded = embedded.map(|rows| Arc::new(Embedded::new(plan, rows, complete)));
        let key = match &embedded {
            Some(embedded) => embedded
                .from_parent
                .iter()
                .map(|(_, path)| path.clone())
                .take(1)
                .collect(),
            None => own_key(&plan.table),
        };
        Self {
            source,
            decoder,
            finish,
            key,
            embedded,
            allowance: Arc::new(Semaphore::new(ALLOWANCE)),
            guess: Arc::new(AtomicUsize::new(FIRST_GUESS)),
        }
    }

    /// The same for the table's own listing, for parents that were not whole. It shares no allowance: a page that waits for
    /// these rows holds its own.
    pub(super) fn listed(&self) -> Self {
        let fetcher = self.clone();
        Self {
            embedded: None,
            key: Arc::new([]),
            allowance: Arc::new(Semaphore::new(ALLOWANCE)),
            ..fetcher
        }
    }

    pub(super) fn source(&self) -> Source {
        self.source.clone()
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
        let page = match self.source.client.page(&request, &self.source.meter).await {
            Ok(page) => page,
            // A parent that went away between its list and its rows has none.
            Err(error) if error.kind == ErrorKind::NotFound && !series.given.is_empty() => {
                return self.empty();
            }
            Err(error) => {
                return Err(Error::from(error).within(format!("table {}", self.table().name)));
            }
        };
        self.guess
            .fetch_max(page.body.len().div_ceil(1024) * 2, Ordering::Relaxed);
        let text = page.body.get(page.rows.clone()).unwrap_or_default();
        let json = std::str::from_utf8(text).map_err(|_| {
            Error::new(
                Kind::Protocol,
                format!("the answer for {} is not UTF-8", self.table().name),
            )
        })?;
        let json = if series.rows.is_empty() || json.is_empty() {
            json.to_owned()
        } else {
            self.inner(json, &series.rows)?
        };
        let mut fetched = self.decode(&json, series, accept)?;
        fetched.total = page.total;
        fetched.end_cursor = page.end_cursor;
        Ok(fetched)
    }

    fn decode(&self, json: &str, series: &Series, accept: Option<Accept<'_>>) -> Result<Fetched> {
        let paths: &[Vec<String>] = self
            .embedded
            .as_ref()
            .map_or(&[], |embedded| embedded.rows.as_slice());
        let mut members: Vec<&[String]> = self.key.iter().map(Vec::as_slice).collect();
        let own = members.len();
        if let Some(embedded) = &self.embedded {
            members.extend(embedded.from_parent.iter().map(|(_, path)| path.as_slice()));
        }
        let items = if json.is_empty() {
            Vec::new()
        } else {
            parents(json, paths, &members)?
        };
        let keys: Vec<Key> = items.iter().map(|item| key(item, own)).collect();
        let mut rows = self.decoder.start();
        let mut partial = Vec::new();
        let mut wanted = 0;
        for (item, key) in items.iter().zip(&keys) {
            if !accepted(accept.as_ref(), key, &series.paging)? {
                continue;
            }
            wanted += 1;
            match &self.embedded {
                None => rows.add(item.json, &series.given)?,
                Some(embedded) => partial.extend(embedded.add(item, own, &mut rows)?),
            }
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

    fn inner(&self, json: &str, path: &[String]) -> Result<String> {
        let found = parents(json, &[path.to_vec()], &[])?;
        let arrays: Vec<&str> = found.into_iter().flat_map(|parent| parent.arrays).collect();
        Ok(match arrays.as_slice() {
            [one] => (*one).to_owned(),
            [] => String::new(),
            many => {
                let inner: Vec<&str> = many
                    .iter()
                    .map(|array| {
                        array
                            .trim()
                            .trim_start_matches('[')
                            .trim_end_matches(']')
                            .trim()
                    })
                    .filter(|inner| !inner.is_empty())
                    .collect();
                format!("[{}]", inner.join(","))
            }
        })
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

impl Embedded {
    fn new(plan: &ScanPlan, rows: Vec<Vec<String>>, complete: Option<Complete>) -> Self {
        let parents = plan
            .table
            .columns
            .values()
            .filter(|column| column.from_parent);
        let mut from_parent: Vec<(String, Vec<String>)> = parents
            .map(|column| (column.name.clone(), column.path.clone()))
            .collect();
        let template = match &plan.rows {
            RowsOf::Embedded { alone } => alone.as_deref(),
            _ => None,
        };
        // The column that names the parent comes first: it is the key of the page's items.
        if let Some((first, _)) = template.and_then(|template| template.keys.first()) {
            from_parent.sort_by_key(|(name, _)| name != first);
        }
        let alone = template.and_then(|template| {
            let position =
                |(own, _): &(String, String)| from_parent.iter().position(|(name, _)| name == own);
            template.keys.iter().map(position).collect()
        });
        Self {
            rows,
            complete,
            from_parent,
            alone,
        }
    }

    /// Adds the parent's rows; where they are not whole, answers the keys by which it is asked for by itself.
    fn add(
        &self,
        parent: &Parent<'_>,
        offset: usize,
        rows: &mut Rows<'_>,
    ) -> Result<Option<Vec<Value>>> {
        let given = self.given(parent, offset);
        match (&self.alone, &self.complete) {
            (Some(alone), Some(complete)) => {
                let whole = rows.add_whole(&parent.arrays, &given, parent.promised(complete))?;
                let keys = || {
                    alone
                        .iter()
                        .map(|position| parent.value(offset + position))
                        .collect()
                };
                Ok(if whole { None } else { keys() })
            }
            _ => {
                parent
                    .arrays
                    .iter()
                    .try_for_each(|array| rows.add(array, &given))?;
                Ok(None)
            }
        }
    }

    fn given(&self, parent: &Parent<'_>, offset: usize) -> Vec<(String, Value)> {
        let value = |(position, (name, _)): (usize, &(String, Vec<String>))| {
            Some((name.clone(), parent.value(offset + position)?))
        };
        self.from_parent
            .iter()
            .enumerate()
            .filter_map(value)
            .collect()
    }
}

fn own_key(table: &Table) -> Arc<[Vec<String>]> {
    table
        .key
        .iter()
        .filter_map(|name| table.columns.get(name))
        .map(|column| column.path.clone())
        .collect()
}

/// The item's key, or the whole item where the table has none.
fn key(item: &Parent<'_>, own: usize) -> Key {
    if own == 0 {
        return Key(item.json.into());
    }
    Key(item.members[..own]
        .iter()
        .map(|member| member.unwrap_or("").trim())
        .collect::<Vec<_>>()
        .join("\u{1f}")
        .into())
}

fn accepted(accept: Option<&Accept<'_>>, key: &Key, paging: &PageBy) -> Result<bool> {
    Ok(match accept {
        None => true,
        Some(Accept::Range(range)) => match (key.integer(), paging) {
            (Some(key), _) => range.contains(&key),
            (None, _) => {
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
