//! What a page gives: its items' keys, the rows of those that are wanted, and what is still to be asked for.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use storeql_client::PageInfo;

use crate::error::{Error, ErrorKind, Result};
use crate::plan::ListRequest;

/// Checks the rows of a page once more and cuts them to the query's columns.
pub type Check = Arc<dyn Fn(RecordBatch) -> Result<RecordBatch> + Send + Sync>;

/// A key of one item of a list, by which it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(Box<str>);

impl Key {
    /// Of the texts of the key's members; of the whole item where the list has no key, or the item has none of it.
    pub(super) fn of<'j>(members: impl Iterator<Item = Option<&'j str>>, item: &'j str) -> Self {
        let members: Vec<Option<&str>> = members.collect();
        if members.iter().all(Option::is_none) {
            return Self(item.into());
        }
        let members = members.into_iter().map(Option::unwrap_or_default);
        Self(members.collect::<Vec<_>>().join("\u{1f}").into())
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        self.0.trim_matches('"').parse().ok()
    }
}

/// The keys of the items that pages before gave.
pub(crate) type KeysSeen = Arc<Mutex<HashSet<Key>>>;

/// Which items of a page are wanted.
pub(crate) enum Accept<'a> {
    /// Integer keys that the test takes.
    Integers(&'a (dyn Fn(i64) -> bool + Sync)),
    /// Keys that no page before gave.
    New(&'a Mutex<HashSet<Key>>),
}

impl Accept<'_> {
    pub(super) fn takes(&self, key: &Key) -> Result<bool> {
        match self {
            Self::Integers(takes) => match key.integer() {
                Some(key) => Ok(takes(key)),
                None => Err(Error::new(
                    ErrorKind::Protocol,
                    "a row has no integer key to go on by",
                )),
            },
            Self::New(seen) => {
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(seen.insert(key.clone()))
            }
        }
    }
}

/// A parent whose rows were not whole.
pub(crate) struct Partial {
    /// The listing that has all of them.
    pub(crate) list: ListRequest,
    /// The level that it stands for.
    pub(crate) level: usize,
    /// What its rows count for together, where the parent says it.
    pub(crate) promised: Option<i128>,
    /// Its own row, or none, where the scan reads parents too.
    pub(crate) parent: Option<RecordBatch>,
}

/// What a page held.
pub(crate) struct Items {
    pub(crate) batch: RecordBatch,
    /// The items themselves, where the rows lie in them and the scan reads both.
    pub(crate) parents: Option<RecordBatch>,
    /// Keys of all items, wanted or not, in the page's order.
    pub(crate) keys: Vec<Key>,
    /// Items that were wanted.
    pub(crate) accepted: usize,
    /// What these count for, in the listing of one parent that promises a sum.
    pub(crate) sum: Option<i128>,
    /// Parents whose rows were not whole and are not in the batch.
    pub(crate) partial: Vec<Partial>,
    /// What the answer says of the pages around it.
    pub(crate) info: PageInfo,
}
