//! Orders and what hangs below them.

use serde_json::Value;

use crate::resource::{Keys, Paging, Resource, Rows};
use crate::store::orders::children::{self, order};
use crate::store::{Store, general};

const SCOPE: &str = "store_v2_orders";

/// The order's list takes these, and so does its count.
const FILTERS: &str = "
    min_id int @id min
    max_id int @id max
    min_total number @total_inc_tax min
    max_total number @total_inc_tax max
    customer_id int =
    email text =
    status_id int =
    cart_id text =
    payment_method text =
    min_date_created time @date_created min
    max_date_created time @date_created max
    min_date_modified time @date_modified min
    max_date_modified time @date_modified max
    channel_id int =
    external_order_id text =";

/// Something below one order.
macro_rules! of_order {
    ($make:expr) => {
        |store, keys| Rows::own($make(&order(store, keys.int(0))?))
    };
}

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        item: "/orders/{order_id}",
        count: "/orders/count",
        tally: Some(by_status),
        scope: SCOPE,
        filters: FILTERS,
        sort: "colon id customer_id date_created date_modified status_id channel_id external_id",
        include: "consignments consignments.line_items fees",
        other: "consignment_structure",
        ..Resource::v2("orders", "/orders", |store, _| Rows::all(&store.orders))
    },
    Resource {
        item: "/orders/{order_id}/products/{product_id}",
        scope: SCOPE,
        ..Resource::v2(
            "order_products",
            "/orders/{order_id}/products",
            of_order!(children::items),
        )
    },
    Resource {
        also: "/orders/{order_id}/shippingaddresses",
        item: "/orders/{order_id}/shipping_addresses/{id}",
        scope: SCOPE,
        ..Resource::v2(
            "order_shipping_addresses",
            "/orders/{order_id}/shipping_addresses",
            of_order!(children::addresses),
        )
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        include: "consignments.line_items",
        ..Resource::v2(
            "order_consignments",
            "/orders/{order_id}/consignments",
            consignments,
        )
    },
    Resource {
        scope: SCOPE,
        ..Resource::v2(
            "order_coupons",
            "/orders/{order_id}/coupons",
            of_order!(children::coupons),
        )
    },
    Resource {
        scope: SCOPE,
        other: "details",
        ..Resource::v2("order_taxes", "/orders/{order_id}/taxes", |store, keys| {
            let details = keys.query.get("details") == Some("true");
            Rows::own(children::taxes(&order(store, keys.int(0))?, details))
        })
    },
    // The official file has one object as the answer; the list of an order's `include=fees` is an array, and so is this.
    Resource {
        scope: SCOPE,
        paging: Paging::Whole,
        ..Resource::v2(
            "order_fees",
            "/orders/{order_id}/fees",
            of_order!(children::fees),
        )
    },
    Resource {
        item: "/orders/{order_id}/shipments/{shipment_id}",
        count: "/orders/{order_id}/shipments/count",
        scope: SCOPE,
        ..Resource::v2(
            "order_shipments",
            "/orders/{order_id}/shipments",
            of_order!(children::shipments),
        )
    },
    Resource {
        scope: SCOPE,
        paging: Paging::Whole,
        item: "/order_statuses/{status_id}",
        ..Resource::v2("order_statuses", "/order_statuses", |store, _| {
            store.all("order_statuses")
        })
    },
];

/// An order's consignments, as one object.
fn consignments<'a>(store: &'a Store, keys: &Keys) -> Option<Rows<'a>> {
    let lines = keys
        .query
        .list("include")
        .contains(&"consignments.line_items");
    Rows::own(vec![children::consignments(
        &order(store, keys.int(0))?,
        lines,
    )])
}

/// Counts orders by status; every status is listed, also those that no order has.
fn by_status(store: &Store, rows: &Rows<'_>, indexes: &[usize]) -> Value {
    let statuses = store.table("order_statuses");
    let statuses: Vec<Value> = (0..statuses.len())
        .map(|index| statuses.row(store, index, &[]))
        .collect();
    let mut counts = vec![0; statuses.len().max(15)];
    for index in indexes {
        let status = rows
            .table()
            .cell(store, *index, "status_id")
            .number()
            .unwrap_or_default() as usize;
        if let Some(count) = counts.get_mut(status) {
            *count += 1;
        }
    }
    general::tally(&statuses, &counts)
}
