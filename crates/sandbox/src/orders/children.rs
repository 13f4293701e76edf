//! What hangs below one order, as rows: its lines, addresses, coupons, taxes, fees, shipments.

use serde_json::{Value, json};

use super::order::{Consignment, Coupon, Order, Way, tax_on};
use super::{consignments, line_item, write};
use crate::time::rfc2822;

/// Reads back what was written.
fn value(write: impl FnOnce(&mut Vec<u8>)) -> Value {
    let mut out = Vec::new();
    write(&mut out);
    serde_json::from_slice(&out).unwrap_or_default()
}

/// The lines.
pub(crate) fn items(order: &Order) -> Vec<Value> {
    order
        .items
        .iter()
        .map(|item| value(|out| line_item::item(order, item, out)))
        .collect()
}

/// The shipping addresses.
pub(crate) fn addresses(order: &Order) -> Vec<Value> {
    let one = |(position, consignment)| {
        value(|out| consignments::address(order, position, consignment, "{base}", out))
    };
    order.shipping_addresses().map(one).collect()
}

/// The consignments, as one object, with the lines themselves or links to them.
pub(crate) fn consignments(order: &Order, lines: bool) -> Value {
    value(|out| consignments::write(order, lines, "{base}", out))
}

/// The fees.
pub(crate) fn fees(order: &Order) -> Vec<Value> {
    match value(|out| write::fees(order, out)) {
        Value::Array(fees) => fees,
        _ => Vec::new(),
    }
}

/// The coupons that were used.
pub(crate) fn coupons(order: &Order) -> Vec<Value> {
    let one = |coupon: &Coupon| {
        json!({
            "id": order.id, "coupon_id": coupon.id, "order_id": order.id, "code": coupon.code,
            "amount": coupon.amount as f64 / 10_000.0, "type": coupon.kind, "discount": coupon.discount as f64 / 10_000.0,
        })
    };
    order.coupon.iter().map(one).collect()
}

/// The taxes: one for each line, and one for what the way costs.
pub(crate) fn taxes(order: &Order, details: bool) -> Vec<Value> {
    if order.tax == 0 {
        return Vec::new();
    }
    let money = |value: i64| format!("{:.4}", value as f64 / 10_000.0);
    let one = |position: usize,
               amount: i64,
               consignment: Option<&Consignment>,
               item: Option<i64>| {
        let id_of = |way: Way| {
            consignment
                .filter(|consignment| consignment.way == way)
                .map_or(0, |consignment| consignment.id)
        };
        let mut tax = json!({
            "id": order.id * 1_000 + position as i64, "order_id": order.id, "order_address_id": id_of(Way::Shipping), "tax_rate_id": 1,
            "sales_tax_id": "1", "tax_class_id": 0, "name": order.tax_name,
            "class": if item.is_some() { "Default Tax Class" } else { "Shipping" },
            "rate": money(order.tax * 100), "priority": 1, "priority_amount": money(amount), "line_amount": money(amount),
            "order_pickup_method_id": id_of(Way::Pickup),
        });
        if details {
            tax["order_product_id"] = json!(item.map(|id| id.to_string()).unwrap_or_default());
            tax["line_item_type"] = json!(if item.is_some() { "item" } else { "shipping" });
        }
        tax
    };
    let mut taxes = Vec::new();
    for item in &order.items {
        let amount = item.total_inc(order.tax) - item.total();
        taxes.push(one(
            taxes.len(),
            amount,
            order.consignments.get(item.consignment),
            Some(item.id),
        ));
    }
    for (_, consignment) in order
        .shipping_addresses()
        .filter(|(_, consignment)| consignment.cost != 0)
    {
        taxes.push(one(
            taxes.len(),
            tax_on(consignment.cost, order.tax),
            Some(consignment),
            None,
        ));
    }
    taxes
}

/// A person with an address, as shipments show it.
pub(crate) fn party(row: &Value) -> Value {
    let fields = [
        "first_name",
        "last_name",
        "company",
        "street_1",
        "street_2",
        "city",
        "state",
        "zip",
        "country",
        "country_iso2",
        "phone",
        "email",
    ];
    let fields = fields
        .iter()
        .filter_map(|field| Some(((*field).to_owned(), row.get(*field)?.clone())));
    Value::Object(fields.collect())
}

/// The billing address, as shipments show it.
pub(crate) fn billing(order: &Order) -> Value {
    let mut row = value(|out| write::order(order, write::Wanted::default(), "{base}", out));
    match row["billing_address"].take() {
        Value::Object(mut fields) => {
            fields.shift_remove("form_fields");
            Value::Object(fields)
        }
        _ => json!({}),
    }
}

/// The shipments: one for each address from which something was sent.
pub(crate) fn shipments(order: &Order) -> Vec<Value> {
    if let Some(written) = &order.shipments {
        return written.clone();
    }
    let addresses = addresses(order);
    let billing = billing(order);
    let mut shipments = Vec::new();
    for ((position, consignment), address) in order.shipping_addresses().zip(&addresses) {
        let sent = order.items_of(position).filter(|item| item.shipped != 0);
        let items: Vec<Value> = sent
            .map(|item| json!({ "order_product_id": item.id, "product_id": item.product_id, "quantity": item.shipped }))
            .collect();
        if items.is_empty() {
            continue;
        }
        let to = party(address);
        shipments.push(json!({
            "id": consignment.id, "order_id": order.id, "customer_id": order.customer_id, "order_address_id": consignment.id,
            "date_created": rfc2822(order.shipped.unwrap_or(order.modified)), "tracking_number": format!("1Z{:010}", consignment.id * 7_919),
            "merchant_shipping_cost": "5.0000", "shipping_method": consignment.method, "shipping_provider": "ups",
            "tracking_carrier": "ups", "tracking_link": "", "comments": if order.id % 8 == 0 { "Abgestellt beim Nachbarn" } else { "" },
            "billing_address": billing, "shipping_address": to, "items": items, "shipping_provider_display_name": "UPS",
            "generated_tracking_link": format!("https://track.example.com/1Z{:010}", consignment.id * 7_919),
        }));
    }
    shipments
}
