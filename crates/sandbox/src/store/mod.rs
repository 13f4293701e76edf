//! The rows behind the resources: made up from a seed, or read from a folder. Each area of the shop has a file of its own.

pub(crate) mod carts;
pub(crate) mod catalog;
pub(crate) mod channels;
pub(crate) mod content;
pub(crate) mod customers;
mod folder;
pub(crate) mod general;
pub(crate) mod logistics;
pub(crate) mod marketing;
pub(crate) mod metafields;
pub(crate) mod orders;
pub(crate) mod people;
pub(crate) mod pricing;
pub(crate) mod product_children;
pub(crate) mod products;
pub(crate) mod sales;
pub(crate) mod settings;
pub(crate) mod shop;
pub(crate) mod words;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::options::{Error, Options};
use crate::random::Random;
use crate::resource::route::Routes;
use crate::resource::{Rows, Table, Values};
use orders::OrderTable;
use shop::Shop;

/// All rows of a store.
pub(crate) struct Store {
    /// The store's hash, its name in every address.
    pub(crate) hash: String,
    /// The orders, for what hangs below them.
    pub(crate) orders: OrderTable,
    tables: HashMap<&'static str, Box<dyn Table>>,
    nothing: Values,
    hidden: RwLock<HashMap<&'static str, Arc<HashSet<usize>>>>,
}

/// Tables by their names.
pub(crate) type Tables = HashMap<&'static str, Box<dyn Table>>;

impl Store {
    /// Makes the store, from the seed or from a folder.
    pub(crate) fn new(options: &Options, routes: &Routes) -> Result<Self, Error> {
        let Some(folder) = &options.data else {
            return Ok(Self::made_up(options));
        };
        // A little made-up shop lends its shapes to what the folder's lines leave out.
        let small = Options {
            orders: 0,
            products: 40,
            customers: 40,
            ..options.clone()
        };
        let mut store = Self::made_up(&small);
        let (tables, orders) = folder::load(folder, &store, routes)?;
        store.tables = tables;
        store.orders = OrderTable(orders);
        Ok(store)
    }

    fn made_up(options: &Options) -> Self {
        let shop = Arc::new(Shop::new(options));
        let mut tables: Tables = HashMap::new();
        tables.insert("products", Box::new(products::Products(Arc::clone(&shop))));
        tables.insert(
            "variants",
            Box::new(products::Variants::new(Arc::clone(&shop))),
        );
        tables.insert(
            "customers",
            Box::new(customers::Customers(Arc::clone(&shop))),
        );
        tables.insert(
            "customer_addresses",
            Box::new(customers::Addresses::new(Arc::clone(&shop))),
        );
        tables.insert(
            "inventory_items",
            Box::new(logistics::Inventory::new(Arc::clone(&shop))),
        );
        for add in [
            catalog::add,
            marketing::add,
            general::add,
            metafields::add,
            people::add,
            sales::add,
            pricing::add,
            channels::add,
            logistics::add,
            content::add,
            carts::add,
            settings::add,
        ] {
            add(&shop, &mut tables);
        }
        Self {
            hash: Random::at(options.seed, "store hash", 0).token(10),
            orders: OrderTable(Box::new(orders::MadeUp(shop))),
            tables,
            nothing: Values::default(),
            hidden: RwLock::default(),
        }
    }

    /// All tables but the orders, with their names.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&&'static str, &dyn Table)> {
        self.tables
            .iter()
            .map(|(name, table)| (name, table.as_ref()))
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
            .find(self, key, id?)
            .filter(|index| !self.hides(name, *index))?;
        match table
            .row(self, index, &[field])
            .get_mut(field)
            .map(Value::take)
        {
            Some(Value::Array(children)) => Some(children),
            _ => Some(Vec::new()),
        }
    }

    /// The rows of a table that name something in a field.
    pub(crate) fn belonging(&self, name: &'static str, field: &str, id: i64) -> Option<Rows<'_>> {
        let table = self.table(name);
        let named = (0..table.len())
            .filter(|index| table.cell(self, *index, field).number() == Some(id as f64));
        Rows::own(
            named
                .filter(|index| !self.hides(name, *index))
                .map(|index| table.row(self, index, &[]))
                .collect(),
        )
    }

    /// All rows of a table, as they are shown.
    pub(crate) fn rows(&self, name: &str) -> Vec<Value> {
        let table = self.table(name);
        (0..table.len())
            .map(|index| table.row(self, index, &[]))
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
            self.orders.0.len()
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

/// Ten-thousandths as a JSON number, whole where they are whole.
pub(crate) fn dollars(value: i64) -> Value {
    if value % 10_000 == 0 {
        Value::from(value / 10_000)
    } else {
        Value::from(value as f64 / 10_000.0)
    }
}

/// Adds rows under a name.
pub(crate) fn put(tables: &mut Tables, name: &'static str, rows: Vec<Value>) {
    tables.insert(name, Box::new(Values(rows)));
}

/// Two objects as one.
pub(crate) fn merged(mut first: Value, second: Value) -> Value {
    if let (Some(fields), Value::Object(others)) = (first.as_object_mut(), second) {
        fields.extend(others);
    }
    first
}
