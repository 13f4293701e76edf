//! Price lists with their records, promotions with their codes, gift certificates, banners, currencies.

use serde_json::{Value, json};

use super::order_head::Shape;
use super::orders;
use super::shop::{Product, Shop};
use crate::json::dollars;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, rfc2822, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    let list = |id: i64, name: &str| json!({ "id": id, "name": name, "active": id != 3, "date_created": rfc3339(TODAY - id * 90 * DAY), "date_modified": rfc3339(TODAY - id * 20 * DAY) });
    put(
        tables,
        "price_lists",
        vec![
            list(1, "Gastronomie"),
            list(2, "Été 2026"),
            list(3, "Old wholesale"),
        ],
    );
    put(tables, "price_list_records", records(shop));
    let assignment = |id: i64, list: i64, group: i64, channel: i64| json!({ "id": id, "price_list_id": list, "customer_group_id": group, "channel_id": channel });
    put(
        tables,
        "price_list_assignments",
        vec![
            assignment(1, 1, 2, 1),
            assignment(2, 1, 2, 2),
            assignment(3, 2, 3, 1),
        ],
    );
    put(tables, "promotions", (1..=4).map(promotion).collect());
    put(tables, "promotion_codes", codes());
    put(
        tables,
        "promotion_settings",
        vec![json!({
            "promotions_apply_on_products_with_custom_product_price": false, "promotions_triggered_by_products_with_zero_product_price": true,
            "number_of_coupons_allowed_at_checkout": 1, "promotions_applied_on_original_product_price": false,
        })],
    );
    put(tables, "gift_certificates", gift_certificates(shop));
    put(
        tables,
        "banners",
        vec![
            banner(1, "home_page", "Frühlingstee ist da"),
            banner(2, "category_page", "Livraison offerte dès 50 €"),
        ],
    );
    put(
        tables,
        "currencies",
        vec![
            currency(1, "USD", "US Dollar", "$", "US", "1.0000000000"),
            currency(2, "EUR", "Euro", "€", "DE", "0.9251000000"),
            currency(3, "JPY", "円", "¥", "JP", "147.2000000000"),
        ],
    );
}

/// A record for some variants of every list, in one currency or two.
fn records(shop: &Shop) -> Vec<Value> {
    let mut records = Vec::new();
    for list in 1..=2 {
        for product in shop
            .products
            .iter()
            .filter(|product| product.id % (list + 2) == 0)
            .take(300)
        {
            records.push(record(list, product, "usd", 90));
            if product.id % 2 == 0 {
                records.push(record(list, product, "eur", 84));
            }
        }
    }
    records
}

fn record(list: i64, product: &Product, currency: &str, percent: i64) -> Value {
    let price = product.price * percent / 100 / 100 * 100;
    let tiers = if product.id % 4 == 0 {
        json!([{ "quantity_min": 12, "quantity_max": 47, "type": "percent", "amount": 3 }, { "quantity_min": 48, "type": "price", "amount": 0.5 }])
    } else {
        json!([])
    };
    json!({
        "price_list_id": list, "variant_id": product.first_variant, "sku": product.sku(), "currency": currency, "product_id": product.id,
        "price": dollars(price), "sale_price": dollars(0), "retail_price": dollars(product.price), "map_price": dollars(0),
        "calculated_price": dollars(price), "date_created": rfc3339(product.created), "date_modified": rfc3339(product.modified), "bulk_pricing_tiers": tiers,
    })
}

/// The names of the promotions.
const PROMOTIONS: [&str; 4] = [
    "Drei für zwei",
    "TEE10",
    "Livraison offerte",
    "Lagerräumung",
];

