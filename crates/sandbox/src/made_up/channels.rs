//! Channels with what they list and show, sites with routes and certificates.

use serde_json::{Value, json};

use super::shop::Shop;
use crate::json::merged;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    put(
        tables,
        "channels",
        vec![
            channel(1, "Hafen & Herd", "storefront", "bigcommerce"),
            channel(2, "Gastronomie", "storefront", "custom"),
            channel(3, "Marktplatz 市場", "marketplace", "custom"),
        ],
    );
    put(
        tables,
        "channel_listings",
        (1..=3)
            .flat_map(|channel| listings(shop, channel))
            .collect(),
    );
    put(tables, "channel_currency_assignments", (1..=3).map(|id| {
        json!({ "channel_id": id, "enabled_currencies": if id == 2 { json!(["EUR", "USD"]) } else { json!(["USD"]) }, "default_currency": if id == 2 { "EUR" } else { "USD" } })
    }).collect());
    put(tables, "sites", (1..=2).map(site).collect());
    put(tables, "site_routes", (1..=2).flat_map(routes).collect());
    put(
        tables,
        "site_certificates",
        (1..=2).map(certificate).collect(),
    );
}

fn channel(id: i64, name: &str, kind: &str, platform: &str) -> Value {
    json!({
        "id": id, "external_id": if id == 3 { "M-77" } else { "" }, "is_listable_from_ui": id != 3, "is_enabled": true, "is_visible": true,
        "status": if id == 3 { "connected" } else { "active" }, "name": name, "type": kind, "platform": platform,
        "date_created": rfc3339(TODAY - (1_200 - id * 200) * DAY), "date_modified": rfc3339(TODAY - id * 9 * DAY),
        "icon_url": format!("https://cdn.example.com/channels/{id}.svg"),
        "currencies": { "enabled_currencies": ["USD"], "default_currency": "USD" },
    })
}

fn listings(shop: &Shop, channel: i64) -> Vec<Value> {
    let listed = shop
        .products
        .iter()
        .filter(|product| product.channels().contains(&channel))
        .take(2_000);
    let listing = |product: &super::shop::Product| {
        let dates = json!({ "date_created": rfc3339(product.created), "date_modified": rfc3339(product.modified) });
        let variants: Vec<Value> = (0..i64::from(product.variants))
            .map(|position| {
                merged(json!({
                    "channel_id": channel, "product_id": product.id, "variant_id": product.first_variant + position, "external_id": "",
                    "state": "active", "name": "", "description": "",
                }), dates.clone())
            })
            .collect();
        merged(
            json!({
                "channel_id": channel, "listing_id": channel * 100_000 + product.id, "external_id": if channel == 3 { format!("X{}", product.id) } else { String::new() },
                "product_id": product.id, "state": if product.visible { "active" } else { "disabled" },
                "name": if channel == 3 { product.name() } else { String::new() }, "description": "", "variants": variants,
            }),
            dates,
        )
    };
    listed.map(listing).collect()
}

/// What theme a channel shows.
pub(crate) fn active_theme(channel: i64) -> Value {
    let uuid = |what: &str| Random::at(channel as u64, what, 0).uuid();
    json!({
        "active_theme_uuid": super::content::theme_uuid(0), "active_theme_configuration_uuid": uuid("configuration"),
        "active_theme_version_uuid": uuid("version"), "saved_theme_configuration_uuid": uuid("saved configuration"),
    })
}

/// What the control panel shows of a channel.
pub(crate) fn menus(channel: i64) -> Value {
    json!({
        "bigcommerce_protected_app_sections": ["overview", "storefront_settings", "currencies"],
        "custom_app_sections": if channel == 3 { json!([{ "title": "Orders there", "query_path": "orders" }]) } else { json!([]) },
    })
}

fn site(id: i64) -> Value {
    let url = if id == 1 {
        "https://hafen-und-herd.example.com"
    } else {
        "https://gastro.example.com"
    };
    let created = rfc3339(TODAY - 900 * DAY);
    let address = |kind: &str| json!({ "url": url, "type": kind, "created_at": created, "updated_at": created });
    json!({
        "id": 999 + id, "url": url, "channel_id": id, "created_at": created, "updated_at": rfc3339(TODAY - 20 * DAY),
        "ssl_status": if id == 1 { "dedicated" } else { "shared" }, "urls": [address("primary"), address("canonical"), address("checkout")],
        "is_checkout_url_customized": false,
    })
}

fn routes(site: i64) -> Vec<Value> {
    let route = |position: i64, kind: &str, matching: &str, route: &str| json!({ "id": site * 10 + position, "site_id": 999 + site, "type": kind, "matching": matching, "route": route });
    vec![
        route(0, "product", "*", "/p/{slug}"),
        route(1, "category", "*", "/k/{slug}"),
        route(2, "cart", "", "/warenkorb"),
    ]
}

fn certificate(site: i64) -> Value {
    let name = if site == 1 {
        "hafen-und-herd.example.com"
    } else {
        "gastro.example.com"
    };
    json!({
        "common_name": name, "subject_alternative_names": [name, format!("www.{name}")], "validity_not_before": "2025-12-01 00:00:00",
        "validity_not_after": "2026-12-01 00:00:00", "signing_algorithm": "RSA-SHA256", "issuer": "Example Trust CA",
        "certificate": "-----BEGIN CERTIFICATE-----\nMIIBexample\n-----END CERTIFICATE-----", "intermediate_certificates": "",
    })
}

/// The certificate of one site.
pub(crate) fn certificate_of(site: i64) -> Value {
    let dedicated = site == 1_000;
    json!({ "status": if dedicated { "dedicated" } else { "shared" }, "installed_certificate": dedicated.then(|| certificate(1)) })
}
