//! Views of the orders: one by its id, and how many there are of each status.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::orders::order::Order;

/// The order that a path names.
pub(crate) fn order(data: &Dataset, id: Option<i64>) -> Option<Order> {
    let orders = &data.orders;
    let index = orders
        .position(id?)
        .filter(|index| !data.hides("orders", *index))?;
    Some(orders.order(index))
}

/// The statuses with how many orders each has.
pub(crate) fn tally(statuses: &[Value], counts: &[usize]) -> Value {
    let one = |status: &Value| {
        let id = status["id"].as_u64().unwrap_or_default() as usize;
        let mut status = status.clone();
        status["count"] = json!(counts.get(id).copied().unwrap_or_default());
        status["sort_order"] = json!(id);
        if let Some(fields) = status.as_object_mut() {
            fields.shift_remove("order");
        }
        status
    };
    json!({ "statuses": statuses.iter().map(one).collect::<Vec<_>>(), "count": counts.iter().sum::<usize>() })
}
