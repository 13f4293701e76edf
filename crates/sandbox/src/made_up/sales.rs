//! What happens around orders: messages, quotes, payments, refunds, pickups, and the settings for them.

use serde_json::{Value, json};

use super::logistics::method_id;
use super::order_head::{OrderHead, Shape};
use super::orders;
use super::shop::Shop;
use crate::json::dollars;
use crate::orders::order::Order;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, rfc2822, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    put(tables, "order_refunds", refunds(shop));
    put(tables, "order_pickups", pickups(shop));
    put(
        tables,
        "order_settings",
        vec![json!({
            "notifications": {
                "order_placed": { "email_addresses": ["orders@example.com"] },
                "forward_invoice": { "email_addresses": ["books@example.com", "ilse@example.com"] },
            },
            "meta": {},
        })],
    );
}

/// So many orders at most are looked at for refunds and pickups: these lists are whole in memory.
const LOOKED_AT: usize = 20_000;

/// The official file has `requested_amount` as a number in the list and as a text at the single refund; it is a number here.
/// One refund for each order that was refunded, wholly or in part.
fn refunds(shop: &Shop) -> Vec<Value> {
    let mut refunds = Vec::new();
    for (index, head) in shop.orders.iter().enumerate().take(LOOKED_AT) {
        if !matches!(head.status, 4 | 14) {
            continue;
        }
        let order = orders::order(shop, index, head);
        let returned = order.items.iter().filter(|item| item.refunded != 0);
        let items: Vec<Value> = returned
            .clone()
            .map(|item| {
                json!({
                    "item_type": "PRODUCT", "item_id": item.id, "quantity": item.refunded, "reason": "Beschädigt",
                    "requested_amount": dollars(item.price_inc(order.tax) * item.refunded), "adjustments": [],
                })
            })
            .collect();
        let amount: i64 = returned
            .clone()
            .map(|item| item.price_inc(order.tax) * item.refunded)
            .sum();
        let tax: i64 = returned
            .map(|item| (item.price_inc(order.tax) - item.price) * item.refunded)
            .sum();
        let id = refunds.len() as i64 + 1;
        refunds.push(json!({
            "id": id, "order_id": order.id, "user_id": 7 + id % 2, "created": rfc3339(order.modified),
            "reason": if id % 2 == 0 { "Arrived broken" } else { "" }, "total_amount": dollars(amount), "total_tax": dollars(tax),
            "uses_merchant_override_values": false, "items": items,
            "payments": [{
                "id": id, "provider_id": order.gateway, "amount": dollars(amount), "offline": order.gateway == "cod",
                "is_declined": false, "declined_message": "", "transaction_id": format!("{}", order.id * 2),
            }],
        }));
    }
    refunds
}

/// A pickup for every order that is fetched.
fn pickups(shop: &Shop) -> Vec<Value> {
    let fetched = shop
        .orders
        .iter()
        .enumerate()
        .take(LOOKED_AT)
        .filter(|(_, head)| head.shape == Shape::Pickup);
    let pickup = |(index, head): (usize, &OrderHead)| {
        let id = shop.order_ids.id(index);
        let collected = matches!(head.status, 2 | 10);
        let items = (0..i64::from(head.lines)).map(|line| {
            json!({
                "id": head.first_item + line, "order_product_id": head.first_item + line, "quantity": 1,
                "status": if collected { "COLLECTED" } else { "AWAITING_COLLECTION" },
                "collected_at": collected.then(|| rfc3339(head.modified)),
            })
        });
        json!({
            "id": id * 2, "pickup_method_id": 1, "order_id": id, "ready_at": rfc3339(head.created + DAY),
            "created_at": rfc3339(head.created), "updated_at": rfc3339(head.modified), "pickup_items": items.collect::<Vec<_>>(),
        })
    };
    fetched.map(pickup).collect()
}

