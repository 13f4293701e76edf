//! Shipping zones and methods, customs, locations and their stock, pickup methods, taxes.

use std::sync::Arc;

use serde_json::{Value, json};

use super::shop::{Product, Shop};
use super::variants::variant_sku;
use crate::rows::{Cell, Table, Tables, put};
use crate::time::{DAY, TODAY, date, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    put(
        tables,
        "shipping_zones",
        vec![
            zone(1, "United States", "country", "US"),
            zone(2, "Rest of the World", "global", ""),
        ],
    );
    put(
        tables,
        "shipping_methods",
        (1..=2).flat_map(methods).collect(),
    );
    let shipped = shop
        .products
        .iter()
        .filter(|product| !product.digital() && product.id % 2 == 0)
        .take(500);
    put(
        tables,
        "customs_information",
        shipped.map(customs).collect(),
    );
    put(
        tables,
        "shipping_settings",
        vec![json!({ "checkout": {
        "country_list_strategy": "DISPLAY_ONLY_SHIPPABLE_COUNTRIES", "out_of_delivery_zone_message": "Dorthin liefern wir noch nicht.",
    } })],
    );
    put(
        tables,
        "shipping_settings_of_channel",
        vec![
            json!({ "checkout": { "out_of_delivery_zone_message": "Dorthin liefern wir noch nicht." } }),
        ],
    );
    put(
        tables,
        "locations",
        vec![
            location(1, "LAGER", "Zentrallager", "PHYSICAL"),
            location(2, "HAFEN", "Hafenladen", "PHYSICAL"),
            location(3, "DROP", "Drop shipper", "VIRTUAL"),
        ],
    );
    let pickup = |id: i64, name: &str| {
        json!({
            "id": id, "location_id": 2, "display_name": name, "collection_instructions": "Ring at the side door.",
            "collection_time_description": "Ready in two hours", "location_identity": 2,
            "date_created": rfc3339(TODAY - 400 * DAY), "date_modified": rfc3339(TODAY - id * 30 * DAY),
        })
    };
    put(
        tables,
        "pickup_methods",
        vec![
            pickup(1, "Fetch it at the harbour"),
            pickup(2, "Abholung am Samstag"),
        ],
    );
    taxes(shop, tables);
}

fn zone(id: i64, name: &str, kind: &str, country: &str) -> Value {
    json!({
        "id": id, "name": name, "type": kind,
        "locations": if country.is_empty() { json!([]) } else { json!([{ "id": id * 10, "zip": "", "country_iso2": country, "state_iso2": "" }]) },
        "free_shipping": { "enabled": id == 1, "minimum_sub_total": "75.0000", "exclude_fixed_shipping_products": false },
        "handling_fees": { "fixed_surcharge": "0.0000", "display_separately": false }, "enabled": true,
    })
}

/// The method by which the shop ships to a country under that name.
pub(crate) fn method_id(country: &str, name: &str) -> i64 {
    let zone = if country == "US" { 1 } else { 2 };
    let position = match name {
        "Express" => 4,
        "Free Shipping" => 3,
        _ => 1,
    };
    zone * 10 + position
}

fn methods(zone: i64) -> Vec<Value> {
    let method = |position: i64, name: &str, kind: &str, rate: f64| {
        json!({
            "id": zone * 10 + position, "zone_id": zone, "name": name, "type": kind, "settings": { "rate": rate }, "enabled": position != 2,
            "handling_fees": { "fixed_surcharge": 0 }, "is_fallback": false, "channel_ids": [1, 2],
        })
    };
    vec![
        method(1, "Standard", "perorder", 6.95),
        method(2, "Pro Stück", "peritem", 1.5),
        method(3, "Free Shipping", "freeshipping", 0.0),
        method(4, "Express", "perorder", 12.9),
    ]
}

fn customs(product: &Product) -> Value {
    json!({
        "product_id": product.id, "country_of_origin": "PT", "commodity_description": "Tableware", "international_shipping": true,
        "hs_codes": { "ALL": format!("6912{:04}", product.id % 10_000) }, "created_at": rfc3339(product.created), "updated_at": rfc3339(product.modified),
    })
}

