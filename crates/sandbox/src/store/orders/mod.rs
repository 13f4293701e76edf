//! Orders: the table of all, and what hangs below one.

pub(crate) mod children;
pub(crate) mod consignments;
pub(crate) mod generate;
pub(crate) mod order;
pub(crate) mod write;

use std::sync::Arc;

use serde_json::Value;

use self::order::Order;
use self::write::Wanted;
use super::Store;
use super::shop::Shop;
use crate::resource::cell::Cell;
use crate::resource::{Context, Table};

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

/// The orders of the shop.
pub(crate) struct MadeUp(pub(crate) Arc<Shop>);

impl Orders for MadeUp {
    fn len(&self) -> usize {
        self.0.orders.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let head = &self.0.orders[index];
        match field {
            "id" => Cell::Int(index as i64 + 1),
            "customer_id" => Cell::Int(head.customer_id),
            "status_id" => Cell::Int(i64::from(head.status)),
            "channel_id" => Cell::Int(i64::from(head.channel)),
            "date_created" => Cell::Int(head.created),
            "date_modified" => Cell::Int(head.modified),
            "total_inc_tax" => Cell::money(head.total),
            "payment_method" => Cell::text(super::words::PAYMENTS[usize::from(head.payment)].0),
            "cart_id" => Cell::Text(generate::cart_id(self.0.seed, index).into()),
            "email" => Cell::Text(self.order(index).billing.email),
            "external_order_id" => Cell::Text(self.order(index).external_order_id),
            _ => Cell::Null,
        }
    }

    fn order(&self, index: usize) -> Order {
        generate::order(&self.0, index, &self.0.orders[index])
    }

    fn position(&self, id: i64) -> Option<usize> {
        usize::try_from(id - 1)
            .ok()
            .filter(|index| *index < self.len())
    }
}

/// The table of all orders, wherever they come from.
pub(crate) struct OrderTable(pub(crate) Box<dyn Orders>);

impl Table for OrderTable {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell<'a>(&'a self, _: &'a Store, index: usize, field: &str) -> Cell<'a> {
        self.0.cell(index, field)
    }

    fn row(&self, _: &Store, index: usize, _: &[&str]) -> Value {
        let mut out = Vec::new();
        write::order(&self.0.order(index), Wanted::default(), "{base}", &mut out);
        serde_json::from_slice(&out).unwrap_or_default()
    }

    fn write(&self, index: usize, context: &Context<'_>, out: &mut Vec<u8>) {
        let line_items = context.includes("consignments.line_items");
        let wanted = Wanted {
            consignments: line_items || context.includes("consignments"),
            line_items,
            fees: context.includes("fees"),
            object: context.query.get("consignment_structure") == Some("object"),
        };
        write::order(&self.0.order(index), wanted, context.base, out);
    }

    fn find(&self, _: &Store, _: &str, value: i64) -> Option<usize> {
        self.0.position(value)
    }
}
