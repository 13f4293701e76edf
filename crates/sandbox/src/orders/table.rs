//! The table of all orders, wherever they come from.

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
}

/// The table of all orders, wherever they come from.
pub(crate) struct OrderTable(pub(crate) Box<dyn Orders>);

impl Table for OrderTable {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        self.0.cell(index, field)
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        let mut out = Vec::new();
        write::order(&self.0.order(index), Wanted::default(), "{base}", &mut out);
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
        write::order(&self.0.order(index), wanted, request.base, out);
    }

    fn find(&self, _: &str, value: i64) -> Option<usize> {
        self.0.position(value)
    }
}