/// The messages of an order: every tenth has two.
pub(crate) fn messages(order: &Order) -> Vec<Value> {
    if order.id % 10 != 4 {
        return Vec::new();
    }
    let message = |position: i64, kind: &str, text: &str| {
        json!({
            "id": order.id * 10 + position, "order_id": order.id, "staff_id": if position == 1 { 7 } else { 0 },
            "customer_id": order.customer_id, "type": kind, "subject": "Ihre Bestellung", "message": text,
            "status": if position == 1 { "unread" } else { "read" }, "is_flagged": position == 0 && order.id % 20 == 4,
            "date_created": rfc2822(order.created + (position + 1) * 3_600),
            "customer": if order.customer_id == 0 { json!({}) } else {
                json!({ "url": format!("{{base}}/v2/customers/{}", order.customer_id), "resource": format!("/customers/{}", order.customer_id) })
            },
        })
    };
    vec![
        message(0, "customer", "When will it arrive? – Wann kommt es?"),
        message(1, "merchant", "Morgen, versprochen. 🙂"),
    ]
}

/// The quote that a shipping address was sent by; orders of the third channel have none.
pub(crate) fn quotes(order: &Order, address: i64) -> Vec<Value> {
    let Some((_, consignment)) = order
        .shipping_addresses()
        .find(|(_, consignment)| consignment.id == address)
    else {
        return Vec::new();
    };
    if order.channel_id == 3 {
        return Vec::new();
    }
    vec![json!({
        "id": address.to_string(), "uuid": Random::at(address as u64, "quote", 0).uuid(), "timestamp": rfc3339(order.created),
        "shipping_provider_id": "flatrate", "shipping_provider_quote": [], "provider_code": "flatrate", "carrier_code": "",
        "rate_code": "FLAT", "rate_id": consignment.method, "method_id": method_id(&consignment.person.code, &consignment.method),
    })]
}

/// The payments of an order; what was never paid has none.
pub(crate) fn transactions(order: &Order) -> Vec<Value> {
    if matches!(order.status_id, 0 | 7) {
        return Vec::new();
    }
    let totals = order.totals();
    let card = order.gateway == "bigcommerce_payments";
    let gateway = match order.gateway.as_ref() {
        "paypalcommerce" => "paypalexpress",
        "bankdeposit" => "bankdeposit",
        "giftcertificate" => "giftcertificate",
        "cod" => "cod",
        _ => "stripe",
    };
    let method = match gateway {
        "stripe" => "credit_card",
        "paypalexpress" => "electronic_wallet",
        "giftcertificate" => "gift_certificate",
        _ => "offline",
    };
    let mut transaction = json!({
        "id": order.id * 2, "order_id": order.id.to_string(), "event": if order.status_id == 1 { "authorization" } else { "purchase" },
        "method": method, "amount": dollars(totals.total + totals.total_tax), "currency": order.currency, "gateway": gateway,
        "gateway_transaction_id": Random::at(order.id as u64, "transaction", 0).token(17), "test": false,
        "status": if order.status_id == 6 { "error" } else { "ok" }, "fraud_review": order.status_id == 12,
        "offline": (method == "offline").then(|| json!({ "display_name": order.payment })), "custom": null,
        "payment_method_id": format!("{gateway}.card"), "date_created": rfc3339(order.created + 30),
        "payment_instrument_token": null, "provider_instrument_token": null, "provider_customer_id": null,
        "avs_result": { "code": "", "message": "", "street_match": "", "postal_match": "" }, "cvv_result": { "code": "", "message": "" },
        "gift_certificate": null, "store_credit": null, "custom_provider_field_result": null,
    });
    if card {
        transaction["credit_card"] = json!({
            "card_type": "visa", "card_iin": "411111", "card_last4": format!("{:04}", order.id * 37 % 10_000),
            "card_expiry_month": order.id % 12 + 1, "card_expiry_year": 2028,
        });
    }
    if method == "gift_certificate" {
        transaction["gift_certificate"] = json!({
            "code": format!("GIFT-{:05}", order.id), "original_balance": 250, "starting_balance": 250, "remaining_balance": 12.5, "status": "active",
        });
    }
    vec![transaction]
}
