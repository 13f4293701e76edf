//! The table of all orders, wherever they come from.

use std::collections::HashSet;

use serde_json::Value;

use super::order::Order;
use super::write::{self, Wanted};
use crate::rows::{Cell, RowRequest, Table};

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
    archived: HashSet<usize>,
    counts_archived: bool,
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
            archived,
            counts_archived: archive.counted,
        }
    }

    /// The whole order.
    pub(crate) fn order(&self, index: usize) -> Order {
        let mut order = self.orders.order(index);
        if self.archived.contains(&index) {
            order.is_deleted = true;
            order.overrides.shift_remove("is_deleted");
        }
        order
    }

    /// The position of the order with an id.
    pub(crate) fn position(&self, id: i64) -> Option<usize> {
        self.orders.position(id)
    }
}

impl Table for OrderTable {
    fn len(&self) -> usize {
        self.orders.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        self.orders.cell(index, field)
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

    fn find(&self, _: &str, value: i64) -> Option<usize> {
        self.position(value)
    }
}
