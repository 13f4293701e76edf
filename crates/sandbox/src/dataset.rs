//! All rows of a store, made up from a seed or read from a folder, and which of them are out of sight.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use serde_json::Value;

use crate::fault_spec::FaultKind;
use crate::folder::{self, DescribedTables};
use crate::lock::lock;
use crate::made_up;
use crate::options::{Error, Options};
use crate::orders::{Archive, OrderTable};
use crate::rows::{Rows, Stored, Table, Tables, Values};
use crate::template::shape;
use crate::time::TODAY;
use crate::webhooks::Event;

/// Numbers of new rows that stand within others begin here, above those of all made-up rows.
const FIRST_NUMBER: i64 = 2_000_000;

/// So many products, customers and orders has the shop whose rows are a pattern.
const PATTERN: usize = 40;

/// A little shop in place of the one that the options want.
fn small(options: &Options, orders: usize) -> Options {
    Options {
        orders,
        large_orders: 0,
        products: PATTERN,
        customers: PATTERN,
        data: None,
        faults: Vec::new(),
        ..options.clone()
    }
}

/// A change that shows only after some further requests.
struct Scheduled {
    requests: usize,
    change: Box<dyn FnOnce(&mut Dataset) + Send + Sync>,
}

/// All rows of a store.
pub(crate) struct Dataset {
    /// The store's hash, its name in every address.
    pub(crate) hash: String,
    /// The orders, for what hangs below them.
    pub(crate) orders: OrderTable,
    tables: HashMap<&'static str, Stored>,
    /// A little made-up shop, whose rows say what new rows look like.
    pattern: OnceLock<Tables>,
    /// The shapes of rows, by table, once they have been asked for.
    shapes: Mutex<HashMap<String, Value>>,
    options: Options,
    /// The tables that requests have written to.
    written_to: HashSet<&'static str>,
    /// What comes later than the answer that promised it.
    scheduled: Vec<Scheduled>,
    /// What happened since it was last asked for.
    events: Vec<Event>,
    /// Grows with every row that is written, so that times and numbers of new rows follow from the requests alone.
    written: i64,
    nothing: Values,
    hidden: RwLock<HashMap<&'static str, Arc<HashSet<usize>>>>,
}

impl Dataset {
    /// Makes the store, from the seed or from a folder.
    pub(crate) fn new(options: &Options, described: &DescribedTables) -> Result<Self, Error> {
        let faults = |kind| {
            options
                .faults
                .iter()
                .filter(move |fault| fault.kind == kind)
        };
        let (tables, orders) = match &options.data {
            None => made_up::make(options),
            Some(_) if faults(FaultKind::Gap).next().is_some() => return Err(Error::GapInData),
            Some(folder) => {
                // A little made-up shop lends its shapes to what the folder's lines leave out.
                folder::load(folder, &made_up::make(&small(options, 0)).0, described)?
            }
        };
        Ok(Self {
            hash: made_up::store_hash(options.seed),
            orders: OrderTable::new(
                orders,
                Archive {
                    orders: faults(FaultKind::Archived).map(|fault| fault.rows).sum(),
                    counted: faults(FaultKind::Archived).any(|fault| fault.counted),
                },
            ),
            tables: tables
                .into_iter()
                .map(|(name, table)| (name, Stored::new(table)))
                .collect(),
            pattern: OnceLock::new(),
            shapes: Mutex::default(),
            options: options.clone(),
            written_to: HashSet::new(),
            scheduled: Vec::new(),
            events: Vec::new(),
            written: 0,
            nothing: Values::default(),
            hidden: RwLock::default(),
        })
    }

    /// A table by its name; a store without it has none of its rows.
    pub(crate) fn table(&self, name: &str) -> &dyn Table {
        if name == "orders" {
            return &self.orders;
        }
        match self.tables.get(name) {
            Some(table) => table,
            None => &self.nothing,
        }
    }

    /// A row of a table with everything that a row can have.
    pub(crate) fn shape(&self, name: &str) -> Value {
        let mut shapes = lock(&self.shapes);
        if let Some(shape) = shapes.get(name) {
            return shape.clone();
        }
        let pattern = self
            .pattern
            .get_or_init(|| made_up::make(&small(&self.options, PATTERN)).0);
        let table = pattern.get(name).filter(|table| table.len() > 0);
        let made = match table {
            Some(table) => shape(table.as_ref()),
            None => shape(self.table(name)),
        };
        shapes.insert(name.to_owned(), made.clone());
        made
    }

    /// The client that the store's own token belongs to, as the metafields have it.
    pub(crate) fn owner(&self) -> Option<Value> {
        let table = self.table("store_metafields");
        (table.len() > 0).then(|| table.row(0, &[])["owner_client_id"].take())
    }

