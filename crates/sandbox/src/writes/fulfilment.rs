//! What happens to an order after it was placed: shipments, pickups, refunds and payments.

use serde_json::{Map, Value, json};

use super::orders::{SCOPE, line_of, order_of, status, text_of_money, updated};
use crate::dataset::Dataset;
use crate::orders::children;
use crate::orders::from_lines::money;
use crate::orders::order::Order;
use crate::request::Version;
use crate::respond::Reply;
use crate::time::{rfc2822, rfc3339};
use crate::write::{
    Call, Change, Phase, Refused, Unlisted, Writes, check_body, rows_with, text_of,
};

const SHIPMENT: &str = "
    order_address_id:int! tracking_number:text<50 tracking_link:text<500 merchant_shipping_cost:text shipping_method:text
    shipping_provider:text=auspost|canadapost|endicia|usps|fedex|ups|upsready|upsonline|shipperhq|royalmail
    tracking_carrier:text comments:text<65535 +items:array! -id:int -order_id:int -date_created:text";

const PAYMENTS: &str = "store_v2_transactions|store_v2_orders";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        changes: &[
            Change::special("POST", "/orders/{order_id}/shipments", ship),
            Change::special("PUT", "/orders/{order_id}/shipments/{shipment_id}", change_shipment),
            Change::special("DELETE", "/orders/{order_id}/shipments/{shipment_id}", |data, call| {
                let wanted = call.path.get(1).cloned().unwrap_or_default();
                take_back(data, call, Some(&wanted))
            }),
            Change::special("DELETE", "/orders/{order_id}/shipments", |data, call| take_back(data, call, None)),
        ],
        ..Writes::v2("order_shipments", "orders")
    },
    Writes {
        scope: "store_order_fulfillment_manage",
        members: "
            +pickup_method_id:int! +order_id:int! ready_at:text! collected_at:text +pickup_items:array! ~pickup_id:int!",
        names: &[("order_id", "orders", "id"), ("pickup_method_id", "pickup_methods", "id")],
        complete: |_, row, _| {
            row.shift_remove("pickup_id");
            Ok(())
        },
        changes: &[
            Change::create_many("/orders/pickups", 100),
            Change::update_many("/orders/pickups", 10),
            Change { unlisted: Unlisted::Refused, ..Change::delete_listed("/orders/pickups", "id:in") },
        ],
        ..Writes::v3("order_pickups", "order_pickups")
    },
    Writes {
        scope: PAYMENTS,
        changes: &[
            Change::special("POST", "/orders/{order_id}/payment_actions/refund_quotes", |data, call| {
                let (_, order) = order_of(data, call)?;
                let (amount, tax) = quote(data, &order, call.body)?;
                Ok(Reply::json(201, &json!({ "data": shown_quote(&order, amount, tax), "meta": {} })))
            }),
            Change { cap: 1, ..Change::special("POST", "/orders/{order_id}/payment_actions/refunds", refund) },
            Change::special("POST", "/orders/{order_id}/payment_actions/capture", |data, call| pay(data, call, 11)),
            Change::special("POST", "/orders/{order_id}/payment_actions/void", |data, call| pay(data, call, 5)),
        ],
        ..Writes::v3("order_refunds", "orders")
    },
];

fn invalid(field: &str, message: &str) -> Refused {
    Refused::field(400, message, field, message)
}

/// The state follows what has been shipped: all of it, or a part.
fn follow_shipments(order: &mut Order) {
    let (mut shipped, mut all) = (0, 0);
    for item in &order.items {
        shipped += item.shipped;
        all += item.quantity;
    }
    match shipped {
        0 if matches!(order.status_id, 2 | 3) => {
            status(order, 11);
            order.shipped = None;
        }
        0 => {}
        shipped => status(order, if shipped >= all { 2 } else { 3 }),
    }
    for item in &mut order.items {
        item.overrides.shift_remove("quantity_shipped");
    }
}

fn ship(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    let given = check_body(SHIPMENT, call.body, Phase::Create, Version::V2)?;
    let address = given.get("order_address_id").cloned().unwrap_or_default();
    let addresses = children::addresses(&order);
    let to = addresses.iter().find(|row| row["id"] == address);
    let to = to.ok_or_else(|| {
        invalid(
            "order_address_id",
            "The order has no such shipping address.",
        )
    })?;
    let mut shipments = children::shipments(&order);
    let mut items = Vec::new();
    for item in given
        .get("items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let position = line_of(&order, &item["order_product_id"]);
        let position = position.ok_or_else(|| invalid("items", "The order has no such line."))?;
        let line = &mut order.items[position];
        let quantity = item["quantity"].as_i64().unwrap_or_default();
        if quantity < 1 || line.shipped + quantity > line.quantity {
            return Err(invalid(
                "items",
                "The quantity is more than what is left to ship.",
            ));
        }
        line.shipped += quantity;
        items.push(json!({ "order_product_id": line.id, "product_id": line.product_id, "quantity": quantity }));
    }
    if items.is_empty() {
        return Err(invalid("items", "A shipment has at least one line."));
    }
    order.modified = data.now();
    let shipment = shipment(data, &order, &given, to, items);
    shipments.push(shipment.clone());
    order.shipments = Some(shipments);
    follow_shipments(&mut order);
    let before = data.orders.order(index);
    updated(data, &before, &order);
    data.tell(
        "shipment/created",
        json!({ "type": "shipment", "id": shipment["id"], "orderId": order.id }),
    );
    data.orders.set(index, order);
    Ok(Reply::json(201, &shipment))
}

