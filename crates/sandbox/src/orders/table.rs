//! The table of all orders, wherever they come from.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::from_lines::money;
use super::order::Order;
use super::write::{self, Wanted};
use crate::rows::{Cell, Indexes, RowRequest, Table, visits};

/// Where orders come from: made up, or read from a folder.
pub(crate) trait Orders: Send + Sync {
    /// How many.
    fn len(&self) -> usize;

    /// A field for filters and sorts.
    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a>;

    /// The whole order.
    fn order(&self, index: usize) -> Order;

    /// The position of an order.
    fn position(&self, id: i64) -> Option<usize>;

    /// Whether the order is archived.
    fn is_archived(&self, _: usize) -> bool {
        false
    }
}

/// Which orders are archived, beside those that come so.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Archive {
    /// So many orders, spread evenly.
    pub(crate) orders: usize,
    /// Whether counts include archived orders, as lists never do.
    pub(crate) counted: bool,
}

/// The table of all orders, wherever they come from.
pub(crate) struct OrderTable {
    orders: Box<dyn Orders>,
    /// Orders that a request changed, by their place.
    changed: HashMap<usize, Order>,
    /// Orders that a request made, behind all others.
    added: Vec<Order>,
    archived: HashSet<usize>,
    counts_archived: bool,
    indexes: Indexes,
}

impl OrderTable {
    /// A table of these orders.
    pub(crate) fn new(orders: Box<dyn Orders>, archive: Archive) -> Self {
        let len = orders.len();
        let wanted = archive.orders.min(len);
        let spread = (0..wanted).map(|number| (2 * number + 1) * len / (2 * wanted));
        let archived = (0..len)
            .filter(|index| orders.is_archived(*index))
            .chain(spread)
            .collect();
        Self {
            orders,
            changed: HashMap::new(),
            added: Vec::new(),
            archived,
            counts_archived: archive.counted,
            indexes: Indexes::default(),
        }
    }

    /// The whole order.
    pub(crate) fn order(&self, index: usize) -> Order {
        visits::count();
        let mut order = match self.written(index) {
            Some(order) => order.clone(),
            None => self.orders.order(index),
        };
        if self.archived.contains(&index) {
            order.is_deleted = true;
            order.overrides.shift_remove("is_deleted");
        }
        order
    }

    /// The position of the order with an id.
    pub(crate) fn position(&self, id: i64) -> Option<usize> {
        // Each has a number above the one before.
        let added = || self.added.binary_search_by_key(&id, |order| order.id).ok();
        let first = self.orders.len();
        self.orders
            .position(id)
            .or_else(|| added().map(|place| first + place))
    }

    /// The order at a place, where a request wrote it.
    fn written(&self, index: usize) -> Option<&Order> {
        match index.checked_sub(self.orders.len()) {
            Some(place) => self.added.get(place),
            None => self.changed.get(&index),
        }
    }

    /// A number that no order has.
    pub(crate) fn next_number(&self) -> i64 {
        let last = |index| self.cell(index, "id").number().unwrap_or_default() as i64;
        self.len().checked_sub(1).map_or(100, last) + 1
    }

    /// Adds an order behind all others.
    pub(crate) fn add(&mut self, order: Order) {
        self.indexes.add(self.len(), |field| cell(&order, field));
        self.added.push(order);
    }

    /// Puts an order in the place of what it was.
    pub(crate) fn set(&mut self, index: usize, order: Order) {
        let mut indexes = std::mem::take(&mut self.indexes);
        indexes.remove(index, |field| self.cell(index, field));
        indexes.add(index, |field| cell(&order, field));
        self.indexes = indexes;
        match index.checked_sub(self.orders.len()) {
            Some(place) => {
                if let Some(old) = self.added.get_mut(place) {
                    *old = order;
                }
            }
            None => drop(self.changed.insert(index, order)),
        }
    }

    /// Puts an order away in the archive, or takes it out.
    pub(crate) fn archive(&mut self, index: usize, archived: bool) {
        match archived {
            true => drop(self.archived.insert(index)),
            false => drop(self.archived.remove(&index)),
        }
    }
}

/// A field of an order that a request wrote.
fn cell<'a>(order: &'a Order, field: &str) -> Cell<'a> {
    match field {
        "id" => Cell::Int(order.id),
        "customer_id" => Cell::Int(order.customer_id),
        "status_id" => Cell::Int(order.status_id),
        "channel_id" => Cell::Int(order.channel_id),
        "date_created" => Cell::Int(order.created),
        "date_modified" => Cell::Int(order.modified),
        "payment_method" => Cell::text(&order.payment),
        "cart_id" => Cell::text(&order.cart_id),
        "email" => Cell::text(&order.billing.email),
        "total_inc_tax" => {
            let totals = order.totals();
            let given = order.overrides.get("total_inc_tax").and_then(money);
            Cell::money(given.unwrap_or(totals.total + totals.total_tax))
        }
        "external_order_id" if !order.external_order_id.is_empty() => {
            Cell::text(&order.external_order_id)
        }
        _ => Cell::at_field(&order.overrides, field),
    }
}

impl Table for OrderTable {
    fn len(&self) -> usize {
        self.orders.len() + self.added.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        visits::count();
        match self.written(index) {
            Some(order) => cell(order, field),
            None => self.orders.cell(index, field),
        }
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        let mut out = Vec::new();
        write::order(&self.order(index), Wanted::default(), "{base}", &mut out);
        serde_json::from_slice(&out).unwrap_or_default()
    }

    fn write(&self, index: usize, request: &RowRequest<'_>, out: &mut Vec<u8>) {
        let line_items = request.includes("consignments.line_items");
        let wanted = Wanted {
            consignments: line_items || request.includes("consignments"),
            line_items,
            fees: request.includes("fees"),
            object: request.query.get("consignment_structure") == Some("object"),
        };
        write::order(&self.order(index), wanted, request.base, out);
    }

    fn is_listed(&self, index: usize) -> bool {
        !self.archived.contains(&index)
    }

    fn is_counted(&self, index: usize) -> bool {
        self.counts_archived || self.is_listed(index)
    }

    fn with(&self, wanted: &[(&str, &str)]) -> Vec<usize> {
        let cell = |index: usize, field: &str| self.cell(index, field);
        let key = wanted.iter().find(|(field, _)| *field == "id");
        match key {
            // The key needs no index.
            Some((_, id)) => {
                let index = id.parse().ok().and_then(|id| self.position(id));
                let fits = |index: &usize| {
                    let mut wanted = wanted.iter();
                    wanted.all(|(field, text)| cell(*index, field).reads(text))
                };
                index.filter(fits).into_iter().collect()
            }
            None => self.indexes.with(wanted, 0..self.len(), cell),
        }
    }
}
