//! Coupons and customer groups as rows, and the segments of each customer.

use serde_json::{Value, json};

use super::shop::Shop;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, rfc2822, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(_: &Shop, tables: &mut Tables) {
    put(tables, "coupons", (1..=7).map(coupon).collect());
    put(tables, "customer_groups", groups());
}

fn coupon(id: i64) -> Value {
    // The first three are those that orders were placed with: ten percent off.
    let (kind, amount, name) = match id {
        1..=3 => (
            "percentage_discount",
            "10.0000",
            format!("Ten percent off, {id}"),
        ),
        4 => (
            "per_total_discount",
            "15.0000",
            "Fünfzehn Euro auf alles".to_owned(),
        ),
        5 => (
            "per_item_discount",
            "2.5000",
            "Tassen zum halben Preis".to_owned(),
        ),
        6 => ("free_shipping", "0.0000", "Livraison offerte".to_owned()),
        _ => (
            "shipping_discount",
            "5.0000",
            "Shipping, five off".to_owned(),
        ),
    };
    json!({
        "id": id,
        "name": name,
        "type": kind,
        "amount": amount,
        "min_purchase": if id > 3 { "25.0000" } else { "0.0000" },
        "expires": if id % 2 == 0 { rfc2822(TODAY + id * 30 * DAY) } else { String::new() },
        "enabled": id != 7,
        "code": if id <= 3 { format!("TEA{id}0") } else { format!("HAFEN{id}") },
        "applies_to": if id == 5 { json!({ "entity": "categories", "ids": [11] }) } else { json!({ "entity": "categories", "ids": [0] }) },
        "num_uses": id * 3 % 10,
        "max_uses": if id == 4 { 100 } else { 0 },
        "max_uses_per_customer": i64::from(id == 4),
        "restricted_to": if id == 6 { json!({ "countries": "FR" }) } else { json!({}) },
        "shipping_methods": [],
        "date_created": rfc2822(TODAY - id * 60 * DAY),
    })
}

/// Customer groups. The official file wants `discount_rules` to fit exactly one of four shapes that all fit: none can.
fn groups() -> Vec<Value> {
    let group = |id: i64, name: &str, rules: Value| {
        json!({
            "id": id, "name": name, "is_default": id == 1, "is_group_for_guests": id == 4,
            "category_access": if id == 2 { json!({ "type": "specific", "categories": [10, 20, 70] }) } else { json!({ "type": "all" }) },
            "discount_rules": rules,
            "date_created": rfc3339(TODAY - (900 - id * 40) * DAY), "date_modified": rfc3339(TODAY - id * 25 * DAY),
        })
    };
    vec![
        group(1, "Retail", json!([])),
        group(
            2,
            "Gastronomie & Hotels",
            json!([{ "type": "price_list", "method": "price", "amount": "0.0000", "price_list_id": 1 }]),
        ),
        group(
            3,
            "Amis de la maison",
            json!([{ "type": "all", "method": "percent", "amount": "5.0000" }]),
        ),
        group(4, "Guests", json!([])),
    ]
}

/// The names of the segments.
pub(crate) const SEGMENTS: [&str; 3] = ["Tea drinkers", "Kaffee-Abo", "High spenders"];

/// The id of a segment.
pub(crate) fn segment_id(position: usize) -> String {
    Random::at(position as u64, "segment", 0).uuid()
}

/// Whether a customer belongs to a segment.
pub(crate) fn in_segment(customer: i64, position: usize) -> bool {
    customer % (position as i64 + 3) == 0
}

/// The segments of a customer.
pub(crate) fn segments_of(customer: i64) -> Vec<String> {
    (0..SEGMENTS.len())
        .filter(|position| in_segment(customer, *position))
        .map(segment_id)
        .collect()
}