fn location(id: i64, code: &str, label: &str, kind: &str) -> Value {
    let day = |open: bool| json!({ "open": open, "opening": "08:00", "closing": "18:00" });
    json!({
        "id": id, "code": code, "label": label, "description": if id == 2 { "Am Wasser" } else { "" }, "managed_by_external_source": id == 3,
        "type_id": kind, "enabled": true,
        "operating_hours": { "sunday": day(false), "monday": day(true), "tuesday": day(true), "wednesday": day(true), "thursday": day(true), "friday": day(true), "saturday": day(id == 2) },
        "time_zone": "Europe/Berlin", "created_at": rfc3339(TODAY - 900 * DAY), "updated_at": rfc3339(TODAY - id * 10 * DAY),
        "address": {
            "address1": "Große Elbstraße 14", "address2": "", "city": "Hamburg", "state": "Hamburg", "zip": "22767", "email": "hafen@example.com",
            "phone": "+49 40 5550100", "geo_coordinates": { "latitude": 53.545, "longitude": 9.951 }, "country_code": "DE",
        },
        "storefront_visibility": id != 3,
        "special_hours": [{ "label": "Heiligabend", "date": date(TODAY - 38 * DAY), "open": false, "opening": "00:00", "closing": "00:00", "all_day": true, "annual": true }],
    })
}

/// Stock, by variant and location.
pub(crate) struct Inventory {
    shop: Arc<Shop>,
    places: Vec<(u32, u8)>,
}

/// The locations that have stock: id, code, label.
const STOCKED: [(i64, &str, &str); 2] = [(1, "LAGER", "Zentrallager"), (2, "HAFEN", "Hafenladen")];

impl Inventory {
    /// Finds every variant that is kept in stock.
    pub(crate) fn new(shop: Arc<Shop>) -> Self {
        let kept = |(_, product): &(usize, &Product)| !product.digital();
        let of = |(index, product): (usize, &Product)| {
            (0..product.variants).map(move |position| (index as u32, position))
        };
        let places = shop
            .products
            .iter()
            .enumerate()
            .filter(kept)
            .flat_map(of)
            .collect();
        Self { shop, places }
    }

    fn at(&self, index: usize) -> (&Product, u8) {
        let (product, position) = self.places[index];
        (&self.shop.products[product as usize], position)
    }
}

/// The stock of a variant at a location.
fn stock(product: &Product, location: i64) -> i64 {
    let all = product.stock / i64::from(product.variants);
    if location == 2 {
        all / 4
    } else {
        all - all / 4
    }
}

fn settings(product: &Product, location: i64) -> Value {
    json!({
        "safety_stock": 0, "is_in_stock": stock(product, location) > 0, "warning_level": product.warning_level(),
        "bin_picking_number": if location == 1 { format!("{}-{:02}", char::from(b'A' + product.family % 20), product.id % 60) } else { String::new() },
    })
}

impl Table for Inventory {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let (product, position) = self.at(index);
        match field {
            "variant_id" => Cell::Int(product.first_variant + i64::from(position)),
            "product_id" => Cell::Int(product.id),
            "sku" => Cell::Text(variant_sku(product, position).into()),
            "location_id" => Cell::Ids(STOCKED.iter().map(|location| location.0).collect()),
            // All of these stand at both locations.
            "location_codes" => Cell::text("LAGER HAFEN"),
            _ => Cell::Null,
        }
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        let (product, position) = self.at(index);
        let variant = product.first_variant + i64::from(position);
        let locations = STOCKED.iter().map(|(id, code, label)| {
            let stock = stock(product, *id);
            json!({
                "location_id": id, "location_code": code, "location_name": label, "available_to_sell": stock, "total_inventory_onhand": stock,
                "location_enabled": true, "settings": settings(product, *id),
            })
        });
        json!({
            "identity": { "sku": variant_sku(product, position), "variant_id": variant, "product_id": product.id, "sku_id": variant + 50 },
            "locations": locations.collect::<Vec<_>>(),
        })
    }
}

