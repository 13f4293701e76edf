//! Around customers: attributes, subscribers, segments, wishlists, consent and stored instruments.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::marketing::{SEGMENTS, segment_id};
use super::shop::{Customer, Shop};
use crate::json::merged;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    let attribute = |id: i64, name: &str, kind: &str| json!({ "id": id, "name": name, "type": kind, "date_created": rfc3339(TODAY - 800 * DAY), "date_modified": rfc3339(TODAY - (300 - id) * DAY) });
    put(
        tables,
        "customer_attributes",
        vec![
            attribute(1, "Lieblingsgetränk", "string"),
            attribute(2, "Cups a day", "number"),
            attribute(3, "Customer since", "date"),
        ],
    );
    put(tables, "subscribers", subscribers(shop));
    put(
        tables,
        "segments",
        SEGMENTS
            .iter()
            .enumerate()
            .map(|(position, name)| segment(position, name))
            .collect(),
    );
    put(tables, "wishlists", wishlists(shop));
    let settings = json!({
        "privacy_settings": { "ask_shopper_for_tracking_consent": true, "policy_url": "https://hafen-und-herd.example.com/datenschutz/" },
        "customer_group_settings": { "guest_customer_group_id": 4, "default_customer_group_id": 1 },
    });
    put(tables, "customer_settings", vec![settings.clone()]);
    put(
        tables,
        "customer_settings_of_channel",
        vec![merged(settings, json!({ "allow_global_logins": true }))],
    );
}

fn subscribers(shop: &Shop) -> Vec<Value> {
    let willing = shop
        .customers
        .iter()
        .filter(|customer| customer.id % 3 == 1)
        .take(5_000);
    // A subscription at checkout is made with the customer's first order.
    let mut first_orders: HashMap<i64, i64> = HashMap::new();
    for (index, head) in shop.orders.iter().enumerate() {
        let id = shop.order_ids.id(index);
        first_orders.entry(head.customer_id).or_insert(id);
    }
    let subscriber = |customer: &Customer| {
        let order = first_orders
            .get(&customer.id)
            .filter(|_| customer.id % 2 != 0);
        json!({
            "id": customer.id, "email": customer.email(), "first_name": customer.first_name(), "last_name": customer.last_name(),
            "source": if order.is_some() { "order" } else { "storefront" }, "order_id": order, "channel_id": 1,
            "consents": if customer.id % 5 == 0 { json!(["marketing_newsletter", "abandoned_cart"]) } else { json!(["marketing_newsletter"]) },
            "date_created": rfc3339(customer.created), "date_modified": rfc3339(customer.modified),
        })
    };
    willing.map(subscriber).collect()
}

pub(crate) fn segment(position: usize, name: &str) -> Value {
    let created = TODAY - (400 - position as i64 * 50) * DAY;
    json!({
        "id": segment_id(position), "name": name, "description": if position == 1 { "Every month anew" } else { "" },
        "created_at": rfc3339(created), "updated_at": rfc3339(created + 20 * DAY),
    })
}

fn wishlists(shop: &Shop) -> Vec<Value> {
    let wishing = shop
        .customers
        .iter()
        .filter(|customer| customer.id % 7 == 2)
        .take(2_000);
    let wishlist = |(position, customer): (usize, &Customer)| {
        let mut random = Random::at(shop.seed, "wishlist", position);
        let id = position as i64 + 1;
        let items: Vec<Value> = (0..random.below(4))
            .filter_map(|item| {
                let product = shop.products.get(random.below(shop.products.len()))?;
                Some(json!({ "id": id * 10 + item as i64, "product_id": product.id, "variant_id": product.first_variant }))
            })
            .collect();
        json!({
            "id": id, "customer_id": customer.id, "name": if position % 2 == 0 { "Wunschliste" } else { "Later" },
            "is_public": position % 3 == 0, "token": random.uuid(), "items": items,
        })
    };
    wishing.enumerate().map(wishlist).collect()
}

/// What a customer agreed to.
pub(crate) fn consent(customer: i64) -> Value {
    let allowed = if customer % 2 == 0 {
        json!(["essential", "functional", "analytics"])
    } else {
        json!(["essential"])
    };
    let denied = if customer % 2 == 0 {
        json!(["targeting"])
    } else {
        json!(["functional", "analytics", "targeting"])
    };
    json!({ "allow": allowed, "deny": denied, "updated_at": rfc3339(TODAY - customer % 300 * DAY) })
}

/// The cards and accounts that a customer left.
pub(crate) fn stored_instruments(customer: i64) -> Vec<Value> {
    let token = |position| Random::at(customer as u64, "instrument", position).token(64);
    match customer % 4 {
        0 => vec![json!({
            "type": "stored_card", "token": token(0), "is_default": true, "brand": "VISA", "expiry_month": 11, "expiry_year": 2029,
            "issuer_identification_number": "411111", "last_4": "1111",
            "billing_address": {
                "first_name": "Ilse", "last_name": "Nowak", "email": "", "company": "", "address1": "Schönhauser Allee 3", "address2": "",
                "city": "Berlin", "postal_code": "10435", "state_or_province": "Berlin", "state_or_province_code": "BE", "country_code": "DE", "phone": "",
            },
        })],
        1 => vec![
            json!({ "type": "stored_paypal_account", "token": token(0), "is_default": false, "email": "paypal@example.com" }),
        ],
        _ => Vec::new(),
    }
}
