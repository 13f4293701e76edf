//! Orders and what hangs below them.

use serde_json::Value;

use crate::dataset::Dataset;
use crate::made_up::sales;
use crate::orders::children;
use crate::resource::{DATED_METAFIELDS, Envelope, Keys, Paging, Resource, metafields};
use crate::rows::Rows;
use crate::views::orders::{order, tally};

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
        |data, keys| Rows::own($make(&order(data, keys.int(0))?))
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
        ..Resource::v2("orders", "/orders", |data, _| Rows::all(&data.orders))
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
        ..Resource::v2("order_taxes", "/orders/{order_id}/taxes", |data, keys| {
            let details = keys.query.get("details") == Some("true");
            Rows::own(children::taxes(&order(data, keys.int(0))?, details))
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
        ..Resource::v2("order_statuses", "/order_statuses", |data, _| {
            data.all("order_statuses")
        })
    },
];

/// What hangs below orders besides: messages, quotes, and what v3 knows of them.
pub(crate) const FURTHER: &[Resource] = &[
    Resource {
        scope: SCOPE,
        filters: "
            min_id int @id min
            max_id int @id max
            customer_id int =
            min_date_created time @date_created min
            max_date_created time @date_created max
            is_flagged flag =
            status text =",
        ..Resource::v2(
            "order_messages",
            "/orders/{order_id}/messages",
            of_order!(sales::messages),
        )
    },
    // Orders that did not pass through a checkout have no quote: 204.
    Resource {
        also: "/orders/{order_id}/shipping_addresses/{shipping_address_id}/shippingquotes",
        ..quotes(
            "order_shipping_quotes",
            "/orders/{order_id}/shipping_addresses/{shipping_address_id}/shipping_quotes",
        )
    },
    quotes(
        "consignment_quotes",
        "/orders/{order_id}/consignments/shipping/{shipping_consignment_id}/shipping_quotes",
    ),
    Resource {
        scope: "store_v2_transactions",
        paging: Paging::Whole,
        empty_is_204: true,
        ..Resource::v3(
            "transactions",
            "/orders/{order_id}/transactions",
            of_order!(sales::transactions),
        )
    },
    Resource {
        scope: "store_v2_transactions|store_v2_orders",
        item: "/orders/payment_actions/refunds/{refund_id}",
        envelope: Envelope::Data,
        filters: "
            order_id int :in
            id int :in
            created time :min :max
            transaction_id text @payments.transaction_id =",
        ..Resource::v3(
            "order_refunds",
            "/orders/payment_actions/refunds",
            |data, _| data.all("order_refunds"),
        )
    },
    Resource {
        scope: "store_v2_transactions|store_v2_orders",
        envelope: Envelope::Data,
        paging: Paging::Whole,
        filters: "transaction_id text =",
        ..Resource::v3(
            "refunds_of_order",
            "/orders/{order_id}/payment_actions/refunds",
            |data, keys| {
                order(data, keys.int(0))?;
                data.belonging("order_refunds", "order_id", keys.int(0)?)
            },
        )
    },
    Resource {
        scope: "store_order_fulfillment_manage",
        envelope: Envelope::DataOnly,
        paging: Paging::Whole,
        filters: "
            order_id int :in
            pickup_id int @id :in",
        ..Resource::v3("order_pickups", "/orders/pickups", |data, _| {
            data.all("order_pickups")
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::Bare,
        ..Resource::single("order_settings", "/orders/settings", |data, _| {
            data.all("order_settings")
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::Bare,
        ..Resource::single(
            "order_settings_of_channel",
            "/orders/settings/channels/{channel_id}",
            |data, keys| {
                data.table("channels").find("id", keys.int(0)?)?;
                data.all("order_settings")
            },
        )
    },
    Resource {
        filters: DATED_METAFIELDS,
        ..metafields(
            "order_metafields",
            "/orders/metafields",
            SCOPE,
            |data, _| data.all("order_metafields"),
        )
    },
    Resource {
        item: "/orders/{order_id}/metafields/{metafield_id}",
        filters: DATED_METAFIELDS,
        ..metafields(
            "metafields_of_order",
            "/orders/{order_id}/metafields",
            SCOPE,
            |data, keys| {
                order(data, keys.int(0))?;
                data.belonging("order_metafields", "resource_id", keys.int(0)?)
            },
        )
    },
];

/// The quotes of one address or consignment: an object, or nothing.
const fn quotes(name: &'static str, path: &'static str) -> Resource {
    Resource {
        scope: SCOPE,
        paging: Paging::Single,
        ..Resource::v2(name, path, |data, keys| {
            let order = order(data, keys.int(0))?;
            order
                .shipping_addresses()
                .find(|(_, consignment)| Some(consignment.id) == keys.int(1))?;
            Rows::own(sales::quotes(&order, keys.int(1)?))
        })
    }
}

/// An order's consignments, as one object.
fn consignments<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let lines = keys
        .query
        .list("include")
        .contains(&"consignments.line_items");
    Rows::own(vec![children::consignments(
        &order(data, keys.int(0))?,
        lines,
    )])
}

/// Counts orders by status; every status is listed, also those that no order has.
fn by_status(data: &Dataset, rows: &Rows<'_>, indexes: &[usize]) -> Value {
    let statuses = data.table("order_statuses");
    let statuses: Vec<Value> = (0..statuses.len())
        .map(|index| statuses.row(index, &[]))
        .collect();
    let mut counts = vec![0; statuses.len().max(15)];
    for index in indexes {
        let status = rows
            .table()
            .cell(*index, "status_id")
            .number()
            .unwrap_or_default() as usize;
        if let Some(count) = counts.get_mut(status) {
            *count += 1;
        }
    }
    tally(&statuses, &counts)
}