    /// Whether a request has written to a table.
    pub(crate) fn is_written(&self, name: &str) -> bool {
        self.written_to.contains(name)
    }

    /// A table to be written to.
    pub(crate) fn change(&mut self, name: &'static str) -> &mut Stored {
        self.written_to.insert(name);
        let none = || Stored::new(Box::new(Values::default()));
        self.tables.entry(name).or_insert_with(none)
    }

    /// The time of the next row that is written.
    pub(crate) fn now(&mut self) -> i64 {
        self.written += 1;
        TODAY + self.written
    }

    /// A number that no made-up row has.
    pub(crate) fn number(&mut self) -> i64 {
        self.written += 1;
        FIRST_NUMBER + self.written
    }

    /// Notes that something happened, for the webhooks.
    pub(crate) fn tell(&mut self, scope: &str, data: Value) {
        let (at, number) = (self.now(), self.number());
        self.events.push(Event {
            scope: format!("store/{scope}"),
            data,
            number,
            at,
        });
    }

    /// What happened since this was last asked.
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Lets a change show only after so many further requests.
    pub(crate) fn schedule(
        &mut self,
        requests: usize,
        change: impl FnOnce(&mut Self) + Send + Sync + 'static,
    ) {
        self.scheduled.push(Scheduled {
            requests,
            change: Box::new(change),
        });
    }

    /// Whether a change waits for further requests.
    pub(crate) fn waits(&self) -> bool {
        !self.scheduled.is_empty()
    }

    /// Counts a request, and carries out what was to wait for it; gives whether anything changed.
    pub(crate) fn count_request(&mut self) -> bool {
        let mut due = Vec::new();
        for mut one in std::mem::take(&mut self.scheduled) {
            match one.requests.checked_sub(1) {
                Some(left) => {
                    one.requests = left;
                    self.scheduled.push(one);
                }
                None => due.push(one),
            }
        }
        let any = !due.is_empty();
        for one in due {
            (one.change)(self);
        }
        any
    }

    /// All rows of a table.
    pub(crate) fn all(&self, name: &str) -> Option<Rows<'_>> {
        Rows::all(self.table(name))
    }

    /// The array under a field of one row: the rows of a resource that hangs below another. None where the row is missing.
    pub(crate) fn children(
        &self,
        name: &'static str,
        key: &str,
        id: Option<i64>,
        field: &str,
    ) -> Option<Vec<Value>> {
        let table = self.table(name);
        let index = table
            .find(key, id?)
            .filter(|index| !self.hides(name, *index))?;
        match table.row(index, &[field]).get_mut(field).map(Value::take) {
            Some(Value::Array(children)) => Some(children),
            _ => Some(Vec::new()),
        }
    }

    /// The rows of a table that name something in a field.
    pub(crate) fn belonging(&self, name: &'static str, field: &str, id: i64) -> Option<Rows<'_>> {
        let table = self.table(name);
        let named = table.with(&[(field, &id.to_string())]);
        Rows::own(
            named
                .into_iter()
                .filter(|index| !self.hides(name, *index))
                .map(|index| table.row(index, &[]))
                .collect(),
        )
    }

    /// All rows of a table, as they are shown.
    pub(crate) fn rows(&self, name: &str) -> Vec<Value> {
        let table = self.table(name);
        (0..table.len())
            .map(|index| table.row(index, &[]))
            .collect()
    }

    /// The rows of a resource that are out of sight.
    pub(crate) fn hidden(&self, name: &str) -> Arc<HashSet<usize>> {
        let hidden = self.hidden.read().unwrap_or_else(PoisonError::into_inner);
        hidden.get(name).cloned().unwrap_or_default()
    }

    /// Whether a row is out of sight.
    pub(crate) fn hides(&self, name: &str, index: usize) -> bool {
        let hidden = self.hidden.read().unwrap_or_else(PoisonError::into_inner);
        hidden.get(name).is_some_and(|rows| rows.contains(&index))
    }

    /// Puts further rows of a resource out of sight, from the start or the end.
    pub(crate) fn hide(&self, name: &'static str, count: usize, from_end: bool) {
        let len = if name == "orders" {
            self.orders.len()
        } else {
            self.table(name).len()
        };
        let mut hidden = self.hidden.write().unwrap_or_else(PoisonError::into_inner);
        let rows = Arc::make_mut(hidden.entry(name).or_default());
        let fresh = |index: &usize| !rows.contains(index);
        let chosen: Vec<usize> = match from_end {
            true => (0..len).rev().filter(fresh).take(count).collect(),
            false => (0..len).filter(fresh).take(count).collect(),
        };
        rows.extend(chosen);
    }

    /// Brings all rows of a resource back into sight.
    pub(crate) fn show(&self, name: &str) {
        self.hidden
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(name);
    }
}