/// A new shipment, as its path shows it.
fn shipment(
    data: &mut Dataset,
    order: &Order,
    given: &Map<String, Value>,
    to: &Value,
    items: Vec<Value>,
) -> Value {
    let number = data.number();
    let text = |field: &str| {
        given
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let cost = given
        .get("merchant_shipping_cost")
        .and_then(money)
        .unwrap_or_default();
    json!({
        "id": number, "order_id": order.id, "customer_id": order.customer_id, "order_address_id": to["id"],
        "date_created": rfc2822(order.modified), "tracking_number": text("tracking_number"),
        "merchant_shipping_cost": text_of_money(cost), "shipping_method": text("shipping_method"),
        "shipping_provider": text("shipping_provider"), "tracking_carrier": text("tracking_carrier"),
        "tracking_link": text("tracking_link"), "comments": text("comments"),
        "billing_address": children::party(&children::billing(order)), "shipping_address": children::party(to), "items": items,
        "shipping_provider_display_name": text("shipping_provider").to_uppercase(), "generated_tracking_link": "",
    })
}

fn change_shipment(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    let given = check_body(SHIPMENT, call.body, Phase::Change, Version::V2)?;
    let mut shipments = children::shipments(&order);
    let wanted = call.path.get(1).cloned().unwrap_or_default();
    let shipment = shipments
        .iter_mut()
        .find(|row| text_of(&row["id"]).as_ref() == Some(&wanted));
    let shipment = shipment.ok_or_else(Refused::not_found)?;
    for (field, value) in given {
        shipment[&field] = match money(&value).filter(|_| field == "merchant_shipping_cost") {
            Some(cost) => text_of_money(cost),
            None => value,
        };
    }
    let shown = shipment.clone();
    order.modified = data.now();
    order.shipments = Some(shipments);
    data.tell(
        "shipment/updated",
        json!({ "type": "shipment", "id": shown["id"], "orderId": order.id }),
    );
    data.orders.set(index, order);
    Ok(Reply::json(200, &shown))
}

/// Deletes one shipment of an order, or all.
fn take_back(data: &mut Dataset, call: &Call<'_>, wanted: Option<&str>) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    let all = children::shipments(&order);
    let goes =
        |row: &Value| wanted.is_none_or(|wanted| text_of(&row["id"]).as_deref() == Some(wanted));
    if wanted.is_some() && !all.iter().any(goes) {
        return Err(Refused::not_found());
    }
    for shipment in all.iter().filter(|row| goes(row)) {
        for item in shipment["items"].as_array().into_iter().flatten() {
            if let Some(position) = line_of(&order, &item["order_product_id"]) {
                order.items[position].shipped -= item["quantity"].as_i64().unwrap_or_default();
            }
        }
    }
    order.modified = data.now();
    for shipment in all.iter().filter(|row| goes(row)) {
        data.tell(
            "shipment/deleted",
            json!({ "type": "shipment", "id": shipment["id"], "orderId": order.id }),
        );
    }
    order.shipments = Some(all.into_iter().filter(|row| !goes(row)).collect());
    follow_shipments(&mut order);
    let before = data.orders.order(index);
    updated(data, &before, &order);
    data.orders.set(index, order);
    Ok(Reply::nothing())
}

/// What the items of a refund come to, with tax, and the tax in it.
fn quote(data: &Dataset, order: &Order, body: &Value) -> Result<(i64, i64), Refused> {
    let items = body["items"].as_array().filter(|items| !items.is_empty());
    let items = items.ok_or_else(|| Refused::missing("items"))?;
    let (mut amount, mut tax) = (0, 0);
    for (position, item) in items.iter().enumerate() {
        let kind = item["item_type"].as_str().unwrap_or_default();
        match kind {
            "PRODUCT" => {
                let line = line_of(order, &item["item_id"]);
                let wrong = |message: &str| Refused::invalid("items", message).of_row(position);
                let line =
                    &order.items[line.ok_or_else(|| wrong("The order has no such line."))?];
                let quantity = item["quantity"].as_i64().unwrap_or_default();
                if quantity < 1 || line.refunded + quantity > line.quantity {
                    return Err(wrong("The quantity is more than what is left to refund."));
                }
                amount += line.price_inc(order.tax) * quantity;
                tax += (line.price_inc(order.tax) - line.price) * quantity;
            }
            "ORDER" | "SHIPPING" | "HANDLING" | "FEE" | "GIFT_WRAPPING" | "TAX" => {
                let asked = money(&item["amount"]).filter(|asked| *asked > 0);
                amount += asked.ok_or_else(|| Refused::missing("amount").of_row(position))?;
            }
            _ => {
                return Err(
                    Refused::invalid("item_type", "The type of item is not known.")
                        .of_row(position),
                );
            }
        }
    }
    let refunded = refunded_so_far(data, order);
    let totals = order.totals();
    match refunded + amount > totals.total + totals.total_tax {
        true => Err(Refused::invalid(
            "items",
            "The refund is more than what is left of the order.",
        )),
        false => Ok((amount, tax)),
    }
}

/// What earlier refunds of the order come to.
fn refunded_so_far(data: &Dataset, order: &Order) -> i64 {
    rows_with(data, "order_refunds", "order_id", &json!(order.id))
        .iter()
        .filter_map(|row| money(&row["total_amount"]))
        .sum()
}

fn shown_quote(order: &Order, amount: i64, tax: i64) -> Value {
    let number = crate::json::dollars;
    let method = json!([{
        "provider_id": order.gateway, "provider_description": order.payment, "amount": number(amount), "offline": order.gateway == "cod",
        "offline_provider": false, "offline_reason": "",
    }]);
    json!({
        "order_id": order.id, "total_refund_amount": number(amount), "total_refund_tax_amount": number(tax),
        "order_level_refund_amount": 0, "rounding": 0, "adjustment": 0, "tax_inclusive": false, "refund_methods": [method],
    })
}

fn refund(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    let (amount, tax) = quote(data, &order, call.body)?;
    let payments = call.body["payments"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let paid: i64 = payments
        .iter()
        .filter_map(|payment| money(&payment["amount"]))
        .sum();
    if paid != amount {
        return Err(Refused::invalid(
            "payments",
            "The payments must come to the amount of the quote.",
        ));
    }
    let number = crate::json::dollars;
    let id = data.change("order_refunds").next_number("id");
    order.modified = data.now();
    let mut items = call.body["items"].as_array().cloned().unwrap_or_default();
    for item in &mut items {
        let line = line_of(&order, &item["item_id"]).filter(|_| item["item_type"] == "PRODUCT");
        let asked = match line {
            Some(line) => {
                let line = &mut order.items[line];
                let quantity = item["quantity"].as_i64().unwrap_or_default();
                line.refunded += quantity;
                line.overrides.shift_remove("quantity_refunded");
                line.price_inc(order.tax) * quantity
            }
            None => money(&item["amount"]).unwrap_or_default(),
        };
        *item = json!({
            "item_type": item["item_type"], "item_id": item["item_id"], "quantity": item["quantity"].as_i64().unwrap_or(1),
            "reason": item["reason"].as_str().unwrap_or_default(), "requested_amount": number(asked), "adjustments": [],
        });
    }
    let shown: Vec<Value> = payments
        .iter()
        .map(|payment| {
            json!({
                "id": id, "provider_id": payment["provider_id"], "amount": payment["amount"], "offline": payment["offline"] == true,
                "is_declined": false, "declined_message": "", "transaction_id": order.id.to_string(),
            })
        })
        .collect();
    let row = json!({
        "id": id, "order_id": order.id, "user_id": 7, "created": rfc3339(order.modified), "reason": "", "total_amount": number(amount),
        "total_tax": number(tax), "uses_merchant_override_values": false, "items": items, "payments": shown,
    });
    data.change("order_refunds").add(row.clone());
    let totals = order.totals();
    let all = refunded_so_far(data, &order);
    let whole = all >= totals.total + totals.total_tax;
    status(&mut order, if whole { 4 } else { 14 });
    data.tell(
        "order/refund/created",
        json!({ "type": "order", "id": order.id, "refund": { "refund_id": id } }),
    );
    let before = data.orders.order(index);
    updated(data, &before, &order);
    data.orders.set(index, order);
    Ok(Reply::json(201, &json!({ "data": row, "meta": {} })))
}

/// Captures or voids a payment that was authorised.
fn pay(data: &mut Dataset, call: &Call<'_>, then: i64) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    if order.payment_status() != "authorized" {
        return Err(Refused::invalid(
            "status",
            "The payment of the order is not authorised.",
        ));
    }
    order.modified = data.now();
    status(&mut order, then);
    let before = data.orders.order(index);
    updated(data, &before, &order);
    data.orders.set(index, order);
    Ok(Reply::json(201, &json!({ "data": {}, "meta": {} })))
}
