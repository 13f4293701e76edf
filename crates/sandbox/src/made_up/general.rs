//! What the store says of itself, and the fixed lists: order statuses.

use serde_json::{Value, json};

use super::shop::Shop;
use crate::json::merged;
use crate::orders::order::STATUSES;
use crate::random::Random;
use crate::rows::{Tables, put};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    put(
        tables,
        "order_statuses",
        STATUSES
            .iter()
            .enumerate()
            .map(|(id, name)| status(id, name))
            .collect(),
    );
    put(tables, "store", vec![store(shop)]);
}

fn status(id: usize, name: &str) -> Value {
    let label = if id == 11 { "Wird gepackt" } else { name };
    json!({
        "id": id, "name": name, "system_label": name, "custom_label": label,
        "system_description": format!("The order counts as \"{name}\"."), "order": id,
    })
}

fn store(shop: &Shop) -> Value {
    let hash = Random::at(shop.seed, "store hash", 0).token(10);
    let store = json!({
        "id": hash,
        "account_uuid": Random::at(shop.seed, "account", 0).uuid(),
        "domain": "hafen-und-herd.example.com",
        "secure_url": "https://hafen-und-herd.example.com",
        "control_panel_base_url": format!("https://store-{hash}.example.com"),
        "status": "live",
        "name": "Hafen & Herd",
        "first_name": "Ilse",
        "last_name": "Lindqvist",
        "address": "Große Elbstraße 14, 22767 Hamburg",
        "country": "Germany",
        "country_code": "DE",
        "infrastructure_region": "europe-west3",
        "phone": "+49 40 5550100",
        "admin_email": "ilse@example.com",
        "order_email": "orders@example.com",
        "favicon_url": "",
        "language": "en",
        "currency": "USD",
        "currency_symbol": "$",
        "decimal_separator": ".",
        "thousands_separator": ",",
        "decimal_places": 2,
        "currency_symbol_location": "left",
        "weight_units": "KGS",
        "dimension_units": "Centimeters",
        "dimension_decimal_places": 2,
        "dimension_decimal_token": ".",
        "dimension_thousands_token": ",",
        "plan_name": "Pro",
        "plan_level": "Pro",
        "plan_is_trial": false,
        "industry": "home_garden",
    });
    merged(store, store_parts())
}

/// The inner objects of the store.
fn store_parts() -> Value {
    json!({
        "timezone": {
            "name": "Europe/Berlin", "raw_offset": 3600, "dst_offset": 7200, "dst_correction": true,
            "date_format": { "display": "M jS Y", "export": "M jS Y", "extended_display": "M jS Y @ g:i A" },
        },
        "logo": { "url": "https://cdn.example.com/logo.png" },
        "is_price_entered_with_tax": false,
        "store_id": 1_025_646,
        "default_channel_id": 1,
        "default_site_id": 1000,
        "active_comparison_modules": [],
        "features": {
            "stencil_enabled": true, "sitewidehttps_enabled": true, "facebook_catalog_id": "", "checkout_type": "optimized",
            "wishlists_enabled": true, "graphql_storefront_api_enabled": true, "shopper_consent_tracking_enabled": true,
            "multi_storefront_enabled": true, "storefront_limits": { "active": 5, "total_including_inactive": 10 },
        },
    })
}

/// What the clock says.
pub(crate) fn time() -> Value {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    json!({ "time": now.map_or(0, |since| since.as_secs()) })
}
