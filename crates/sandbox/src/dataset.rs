//! All rows of a store, made up from a seed or read from a folder, and which of them are out of sight.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::fault_spec::FaultKind;
use crate::folder::{self, DescribedTables};
use crate::made_up;
use crate::options::{Error, Options};
use crate::orders::{Archive, OrderTable};
use crate::rows::{Rows, Table, Tables, Values};

/// All rows of a store.
pub(crate) struct Dataset {
    /// The store's hash, its name in every address.
    pub(crate) hash: String,
    /// The orders, for what hangs below them.
    pub(crate) orders: OrderTable,
    tables: Tables,
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
                let small = Options {
                    orders: 0,
                    products: 40,
                    customers: 40,
                    ..options.clone()
                };
                folder::load(folder, &made_up::make(&small).0, described)?
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
            tables,
            nothing: Values::default(),
            hidden: RwLock::default(),
        })
    }

    /// A table by its name; a store without it has none of its rows.
    pub(crate) fn table(&self, name: &str) -> &dyn Table {
        match self.tables.get(name) {
            Some(table) => table.as_ref(),
            None => &self.nothing,
        }
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
        let named =
            (0..table.len()).filter(|index| table.cell(*index, field).number() == Some(id as f64));
        Rows::own(
            named
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