/// An item of the whole stock as an item of one location.
pub(crate) fn at_location(mut item: Value, location: i64) -> Option<Value> {
    let mut identity = item["identity"].take();
    if let Some(fields) = identity.as_object_mut() {
        fields.shift_remove("sku_id");
    }
    let places = item["locations"].as_array_mut()?;
    let place = places
        .iter_mut()
        .find(|place| place["location_id"] == location)?;
    Some(json!({
        "identity": identity, "available_to_sell": place["available_to_sell"], "total_inventory_onhand": place["total_inventory_onhand"],
        "settings": place["settings"],
    }))
}

fn taxes(shop: &Shop, tables: &mut Tables) {
    let created = rfc3339(TODAY - 1_000 * DAY);
    let class = |id: i64, name: &str| json!({ "id": id.to_string(), "name": name, "created_at": created, "updated_at": created });
    put(
        tables,
        "tax_classes",
        vec![
            class(0, "Default Tax Class"),
            class(1, "Non-Taxable Products"),
            class(2, "Shipping"),
            class(3, "Gift Wrapping"),
        ],
    );
    let zone = |id: i64, name: &str, country: &str| {
        json!({
            "id": id, "name": name, "enabled": true,
            "price_display_settings": { "show_inclusive": id == 2, "show_both_on_detail_view": false, "show_both_on_list_view": false },
            "shopper_target_settings": {
                "locations": if country.is_empty() { json!([]) } else { json!([{ "country_code": country, "subdivision_codes": [], "postal_codes": [] }]) },
                "customer_groups": if id == 3 { json!([2]) } else { json!([]) },
            },
        })
    };
    put(
        tables,
        "tax_zones",
        vec![
            zone(1, "Default Tax Zone", ""),
            zone(2, "Deutschland", "DE"),
            zone(3, "Gastronomie", "AT"),
        ],
    );
    let rate = |id: i64, zone: i64, name: &str, rate: f64| {
        json!({
            "id": id, "tax_zone_id": zone, "name": name, "enabled": true, "priority": 1,
            "class_rates": [{ "rate": rate, "tax_class_id": 0 }, { "rate": 0, "tax_class_id": 1 }, { "rate": rate, "tax_class_id": 2 }],
        })
    };
    put(
        tables,
        "tax_rates",
        vec![
            rate(1, 1, "Sales tax", 8.25),
            rate(2, 2, "Mehrwertsteuer", 19.0),
            rate(3, 3, "USt", 20.0),
        ],
    );
    let property = |id: i64, code: &str, kind: &str| json!({ "id": id, "code": code, "display_name": code.replace('_', " "), "description": "", "type": kind, "created_at": created, "updated_at": created });
    put(
        tables,
        "tax_properties",
        vec![
            property(1, "alcohol_content", "PRODUCT"),
            property(2, "reverse_charge", "CUSTOMER"),
        ],
    );
    put(tables, "product_tax_properties", shop.products.iter().filter(|product| product.id % 5 == 0).take(500)
        .map(|product| json!({ "product_id": product.id, "tax_properties": { "alcohol_content": "none" } })).collect());
    put(tables, "tax_customers", shop.customers.iter().filter(|customer| customer.id % 9 == 4).take(500)
        .map(|customer| json!({ "customer_id": customer.id, "tax_properties": { "reverse_charge": "yes" } })).collect());
    put(
        tables,
        "tax_settings",
        vec![json!({
            "tax_entered_with_prices": false,
            "price_display_settings": { "control_panel_price_display_strategy": "EXCLUSIVE", "invoice_price_display_strategy": "ZONE" },
            "fallback_strategy": "BASIC", "should_subtract_store_tax": false, "should_use_geolocation_to_determine_guest_shopper_tax_zone": true,
            "guest_shopper_tax_zone_id": 1, "store_tax_zone_id": 2, "document_submission_strategy": "ON_PAYMENT_CAPTURE", "rounding_strategy": "NO_ROUNDING",
        })],
    );
}