fn promotion(id: i64) -> Value {
    let coupon = id % 2 == 0;
    let mut promotion = json!({
        "id": id,
        "redemption_type": if coupon { "COUPON" } else { "AUTOMATIC" },
        "name": PROMOTIONS[(id - 1) as usize],
        "display_name": if id == 1 { "Three for two" } else { "" },
        "channels": [{ "id": 1 }, { "id": 2 }],
        "customer": { "group_ids": [2], "minimum_order_count": 0, "excluded_group_ids": [] },
        "rules": [{
            "action": { "cart_value": { "discount": { "percentage_amount": "10" } } },
            "apply_once": true, "stop": false,
            "condition": { "cart": { "minimum_spend": "50" } },
        }],
        "current_uses": id * 13, "max_uses": if id == 4 { 500 } else { 0 },
        "status": if id == 4 { "DISABLED" } else { "ENABLED" },
        "start_date": rfc3339(TODAY - id * 40 * DAY), "end_date": rfc3339(TODAY + id * 40 * DAY),
        "stop": id == 1, "can_be_used_with_other_promotions": id != 1, "currency_code": if id == 3 { "EUR" } else { "USD" },
        "notifications": [{ "content": "<b>10 %</b>", "type": "APPLIED", "locations": ["CART_PAGE"] }],
        "shipping_address": { "countries": [{ "iso2_country_code": "DE" }] },
        "schedule": { "week_frequency": 1, "week_days": ["Monday", "Friday"], "daily_start_time": "08:00:00", "daily_end_time": "20:00:00" },
        "created_from": "react_ui",
    });
    if coupon {
        promotion["coupon_overrides_other_promotions"] = json!(false);
        promotion["coupon_overrides_automatic_when_offering_higher_discounts"] = json!(true);
        promotion["multiple_codes"] = json!({ "has_multiple_codes": id == 4 });
        promotion["coupon_type"] = json!(if id == 4 { "BULK" } else { "SINGLE" });
    }
    promotion
}

/// The codes of the promotions that are redeemed by one.
fn codes() -> Vec<Value> {
    let code = |promotion: i64, id: i64| {
        json!({
            "id": id, "promotion_id": promotion, "code": if promotion == 2 { "TEE10".to_owned() } else { format!("LAGER-{id:04}") },
            "current_uses": id % 4, "max_uses": 1, "max_uses_per_customer": 1, "created": rfc3339(TODAY - id * DAY),
        })
    };
    [code(2, 1)]
        .into_iter()
        .chain((2..=121).map(|id| code(4, id)))
        .collect()
}

fn gift_certificates(shop: &Shop) -> Vec<Value> {
    let gifts = shop
        .orders
        .iter()
        .enumerate()
        .take(20_000)
        .filter(|(_, head)| head.shape == Shape::Gift);
    let certificate = |(index, head)| {
        let order = orders::order(shop, index, head);
        let item = &order.items[0];
        let amount = format!("{:.4}", item.price as f64 / 10_000.0);
        json!({
            "id": item.id, "customer_id": order.customer_id, "order_id": order.id, "to_name": "Mei Tanaka", "to_email": format!("gift{}@example.org", item.id),
            "from_name": format!("{} {}", order.billing.first_name, order.billing.last_name), "from_email": order.billing.email,
            "amount": amount, "balance": if order.id % 2 == 0 { amount.as_str() } else { "12.5000" },
            "purchase_date": order.created.to_string(), "expiry_date": if order.id % 3 == 0 { "0".to_owned() } else { (order.created + 730 * DAY).to_string() },
            "template": "birthday.html", "message": "Alles Gute! 🎂", "code": Random::at(shop.seed, "gift", index).token(12).to_uppercase(),
            "status": "active", "currency_code": "USD",
        })
    };
    gifts.map(certificate).collect()
}

fn banner(id: i64, page: &str, text: &str) -> Value {
    json!({
        "id": id, "name": text, "content": format!("<p>{text}</p>"), "page": page, "location": if id == 1 { "top" } else { "bottom" },
        "date_created": (TODAY - id * 30 * DAY).to_string(), "date_type": if id == 1 { "always" } else { "custom" },
        "date_from": if id == 1 { "0".to_owned() } else { (TODAY - 10 * DAY).to_string() },
        "date_to": if id == 1 { "0".to_owned() } else { (TODAY + 10 * DAY).to_string() }, "visible": "1",
        "item_id": if id == 1 { "0" } else { "11" },
    })
}

/// A currency. The official file demands an ISO date of `last_updated`, while its own example has what v2 sends everywhere.
fn currency(id: i64, code: &str, name: &str, token: &str, country: &str, rate: &str) -> Value {
    json!({
        "id": id, "is_default": id == 1, "country_iso2": country, "default_for_country_codes": if id == 2 { json!(["DEU", "FRA"]) } else { json!([]) },
        "currency_code": code, "currency_exchange_rate": rate, "auto_update": id != 1, "token_location": if id == 2 { "right" } else { "left" },
        "token": token, "decimal_token": if id == 2 { "," } else { "." }, "thousands_token": if id == 2 { "." } else { "," },
        "decimal_places": if id == 3 { 0 } else { 2 }, "name": name, "enabled": true, "is_transactional": id < 3, "use_default_name": id == 1,
        "last_updated": rfc2822(TODAY - id * DAY),
    })
}
